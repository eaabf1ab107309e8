"""Report → text, format by format."""

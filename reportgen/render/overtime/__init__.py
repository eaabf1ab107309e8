"""What many runs show, as text for a terminal and as JSON for scripts."""

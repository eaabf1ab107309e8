"""JUnit dialects: each pitfall of real files, and what holds for any file."""

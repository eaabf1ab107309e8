"""Plugins: what is found, what they may do, and what becomes of those that fail."""

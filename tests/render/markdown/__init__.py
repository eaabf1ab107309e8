"""Markdown: doors, blocks, targets, and the report as trackers show it."""

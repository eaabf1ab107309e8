"""Readers of coverage."""

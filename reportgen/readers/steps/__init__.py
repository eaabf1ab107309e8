"""Outcomes of CI steps."""

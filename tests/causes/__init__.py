"""Causes: what makes two failures the same."""

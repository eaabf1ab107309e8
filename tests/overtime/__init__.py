"""Tests of what many runs show."""

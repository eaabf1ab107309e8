"""Tests of finding and reading files."""

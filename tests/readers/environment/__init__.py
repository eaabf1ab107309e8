"""Tests of what CI systems say about themselves."""

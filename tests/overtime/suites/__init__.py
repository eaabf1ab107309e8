"""Tests of how suites fare over runs."""

"""Tests of the store of runs."""

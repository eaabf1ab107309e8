"""Tests of the data that scripts read."""

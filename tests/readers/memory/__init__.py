"""Tests of the readers of memory logs."""

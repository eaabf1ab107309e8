"""Tests of what became slower or faster."""

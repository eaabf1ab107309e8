"""Tests of the places where a history lies."""

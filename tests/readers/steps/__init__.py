"""Tests of the readers of step outcomes."""

"""Tests of the readers of health documents."""

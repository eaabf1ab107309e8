"""Tests of the classifier of flaky tests."""

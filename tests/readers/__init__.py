"""Tests of the readers: bytes → observations, one folder per kind of evidence."""

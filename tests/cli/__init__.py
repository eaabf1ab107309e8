"""Tests of the command line, in one process and as a process."""

"""Fuzzing: real files, damaged in every way that comes to mind, against everything that reads."""

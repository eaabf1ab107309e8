"""Tests of a line by suite → suites that vanished, that are skipped now, or whose skips grow."""

from reportgen.overtime.suites.changes import judge

__all__ = ["judge"]

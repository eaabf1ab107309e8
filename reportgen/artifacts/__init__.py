"""Artifacts: which files there are, what each is, and all that they hold."""

from reportgen.artifacts.discovery import Found, discover
from reportgen.artifacts.quoting import quoted
from reportgen.artifacts.reading import read_run

__all__ = ["Found", "discover", "quoted", "read_run"]

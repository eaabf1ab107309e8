"""Texts that a page offers to copy: they are rendered before, by whoever makes the page."""

from typing import NamedTuple


class Copy(NamedTuple):
    """A *text* to copy, and what the page calls it: ``for an issue``."""

    label: str
    text: str

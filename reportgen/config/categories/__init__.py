"""
Why steps fail: the built-in table of what tools say, each row with its kind and the next step.

A user's ``[[categories]]`` are asked before it, and add rows to any kind.
Of the kinds only ``infrastructure`` excuses a failure or blocks the environment.
"""

from typing import Final

from reportgen.config.categories import (
    configuration,
    dependency,
    endings,
    infrastructure,
    stated,
    tests,
)
from reportgen.config.categories.category import (
    INFRASTRUCTURE,
    UNKNOWN,
    Category,
    CategoryName,
    compiled,
)

__all__ = [
    "BUILT_IN",
    "CAUSES",
    "INFRASTRUCTURE",
    "STATED",
    "UNKNOWN",
    "UNREACHED",
    "Category",
    "CategoryName",
    "compiled",
]

BUILT_IN: Final[tuple[Category, ...]] = infrastructure.ROWS
"""What infrastructure says when it is broken."""

CAUSES: Final[tuple[Category, ...]] = (
    *tests.ASSERTIONS,
    *endings.ROWS,
    *configuration.ROWS,
    *infrastructure.ROWS,
    *dependency.ROWS,
    *tests.ROWS,
    *configuration.BROAD,
)
"""All that a line of a log can say; the first row that matches a line names its cause."""

UNREACHED: Final[tuple[Category, ...]] = infrastructure.UNREACHED
"""Why a package cannot be had, where a line before that says so."""

STATED: Final[tuple[Category, ...]] = stated.ROWS
"""What a CI system can state as its own reason."""

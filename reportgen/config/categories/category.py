"""A named kind of failure, and how its rows find it."""

import re
from functools import cache
from typing import Final, Literal, TypeAlias

from pydantic import field_validator

from reportgen.model.base import Model

CategoryName: TypeAlias = Literal[
    "infrastructure", "dependency", "configuration", "test", "unknown"
]
"""
The built-in kinds. ``unknown`` has a cause that can be named and nobody that it points at.

Only ``infrastructure`` excuses a failure or blocks the environment; the others explain.
"""

INFRASTRUCTURE: Final = "infrastructure"
UNKNOWN: Final = "unknown"


class Category(Model):
    """A named kind of failure: texts that match *message* belong to it."""

    name: str
    """The kind of cause; ``infrastructure`` alone may excuse a failure, any other only explains."""
    message: str
    """Matches a line that says so, as a regular expression without regard to case."""
    says: str | None = None
    """The reason in your words; else the line itself stands there."""
    advice: str | None = None
    """What to do next."""
    connectivity: bool = False
    """Whether the words say that somebody did not answer, so that an outage can explain them."""
    decisive: bool = False
    """Whether it is the reason although lines below it speak of plain errors."""

    @field_validator("message")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        compiled(pattern)
        return pattern

    def search(self, text: str) -> "re.Match[str] | None":
        """Return where *text* names this category."""
        return compiled(self.message).search(text)


@cache
def compiled(pattern: str) -> "re.Pattern[str]":
    """
    Return *pattern* compiled without regard to case.

    Raises:
        ValueError: it is not a regular expression; the text says where.

    """
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    except (RecursionError, OverflowError) as error:
        raise ValueError("too deep or too large for a regular expression") from error


def row(
    name: CategoryName,
    message: str,
    says: str,
    advice: str,
    *,
    connectivity: bool = False,
    decisive: bool = False,
) -> Category:
    """
    Return a built-in row of the kind *name*.

    Its pattern is compiled when a text is first held against it: most commands never do.
    """
    return Category.model_construct(
        name=name,
        message=message,
        says=says,
        advice=advice,
        connectivity=connectivity,
        decisive=decisive,
    )

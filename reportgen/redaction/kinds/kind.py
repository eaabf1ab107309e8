"""
What a kind of secret is, and where a text was cut.

A text that a reader shortened says so, by a sign; what stands before the sign may be the beginning
of a secret whose rest is gone, so that less of it has to be there than of a whole one.
A text that just ends may have been cut by whoever wrote it: there, a little more has to be there.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from reportgen.patterns import pattern

Place = tuple[int, int]
"""Where a secret begins in a text, and where it ends."""

CUT_SIGNS: Final = ("…", "\n[+")
"""What `one_line`, `excerpt` and texts that readers bound have where something was left out."""
CUT: Final = r"(?=…|\n\[\+)"
START: Final = r"(?:(?<![A-Za-z0-9])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))"
"""Where a token may begin: not within a word, unless that is an escape of JSON or of a URL."""
LEAST_AT_END: Final = 8


class Kind(NamedTuple):
    """
    A form of secret. *name* stands in ``[redacted:name]``, *title* is what people call one.

    *plural* is several of them, *source* where the form is described.
    *find* returns the places of the secrets in a text; it is called for those that hold one of
    *anchors*, which are in lower case.
    *signs* are what is looked for first, in many texts at once: one is in every line that *find*
    finds something in, when the line is in lower case and has lost its digits.
    Each is a text and a regular expression for what follows it; without any, the anchors are it.
    """

    name: str
    title: str
    plural: str
    anchors: tuple[str, ...]
    find: Callable[[str], Iterable[Place]]
    source: str
    signs: tuple[tuple[str, str], ...] = ()


def by(form: re.Pattern[str]) -> Callable[[str], Iterable[Place]]:
    """Return what finds *form*: the first of its groups that matched, or all of it."""

    def find(text: str) -> Iterable[Place]:
        for found in form.finditer(text):
            # A group is named after what it holds; the last one that matched is the only one.
            yield found.span(found.lastgroup or 0)

    return find


def token(prefix: str, characters: str, least: int, most: int = 512) -> re.Pattern[str]:
    """
    Return what begins with *prefix* and goes on for *least* of *characters*, or was cut.

    *prefix* has no groups.
    """
    return pattern(
        rf"{START}(?:{prefix})(?:{characters}{{{least},{most}}}|{characters}{{1,}}{CUT}"
        rf"|{characters}{{{LEAST_AT_END},}}\Z)"
    )


def is_cut(text: str) -> bool:
    """Whether a part of *text* was left out."""
    return any(sign in text for sign in CUT_SIGNS)

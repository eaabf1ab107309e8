"""What a failure says of an outage that may explain it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reportgen.config import Category
from reportgen.model.report import Evidence
from reportgen.model.tests import Trouble
from reportgen.patterns import pattern
from reportgen.wording import phrase


class Excuse(NamedTuple):
    """
    An outage that may explain a failure: what did not work, and where that is shown.

    *says* is what is known of it: ``down at 2025-09-15 13:34 UTC``.
    """

    name: str
    evidence: Evidence
    says: str = ""


class Outages(NamedTuple):
    """What did not work in this run, and the names of all *services* that are known to it."""

    excuses: Sequence[Excuse] = ()
    services: Sequence[str] = ()


def naming(excuses: Sequence[Excuse]) -> str:
    """Return that a message names *excuses*, and what is known of the one it names."""
    if len(excuses) > 1:
        return phrase("; the message names them")
    known = phrase(", and it {says}", says=excuses[0].says) if excuses[0].says else ""
    return phrase("; the message names it{known}", known=known)


# An assertion compares values of its own: that one of them reads like an outage explains nothing.
_ASSERTION = pattern(
    r"^(?:E\s+)?(?:[\w.$]*(?:Assertion|Comparison)\w*(?:Error|Failure|Exception|FailedError)\b"
    r"|assert\b|expect(?:ed)?\b|expected:)",
    re.IGNORECASE,
)
# Where a trace states an exception, not where it quotes source: "E   X: …", "Caused by: X: …".
_EXCEPTION = pattern(
    r"^(?:E\s+|Caused by: |\s*\[?cause\]?: )?"
    r"[\w.$:]*(?:Error|Exception|Timeout|Refused)\w*\b"
)


def spoken(trouble: Trouble) -> list[str]:
    """Return what the failure itself says: its message and the exceptions its trace states."""
    said = trouble.message.strip() or trouble.headline
    if _ASSERTION.match(said) or _ASSERTION.match(trouble.type):
        return []
    stated = [line for line in trouble.detail.splitlines() if _EXCEPTION.match(line)]
    if any(_ASSERTION.match(line) for line in stated):
        return []
    return [*said.splitlines(), *stated]


def pattern_of(name: str) -> "re.Pattern[str]":
    """Match *name* standing on its own, whatever joins its words."""
    parts = [re.escape(part) for part in re.split(r"[\s_-]+", name) if part]
    return re.compile(rf"(?<![A-Za-z0-9]){'[ _-]?'.join(parts)}(?![A-Za-z0-9])", re.IGNORECASE)


def row_of(rows: Sequence[Category], line: str) -> Category | None:
    """Return the first of *rows* that *line* matches."""
    return next((row for row in rows if row.search(line)), None)

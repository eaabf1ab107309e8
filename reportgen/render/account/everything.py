"""
All tests of a report as data, for the script that draws the table of many.

Rows are columns, titles one text, and what repeats stands once in a table of strings:
a hundred thousand tests come to some ten bytes each beside their names.
"""

import json
from collections.abc import Iterable
from typing import Final, NamedTuple

from reportgen.model.text import clean
from reportgen.render.account.tests import Row

MOST_BYTES: Final = 8_000_000
"""What the rows may take, so that a page with its failures in full stays below ten megabytes."""
OUTCOMES: Final = ("failed", "errored", "flaky", "skipped", "passed")
_PLACES: Final = {outcome: place for place, outcome in enumerate(OUTCOMES)}
_ROW: Final = 24  # digits and commas of a row, at most: two places, an outcome, milliseconds
# Data inside a script element ends at a "<", and old scripts end a line at these two.
_ESCAPES: Final = (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


class Everything(NamedTuple):
    """The rows as JSON that may stand in a script element, and how many of them there are."""

    json: str
    rows: int
    left_out: int


class _Strings:
    """A table of strings: each is held once and known by its place."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: str) -> tuple[int, int]:
        """Return the place of *text*, and how many bytes it adds: none if it was there."""
        known = self.places.get(text)
        if known is not None:
            return known, 0
        place = self.places[text] = len(self.places)
        return place, _size(text)


def everything(rows: Iterable[Row], total: int, most_bytes: int = MOST_BYTES) -> Everything:
    """
    Return *rows*, of which there are *total*, as data of about *most_bytes* bytes at most.

    The first rows are kept, so they come with the worst first.
    Times are milliseconds to three places, or null where they are not known.
    """
    suites, notes = _Strings(), _Strings()
    titles: list[str] = []
    outcomes: list[int] = []
    of_suites: list[int] = []
    times: list[float | None] = []
    of_notes: list[int] = []
    left = most_bytes
    for row in rows:
        title = clean(row.title).replace("\n", " ")  # one a line
        suite, suite_bytes = suites.place(clean(row.suite))
        note, note_bytes = notes.place(clean(row.note))
        left -= _size(title) + suite_bytes + note_bytes + _ROW
        if left < 0:
            break
        titles.append(title)
        outcomes.append(_PLACES[row.outcome])
        of_suites.append(suite)
        times.append(_milliseconds(row.duration_s))
        of_notes.append(note)
    document = {
        "outcomes": OUTCOMES,
        "suites": list(suites.places),
        "notes": list(notes.places),
        "titles": "\n".join(titles),
        "outcome": outcomes,
        "suite": of_suites,
        "ms": times,
        "note": of_notes,
        "total": total,
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    # One after the other: a table of translations goes through the text a letter at a time.
    for letter, escaped in _ESCAPES:
        text = text.replace(letter, escaped)
    return Everything(text, len(titles), total - len(titles))


def _milliseconds(seconds: float | None) -> float | None:
    """Return *seconds* as milliseconds, without a fraction where there is none."""
    if seconds is None:
        return None
    rounded = round(seconds * 1000, 3)
    return int(rounded) if rounded.is_integer() else rounded


def _size(text: str) -> int:
    """Return about how many bytes *text* takes, with quotes, a comma and what is escaped."""
    escaped = text.count('"') + text.count("\\") + 5 * (text.count("<") + text.count("\n"))
    return (len(text) if text.isascii() else len(text.encode())) + escaped + 3

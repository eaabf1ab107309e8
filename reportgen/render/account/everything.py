"""
All tests of a report as data, for the script that draws the table of many.

Rows are columns, titles one text, and what repeats stands once in a table of strings:
a hundred thousand tests come to some ten bytes each beside their names.
"""

import json
from collections.abc import Sequence
from typing import Final, NamedTuple

from reportgen.model.tests import PASSED, Case
from reportgen.model.text import clean, one_line
from reportgen.render.account.tests import LONGEST_NAME, row_of

MOST_BYTES: Final = 8_000_000
"""What the rows may take, so that a page with its failures in full stays below ten megabytes."""
OUTCOMES: Final = ("failed", "errored", "flaky", "skipped", "passed")
_PLACES: Final = {outcome: place for place, outcome in enumerate(OUTCOMES)}
_AT_ONCE: Final = 250
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


class _Table:
    """The rows so far, in columns; *left* is how many bytes there is room for."""

    def __init__(self, left: int) -> None:
        self.suites, self.notes = _Strings(), _Strings()
        self.titles: list[str] = []
        """One title, or several that line feeds part."""
        self.rows = 0
        self.outcomes: list[int] = []
        self.of_suites: list[int] = []
        self.times: list[float | None] = []
        self.of_notes: list[int] = []
        self._left = left

    def take(self, case: Case) -> bool:
        """Add the row of *case*; return whether there was room for it."""
        row = row_of(case)
        title = clean(row.title).replace("\n", " ")  # one a line
        suite, suite_bytes = self.suites.place(clean(row.suite))
        note, note_bytes = self.notes.place(clean(row.note))
        self._left -= _size(title) + suite_bytes + note_bytes + _ROW
        if self._left < 0:
            return False
        self.titles.append(title)
        self.rows += 1
        self.outcomes.append(_PLACES[row.outcome])
        self.of_suites.append(suite)
        self.times.append(_milliseconds(row.duration_s))
        self.of_notes.append(note)
        return True

    def take_plain(self, cases: Sequence[Case]) -> bool:
        """
        Add the rows of all of *cases*, if none needs a closer look and there is room for them.

        What comes of it is what `take` makes of them one by one, in a third of the time.
        """
        if any(case.outcome is not PASSED for case in cases):
            return False
        suite = cases[0].suite
        if any(case.suite != suite for case in cases) or suite not in self.suites.places:
            return False
        if clean(one_line(suite, LONGEST_NAME)) != suite:
            return False
        titles = [case.title for case in cases]
        text = "\n".join(titles)
        if not _is_plain(text, titles) or "" not in self.notes.places:
            return False
        # The line feeds between titles are none of theirs, but for each stand quotes and a comma.
        left = self._left - _size(text) + 3 * (len(titles) - 1) - _ROW * len(titles)
        if left < 0:
            return False
        self._left = left
        self.titles.append(text)
        self.rows += len(titles)
        self.outcomes += [_PLACES["passed"]] * len(titles)
        self.of_suites += [self.suites.places[suite]] * len(titles)
        self.times += [_milliseconds(case.duration_s) for case in cases]
        self.of_notes += [self.notes.places[""]] * len(titles)
        return True


def _is_plain(text: str, titles: Sequence[str]) -> bool:
    """Whether each of *titles*, of which *text* has one a line, is what a row says of it."""
    return (
        text.count("\n") == len(titles) - 1
        and text.replace("\n", "").isprintable()
        and not any(sign in f"\n{text}\n" for sign in ("\n\n", "\n ", " \n"))
        and len(max(titles, key=len)) <= LONGEST_NAME
    )


def everything(cases: Sequence[Case], most_bytes: int = MOST_BYTES) -> Everything:
    """
    Return the rows of *cases* as data of about *most_bytes* bytes at most.

    The first rows are kept, so they come with the worst first.
    Times are milliseconds to three places, or null where they are not known.
    """
    table = _Table(most_bytes)
    for at in range(0, len(cases), _AT_ONCE):
        some = cases[at : at + _AT_ONCE]
        if not table.take_plain(some) and not all(map(table.take, some)):
            break
    titles = "\n".join(table.titles)
    table.titles.clear()  # here and below: nothing large is held twice
    encoded = _encoded(titles)
    del titles
    document = {
        "outcomes": OUTCOMES,
        "suites": list(table.suites.places),
        "notes": list(table.notes.places),
        "outcome": table.outcomes,
        "suite": table.of_suites,
        "ms": table.times,
        "note": table.of_notes,
        "total": len(cases),
    }
    text = f'{_encoded(document)[:-1]},"titles":{encoded}}}'
    return Everything(text, table.rows, len(cases) - table.rows)


def _encoded(value: object) -> str:
    """Return *value* as JSON that may stand in a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # One after the other: a table of translations goes through the text a letter at a time.
    for letter, escaped in _ESCAPES:
        text = text.replace(letter, escaped)
    return text


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

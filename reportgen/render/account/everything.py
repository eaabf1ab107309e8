"""
All tests of a report as data, for the script that draws the table of many.

Rows are columns, titles one text, and what repeats stands once in a table of strings:
a hundred thousand tests come to some ten bytes each beside their names.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from operator import attrgetter, is_
from typing import Final, NamedTuple

from reportgen.model.tests import PASSED, Case
from reportgen.model.text import clean, one_line
from reportgen.render.account.tests import LONGEST_NAME, row_of

MOST_BYTES: Final = 8_000_000
"""What the rows may take, so that a page with its failures in full stays below ten megabytes."""
OUTCOMES: Final = ("failed", "errored", "flaky", "skipped", "passed")
_PLACES: Final = {outcome: str(place) for place, outcome in enumerate(OUTCOMES)}
_AT_ONCE: Final = 250
_WRITTEN_AT_ONCE: Final = 20
_MOST_TIMES: Final = 100_000
_ROW: Final = 24  # digits and commas of a row, at most: two places, an outcome, milliseconds
# Data inside a script element ends at a "<", and old scripts end a line at these two.
_ESCAPES: Final = (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))
_SUITE, _CLASS, _NAME = attrgetter("suite"), attrgetter("class_name"), attrgetter("name")
_OUTCOME, _SECONDS = attrgetter("outcome"), attrgetter("duration_s")


class Everything(NamedTuple):
    """The rows as JSON that may stand in a script element, in *pieces*, and how many there are."""

    pieces: Iterator[str]
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
    """The rows so far, in columns of JSON; *left* is how many bytes there is room for."""

    def __init__(self, left: int) -> None:
        self._suites, self._notes = _Strings(), _Strings()
        self._titles: list[str] = []
        """One title, or several that line feeds part; of the other columns several values."""
        self._outcomes: list[str] = []
        self._of_suites: list[str] = []
        self._times: list[str] = []
        self._of_notes: list[str] = []
        self._as_milliseconds = _Milliseconds()
        self._left = left
        self.rows = 0

    def take(self, case: Case) -> bool:
        """Add the row of *case*; return whether there was room for it."""
        row = row_of(case)
        title = clean(row.title).replace("\n", " ")  # one a line
        suite, suite_bytes = self._suites.place(clean(row.suite))
        note, note_bytes = self._notes.place(clean(row.note))
        self._left -= _size(title) + suite_bytes + note_bytes + _ROW
        if self._left < 0:
            return False
        self._titles.append(title)
        self.rows += 1
        self._outcomes.append(_PLACES[row.outcome])
        self._of_suites.append(str(suite))
        self._times.append(self._as_milliseconds[row.duration_s])
        self._of_notes.append(str(note))
        return True

    def take_plain(self, cases: Sequence[Case]) -> bool:
        """
        Add the rows of all of *cases*, if none needs a closer look and there is room for them.

        What comes of it is what `take` makes of them one by one, in a tenth of the time: column by
        column no code of ours runs for each.
        """
        if not all(map(is_, map(_OUTCOME, cases), repeat(PASSED))):
            return False
        if "" not in self._notes.places:
            return False
        titles = _titles(cases)
        text = "\n".join(titles)
        if not _is_plain(text, titles):
            return False
        suites = list(map(_SUITE, cases))
        new = [name for name in dict.fromkeys(suites) if name not in self._suites.places]
        if any(clean(one_line(name, LONGEST_NAME)) != name for name in new):
            return False
        # The line feeds between titles are none of theirs, but for each stand quotes and a comma.
        taken = _size(text) - 3 * (len(titles) - 1) + _ROW * len(titles) + sum(map(_size, new))
        if taken > self._left:
            return False
        self._left -= taken
        for name in new:
            self._suites.place(name)
        self._titles.append(text)
        self.rows += len(titles)
        self._outcomes.append(_many(_PLACES["passed"], len(titles)))
        if suites.count(suites[0]) == len(suites):
            self._of_suites.append(_many(str(self._suites.places[suites[0]]), len(suites)))
        else:
            self._of_suites.append(",".join(map(str, map(self._suites.places.__getitem__, suites))))
        self._times.append(",".join(map(self._as_milliseconds.__getitem__, map(_SECONDS, cases))))
        self._of_notes.append(_many(str(self._notes.places[""]), len(titles)))
        return True

    def pieces(self, total: int) -> Iterator[str]:
        """Yield the rows, the first of *total*, as pieces of JSON: nothing large is held twice."""
        named = {
            "outcomes": OUTCOMES,
            "suites": list(self._suites.places),
            "notes": list(self._notes.places),
            "total": total,
        }
        yield _encoded(named)[:-1]
        for name, column in (
            ("outcome", self._outcomes),
            ("suite", self._of_suites),
            ("ms", self._times),
            ("note", self._of_notes),
        ):
            yield f',"{name}":[{",".join(column)}]'
        yield ',"titles":"'
        for at in range(0, len(self._titles), _WRITTEN_AT_ONCE):
            some = "\n".join(self._titles[at : at + _WRITTEN_AT_ONCE])
            yield ("\\n" if at else "") + _encoded(some)[1:-1]
        yield '"}'


class _Milliseconds(dict[float | None, str]):
    """
    Seconds as milliseconds in JSON, without a fraction where there is none.

    Made once: of a hundred thousand times few are different.
    """

    def __missing__(self, seconds: float | None) -> str:
        if seconds is None:
            return "null"
        if len(self) >= _MOST_TIMES:
            self.clear()
        rounded = round(seconds * 1000, 3)
        made = self[seconds] = repr(int(rounded) if rounded.is_integer() else rounded)
        return made


def _titles(cases: Sequence[Case]) -> list[str]:
    """Return the title of each of *cases*."""
    classes = list(map(_CLASS, cases))
    if "" in classes:
        return [case.title for case in cases]
    return list(map(".".join, zip(classes, map(_NAME, cases), strict=True)))


def _many(value: str, times: int) -> str:
    """Return *value* so many *times*, with commas between."""
    return f"{value}," * (times - 1) + value


def _is_plain(text: str, titles: Sequence[str]) -> bool:
    """Whether each of *titles*, of which *text* has one a line, is what a row says of it."""
    return (
        text != ""
        and text.count("\n") == len(titles) - 1
        and text.replace("\n", "").isprintable()
        and "\n\n" not in text
        and "\n " not in text
        and " \n" not in text
        and not text.startswith(("\n", " "))
        and not text.endswith(("\n", " "))
        and max(map(len, titles)) <= LONGEST_NAME
    )


def everything(cases: Iterable[Case], total: int, most_bytes: int = MOST_BYTES) -> Everything:
    """
    Return the rows of *cases*, which are *total*, as data of about *most_bytes* bytes at most.

    The first rows are kept, so they come with the worst first.
    Times are milliseconds to three places, or null where they are not known.
    """
    table = _Table(most_bytes)
    rest = iter(cases)
    while some := list(islice(rest, _AT_ONCE)):
        if not table.take_plain(some) and not all(map(table.take, some)):
            break
    return Everything(table.pieces(total), table.rows, total - table.rows)


def _encoded(value: object) -> str:
    """Return *value* as JSON that may stand in a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # One after the other: a table of translations goes through the text a letter at a time.
    for letter, escaped in _ESCAPES:
        text = text.replace(letter, escaped)
    return text


def _size(text: str) -> int:
    """Return about how many bytes *text* takes, with quotes, a comma and what is escaped."""
    escaped = text.count('"') + text.count("\\") + 5 * (text.count("<") + text.count("\n"))
    return (len(text) if text.isascii() else len(text.encode())) + escaped + 3

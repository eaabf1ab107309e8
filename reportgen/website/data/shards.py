"""The tests of a level, shard by shard: what each came to in its runs, its times, its messages."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from reportgen.model.overtime import ABSENT, Line, Named
from reportgen.model.tests import Trouble
from reportgen.model.text import clean, excerpt, one_line
from reportgen.website.data import runlength
from reportgen.website.data.files import head, shard_name
from reportgen.website.data.levels import Level, Span, by_shard
from reportgen.website.data.standing import Standing

MOST_MESSAGES: Final = 50
MOST_DETAILS: Final = 10
"""Of so many of the newest messages of a test the trace is kept as well."""
_MESSAGE: Final = 300
_DETAIL: Final = 1_500


def base_shards(level: Level) -> Iterator[dict[str, Any]]:
    """Yield the documents of the base *level*: what its runs show of each test, and no more."""
    tests = by_shard(level)
    for number in range(level.shards):
        name = shard_name(number, level.shards)
        strings = _Strings()
        found = {}
        for test, places in tests.get(name, ()):
            lines = {
                str(line): _series(level.spans[line], at, level.times, strings)
                for line, at in places
                if _letters(level.spans[line], at).strip(ABSENT)
            }
            if lines:
                found[test] = {"lines": lines}
        yield _document(level, name, strings, found)


def recent_shards(level: Level, standing: Standing) -> Iterator[dict[str, Any]]:
    """
    Yield the documents of the recent *level*.

    They name every test there ever was, with what any run may change: what it is called, and how
    it fares.
    """
    tests = by_shard(level)
    for number in range(level.shards):
        name = shard_name(number, level.shards)
        strings = _Strings()
        found = {
            test: {
                **identity(newest_name(level, places)),
                "lines": {
                    str(line): standing.said_of(level.spans[line].line, at)
                    | _series(level.spans[line], at, level.times, strings)
                    for line, at in places
                },
            }
            for test, places in tests.get(name, ())
        }
        yield _document(level, name, strings, found)


def _document(
    level: Level, shard: str, strings: "_Strings", tests: Mapping[str, object]
) -> dict[str, Any]:
    document = head("tests", f"{level.name}/{shard}", level.key, level.runs)
    return document | {"strings": strings.listed, "tests": tests}


def newest_name(level: Level, places: Sequence[tuple[int, int]]) -> Named:
    """Return the test at *places*, as the newest line that has it calls it."""
    number, at = max(places, key=lambda place: level.spans[place[0]].line.runs[-1].id)
    return level.spans[number].line.tests[at]


def identity(test: Named) -> dict[str, Any]:
    """Return what *test* is called."""
    return {
        "suite": clean(test.suite),
        "class_name": clean(test.class_name),
        "name": clean(test.name),
        "file": None if test.file is None else clean(test.file),
    }


class _Strings:
    """The texts of a shard: what many tests say stands there once."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Return where *text* stands."""
        return self._places.setdefault(text, len(self._places))

    @property
    def listed(self) -> list[str]:
        return list(self._places)


def _letters(span: Span, at: int) -> str:
    return span.line.outcomes[at][span.start : span.stop]


def _series(span: Span, at: int, most: int, strings: _Strings) -> dict[str, Any]:
    """Return what the test *at* came to in the runs of *span*; what is empty is left out."""
    times = _times(span, at, most)
    messages = _messages(span, at, strings)
    return {
        "statuses": runlength.encode(_letters(span, at)),
        **({"durations_ms": times} if times else {}),
        **({"messages": messages} if messages else {}),
    }


def _times(span: Span, at: int, most: int) -> list[int | float | None]:
    """Return the times in the newest *most* runs, oldest first, from the first known one on."""
    begin = max(span.start, span.stop - most)
    timed = (max(0, place - span.line.untimed) for place in (begin, span.stop))
    row = span.line.durations_ms[at][slice(*timed)]
    known = next((place for place, time in enumerate(row) if time is not None), len(row))
    return [time if time is None or type(time) is int else _rounded(time) for time in row[known:]]


def _rounded(milliseconds: float) -> int | float:
    """Return *milliseconds* as no clock measures more exactly: whole, or with what is below ten."""
    return round(milliseconds) if milliseconds >= 10 else round(milliseconds, 2)


def _messages(span: Span, at: int, strings: _Strings) -> list[dict[str, Any]]:
    """
    Return the last different messages of the test, the one that was said last at the end.

    *first* and *last* are places among the runs of the line in this level, counted from 0.
    """
    troubles = span.line.troubles.get(at)
    if not troubles:
        return []
    said: dict[str, tuple[int, int, int, str]] = {}
    for run in sorted(troubles):
        if span.start <= run < span.stop:
            for text, trouble in _distinct(troubles[run]).items():
                count, first, _, _ = said.pop(text, (0, run, 0, ""))
                said[text] = (count + 1, first, run, trouble.detail)
    kept = list(said.items())[-MOST_MESSAGES:]
    without_detail = len(kept) - MOST_DETAILS
    messages = []
    for number, (text, (count, first, last, detail)) in enumerate(kept):
        message = {
            "text": strings.place(text),
            "runs": count,
            "first": first - span.start,
            "last": last - span.start,
        }
        if detail.strip() and number >= without_detail:
            message["detail"] = strings.place(excerpt(clean(detail).strip("\n"), _DETAIL))
        messages.append(message)
    return messages


def _distinct(troubles: Sequence[Trouble]) -> dict[str, Trouble]:
    return {one_line(clean(trouble.headline), _MESSAGE): trouble for trouble in troubles}


def line_of(line: Line) -> dict[str, Any]:
    """Return what tells *line* from the others."""
    key = line.key
    return {
        "label": one_line(clean(key.label), _MESSAGE),
        "job": key.job,
        "variant": dict(key.variant),
        "runs": len(line.runs),
    }

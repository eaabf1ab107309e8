"""The tests of a level, shard by shard: what each came to in its runs, its times, its messages."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from reportgen.model.overtime import Line
from reportgen.model.tests import Trouble
from reportgen.model.text import clean, excerpt, one_line
from reportgen.website.data import runlength
from reportgen.website.data.files import head
from reportgen.website.data.levels import Level, Shard, Span, by_shard
from reportgen.website.data.standing import Standing

MOST_MESSAGES: Final = 50
MOST_DETAILS: Final = 10
"""Of so many of the newest messages of a test the trace is kept as well."""
_MESSAGE: Final = 300
_DETAIL: Final = 1_500


def base_shards(level: Level) -> Iterator[dict[str, Any]]:
    """Yield the documents of the base *level*: what its runs show of each test, and no more."""
    for shard in by_shard(level, seen=True):
        yield _document(level, shard)


def recent_shards(
    level: Level, places_of: Mapping[str, int], standing: Standing
) -> Iterator[dict[str, Any]]:
    """
    Yield the documents of the recent *level*.

    They have every test there ever was, with what any run may change: how it fares. What it is
    called stands in the list of names, at the place that *places_of* has for its id.
    """
    for shard in by_shard(level):
        document = _document(level, shard, standing)
        yield document | {"places": [places_of[test] for test in shard.ids]}


def _document(level: Level, shard: Shard, standing: Standing | None = None) -> dict[str, Any]:
    strings = _Strings()
    document = head("tests", f"{level.name}/{shard.name}", level.key, level.runs)
    document["ids"] = "\n".join(shard.ids)
    document["lines"] = {
        str(number): _series(level, number, *shard.on_lines[number], strings, standing)
        for number in sorted(shard.on_lines)
    }
    return document | {"strings": strings.listed}


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


def _series(
    level: Level,
    number: int,
    rows: Sequence[int],
    places: Sequence[int],
    strings: _Strings,
    standing: Standing | None,
) -> dict[str, Any]:
    """
    Return in columns what tests came to on the line *number*.

    *rows* has the row of each in the shard, *places* its place on the line.
    """
    span = level.spans[number]
    line = span.line
    messages = {
        str(row): said
        for row, at in enumerate(places)
        if at in line.troubles and (said := _messages(span, at, strings))
    }
    encoded = runlength.Encoded()
    seen = slice(span.start, span.stop)
    timed = _timed(span, level.times)
    return {
        "rows": runlength.stretches(rows),
        "statuses": " ".join([encoded[line.outcomes[at][seen]] for at in places]),
        "durations_ms": [_times(line.durations_ms[at][timed]) for at in places],
        "messages": messages,
        **(standing.said_of(line, places) if standing else {}),
    }


def _timed(span: Span, most: int) -> slice:
    """Return where the times of a test have those in the newest *most* runs of *span*."""
    begin, end = (
        max(0, place - span.line.untimed)
        for place in (max(span.start, span.stop - most), span.stop)
    )
    return slice(begin, end)


def _times(row: Sequence[float | None]) -> Sequence[float | None]:
    """Return the times of *row*, oldest first, from the first known one on."""
    kinds = set(map(type, row))
    if kinds <= {int}:
        return row  # nearly always
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

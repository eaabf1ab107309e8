"""
The runs in two levels, so that a new run changes few bytes: *base* and *recent*.

The base holds whole blocks of `BLOCK` runs in the order of their ids, recent the rest.
Both follow from the sequence of the runs alone: a site that grew run by run has the bytes of one
that was built at once.
"""

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, count
from typing import Final, Literal, NamedTuple, TypeAlias

from pydantic_core import to_json

from reportgen import __version__
from reportgen.model.overtime import ABSENT, Column, Line, Named
from reportgen.website.data.files import SCHEMA_VERSION, number_of, shard_name

BLOCK: Final = 64
"""So many runs at a time move from recent to base."""
WINDOW: Final = 100
"""Rates and times in lists are of so many of the newest runs of each line."""
_KEY_BYTES: Final = 8
_MOST_SHARDS: Final = 1_024
_BYTES_A_SHARD: Final = 100_000
_SERIES_BYTES: Final = (12.0, 1.5)
"""
What a series, which is a test on a line, takes of a compressed shard: so many bytes, and so many
for each of its times.
"""
_TIMES: Final = ((40_000, 176), (0, 48))
"""
Of at most so many series so many times are kept in each level; the last is for all others.

A level of base has with recent ones fewer than the newest 240 of a line, of which
`overtime.MOST_TIMED` has the times read: whether those of older runs are known changes nothing.
"""

LevelName: TypeAlias = Literal["base", "recent"]


class Span(NamedTuple):
    """The runs of *line* that a level holds: those from *start* up to *stop*."""

    line: Line
    start: int
    stop: int


class Shard(NamedTuple):
    """
    Tests of a level, by their *ids* in order.

    *on_lines* has for each line that knows any, by its number, their rows in the shard in order,
    and the place of each on the line.
    """

    name: str
    ids: Sequence[str]
    on_lines: Mapping[int, tuple[Sequence[int], Sequence[int]]]


class Level(NamedTuple):
    """
    The runs of all lines that a level holds.

    *key* changes whenever what is said of them does; *spans* are in the order of the lines.
    *shards* is how many files the tests are spread over, *times* how many of a series are kept.
    """

    name: LevelName
    key: str
    runs: int
    shards: int
    times: int
    spans: tuple[Span, ...]


def numbered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return *lines* by the id of their first run: a line keeps its number when others come."""
    return tuple(sorted(lines, key=lambda line: line.runs[0].id))


def levels_of(lines: Sequence[Line], said: Mapping[str, object]) -> tuple[Level, Level]:
    """
    Return base and recent of *lines*, which are `numbered`.

    *said* is what documents state of each run by its id, besides what its column holds.
    """
    ids = sorted(run.id for line in lines for run in line.runs)
    cut = len(ids) // BLOCK * BLOCK
    until = ids[cut] if cut < len(ids) else None
    cuts = [
        len(line.runs) if until is None else bisect_left(line.runs, until, key=lambda run: run.id)
        for line in lines
    ]
    spans = {
        "base": [Span(line, 0, at) for line, at in zip(lines, cuts, strict=True) if at],
        "recent": [Span(line, at, len(line.runs)) for line, at in zip(lines, cuts, strict=True)],
    }
    marks = _Marks(said)
    base = _level("base", cut, spans["base"], marks)
    return base, _level("recent", len(ids) - cut, spans["recent"], marks)


def _level(name: LevelName, runs: int, spans: Sequence[Span], marks: "_Marks") -> Level:
    if name == "base":
        tests = [len(_tests_in(span)) for span in spans]
    else:  # states of all tests are here, also where no recent run has them
        tests = [len(span.line.tests) for span in spans]
    series = sum(tests)
    times = next((times for most, times in _TIMES if series <= most), _TIMES[-1][1])
    shards = _shards_for(tests, spans, times) if runs or name == "recent" else 0
    said = [
        marks.of(span.line.columns[at], timed=at >= span.stop - max(times, WINDOW))
        for span in spans
        for at in range(span.start, span.stop)
    ]
    key = digest(name, str(shards), str(times), *said)
    return Level(name, key, runs, shards, times, tuple(spans))


def _shards_for(tests: Sequence[int], spans: Sequence[Span], times: int) -> int:
    """
    Return over how many files so many *tests* of each of *spans* are spread: a power of two.

    Of each test so many *times* are kept at most.
    """
    least, each = _SERIES_BYTES
    size = sum(
        count * (least + each * min(span.stop - span.start, times))
        for count, span in zip(tests, spans, strict=True)
    )
    shards = 1
    while size > shards * _BYTES_A_SHARD and shards < _MOST_SHARDS:
        shards *= 2
    return shards


def _tests_in(span: Span) -> set[str]:
    """Return the ids of the tests that the runs of *span* have."""
    columns = span.line.columns[span.start : span.stop]
    distinct = {id(column.tests): column.tests for column in columns}
    return {test.id for tests in distinct.values() for test in tests}


def digest(*parts: str) -> str:
    """Return a key that differs wherever one of *parts*, or who makes documents of them, does."""
    hashed = blake2b(f"{SCHEMA_VERSION} {__version__}".encode(), digest_size=_KEY_BYTES)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hashed.update(b"%d:" % len(data))
        hashed.update(data)
    return hashed.hexdigest()


def _times(durations_ms: Sequence[float | None]) -> str:
    # A third of the time of `json`, and there are millions of them.
    return to_json(durations_ms, inf_nan_mode="constants").decode()


class _Marks:
    """Digests of columns: all that documents may say of a run."""

    def __init__(self, said: Mapping[str, object]) -> None:
        self._said = said
        self._tests: dict[int, tuple[Sequence[Named], str]] = {}

    def of(self, column: Column, *, timed: bool) -> str:
        """Return the digest of *column*; its times count where they are *timed*."""
        run = column.run.id
        return digest(
            repr(column.line),
            json.dumps(self._said[run]),
            self._of_tests(column.tests),
            column.letters,
            repr(sorted(column.troubles.items())),
            _times(column.durations_ms) if timed else "",
        )

    def _of_tests(self, tests: tuple[Named, ...]) -> str:
        # They are kept beside their digest, so that no others get their identity.
        found = self._tests.get(id(tests))
        if found is None or found[0] is not tests:
            found = self._tests[id(tests)] = tests, digest(json.dumps(tests))
        return found[1]


def by_shard(level: Level, *, seen: bool = False) -> Iterator[Shard]:
    """
    Yield the shards of *level*; where *seen*, without tests that none of its runs had.

    They are brought together one by one: all at once they would take as much as the lines.
    """
    spread = [[array("L") for _ in level.spans] for _ in range(level.shards)]
    for number, span in enumerate(level.spans):
        letters = slice(span.start, span.stop)
        for at, test in enumerate(span.line.tests):
            if not seen or span.line.outcomes[at][letters].strip(ABSENT):
                spread[number_of(test.id, level.shards)][number].append(at)
    for shard, of_lines in enumerate(spread):
        found: dict[int, tuple[Sequence[str], Sequence[int]]] = {}
        for number, within in enumerate(of_lines):
            if within:
                tests = level.spans[number].line.tests
                ids, places = zip(*sorted([(tests[at].id, at) for at in within]), strict=True)
                found[number] = ids, places
        every = sorted(set(chain.from_iterable(ids for ids, _ in found.values())))
        rows = dict(zip(every, count()))
        yield Shard(
            shard_name(shard, level.shards),
            every,
            {n: ([rows[test] for test in ids], places) for n, (ids, places) in found.items()},
        )

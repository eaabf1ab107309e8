"""
All tests in few bytes, for lists; grids of suites; and what else can be searched.

Row by row numbers are of the tests of the list of names, which seldom changes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from reportgen.estimates.quantiles import quantile
from reportgen.model.overtime import ABSENT, ERRORED, FAILED, PASSED, SKIPPED, Line, Named, Trends
from reportgen.model.text import clean, one_line
from reportgen.website.causes import causes_by_page
from reportgen.website.data import runlength
from reportgen.website.data.files import head, shard_name, shard_of
from reportgen.website.data.levels import WINDOW, Level
from reportgen.website.data.names import Names
from reportgen.website.data.standing import LETTERS, ORDER, Standing

NEW: Final = 1
"""Its first result on each line is among the newest `NEW_RUNS`, and older runs had none of it."""
SLOWER: Final = 2
NEWLY_SKIPPED: Final = 4
"""The newest run of a line skipped it."""
NEW_RUNS: Final = 20
GRID_RUNS: Final = 100
_ROWS: Final = 8_000
"""The grids of so many tests make a file at most, but that suites are not parted."""
_NUMBERS: Final = 32_768
"""The numbers of so many tests make a file of some 300 kB."""
_NAME: Final = 300
_RESULTS: Final = (PASSED, "R", FAILED, ERRORED)
_REPEATED: Final = ("failed", "ran", "last_red", "flags")
"""What most tests have in common with their neighbours."""
_OWN: Final = ("p50_ms", "p95_ms", "total_ms")


class Row(NamedTuple):
    """
    A test on all lines.

    *failed* of *ran* results in the newest `WINDOW` runs of each line were red; times are of those
    of them in which it passed, *total_ms* of all. *last_red* is in seconds since 1970.
    """

    test: Named
    state: str
    failed: int
    ran: int
    last_red: int | None
    p50_ms: float | None
    p95_ms: float | None
    total_ms: float | None
    flags: int


class Cut(NamedTuple):
    """Over how many files lists are spread: *numbers* of all tests, and *grids* of suites."""

    numbers: int
    grids: int


def cut_of(names: Names) -> Cut:
    """Return over how many files the lists of the tests of *names* are spread."""
    tests = len(names.tests)
    suites = len({test.suite for test in names.tests})
    return Cut(-(-tests // _NUMBERS), shards_for(tests, suites))


def shards_for(tests: int, suites: int) -> int:
    """
    Return over how many files the grids of so many *tests* are spread: a power of four.

    There are no more than four for each of the *suites*, none of which is parted.
    """
    shards = 1
    while tests > shards * _ROWS and suites > shards:
        shards *= 4
    return shards


class Lists:
    """The lists of all tests of *level*, whose spans are of all lines, in the order of *names*."""

    def __init__(self, key: str, runs: int, level: Level, names: Names, standing: Standing) -> None:
        self._key = key
        self._runs = runs
        self._lines = [span.line for span in level.spans]
        self._on_lines = _places(self._lines, names)
        self._columns: dict[str, list[Any]] = {field: [] for field in Row._fields}
        rows = _Rows(self._lines, standing)
        for start in range(0, len(names.tests), _NUMBERS):  # a row is ten times its part of columns
            places = self._on_lines[start : start + _NUMBERS]
            found = zip(*map(rows.row, places), strict=True)
            for column, part in zip(self._columns.values(), found, strict=True):
                column.extend(part)
        self._tests: list[Named] = self._columns["test"]
        self._suites: dict[str, list[int]] = {}
        for suite, same in groupby(range(len(self._tests)), key=lambda at: self._tests[at].suite):
            self._suites.setdefault(clean(suite), []).extend(same)
        self._cut = cut_of(names)

    def documents(self, trends: Trends) -> Iterator[dict[str, Any]]:
        """Yield all of them: numbers, grids, and the index of suites and causes."""
        suites = self._suites
        for number in range(self._cut.numbers):
            within = slice(number * _NUMBERS, (number + 1) * _NUMBERS)
            columns = {field: column[within] for field, column in self._columns.items()}
            name = f"numbers/{shard_name(number, self._cut.numbers)}"
            yield self._head("numbers", name) | _numbers(columns)
        grids: dict[str, dict[str, Any]] = {}
        for suite in sorted(suites):
            grid = grids.setdefault(shard_of(suite, self._cut.grids), {})
            grid[suite] = self._grid(suites[suite])
        for number in range(self._cut.grids):
            name = shard_name(number, self._cut.grids)
            yield self._head("grid", f"grid/{name}") | {
                "window": GRID_RUNS,
                "suites": grids.get(name, {}),
            }
        yield self._head("index", "index") | {
            "suites": [self._suite(suite, suites[suite]) for suite in sorted(suites)],
            "causes": _causes(trends),
        }

    def _head(self, kind: str, name: str) -> dict[str, Any]:
        return head(kind, name, self._key, self._runs)

    def _grid(self, places: Sequence[int]) -> dict[str, Any]:
        """Return the tests of a suite in columns, those that any of the newest runs had."""
        encoded = runlength.Encoded({"": ""})
        ordered = sorted(places, key=lambda place: self._tests[place][2:4])
        if len(self._lines) == 1:  # most histories have one line
            outcomes = self._lines[0].outcomes
            told = [encoded[outcomes[self._on_lines[at][0][1]][-GRID_RUNS:]] for at in ordered]
            absent = {short for letters, short in encoded.items() if not letters.strip(ABSENT)}
            tests = [at for at, short in enumerate(told) if short not in absent]
            lines = {"0": " ".join([told[at] for at in tests])} if tests else {}
            return {"places": [ordered[at] for at in tests], "lines": lines}
        found = []
        for place in ordered:
            seen = {
                number: letters
                for number, at in self._on_lines[place]
                if (letters := self._lines[number].outcomes[at][-GRID_RUNS:]).strip(ABSENT)
            }
            if seen:
                found.append((place, seen))
        numbers = sorted({number for _, seen in found for number in seen})
        return {
            "places": [place for place, _ in found],
            "lines": {
                str(n): " ".join([encoded[seen.get(n, "")] for _, seen in found]) for n in numbers
            },
        }

    def _suite(self, suite: str, places: Sequence[int]) -> dict[str, Any]:
        states = Counter(map(self._columns["state"].__getitem__, places))
        return {
            "suite": suite,
            "tests": len(places),
            "states": {LETTERS[state]: states[state] for state in ORDER if states[state]},
        }


def _places(lines: Sequence[Line], names: Names) -> Sequence[Sequence[tuple[int, int]]]:
    """Return for each test of *names* the numbers of the lines that know it, with its place."""
    on_lines: list[list[tuple[int, int]]] = [[] for _ in names.tests]
    for number, line in enumerate(lines):
        for at, test in enumerate(line.tests):
            on_lines[names.places[test.id]].append((number, at))
    return on_lines


class _Seen(NamedTuple):
    """What letters over the runs of a line say, whichever test has them."""

    window: str
    failed: int
    ran: int
    last_red: int | None
    is_new: bool
    newly_skipped: bool


class _Rows:
    """Makes rows of tests, whose places are on *lines*."""

    def __init__(self, lines: Sequence[Line], standing: Standing) -> None:
        self._lines = lines
        self._states = [standing.states_on(line) for line in lines]
        self._slower = [standing.slower_on(line) for line in lines]
        self._seen: list[dict[str, _Seen]] = [{} for _ in lines]
        self._newest = [line.runs[-1].id for line in lines]

    def row(self, places: Sequence[tuple[int, int]]) -> Row:
        """Return the row of the test that is at *places*."""
        if len(places) == 1:  # most histories have one line
            number, at = places[0]
            seen = self._look(number, at)
            test, state = self._lines[number].tests[at], self._states[number][at]
            total, passed = self._times(seen, number, at)
            is_slower = test.id in self._slower[number]
        else:
            seen = _together([self._look(number, at) for number, at in places])
            number, at = max(places, key=lambda place: self._newest[place[0]])
            test = self._lines[number].tests[at]
            state = min((self._states[n][place] for n, place in places), key=ORDER.index)
            timed = [self._times(self._look(n, place), n, place) for n, place in places]
            total = [time for known, _ in timed for time in known]
            passed = [time for _, known in timed for time in known]
            is_slower = any(test.id in self._slower[n] for n, _ in places)
        whole: float | None
        if len(passed) == len(total) == 1:  # the first run of many tests
            half = most = whole = _rounded(passed[0])
        else:
            passed = sorted(passed)
            half, most = _rounded(quantile(passed, 0.50)), _rounded(quantile(passed, 0.95))
            whole = _rounded(sum(total)) if total else None
        return Row(
            test, state, seen.failed, seen.ran, seen.last_red, half, most, whole,
            NEW * seen.is_new | SLOWER * is_slower | NEWLY_SKIPPED * seen.newly_skipped,
        )  # fmt: skip

    def _times(self, seen: _Seen, number: int, at: int) -> tuple[Sequence[float], Sequence[float]]:
        """Return the times of the newest runs of a line, and those in which the test passed."""
        times = self._lines[number].durations_ms[at][-WINDOW:]
        timed = seen.window[len(seen.window) - len(times) :]
        if None not in times and timed.count(PASSED) == len(times):
            return times, times  # type: ignore[return-value]  # none of them is None
        known = [time for time in times if time is not None]
        passed = [
            time
            for letter, time in zip(timed, times, strict=True)
            if time is not None and letter == PASSED
        ]
        return known, passed

    def _look(self, number: int, place: int) -> _Seen:
        line = self._lines[number]
        letters = line.outcomes[place]
        seen = self._seen[number].get(letters)
        if seen is None:
            seen = self._seen[number][letters] = _seen(letters, line)
        return seen


def _together(found: Sequence[_Seen]) -> _Seen:
    """Return what several lines say of a test."""
    last_red = [seen.last_red for seen in found if seen.last_red is not None]
    return _Seen(
        window="",
        failed=sum(seen.failed for seen in found),
        ran=sum(seen.ran for seen in found),
        last_red=max(last_red, default=None),
        is_new=all(seen.is_new for seen in found),
        newly_skipped=any(seen.newly_skipped for seen in found),
    )


def _seen(letters: str, line: Line) -> _Seen:
    window = letters[-WINDOW:]
    red = max(letters.rfind(FAILED), letters.rfind(ERRORED))
    moment = line.runs[red].started_at if red >= 0 else None
    return _Seen(
        window=window,
        failed=window.count(FAILED) + window.count(ERRORED),
        ran=sum(map(window.count, _RESULTS)),
        last_red=int(moment.timestamp()) if moment else None,
        is_new=not letters[:-NEW_RUNS].strip(ABSENT) and len(letters) > NEW_RUNS,
        newly_skipped=letters[-1] == SKIPPED,
    )


def _rounded(milliseconds: float | None) -> float | None:
    if milliseconds is None or type(milliseconds) is int:
        return milliseconds
    return round(milliseconds) if milliseconds >= 10 else round(milliseconds, 2)


def _numbers(columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    return {
        "window": WINDOW,
        "new_runs": NEW_RUNS,
        "tests": len(columns["test"]),
        "states": "".join(map(LETTERS.__getitem__, columns["state"])),
        **{field: runlength.counted(columns[field]) for field in _REPEATED},
        **{field: columns[field] for field in _OWN},
    }


def _causes(trends: Trends) -> list[dict[str, str]]:
    return [
        {"id": found[0].id, "page": page, "says": one_line(clean(found[0].says), _NAME)}
        for page, found in causes_by_page(trends).items()
    ]

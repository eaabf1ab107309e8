"""
All tests in few bytes, for lists and for search; grids of suites; and what else can be searched.

Names and numbers are apart, because names seldom change: row by row they are of the same tests.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from reportgen.estimates.quantiles import quantile
from reportgen.model.overtime import ABSENT, ERRORED, FAILED, PASSED, SKIPPED, Line, Named, Trends
from reportgen.model.text import clean, one_line
from reportgen.website.causes import causes_by_page
from reportgen.website.data import runlength
from reportgen.website.data.files import head, shard_name, shard_of
from reportgen.website.data.levels import WINDOW, Level
from reportgen.website.data.standing import LETTERS, ORDER, Standing

NEW: Final = 1
"""Its first result on each line is among the newest `NEW_RUNS`, and older runs had none of it."""
SLOWER: Final = 2
NEWLY_SKIPPED: Final = 4
"""The newest run of a line skipped it."""
NEW_RUNS: Final = 20
GRID_RUNS: Final = 100
_ROWS: Final = 8_000
"""So many tests make one file of names at most, some 100 kB compressed."""
_NAME: Final = 300
_RESULTS: Final = (PASSED, "R", FAILED, ERRORED)


class Row(NamedTuple):
    """
    A test on all lines.

    *failed* of *ran* results in the newest `WINDOW` runs of each line were red; times are of those
    of them in which it passed, *total_ms* of all. *last_red* is in seconds since 1970.
    """

    id: str
    test: Named
    state: str
    failed: int
    ran: int
    last_red: int | None
    p50_ms: float | None
    p95_ms: float | None
    total_ms: float | None
    flags: int
    places: tuple[tuple[int, int], ...]


def shards_for(tests: int) -> int:
    """Return over how many files a list of so many *tests* is spread: a power of four."""
    shards = 1
    while tests > shards * _ROWS:
        shards *= 4
    return shards


class Lists:
    """The lists of all tests of *level*, whose spans are of all lines."""

    def __init__(self, key: str, runs: int, level: Level, standing: Standing) -> None:
        self._key = key
        self._runs = runs
        self._lines = [span.line for span in level.spans]
        places: dict[str, list[tuple[int, int]]] = {}
        for number, line in enumerate(self._lines):
            for at, test in enumerate(line.tests):
                places.setdefault(test.id, []).append((number, at))
        self._rows = [_row(test, places[test], self._lines, standing) for test in sorted(places)]
        self.shards = shards_for(len(self._rows))

    @property
    def tests(self) -> int:
        """How many tests there are."""
        return len(self._rows)

    def documents(self, trends: Trends) -> Iterator[dict[str, Any]]:
        """Yield all of them: names, numbers, grids, and the index of suites and causes."""
        rows: dict[str, list[Row]] = {}
        suites: dict[str, list[Row]] = {}
        for row in self._rows:
            rows.setdefault(shard_of(row.id, self.shards), []).append(row)
            suites.setdefault(clean(row.test.suite), []).append(row)
        for number in range(self.shards):
            name = shard_name(number, self.shards)
            yield self._head("names", f"names/{name}") | _names(rows.get(name, ()))
            yield self._head("numbers", f"numbers/{name}") | _numbers(rows.get(name, ()))
        grids: dict[str, dict[str, Any]] = {}
        for suite in sorted(suites):
            grid = grids.setdefault(shard_of(suite, self.shards), {})
            grid[suite] = self._grid(suites[suite])
        for number in range(self.shards):
            name = shard_name(number, self.shards)
            yield self._head("grid", f"grid/{name}") | {
                "window": GRID_RUNS,
                "suites": grids.get(name, {}),
            }
        yield self._head("index", "index") | {
            "suites": [_suite(suite, suites[suite]) for suite in sorted(suites)],
            "causes": _causes(trends),
        }

    def _head(self, kind: str, name: str) -> dict[str, Any]:
        return head(kind, name, self._key, self._runs)

    def _grid(self, rows: Sequence[Row]) -> dict[str, Any]:
        """Return the tests of a suite in columns, those that any of the newest runs had."""
        tests = []
        for row in sorted(rows, key=lambda row: (row.test.class_name, row.test.name, row.id)):
            lines = {
                number: runlength.encode(letters)
                for number, at in row.places
                if (letters := self._lines[number].outcomes[at][-GRID_RUNS:]).strip(ABSENT)
            }
            if lines:
                tests.append((row, lines))
        numbers = sorted({number for _, lines in tests for number in lines})
        return {
            "ids": [row.id for row, _ in tests],
            "titles": [one_line(clean(row.test.title), _NAME) for row, _ in tests],
            "lines": {str(n): [lines.get(n, "") for _, lines in tests] for n in numbers},
        }


def _row(
    test: str, places: Sequence[tuple[int, int]], lines: Sequence[Line], standing: Standing
) -> Row:
    newest, at = max(places, key=lambda place: lines[place[0]].runs[-1].id)
    failed = ran = 0
    passed: list[float] = []
    total: list[float] = []
    last_red: list[float] = []
    states = []
    is_new, flags = True, 0
    for number, place in places:
        line = lines[number]
        letters = line.outcomes[place]
        window = letters[-WINDOW:]
        states.append(standing.state_of(line, place))
        failed += window.count(FAILED) + window.count(ERRORED)
        ran += sum(map(window.count, _RESULTS))
        times = line.durations_ms[place][-WINDOW:]
        known = [time for time in times if time is not None]
        total += known
        timed = window[len(window) - len(times) :]
        if len(known) == len(times) == timed.count(PASSED):
            passed += known  # nearly all tests of nearly all histories
        else:
            passed += [
                time
                for letter, time in zip(timed, times, strict=True)
                if time is not None and letter == PASSED
            ]
        moment = line.runs[max(letters.rfind(FAILED), letters.rfind(ERRORED))].started_at
        if moment and (FAILED in letters or ERRORED in letters):
            last_red.append(moment.timestamp())
        is_new = is_new and not letters[:-NEW_RUNS].strip(ABSENT) and len(letters) > NEW_RUNS
        flags |= SLOWER * standing.is_slower(line, place)
        flags |= NEWLY_SKIPPED * (letters[-1] == SKIPPED)
    passed.sort()
    return Row(
        id=test,
        test=lines[newest].tests[at],
        state=min(states, key=ORDER.index),
        failed=failed,
        ran=ran,
        last_red=int(max(last_red)) if last_red else None,
        p50_ms=_rounded(quantile(passed, 0.50)),
        p95_ms=_rounded(quantile(passed, 0.95)),
        total_ms=_rounded(sum(total)) if total else None,
        flags=flags | NEW * is_new,
        places=tuple(places),
    )


def _rounded(milliseconds: float | None) -> float | None:
    if milliseconds is None or type(milliseconds) is int:
        return milliseconds
    return round(milliseconds) if milliseconds >= 10 else round(milliseconds, 2)


def _names(rows: Sequence[Row]) -> dict[str, Any]:
    suites: dict[str, int] = {}
    classes: dict[str, int] = {}
    files: dict[str | None, int] = {None: 0}

    def place(text: str, table: dict[Any, int]) -> int:
        return table.setdefault(one_line(clean(text), _NAME), len(table))

    columns = {
        "ids": [row.id for row in rows],
        "names": [one_line(clean(row.test.name), _NAME) for row in rows],
        "suite": [place(row.test.suite, suites) for row in rows],
        "class_name": [place(row.test.class_name, classes) for row in rows],
        "file": [0 if row.test.file is None else place(row.test.file, files) for row in rows],
        "states": "".join(LETTERS[row.state] for row in rows),
    }
    return {"suites": list(suites), "class_names": list(classes), "files": list(files), **columns}


def _numbers(rows: Sequence[Row]) -> dict[str, Any]:
    fields = ("failed", "ran", "last_red", "p50_ms", "p95_ms", "total_ms", "flags")
    return {"window": WINDOW, "new_runs": NEW_RUNS} | {
        field: [getattr(row, field) for row in rows] for field in fields
    }


def _suite(suite: str, rows: Sequence[Row]) -> dict[str, Any]:
    states = "".join(LETTERS[row.state] for row in rows)
    return {
        "suite": suite,
        "tests": len(rows),
        "states": {letter: states.count(letter) for letter in LETTERS.values() if letter in states},
    }


def _causes(trends: Trends) -> list[dict[str, str]]:
    return [
        {"id": found[0].id, "page": page, "says": one_line(clean(found[0].says), _NAME)}
        for page, found in causes_by_page(trends).items()
    ]

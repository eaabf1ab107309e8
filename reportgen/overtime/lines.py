"""
Columns → lines: the runs of each job and variant side by side.

A line does not depend on the order in which its columns come, nor on how they were parted before:
whoever reads parts of a history apart joins the columns and gets the same lines.
"""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from reportgen.model.overtime import ABSENT, Column, Line, LineKey, Named

if TYPE_CHECKING:
    from reportgen.model.tests import Trouble


def lines_of(columns: Iterable[Column]) -> tuple[Line, ...]:
    """Return the lines that *columns* make, in the order of their keys; a run counts once."""
    by_line: dict[LineKey, dict[str, Column]] = {}
    for column in columns:
        by_line.setdefault(column.line, {})[column.run.id] = column
    return tuple(
        _line(key, [runs[run_id] for run_id in sorted(runs)])
        for key, runs in sorted(by_line.items(), key=lambda item: _order(item[0]))
    )


def _order(key: LineKey) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return key.project or "", key.job or "", key.variant


def _line(key: LineKey, columns: Sequence[Column]) -> Line:
    runs = tuple(column.run for column in columns)
    if all(run.branch is None and run.pull_request is None for run in runs):
        # Where nobody says which branch it was there is only one.
        runs = tuple(run._replace(settled=True) for run in runs)
    tests = _tests(columns)
    places = {test.id: at for at, test in enumerate(tests)}
    letters: list[str] = []
    durations: list[Sequence[float | None]] = []
    troubles: dict[int, dict[int, tuple[Trouble, ...]]] = {}
    moves: dict[int, _Move] = {}
    for number, column in enumerate(columns):
        move = moves.get(id(column.tests))
        if move is None:
            move = moves[id(column.tests)] = _Move(column.tests, tests)
        letters.append(move.letters(column.letters))
        durations.append(move.durations(column.durations_ms))
        for at, said in column.troubles.items():
            troubles.setdefault(places[column.tests[at].id], {})[number] = said
    # One text for all runs, of which each test has every so many-th letter.
    told = "".join(letters)
    untimed = _untimed(durations, len(tests))
    return Line(
        key=key,
        runs=runs,
        tests=tests,
        outcomes=tuple(told[at :: len(tests)] for at in range(len(tests))),
        durations_ms=tuple(zip(*durations[untimed:], strict=True)) or ((),) * len(tests),
        troubles=troubles,
        columns=tuple(columns),
        untimed=untimed,
    )


def _untimed(durations: Sequence[Sequence[float | None]], tests: int) -> int:
    """Return how many runs come before the first of which a time is known."""
    untold = (None,) * tests
    return next((at for at, times in enumerate(durations) if times != untold), len(durations))


def _tests(columns: Sequence[Column]) -> tuple[Named, ...]:
    """Return the tests of all *columns*, each as its newest run calls it, in the order of names."""
    found: dict[str, Named] = {}
    seen: set[int] = set()
    for column in columns:
        if id(column.tests) not in seen:
            seen.add(id(column.tests))
            found.update((test.id, test) for test in column.tests)
    return tuple(sorted(found.values(), key=lambda test: (test[1:4], test.file or "", test.id)))


class _Move:
    """Puts what a column holds of *its* tests where *all* of them have it."""

    def __init__(self, its: tuple[Named, ...], all_tests: tuple[Named, ...]) -> None:
        at = {test.id: place for place, test in enumerate(its)}
        places = [at.get(test.id, len(its)) for test in all_tests]
        self._stays = places == list(range(len(its)))
        self._pick = itemgetter(*places) if len(places) > 1 else None
        self._places = places

    def letters(self, letters: str) -> str:
        """Return *letters*, with a dot for each test that is not there."""
        if self._stays:
            return letters
        row = letters + ABSENT
        return "".join(self._pick(row) if self._pick else (row[at] for at in self._places))

    def durations(self, times: tuple[float | None, ...]) -> Sequence[float | None]:
        """Return *times*, with None for each test that is not there."""
        if self._stays:
            return times
        row = (*times, None)
        picked: Sequence[float | None] = (
            self._pick(row) if self._pick else tuple(row[at] for at in self._places)
        )
        return picked

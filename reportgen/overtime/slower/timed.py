"""
A line → the times of what it ran: tests, suites, steps, each with the runs they are of.

Only times of tests that passed at once are times of the test: one that failed stopped early or
waited in vain, and one that was tried again took longer for another reason.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias, TypeGuard

from reportgen.model.overtime import PASSED, Line, Named
from reportgen.model.steps import Step

Row: TypeAlias = Sequence[float | None]

NEARLY_ALL: Final = 0.98
"""In how many of the runs of a suite a test has to be timed to be a part of its time."""


class Suite(NamedTuple):
    """The time that *tests* of a suite take together in each run; None where one was not timed."""

    name: str
    tests: int
    row: Row


def test_rows(line: Line, places: Sequence[int]) -> tuple[int, list[Row]]:
    """
    Return for each test of *line* its time in each run of *places*, in milliseconds.

    The first number says where in *places* the rows begin: of older runs no time was read.
    """
    first = bisect_left(places, line.untimed)
    places = [place - line.untimed for place in places[first:]]
    if len(places) < 2:
        return first, [() for _ in line.tests]
    stretch = slice(places[0], places[-1] + 1)
    is_whole = stretch.stop - stretch.start == len(places)
    chosen = itemgetter(stretch) if is_whole else itemgetter(*places)
    told = itemgetter(slice(line.untimed, None))
    rows: list[Row] = []
    for letters, times in zip(line.outcomes, line.durations_ms, strict=True):
        seen, row = chosen(told(letters)), chosen(times)
        if seen.count(PASSED) < len(seen):
            row = [t if letter == PASSED else None for letter, t in zip(seen, row, strict=True)]
        rows.append(row)
    return first, rows


def suites(tests: Iterable[Named], rows: Iterable[Row]) -> Iterator[Suite]:
    """
    Yield the suites that have two tests or more that were timed in nearly all of their runs.

    A suite is taken as those tests, so that coming and going of others does not change its time.
    A run in which few of the suite were timed does not count as one of its runs.
    """
    groups = defaultdict[str, list[Row]](list)
    for test, row in zip(tests, rows, strict=True):
        if test.suite and row:
            groups[test.suite].append(row)
    for name, group in groups.items():
        # Most tests are timed in every run, and need no look at each of their times.
        whole = [row for row in group if is_whole(row)]
        core = _core(group, len(whole))
        if len(whole) + len(core) > 1:
            yield Suite(name, len(whole) + len(core), _sums(whole, core, len(group[0])))


def _core(group: Sequence[Row], whole: int) -> list[Row]:
    """Return those of *group* with gaps that were timed nearly always; *whole* have no gap."""
    holed = [row for row in group if not is_whole(row)]
    if not holed:
        return []
    timed = [whole + len(times) - times.count(None) for times in zip(*holed, strict=True)]
    usual = max(timed)
    runs = [2 * number >= usual for number in timed]
    wanted = NEARLY_ALL * sum(runs)
    judged = ((row, list(compress(row, runs))) for row in holed if usual)
    return [row for row, times in judged if len(times) - times.count(None) >= wanted]


def _sums(whole: Sequence[Sequence[float]], core: Sequence[Row], runs: int) -> Row:
    """Return for each run the time of all rows together, unknown where one of *core* has a gap."""
    sums = list(map(sum, zip(*whole, strict=True))) if whole else [0.0] * runs
    if not core:
        return sums
    gaps = zip(*core, strict=True)
    return [
        sum(times, known) if is_whole(times) else None
        for known, times in zip(sums, gaps, strict=True)
    ]


def is_whole(row: Row) -> TypeGuard[Sequence[float]]:
    """Whether *row* has a time for each run."""
    return None not in row


def steps(runs: Sequence[Sequence[Step]]) -> dict[str, Row]:
    """Return the time of each step, by its title, in each of *runs*, in milliseconds."""
    rows: dict[str, list[float | None]] = {}
    for at, ran in enumerate(runs):
        for step in ran:
            if step.status != "passed" or step.superseded or step.duration_s is None:
                continue
            row = rows.setdefault(step.title, [None] * len(runs))
            # The parts of a matrix have one title: the run waits for the longest.
            row[at] = max(row[at] or 0.0, step.duration_s * 1000)
    return {title: rows[title] for title in sorted(rows)}

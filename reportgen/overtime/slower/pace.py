"""
How slow each run was as a whole: what a busy machine does to all tests together.

The pace of a run is the median, over tests that are long enough to be measured, of the time of the
test in this run by its own median over all runs: 1.2 is a fifth slower than usual.
It has a level, which changes where all tests become slower for good, and what is around the level
is the luck of the run.
"""

from collections.abc import Sequence
from math import log
from statistics import median
from typing import Final, NamedTuple

from reportgen.estimates.change_points import change_points, penalty_of, segments
from reportgen.overtime.slower.rules import LEAST_RUNS

MEASURABLE_MS: Final = 20.0
"""What a test has to take for its time to tell the pace of a run."""
FEWEST: Final = 10
"""Tests that a pace needs: of fewer, each would be held against itself."""
MOST_KNOWN: Final = 1_000
"""Tests whose usual time is looked up, evenly over the names: so many show what is usual."""
MOST: Final = 200
"""Tests that a pace is taken of, evenly from the shortest to the longest."""


class Pace(NamedTuple):
    """
    The pace of each run of the frame.

    *whole* is the pace, *luck* what of it the level does not explain; both are 1 for runs of which
    too few tests were timed. *places* are those of the runs of which it is known.
    *tests* of the line tell it, and take *usual_ms* together at pace 1; of 0 it is not known.
    """

    whole: tuple[float, ...]
    luck: tuple[float, ...]
    places: tuple[int, ...] = ()
    tests: int = 0
    usual_ms: float = 0.0


def pace_of(rows: Sequence[Sequence[float | None]], runs: int, first: int = 0) -> Pace:
    """
    Return the pace of *runs*.

    It is told by *rows*, which have the time of a test for each of them from *first* on; tests
    that never took `MEASURABLE_MS` need not be among them.
    """
    most = max((len(row) - row.count(None) for row in rows), default=0)
    usual = [
        (times[len(times) // 2], row)
        for times, row in ((sorted(filter(None, row)), row) for row in _some(rows))
        if 2 * len(times) >= max(2, most) and times[len(times) // 2] >= MEASURABLE_MS
    ]
    unknown = (1.0,) * runs
    if len(usual) < FEWEST:
        return Pace(unknown, unknown)
    usual.sort(key=lambda pair: pair[0])
    few = min(MOST, len(usual))
    told = [usual[(len(usual) - 1) * n // (few - 1)] for n in range(few)]
    own = [middle for middle, _ in told]
    whole, known = list(unknown), []
    for run, times_of in enumerate(zip(*(row for _, row in told), strict=True), first):
        shares = [time / middle for time, middle in zip(times_of, own, strict=True) if time]
        if len(shares) >= FEWEST:
            whole[run] = median(shares)
            known.append(run)
    luck = list(unknown)
    for run, level in zip(known, _levels([whole[run] for run in known]), strict=True):
        luck[run] = whole[run] / level
    return Pace(tuple(whole), tuple(luck), tuple(known), few, sum(own))


def _some(rows: Sequence[Sequence[float | None]]) -> Sequence[Sequence[float | None]]:
    few = min(MOST_KNOWN, len(rows))
    return [rows[len(rows) * n // few] for n in range(few)]


def _levels(values: Sequence[float]) -> list[float]:
    """Return for each of *values* the level of its stretch."""
    logs = [log(value) for value in values]
    places = change_points(logs, least=LEAST_RUNS, penalty=penalty_of(logs, least=LEAST_RUNS))
    return [
        level
        for part, level in ((part, median(part)) for part in segments(values, places) if part)
        for _ in part
    ]

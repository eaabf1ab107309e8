"""
What the last runs of a line had of each suite.

Only settled runs count whose evidence is complete and in which not most tests were red: what a
broken run did not bring along did not vanish.
"""

from collections.abc import Iterable
from typing import NamedTuple

from reportgen.model.overtime import ABSENT, SKIPPED, Column, Line, RunFacts


class Held(NamedTuple):
    """How many tests of a suite a run had, and how many of them it skipped."""

    tests: int
    skipped: int

    @property
    def share(self) -> float:
        """The part of the tests that was skipped, from 0 to 1."""
        return self.skipped / self.tests


class Sight(NamedTuple):
    """What one run had, or all its parts together: *run* is the first of them."""

    run: RunFacts
    columns: tuple[Column, ...]
    suites: dict[str, Held]

    def names(self, suites: Iterable[str]) -> set[tuple[str, str]]:
        """Return what the tests of *suites* are called, without their suite."""
        wanted = set(suites)
        return {
            (test.class_name, test.name)
            for column in self.columns
            for test, letter in zip(column.tests, column.letters, strict=True)
            if test.suite in wanted and letter != ABSENT
        }


def sights_of(line: Line, most: int) -> list[Sight]:
    """
    Return what at most so many of the last runs of *line* had, the newest first.

    Runs of one commit that have no test in common are parts of one run, each a shard of it; where
    such a part does not count, what the others had is not the whole, and does not count either.
    """
    groups: list[list[Column]] = []
    lost: dict[str, list[set[str]]] = {}
    seen: list[set[str]] = []
    for column in reversed(line.columns):
        run = column.run
        if not run.settled:
            continue
        tests = _tests(column)
        if run.evidence != "complete" or column.is_all_red:
            if run.commit is not None:
                lost.setdefault(run.commit, []).append(tests)
        elif tests and groups and _is_part(run, tests, groups[-1][-1].run, seen[-1]):
            groups[-1].append(column)
            seen[-1] |= tests
        elif tests:
            if len(groups) == most:
                break
            groups.append([column])
            seen.append(tests)
    return [
        Sight(group[-1].run, tuple(group), _suites(group))
        for group, tests in zip(groups, seen, strict=True)
        if all(tests & part for part in lost.get(group[-1].run.commit or "", ()))
    ]


def _is_part(run: RunFacts, tests: set[str], other: RunFacts, others: set[str]) -> bool:
    return run.commit is not None and run.commit == other.commit and not tests & others


def _tests(column: Column) -> set[str]:
    tests = zip(column.tests, column.letters, strict=True)
    return {test.id for test, letter in tests if letter != ABSENT}


def _suites(columns: Iterable[Column]) -> dict[str, Held]:
    counts: dict[str, list[int]] = {}
    for column in columns:
        for test, letter in zip(column.tests, column.letters, strict=True):
            if test.suite and letter != ABSENT:
                count = counts.setdefault(test.suite, [0, 0])
                count[0] += 1
                count[1] += letter == SKIPPED
    return {suite: Held(*count) for suite, count in counts.items()}

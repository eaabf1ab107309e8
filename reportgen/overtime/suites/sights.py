"""
What the last runs of a line had of each suite.

Only settled runs count whose evidence is complete and in which not most tests were red: what a
broken run did not bring along did not vanish.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
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
    lost: dict[str, list[AbstractSet[str]]] = {}
    seen: list[AbstractSet[str]] = []
    tables = _Tables()
    for column in reversed(line.columns):
        run = column.run
        if not run.settled:
            continue
        tests = tables.tests(column)
        if run.evidence != "complete" or column.is_all_red:
            if run.commit is not None:
                lost.setdefault(run.commit, []).append(tests)
        elif tests and groups and _is_part(run, tests, groups[-1][-1].run, seen[-1]):
            groups[-1].append(column)
            seen[-1] = seen[-1] | tests
        elif tests:
            if len(groups) == most:
                break
            groups.append([column])
            seen.append(tests)
    return [
        Sight(group[-1].run, tuple(group), tables.suites(group))
        for group, tests in zip(groups, seen, strict=True)
        if not any(tests.isdisjoint(part) for part in lost.get(group[-1].run.commit or "", ()))
    ]


def _is_part(
    run: RunFacts, tests: AbstractSet[str], other: RunFacts, others: AbstractSet[str]
) -> bool:
    return run.commit is not None and run.commit == other.commit and tests.isdisjoint(others)


class _Tables:
    """The ids and the suites of tests, looked up once for all columns that have the very same."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[frozenset[str], list[str]]] = {}

    def _of(self, column: Column) -> tuple[frozenset[str], list[str]]:
        found = self._known.get(id(column.tests))
        if found is None:
            ids = frozenset(test.id for test in column.tests)
            found = self._known[id(column.tests)] = ids, [test.suite for test in column.tests]
        return found

    def tests(self, column: Column) -> frozenset[str]:
        """Return the ids of the tests that *column* has."""
        ids, _ = self._of(column)
        if ABSENT not in column.letters:
            return ids
        tests = zip(column.tests, column.letters, strict=True)
        return frozenset(test.id for test, letter in tests if letter != ABSENT)

    def suites(self, columns: Iterable[Column]) -> dict[str, Held]:
        """Return what *columns* together have of each suite, in the order of their tests."""
        counts: dict[str, list[int]] = {}
        for column in columns:
            _, suites = self._of(column)
            for (suite, letter), tests in Counter(zip(suites, column.letters, strict=True)).items():
                if suite and letter != ABSENT:
                    count = counts.setdefault(suite, [0, 0])
                    count[0] += tests
                    count[1] += tests * (letter == SKIPPED)
        return {suite: Held(*count) for suite, count in counts.items()}

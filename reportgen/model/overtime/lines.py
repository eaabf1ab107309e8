"""
The columns that analyses over time read.

A `Line` holds the runs of one job and variant, and what each test came to in each of them.
It is made of one `Column` per run, so parts of a history can be read apart and joined in any order.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from reportgen.model.health import Service
from reportgen.model.memory import MemoryTrend
from reportgen.model.report import EvidenceState
from reportgen.model.steps import Step
from reportgen.model.tests import Counts, Trouble

PASSED: Final = "P"
RETRIED: Final = "R"
"""Passed after a failed attempt within the run."""
FAILED: Final = "F"
ERRORED: Final = "E"
OUTAGE: Final = "I"
"""Failed because of infrastructure, which the report of the run showed."""
SKIPPED: Final = "S"
ABSENT: Final = "."
LETTERS: Final = "PRFEIS."
RED: Final = frozenset("FE")
GREEN: Final = frozenset("PR")


class LineKey(NamedTuple):
    """What makes runs comparable: *variant* is in the order of its keys. Shards are one line."""

    project: str | None
    job: str | None
    variant: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """The line in words, without the project: ``e2e · os=linux``; empty where it is alone."""
        variant = (f"{key}={value}" for key, value in self.variant)
        return " · ".join(filter(None, (self.job, *variant)))


class RunFacts(NamedTuple):
    """
    A recorded run, as analyses over time see it.

    *settled* says that it is a run of a default branch and of no pull request: what such a run
    shows is true of the project, not of one change.
    """

    id: str
    started_at: datetime | None
    commit: str | None
    branch: str | None
    pull_request: int | None
    settled: bool
    evidence: EvidenceState
    counts: Counts


class Named(NamedTuple):
    """A test of a line; *id* is its `case_id`."""

    id: str
    suite: str
    class_name: str
    name: str
    file: str | None

    @property
    def title(self) -> str:
        """What a person calls the test: class and name, or the name alone."""
        return f"{self.class_name}.{self.name}" if self.class_name else self.name


class Column(NamedTuple):
    """
    One run: what each of its tests came to, by the id of the test, and all else that it measured.

    *letters* and *durations_ms* are in the order of *tests*, each once; where several results
    have one id the worst counts, and the times are added up.
    *troubles* holds what the red results said, and what failed attempts said of those that passed
    after them, by the place of the test in *tests*.
    """

    line: LineKey
    run: RunFacts
    tests: tuple[Named, ...]
    letters: str
    durations_ms: tuple[float | None, ...]
    troubles: Mapping[int, tuple[Trouble, ...]]
    services: tuple[Service, ...] = ()
    memory: tuple[MemoryTrend, ...] = ()
    steps: tuple[Step, ...] = ()
    causes: Mapping[int, str] = {}
    """The id of the cause that the report of the run gave to each red test, by its place."""

    @property
    def is_all_red(self) -> bool:
        """
        Whether more than half of the tests that ran were red, and at least 20 ran.

        What broke so much at once was no test: the run tells nothing of any of them.
        """
        red = self.letters.count(FAILED) + self.letters.count(ERRORED) + self.letters.count(OUTAGE)
        ran = len(self.letters) - self.letters.count(SKIPPED) - self.letters.count(ABSENT)
        return ran >= 20 and 2 * red > ran


class Line(NamedTuple):
    """
    The runs of one line, oldest first, and what each test came to in them.

    *outcomes* has a text for each test with a letter for each run, *durations_ms* a row likewise:
    its first value is of the run at *untimed*; of so many old runs no time was read.
    *troubles* is by the place of the test, then by that of the run; *columns* is what it is made
    of, in the order of *runs*.
    """

    key: LineKey
    runs: tuple[RunFacts, ...]
    tests: tuple[Named, ...]
    outcomes: tuple[str, ...]
    durations_ms: tuple[tuple[float | None, ...], ...]
    troubles: Mapping[int, Mapping[int, tuple[Trouble, ...]]]
    columns: tuple[Column, ...]
    untimed: int = 0


def settled_places(line: Line) -> tuple[int, ...]:
    """Return the places of the runs that are history: the settled ones, all where none is."""
    settled = tuple(place for place, run in enumerate(line.runs) if run.settled)
    return settled or tuple(range(len(line.runs)))

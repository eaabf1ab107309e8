"""
What many runs show together: the columns that analyses over time read, and what they find.

Left: a `Line` holds the runs of one job and variant, and what each test came to in each of them.
It is made of one `Column` per run, so parts of a history can be read apart and joined in any order.
Right: each finding states its reason, its numbers, the window it looked at, how sure it is, and the
version of the algorithm that says so.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeAlias

from pydantic import Field
from pydantic.dataclasses import dataclass

from reportgen.model.base import Instant, Model
from reportgen.model.health import Service, ServiceStatus
from reportgen.model.memory import MemoryTrend, SeriesKind
from reportgen.model.report import EvidenceState
from reportgen.model.steps import Step
from reportgen.model.tests import Counts, Trouble
from reportgen.model.text import quote
from reportgen.model.units import moment
from reportgen.wording import phrase

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


Confidence: TypeAlias = Literal["certain", "probable", "possible"]


class Window(Model):
    """The runs that a finding looked at: how many, and from when to when."""

    runs: int
    since: Instant | None = None
    until: Instant | None = None


class Moment(Model):
    """A recorded run, as findings name it."""

    run: str
    started_at: Instant | None = None
    commit: str | None = None

    @property
    def label(self) -> str:
        """The run as a sentence names it: when it started and of what, or its id."""
        if self.started_at is None:
            return phrase("run {run}", run=quote(self.run))
        commit = phrase(" (commit {commit})", commit=quote(self.commit[:8])) if self.commit else ""
        return phrase("run of {when}{commit}", when=moment(self.started_at), commit=commit)


def moment_of(run: RunFacts) -> Moment:
    """Return *run* as findings name it."""
    return Moment(run=run.id, started_at=run.started_at, commit=run.commit)


def window_of(runs: Sequence[RunFacts]) -> Window:
    """Return how many *runs* there are, and from when to when; they are the oldest first."""
    known = [run.started_at for run in runs if run.started_at is not None]
    return Window(
        runs=len(runs), since=known[0] if known else None, until=known[-1] if known else None
    )


def settled_places(line: Line) -> tuple[int, ...]:
    """Return the places of the runs that are history: the settled ones, all where none is."""
    settled = tuple(place for place, run in enumerate(line.runs) if run.settled)
    return settled or tuple(range(len(line.runs)))


class OverTime(Model):
    """What every finding over many runs states of itself. *algorithm* is a name and a version."""

    reason: str
    numbers: dict[str, int | float | None] = Field(default_factory=dict)
    window: Window
    confidence: Confidence
    algorithm: str
    job: str | None = None
    variant: dict[str, str] = Field(default_factory=dict)


FlakyState: TypeAlias = Literal["broken", "flaky", "suspect", "healthy", "insufficient"]


class TestState(OverTime):
    """
    How a test fares on one line.

    *strip* has a letter for each run of the window, oldest first (see `LETTERS`).
    *failed* of *ran* results were red; *isolated* counts the episodes of at most two of them with
    a green one on both sides. All three are of settled runs alone, where the line has any.
    *same_commit* lists the last commits on which it passed and failed, the newest last.
    *recovered* says that it was flaky and no longer is.
    *wasted_s* is the time of the runs that an isolated failure, or one that the same commit
    contradicts, was part of: their number times what the tests of a median run take together.
    """

    __test__ = False

    test: str
    title: str
    suite: str
    file: str | None = None
    state: FlakyState
    recovered: bool = False
    strip: str
    failed: int
    ran: int
    isolated: int
    same_commit: tuple[str, ...] = ()
    wasted_s: float | None = None
    score: float = 0.0
    """The lower end of the 90 % Wilson interval of the share of results that were red."""
    first_failed: Moment | None = None
    last_failed: Moment | None = None
    last_passed: Moment | None = None
    says: tuple[str, ...] = ()
    """What it said when it failed: the last different messages, at most ten, the newest last."""


class Preview(Model):
    """A test that other thresholds would call otherwise; *reason* says why they would."""

    test: str
    title: str
    before: FlakyState
    after: FlakyState
    reason: str
    job: str | None = None
    variant: dict[str, str] = Field(default_factory=dict)


class Slower(OverTime):
    """
    A test, a suite or a step that became slower, or faster, and stayed so.

    *before_s* and *after_s* are medians; *agreed* says that both methods tell it.
    *since* is the first run after the change, *until* the last before it.
    *costs_s_per_day* is what it adds to a day of runs; negative where it became faster.
    """

    kind: Literal["test", "suite", "step", "line"]
    """A whole line is one whose tests all changed together."""
    subject: str
    test: str | None = None
    before_s: float
    after_s: float
    agreed: bool
    until: Moment
    since: Moment
    costs_s_per_day: float | None = None


@dataclass(frozen=True, slots=True)
class MemoryPoint:
    """
    What a series held at its peak in one run, and what its end adds to its start, in bytes.

    Where less is worse *peak* is the least; *gain* is unknown where the readings have no course.
    """

    run: str
    peak: int
    gain: int | None


class MemoryOverRuns(OverTime):
    """How the memory of one process fares over runs."""

    name: str
    kind: SeriesKind
    verdict: Literal["stable", "growing", "step", "too-short"]
    points: tuple[MemoryPoint, ...]
    slope_bytes_per_run: float | None = None
    since: Moment | None = None


class ServiceDay(Model):
    """
    A day of a service: checks and how many found it up. Days without checks are not listed.

    *unknown* of the checks could not tell: those are neither up nor down.
    """

    date: str
    up: int
    checks: int
    unknown: int = 0
    p50_ms: float | None = None
    p95_ms: float | None = None
    worst: ServiceStatus


class Incident(Model):
    """
    A service that was not up, over *checks* in a row; those that could not tell do not count.

    *first*, *last* and *over* are the runs of the first and the last failing check, and of the
    first after them that found it up; beside each is when the check itself was made.
    """

    first: Moment
    last: Moment
    over: Moment | None = None
    first_at: Instant | None = None
    last_at: Instant | None = None
    over_at: Instant | None = None
    checks: int
    worst: ServiceStatus
    reasons: tuple[str, ...] = ()


class ServiceOverRuns(OverTime):
    """How a service fares over runs."""

    name: str
    status: ServiceStatus
    """That of the newest check."""
    up: int
    checks: int
    unknown: int = 0
    p50_ms: float | None = None
    p95_ms: float | None = None
    days: tuple[ServiceDay, ...] = ()
    incidents: tuple[Incident, ...] = ()


class CauseOverRuns(OverTime):
    """
    One cause behind failures, over runs.

    *id* stays the same over runs. *says* is what a failure of it said, *where* the first frame of
    the project in its trace. *runs* and *tests* are how many it was seen in.
    """

    id: str
    says: str
    type: str = ""
    where: str = ""
    failures: int
    runs: int
    tests: int
    variants: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    """Titles of tests, at most ten."""
    first_seen: Moment
    last_seen: Moment


SuiteChange: TypeAlias = Literal["newly-slow", "newly-skipped", "vanished", "growing-skips"]


class SuiteOverRuns(OverTime):
    """A suite that changed its ways."""

    suite: str
    change: SuiteChange
    since: Moment | None = None


@dataclass(frozen=True, slots=True)
class CasePoint:
    """
    What a test came to in one run: a letter (see `LETTERS`), its time, and what it said.

    *says* is empty where it passed at once, or did not run.
    """

    run: str
    started_at: Instant | None
    commit: str | None
    branch: str | None
    letter: str
    duration_ms: float | None
    says: str


class CaseOnLine(Model):
    """
    A test on one line: how it fares, and each of its runs, oldest first.

    *p50_s* and *p95_s* are of the times of the runs in which it passed at once.
    *first_bad* is the first run of the failures it ends with, *last_good* the last before it that
    passed; both None where it does not end with one.
    """

    state: TestState
    p50_s: float | None = None
    p95_s: float | None = None
    slower: Slower | None = None
    first_bad: Moment | None = None
    last_good: Moment | None = None
    points: tuple[CasePoint, ...] = ()


class CaseHistory(Model):
    """All that is recorded of one test."""

    test: str
    title: str
    suite: str
    file: str | None = None
    lines: tuple[CaseOnLine, ...]


@dataclass(frozen=True, slots=True)
class CountPoint:
    """A run in the trend of counts; partial evidence is marked, and left out of the trend."""

    run: str
    tests: int
    passed: int
    red: int
    skipped: int
    partial: bool

    @property
    def pass_share(self) -> float | None:
        """The share of results that passed, of those that were not skipped; None without any."""
        ran = self.tests - self.skipped
        return self.passed / ran if ran else None


class CountsOverRuns(OverTime):
    """How many tests a line has and how many pass, run by run, and where that goes."""

    points: tuple[CountPoint, ...]


class Trends(Model):
    """All that is found over runs; each list is sorted by what costs most."""

    runs: int
    since: Instant | None = None
    until: Instant | None = None
    states: dict[str, int] = Field(default_factory=dict)
    """How many tests, on all lines together, are in each state."""
    tests: tuple[TestState, ...] = ()
    """Those that are broken, flaky, suspect, or recovered."""
    slower: tuple[Slower, ...] = ()
    faster: tuple[Slower, ...] = ()
    memory: tuple[MemoryOverRuns, ...] = ()
    services: tuple[ServiceOverRuns, ...] = ()
    causes: tuple[CauseOverRuns, ...] = ()
    suites: tuple[SuiteOverRuns, ...] = ()
    counts: tuple[CountsOverRuns, ...] = ()
    """One for each line."""

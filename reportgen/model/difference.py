"""
What differs between two runs: what ``reportgen compare`` finds, and its renderers print.

Facts side by side and no verdict: what a run came to beside its base is in its own report.
What one side does not have is None, and so is what it does not know.
"""

from typing import Literal, NamedTuple, TypeAlias

from reportgen.model.base import Model, Seconds
from reportgen.model.baseline import Since
from reportgen.model.coverage import Coverage
from reportgen.model.health import ServiceStatus
from reportgen.model.memory import SeriesKind
from reportgen.model.report import Environment, EvidenceState
from reportgen.model.run import RunInfo
from reportgen.model.steps import StepStatus
from reportgen.model.tests import Counts, OutcomeName

Excuse: TypeAlias = Literal["known-issue", "infrastructure-failure"]


class Side(Model):
    """One of the two runs. *label* is how sentences call it; *duration_s* sums known times."""

    label: str
    run: RunInfo
    counts: Counts
    duration_s: Seconds
    untimed: int
    environment: Environment
    evidence: EvidenceState


class TestChange(NamedTuple):
    """
    A test on both sides, by its id in the later run that has it.

    *was* is what it was called in the base, where it was renamed. *message* is what it says in the
    head, or said in the base where the head has it not, or green; of one that passed after failed
    attempts, what the last of them said. Where several results bear one
    id the worst outcome counts, and times add up.
    *excuse* is what the head's own report holds a failure to be, *since* for how long it lasts.
    """

    id: str
    title: str
    was: str | None
    base: OutcomeName | None
    head: OutcomeName | None
    message: str
    base_s: float | None
    head_s: float | None
    excuse: Excuse | None = None
    since: Since | None = None
    failed_attempts: int = 0
    """How often it failed in the head before it passed there."""


class Tests(Model):
    """The tests that differ, by how; a failing test that the base did not have is in two."""

    new_failures: tuple[TestChange, ...] = ()
    still_failing: tuple[TestChange, ...] = ()
    fixed: tuple[TestChange, ...] = ()
    new: tuple[TestChange, ...] = ()
    missing: tuple[TestChange, ...] = ()
    newly_skipped: tuple[TestChange, ...] = ()
    no_longer_skipped: tuple[TestChange, ...] = ()
    """Those that pass; those that fail are new failures."""
    flaky: tuple[TestChange, ...] = ()
    """Those that passed only after a failed attempt; where the base is known for it, no change."""
    renamed: tuple[TestChange, ...] = ()


class Times(Model):
    """
    How long the tests took that ran on both sides and state it there.

    *changes* are those of them whose time differs most, the largest difference first.
    """

    tests: int
    base_s: Seconds
    head_s: Seconds
    changes: tuple[TestChange, ...] = ()


class ServiceState(NamedTuple):
    """A service as one side states it."""

    status: ServiceStatus
    latency_ms: float | None


class ServicePair(NamedTuple):
    """A service on both sides; of a part, *name* tells what it is a part of."""

    name: str
    base: ServiceState | None
    head: ServiceState | None


class PeakPair(NamedTuple):
    """The largest reading of a memory series on both sides, in bytes."""

    name: str
    kind: SeriesKind
    base: int | None
    head: int | None


class CoveragePair(NamedTuple):
    """A coverage report on both sides."""

    name: str
    base: Coverage | None
    head: Coverage | None


class StepState(NamedTuple):
    """A step as one side states it."""

    status: StepStatus
    duration_s: float | None


class StepPair(NamedTuple):
    """A step on both sides."""

    name: str
    job: str | None
    base: StepState | None
    head: StepState | None


class Difference(Model):
    """
    Two runs, held against each other.

    *although* says in sentences why they may not be of one kind: nothing is refused.
    """

    base: Side
    head: Side
    although: tuple[str, ...]
    tests: Tests
    times: Times
    services: tuple[ServicePair, ...] = ()
    memory: tuple[PeakPair, ...] = ()
    coverage: tuple[CoveragePair, ...] = ()
    steps: tuple[StepPair, ...] = ()

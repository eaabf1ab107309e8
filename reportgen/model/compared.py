"""
The JSON of ``reportgen compare``, that scripts rely on; ``reportgen schema --of compare`` is of it.

Version 1. Fields are only ever added; a change of meaning raises `SCHEMA_VERSION`.
What one side does not have is null, and so is what it does not know.
"""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from reportgen.model.difference import Excuse
from reportgen.model.document import CountsDoc, CoveredDoc
from reportgen.model.health import ServiceStatus
from reportgen.model.memory import SeriesKind
from reportgen.model.report import Environment, EvidenceState
from reportgen.model.steps import StepStatus
from reportgen.model.tests import OutcomeName

SCHEMA_VERSION: Final = 1


class SideRunDoc(TypedDict):
    """Which run one side is."""

    id: str
    project: str | None
    started_at: str | None
    commit: str | None
    branch: str | None
    pull_request: int | None
    job: str | None
    variant: dict[str, str]
    shard_index: int | None
    shard_total: int | None


class SideDoc(TypedDict):
    """One of the two runs and what it came to; *untimed* tests have no time in *duration_s*."""

    label: str
    run: SideRunDoc
    counts: CountsDoc
    duration_s: float
    untimed: int
    environment: Environment
    evidence: EvidenceState


class SeenDoc(TypedDict):
    """A recorded run in which a test was seen."""

    run_id: str
    started_at: str | None
    commit: str | None


class SinceDoc(TypedDict):
    """The first run of an unbroken row of failures, and the last before it that passed."""

    first_bad: SeenDoc
    last_good: SeenDoc | None


class TestChangeDoc(TypedDict):
    """
    A test on both sides.

    *was* is its name in the base where it was renamed; *failed_attempts* counts those of the head
    before it passed there.
    """

    id: str
    title: str
    was: str | None
    base: OutcomeName | None
    head: OutcomeName | None
    message: str
    base_s: float | None
    head_s: float | None
    excuse: Excuse | None
    since: SinceDoc | None
    failed_attempts: int


class TestsDoc(TypedDict):
    """The tests that differ, by how; a failing test that the base did not have is in two."""

    new_failures: list[TestChangeDoc]
    still_failing: list[TestChangeDoc]
    fixed: list[TestChangeDoc]
    new: list[TestChangeDoc]
    missing: list[TestChangeDoc]
    newly_skipped: list[TestChangeDoc]
    no_longer_skipped: list[TestChangeDoc]
    flaky: list[TestChangeDoc]
    renamed: list[TestChangeDoc]


class TimeDoc(TypedDict):
    """How long a test took on both sides."""

    id: str
    title: str
    base_s: float | None
    head_s: float | None


class TimesDoc(TypedDict):
    """The tests that state a time on both sides; *changes* are those that differ most."""

    tests: int
    base_s: float
    head_s: float
    changes: list[TimeDoc]


class ServiceStateDoc(TypedDict):
    """A service on one side; what was stale there is unknown."""

    status: ServiceStatus
    latency_ms: float | None


class ServicePairDoc(TypedDict):
    """A service, or a part of one, on both sides."""

    name: str
    base: ServiceStateDoc | None
    head: ServiceStateDoc | None


class PeakPairDoc(TypedDict):
    """The largest reading of a memory series on both sides, in bytes."""

    name: str
    kind: SeriesKind
    base_peak: int | None
    head_peak: int | None


class CoveragePairDoc(TypedDict):
    """A coverage report on both sides."""

    name: str
    base: CoveredDoc | None
    head: CoveredDoc | None


class StepStateDoc(TypedDict):
    """A step on one side."""

    status: StepStatus
    duration_s: float | None


class StepPairDoc(TypedDict):
    """A step on both sides."""

    name: str
    job: str | None
    base: StepStateDoc | None
    head: StepStateDoc | None


@with_config(title="reportgen compare", extra="forbid", allow_inf_nan=False)
class ComparisonDoc(TypedDict):
    """Two runs, held against each other; *although* says why they may not be of one kind."""

    schema_version: Annotated[int, Field(ge=1, le=SCHEMA_VERSION)]
    base: SideDoc
    head: SideDoc
    although: list[str]
    tests: TestsDoc
    times: TimesDoc
    services: list[ServicePairDoc]
    memory: list[PeakPairDoc]
    coverage: list[CoveragePairDoc]
    steps: list[StepPairDoc]


def adapter() -> TypeAdapter[ComparisonDoc]:
    """Return what validates and describes the document; not built at import."""
    return TypeAdapter(ComparisonDoc)

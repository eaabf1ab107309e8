"""
The JSON that scripts rely on: ``--format json``, ``run.json``; ``reportgen schema`` describes it.

Version 1. Fields are only ever added; a change of meaning raises `SCHEMA_VERSION`.
Typed dictionaries, because they validate, document and dump without a copy of every row.
"""

from typing import Annotated, Final, Literal, NotRequired

from pydantic import Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from reportgen.model.health import ServiceStatus
from reportgen.model.memory import MemoryVerdict, SeriesKind
from reportgen.model.report import (
    Change,
    ClaimState,
    Decision,
    Environment,
    EvidenceState,
    FindingId,
)
from reportgen.model.run import ArtifactStatus, CiName, Severity
from reportgen.model.steps import StepCategory, StepStatus
from reportgen.model.tests import OutcomeName

SCHEMA_VERSION: Final = 1


class EvidenceDoc(TypedDict):
    """Where a sentence comes from."""

    artifact: str
    sha256: str
    place: str


class ClaimDoc(TypedDict):
    """A sentence of the report; one that holds has evidence."""

    id: str
    state: ClaimState
    text: str
    evidence: list[EvidenceDoc]


class GateDoc(TypedDict):
    """What the user's policy says."""

    status: Literal["passed", "failed"]
    failed_rules: list[str]


class VerdictDoc(TypedDict):
    """Three axes, the decision, the gate."""

    change: Change
    environment: Environment
    evidence: EvidenceState
    decision: Decision
    gate: GateDoc
    headline: str
    claims: list[ClaimDoc]


class RunDoc(TypedDict):
    """The run's identity; what is not known is null."""

    id: str
    project: str | None
    title: str | None
    started_at: str | None
    commit: str | None
    branch: str | None
    pull_request: int | None
    variant: dict[str, str]
    attempt: int | None
    shard_index: int | None
    shard_total: int | None
    url: str | None
    ci: CiName


class CountsDoc(TypedDict):
    """``passed + failed + errored + skipped = tests``; flaky is a part of passed."""

    tests: int
    passed: int
    failed: int
    errored: int
    skipped: int
    flaky: int


class TotalsDoc(CountsDoc):
    """Counts over all artifacts; *collected* is what an inventory says exists."""

    collected: int | None
    duration_s: float


class FindingDoc(TypedDict):
    """Something that a reader may have to act on."""

    id: FindingId
    severity: Severity
    subject: str
    reason: str
    numbers: dict[str, int | float | None]
    evidence: list[EvidenceDoc]


class AttemptDoc(TypedDict):
    """An earlier or further try within the run."""

    outcome: OutcomeName
    message: str
    detail: str
    duration_s: float | None


class CaseDoc(TypedDict):
    """One test case."""

    id: str
    suite: str
    class_name: str
    name: str
    file: str | None
    line: int | None
    outcome: OutcomeName
    duration_s: float | None
    message: str | None
    detail: str | None
    attempts: list[AttemptDoc]


class UptimeDoc(TypedDict):
    """What the checks of a service come to that was checked more than once in the run."""

    up: int
    checks: int
    p50_ms: float | None
    p95_ms: float | None


class ServiceDoc(TypedDict):
    """One service; *parts* nest. *uptime* is there where it was checked more than once."""

    name: str
    status: ServiceStatus
    raw_status: str | None
    latency_ms: float | None
    reason: str | None
    checked_at: str | None
    parts: "list[ServiceDoc]"
    artifact: str
    uptime: NotRequired[UptimeDoc]


class MemoryDoc(TypedDict):
    """One memory series, in bytes."""

    name: str
    kind: SeriesKind
    unit: Literal["bytes"]
    samples: int
    first: int
    min: int
    peak: int
    mean: int
    last: int
    slope_bytes_per_s: float | None
    limit: int | None
    verdict: MemoryVerdict
    artifact: str


class StepDoc(TypedDict):
    """One CI step."""

    name: str
    status: StepStatus
    allowed_failure: bool
    category: StepCategory
    reason: str | None
    duration_s: float | None
    artifact: str


class CoveredDoc(TypedDict):
    """What was covered, of how much; what a report does not count is null."""

    lines_covered: int | None
    lines_total: int | None
    branches_covered: int | None
    branches_total: int | None


class CoverageDoc(CoveredDoc):
    """The totals of one coverage report; *base* is the same report of the baseline."""

    name: str
    base: CoveredDoc | None
    artifact: str


class CauseDoc(TypedDict):
    """
    What broke: *failures* results failed of it, those of *tests*, which are ids.

    *id* stays the same over the runs of a history; *first_seen* and *runs_seen* are null where
    none knows them.
    """

    id: str
    says: str
    type: str | None
    where: str | None
    failures: int
    tests: list[str]
    first_seen: str | None
    runs_seen: int | None


class ProblemDoc(TypedDict):
    """What could not be read, or reads oddly."""

    severity: Severity
    message: str
    place: str


class ArtifactDoc(TypedDict):
    """One input file."""

    path: str
    sha256: str
    format: str
    status: ArtifactStatus
    bytes: int
    counts: CountsDoc
    problems: list[ProblemDoc]


@with_config(title="reportgen run", extra="forbid", allow_inf_nan=False)
class Document(TypedDict):
    """A run and its verdict, as ``run.json`` holds it."""

    schema_version: Annotated[int, Field(ge=1, le=SCHEMA_VERSION)]
    run: RunDoc
    verdict: VerdictDoc
    totals: TotalsDoc
    findings: list[FindingDoc]
    tests: list[CaseDoc]
    services: list[ServiceDoc]
    memory: list[MemoryDoc]
    steps: list[StepDoc]
    artifacts: list[ArtifactDoc]
    coverage: NotRequired[list[CoverageDoc]]
    causes: NotRequired[list[CauseDoc]]
    redacted: NotRequired[dict[str, int]]


def adapter() -> TypeAdapter[Document]:
    """Return what validates, dumps and describes the document; not built at import."""
    return TypeAdapter(Document)

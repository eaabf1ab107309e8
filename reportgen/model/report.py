"""
What we conclude: findings, claims and the verdict.

Analyses return findings and claims and nothing but; renderers print a `Report` and compute nothing.
Sentences (headline, reasons, claims, advice) quote artifact text between backticks:
see `model.text`.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from pydantic import Field
from pydantic.dataclasses import dataclass

from reportgen.model.base import CLOSED, Instant, Many, Model, Seconds
from reportgen.model.coverage import CoverageTotal
from reportgen.model.health import Service
from reportgen.model.memory import MemoryTrend
from reportgen.model.run import Artifact, RunInfo, Severity
from reportgen.model.steps import Step
from reportgen.model.tests import Case, Counts, no_cases
from reportgen.wording import phrase

Change: TypeAlias = Literal["validated", "regressed", "unproven"]
Environment: TypeAlias = Literal["ready", "degraded", "blocked", "unknown"]
EvidenceState: TypeAlias = Literal["complete", "partial", "missing"]
Decision: TypeAlias = Literal["fix", "investigate", "approve-hold-deployment", "approve"]
ClaimState: TypeAlias = Literal["holds", "fails", "unproven"]
RuleState: TypeAlias = Literal["passed", "failed", "unjudged"]
FindingId: TypeAlias = Literal[
    "new-failure", "still-failing", "fixed", "flaky", "known-issue", "infrastructure-failure",
    "new-test", "missing-test", "newly-skipped", "slower-test", "no-tests",
    "service-down", "service-degraded", "service-stale", "service-missing",
    "memory-growth", "memory-step", "memory-limit", "out-of-memory",
    "step-failed", "step-slower", "contradiction",
    "unreadable-artifact", "truncated-artifact", "count-mismatch", "duplicate-artifact",
    "plugin", "plugin-failed",
]  # fmt: skip
"""The same words in configuration, JSON, documentation and page anchors."""


@dataclass(frozen=True, slots=True, config=CLOSED)
class Evidence:
    """
    Where a sentence comes from: an artifact, its hash, and a place inside it.

    *text* is what stands there, short and without secrets; empty where that is not known.
    """

    artifact: str
    sha256: str
    place: str = ""
    text: str = ""


class Citations:
    """Makes evidence for the artifacts of one run: a path becomes a path with its hash."""

    def __init__(self, artifacts: Iterable[Artifact]) -> None:
        self._sha256 = {artifact.path: artifact.sha256 for artifact in artifacts}
        self._made: dict[tuple[str, str], Evidence] = {}

    def at(self, artifact: str, place: str = "") -> Evidence:
        """Return evidence for *place* in *artifact*."""
        made = self._made.get((artifact, place))
        if made is None:
            made = Evidence(artifact=artifact, sha256=self._sha256.get(artifact, ""), place=place)
            self._made[artifact, place] = made
        return made


class Link(Model):
    """An address that may be followed: http or https, made from the configuration."""

    text: str
    url: str


class Finding(Many):
    """
    Something true about the run that a reader may have to act on.

    *subject* is the test, service, step, series or file it is about.
    *advice* is what to do next, *link* the known issue that covers it.
    *issues* are those of all rules of the configuration that match it, even where they excuse
    nothing any more.
    """

    id: FindingId
    severity: Severity
    subject: str
    reason: str
    numbers: dict[str, int | float | None] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    advice: str | None = None
    link: Link | None = None
    case: int | None = None
    """Where the subject stands in `Report.cases`, for findings about a test."""
    issues: tuple[str, ...] = ()

    @property
    def issue(self) -> str | None:
        """The issue of the rule that covers it, or that would had it not expired."""
        return self.issues[0] if self.issues else None


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Cause:
    """
    What is behind one failure or many: *cases* are their places in `Report.cases`.

    *id* stays the same over runs. *says* is what one of them said, *where* the place of the project
    nearest to the fault; *type* and *where* are empty where they differ or nothing names them.
    *first_seen* is when the first recorded run had it, *runs_seen* how many had before this one;
    None where no run did, or none is known.
    """

    id: str
    says: str
    type: str = ""
    where: str = ""
    cases: tuple[int, ...]
    first_seen: Instant | None = None
    runs_seen: int | None = None


class Claim(Model):
    """A sentence of the report with its state and the evidence for it."""

    id: str
    state: ClaimState
    text: str
    evidence: tuple[Evidence, ...] = ()


class Rule(Model):
    """
    A rule of the gate and what became of it: *reason* says it in words, *numbers* what it rests on.

    *asked* says that the configuration sets it: then a rule that cannot be judged does not pass.
    """

    name: str
    state: RuleState
    reason: str
    numbers: dict[str, int | float | None] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    asked: bool = False

    @property
    def fails(self) -> bool:
        """Whether the gate fails by it."""
        return self.state == "failed" or (self.state == "unjudged" and self.asked)

    @property
    def sentence(self) -> str:
        """The rule by its name, with what became of it."""
        unjudged = phrase("could not be judged: ") if self.state == "unjudged" else ""
        return f"{self.name}: {unjudged}{self.reason}"


class Gate(Model):
    """
    Whether the user's policy lets the run pass.

    *failed_rules* are the sentences of those of *rules* that do not let it.
    """

    status: Literal["passed", "failed"]
    failed_rules: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


class Because(Model):
    """Why each axis has its value: one sentence each."""

    change: str
    environment: str
    evidence: str


class Verdict(Model):
    """Three axes, the decision that follows, and the gate."""

    change: Change
    environment: Environment
    evidence: EvidenceState
    decision: Decision
    gate: Gate
    headline: str
    because: Because
    claims: tuple[Claim, ...] = ()
    advice: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()


class Totals(Model):
    """
    The counts of the whole run.

    *duration_s* sums the times that are known; *untimed* says how many cases have none.
    *collected_ran* is how many of the collected tests are among those that ran.
    """

    counts: Counts
    collected: int | None = None
    collected_ran: int | None = None
    duration_s: Seconds = 0.0
    untimed: int = 0


class Comparison(Model):
    """What the run was compared with."""

    label: str
    run_id: str | None = None
    started_at: Instant | None = None


class Report(Model):
    """A run, judged. The one currency between analysis and renderers."""

    run: RunInfo
    verdict: Verdict
    totals: Totals
    findings: tuple[Finding, ...] = ()
    cases: list[Case] = Field(default_factory=no_cases)
    services: tuple[Service, ...] = ()
    memory: tuple[MemoryTrend, ...] = ()
    steps: tuple[Step, ...] = ()
    coverage: tuple[CoverageTotal, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    base: Comparison | None = None
    issue: Link | None = None
    """Where the issue that the run is about can be read."""
    causes: tuple[Cause, ...] = ()
    """What is behind the failures, the one behind most of them first."""
    uncompared: str | None = None
    """Why nothing was compared although there may be an earlier run; such a run is not recorded."""
    redacted: dict[str, int] = Field(default_factory=dict)
    """How many secrets were taken out of what was read, by kind."""
    quiet_rules: tuple[str, ...] = ()
    """The issues of the configured rules that matched nothing in this run, in their order."""
    courses: dict[str, str] = Field(default_factory=dict)
    """
    What tests that failed came to in the newest runs, this one last: letters by the ids of tests.

    They are of other runs, so that a record does not hold them.
    """

"""
A run in brief: what lists of many runs show of it.

Its tests are not there, nor what they said, so that a thousand runs take little memory however many
tests each of them has.
"""

from collections import Counter
from typing import Final, NamedTuple

from reportgen.model.freshness import services_now
from reportgen.model.health import ServiceStatus, top_level
from reportgen.model.memory import SeriesKind
from reportgen.model.report import (
    Because,
    Change,
    Decision,
    Environment,
    EvidenceState,
    FindingId,
    Gate,
    Report,
    Totals,
)
from reportgen.model.run import ArtifactStatus, RunInfo
from reportgen.model.steps import StepStatus

MOST_NAMED: Final = 20
"""How many of its new failures are named."""


class Judgement(NamedTuple):
    """The verdict of a run, without its claims and the rules of its gate."""

    change: Change
    environment: Environment
    evidence: EvidenceState
    decision: Decision
    gate: Gate
    because: Because


class Files(NamedTuple):
    """How many artifacts of one format came to one status."""

    format: str
    status: ArtifactStatus
    number: int


class StepSeen(NamedTuple):
    """A step of the run; *reason* is why it failed, where that is known."""

    title: str
    status: StepStatus
    superseded: bool
    duration_s: float | None
    reason: str | None


class ServiceSeen(NamedTuple):
    """A service of the run, as it counts: what a stale check said is unknown."""

    name: str
    status: ServiceStatus


class Peak(NamedTuple):
    """The most memory, in bytes, that one series of the run held."""

    name: str
    kind: SeriesKind
    peak: int


class Brief(NamedTuple):
    """
    A run without its tests.

    *found* counts its findings by their ids, *new_failures* names the first of the new ones;
    *causes* are the ids of what is behind its failures.
    *base* is the id of the run it was compared with.
    *record* is a digest of all that is recorded of the run: another one means that its page may say
    something else.
    """

    run: RunInfo
    verdict: Judgement
    totals: Totals
    found: dict[FindingId, int]
    new_failures: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    files: tuple[Files, ...] = ()
    steps: tuple[StepSeen, ...] = ()
    services: tuple[ServiceSeen, ...] = ()
    peaks: tuple[Peak, ...] = ()
    base: str | None = None
    record: str = ""


def brief_of(report: Report, record: str = "") -> Brief:
    """Return *report*, whose record has the digest *record*, in brief; its cases may be missing."""
    verdict, gate = report.verdict, report.verdict.gate
    files = Counter((artifact.format, artifact.status) for artifact in report.artifacts)
    found = Counter(finding.id for finding in report.findings)
    new = (finding.subject for finding in report.findings if finding.id == "new-failure")
    return Brief(
        run=report.run,
        verdict=Judgement(
            verdict.change,
            verdict.environment,
            verdict.evidence,
            verdict.decision,
            Gate(status=gate.status),
            verdict.because,
        ),
        totals=report.totals,
        found={key: found[key] for key in sorted(found)},
        new_failures=tuple(subject for subject, _ in zip(new, range(MOST_NAMED), strict=False)),
        causes=tuple(cause.id for cause in report.causes),
        files=tuple(Files(*key, files[key]) for key in sorted(files)),
        steps=tuple(
            StepSeen(
                step.title,
                step.status,
                step.superseded,
                step.duration_s,
                step.reason or step.stated_reason if step.status == "failed" else None,
            )
            for step in report.steps
        ),
        services=tuple(
            ServiceSeen(service.name, service.status) for service in top_level(services_now(report))
        ),
        peaks=tuple(
            Peak(trend.series.name, trend.series.kind, trend.peak) for trend in report.memory
        ),
        base=report.base.run_id if report.base else None,
        record=record,
    )

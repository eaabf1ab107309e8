"""Services as they count in a run: what a stale check said is not known now."""

from collections.abc import Sequence
from typing import Final

from reportgen.model.health import Service
from reportgen.model.report import Report
from reportgen.model.units import moment

STALE: Final = "stale"


def services_now(report: Report) -> tuple[Service, ...]:
    """Return the services of *report*; those that it calls stale are unknown, and say why."""
    stale = {
        (evidence.artifact, evidence.place, finding.subject)
        for finding in report.findings
        if finding.id == "service-stale"
        for evidence in finding.evidence[:1]
    }
    return _now(report.services, stale) if stale else report.services


def _now(
    services: Sequence[Service], stale: set[tuple[str, str, str]], *, within: bool = False
) -> tuple[Service, ...]:
    return tuple(_one(service, stale, within=within) for service in services)


def _one(service: Service, stale: set[tuple[str, str, str]], *, within: bool) -> Service:
    is_stale = within or (service.artifact, service.place, service.name) in stale
    # The parts of a document count on their own: each says when it was checked.
    parts = _now(service.parts, stale, within=is_stale and not service.aggregate)
    if not is_stale:
        told = any(now is not then for now, then in zip(parts, service.parts, strict=True))
        return service.model_copy(update={"parts": parts}) if told else service
    said = f"{service.status} at {moment(service.checked_at)}" if service.checked_at else ""
    reason = ": ".join(filter(None, (STALE, said or service.status, service.reason)))
    return service.model_copy(
        update={"status": "unknown", "latency_ms": None, "parts": parts, "reason": reason}
    )

"""
Checks of services in many runs → how each fared: uptime by day, latency, and when it was not up.

Every check counts once, on the day it was made: two runs may have recorded the same one, and a
stale one tells nothing of the day of the run that found it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from reportgen.estimates.quantiles import quantile
from reportgen.model.health import Probe, Service, ServiceStatus, top_level
from reportgen.model.overtime import (
    Column,
    Confidence,
    Incident,
    LineKey,
    Moment,
    RunFacts,
    ServiceDay,
    ServiceOverRuns,
    Window,
)
from reportgen.model.text import one_line, quote
from reportgen.model.units import listing, plural
from reportgen.wording import phrase

ALGORITHM: Final = "services/1"
MOST_REASONS: Final = 10
_WORST_LAST: Final[tuple[ServiceStatus, ...]] = ("up", "unknown", "degraded", "down")


class _Check(NamedTuple):
    """A check, *at* its own moment or (*borrowed*) at that of the run, with its reason if known."""

    at: datetime | None
    borrowed: bool
    status: ServiceStatus
    latency_ms: float | None
    reason: str | None
    run: RunFacts
    line: LineKey

    @property
    def fails(self) -> bool:
        """Whether it found the service not up; one that could not tell did not."""
        return self.status in {"degraded", "down"}


def judge(columns: Iterable[Column]) -> tuple[ServiceOverRuns, ...]:
    """
    Return how the services in *columns*, of whatever lines, fared; what failed most comes first.

    A service is known by its name within its project: whichever job checks it, it is one thing.
    """
    checks: dict[tuple[str, str], dict[object, _Check]] = {}
    for column in sorted(columns, key=_order):
        for number, service in enumerate(top_level(column.services)):
            known = checks.setdefault((column.line.project or "", service.name), {})
            for key, check in _checks(service, number, column):
                first = known.setdefault(key, check)
                if first.reason is None and check.reason:
                    known[key] = first._replace(reason=check.reason)
    found = [_judged(name, list(known.values())) for (_, name), known in checks.items()]
    return tuple(sorted(found, key=lambda each: (-(each.numbers["failed"] or 0), each.name)))


def _order(column: Column) -> tuple[bool, datetime, str, LineKey]:
    started = column.run.started_at
    key = LineKey(column.line.project or "", column.line.job or "", column.line.variant)
    return started is None, started or datetime.min.replace(tzinfo=UTC), column.run.id, key


def _checks(service: Service, number: int, column: Column) -> Iterator[tuple[object, _Check]]:
    """Yield the checks of *service*, each behind what tells it from all others of the name."""
    probes = service.probes or (Probe(service.checked_at, service.status, service.latency_ms),)
    run = column.run
    for place, (at, status, latency_ms) in enumerate(probes):
        # What is said of the reason is said of the last check.
        reason = service.reason if place == len(probes) - 1 else None
        key = (at, status, latency_ms) if at else (run.id, column.line, number, place)
        moment = at or run.started_at
        yield key, _Check(moment, at is None, status, latency_ms, reason, run, column.line)


def _judged(name: str, checks: Sequence[_Check]) -> ServiceOverRuns:
    dated = sorted(
        ((check.at, order, check) for order, check in enumerate(checks) if check.at),
        key=lambda each: each[:2],
    )
    in_order = [(at, check) for at, _, check in dated]
    incidents = tuple(_incidents(in_order))
    up, unknown = (sum(check.status == word for check in checks) for word in ("up", "unknown"))
    took = _latencies(checks)
    runs = {check.run.id for check in checks}
    jobs = {check.line.job for check in checks}
    variants = {check.line.variant for check in checks}
    borrowed = sum(check.borrowed for check in checks)
    certain: Confidence = "probable" if borrowed else "certain"
    return ServiceOverRuns(
        reason=_reason(name, checks, in_order, incidents, len(runs)),
        numbers={
            "up": up,
            "checks": len(checks),
            "unknown": unknown,
            "failed": sum(check.fails for check in checks),
            "incidents": len(incidents),
            "without_moment": borrowed,
            "p50_ms": quantile(took, 0.50),
            "p95_ms": quantile(took, 0.95),
        },
        window=Window(
            runs=len(runs),
            since=in_order[0][0] if in_order else None,
            until=in_order[-1][0] if in_order else None,
        ),
        confidence=certain,
        algorithm=ALGORITHM,
        job=jobs.pop() if len(jobs) == 1 else None,
        variant=dict(variants.pop()) if len(variants) == 1 else {},
        name=name,
        status=(in_order[-1][1] if in_order else checks[-1]).status,
        up=up,
        checks=len(checks),
        unknown=unknown,
        p50_ms=quantile(took, 0.50),
        p95_ms=quantile(took, 0.95),
        days=tuple(_days(in_order)),
        incidents=incidents,
    )


def _latencies(checks: Iterable[_Check]) -> list[float]:
    return sorted(check.latency_ms for check in checks if check.latency_ms is not None)


def _days(checks: Iterable[tuple[datetime, _Check]]) -> Iterator[ServiceDay]:
    by_day: dict[str, list[_Check]] = {}
    for at, check in checks:
        by_day.setdefault(_day(at), []).append(check)
    for date, of_day in by_day.items():
        took = _latencies(of_day)
        yield ServiceDay(
            date=date,
            up=sum(check.status == "up" for check in of_day),
            checks=len(of_day),
            unknown=sum(check.status == "unknown" for check in of_day),
            p50_ms=quantile(took, 0.50),
            p95_ms=quantile(took, 0.95),
            worst=max((check.status for check in of_day), key=_WORST_LAST.index),
        )


def _incidents(checks: Iterable[tuple[datetime, _Check]]) -> Iterator[Incident]:
    failing: list[tuple[datetime, _Check]] = []
    for at, check in checks:
        if check.fails:
            failing.append((at, check))
        elif check.status == "up" and failing:
            yield _incident(failing, (at, check))
            failing = []
    if failing:
        yield _incident(failing, None)


def _incident(
    failing: Sequence[tuple[datetime, _Check]], up_again: tuple[datetime, _Check] | None
) -> Incident:
    reasons = dict.fromkeys(one_line(check.reason) for _, check in failing if check.reason)
    return Incident(
        first=_moment(failing[0][1].run),
        last=_moment(failing[-1][1].run),
        over=_moment(up_again[1].run) if up_again else None,
        first_at=failing[0][0],
        last_at=failing[-1][0],
        over_at=up_again[0] if up_again else None,
        checks=len(failing),
        worst=max((check.status for _, check in failing), key=_WORST_LAST.index),
        reasons=tuple(reasons)[:MOST_REASONS],
    )


def _moment(run: RunFacts) -> Moment:
    return Moment(run=run.id, started_at=run.started_at, commit=run.commit)


def _reason(
    name: str,
    checks: Sequence[_Check],
    in_order: Sequence[tuple[datetime, _Check]],
    incidents: Sequence[Incident],
    runs: int,
) -> str:
    up = sum(check.status == "up" for check in checks)
    words: tuple[tuple[ServiceStatus, str], ...] = (
        ("down", phrase("found it down")),
        ("degraded", phrase("found it degraded")),
        ("unknown", phrase("could not tell")),
    )  # fmt: skip
    others = [
        f"{number:,} {word}"
        for status, word in words
        if (number := sum(check.status == status for check in checks))
    ]
    between = ""
    if in_order:
        first, last = _day(in_order[0][0]), _day(in_order[-1][0])
        between = (
            phrase(" on {first}", first=first)
            if first == last
            else phrase(" from {first} to {last}", first=first, last=last)
        )
    jobs = sorted({check.line.job for check in checks if check.line.job})
    by = phrase(", by {names}", names=listing([quote(job) for job in jobs])) if jobs else ""
    rest = f"; {listing(others)}" if others else ""
    times = (
        phrase(", in {incidents}", incidents=plural(len(incidents), "incident"))
        if incidents
        else ""
    )
    still = phrase(", the last not over") if incidents and incidents[-1].over is None else ""
    return phrase(
        "{name} was up in {up:,} of {checks}{between} in {runs}{by}{rest}{times}{still}",
        name=quote(name),
        up=up,
        checks=plural(len(checks), "check"),
        between=between,
        runs=plural(runs, "run"),
        by=by,
        rest=rest,
        times=times,
        still=still,
    )


def _day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d}"

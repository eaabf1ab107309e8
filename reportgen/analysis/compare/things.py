"""What is not a test, side by side. Things of one name are told apart by their order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from reportgen.model.difference import (
    CoveragePair,
    PeakPair,
    ServicePair,
    ServiceState,
    StepPair,
    StepState,
)
from reportgen.model.freshness import services_now
from reportgen.model.health import Service
from reportgen.model.report import Report
from reportgen.model.steps import Step

K = TypeVar("K")
T = TypeVar("T")


def services(base: Report, head: Report) -> Iterator[ServicePair]:
    """Yield the services of either run and their parts; what was stale there is not known."""

    def state(service: Service | None) -> ServiceState | None:
        return ServiceState(service.status, service.latency_ms) if service else None

    for name, one, other in _paired(_services(services_now(base)), _services(services_now(head))):
        yield ServicePair(name, state(one), state(other))


def _services(services: Iterable[Service], above: str = "") -> Iterator[tuple[str, Service]]:
    """Yield all services and their parts, and what they are part of in their names."""
    for service in services:
        name = f"{above}{service.name}"
        yield name, service
        yield from _services(service.parts, f"{name} / ")


def memory(base: Report, head: Report) -> Iterator[PeakPair]:
    """Yield the memory series of either run."""
    before, after = (
        [((trend.series.name, trend.series.kind), trend) for trend in report.memory]
        for report in (base, head)
    )
    for (name, kind), one, other in _paired(before, after):
        yield PeakPair(name, kind, one.peak if one else None, other.peak if other else None)


def coverage(base: Report, head: Report) -> Iterator[CoveragePair]:
    """Yield the coverage reports of either run."""
    before, after = (
        [(each.measured.name, each.measured) for each in report.coverage] for report in (base, head)
    )
    for name, one, other in _paired(before, after):
        yield CoveragePair(name, one, other)


def steps(base: Report, head: Report) -> Iterator[StepPair]:
    """Yield the steps of either run that count."""

    def state(step: Step | None) -> StepState | None:
        return StepState(step.status, step.duration_s) if step else None

    before, after = (
        [((step.name, step.job), step) for step in report.steps if not step.superseded]
        for report in (base, head)
    )
    for (name, job), one, other in _paired(before, after):
        yield StepPair(name, job, state(one), state(other))


def _paired(
    base: Iterable[tuple[K, T]], head: Iterable[tuple[K, T]]
) -> Iterator[tuple[K, T | None, T | None]]:
    """Yield what each side has beside what the other has of that name, in the head's order."""
    theirs = dict(_numbered(base))
    for key, each in _numbered(head):
        yield key[0], theirs.pop(key, None), each
    for key, each in theirs.items():
        yield key[0], each, None


def _numbered(named: Iterable[tuple[K, T]]) -> Iterator[tuple[tuple[K, int], T]]:
    """Yield things with their names, namesakes by their order."""
    seen: dict[K, int] = defaultdict(int)
    for name, each in named:
        seen[name] += 1
        yield (name, seen[name]), each

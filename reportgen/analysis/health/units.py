"""Services → what counts on its own, how it stands, and whether the run needs it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from reportgen.config import Settings
from reportgen.model.health import Service, ServiceStatus
from reportgen.model.text import quote
from reportgen.wording import phrase

WORST: Final[tuple[ServiceStatus, ...]] = ("up", "unknown", "degraded", "down")
"""How a service may stand, the worst last."""


class Unit(NamedTuple):
    """
    Something that counts on its own.

    A service, a document that states one status for its parts (a *whole*), or a part of one.
    """

    service: Service
    whole: Service | None
    status: ServiceStatus
    required: bool
    fresh: bool

    @property
    def title(self) -> str:
        """What sentences call it."""
        part = phrase(" (part of {name})", name=quote(self.whole.name)) if self.whole else ""
        return f"{quote(self.service.name)}{part}"

    @property
    def is_whole(self) -> bool:
        """Whether it sums up parts, each of which counts on its own."""
        return self.service.aggregate and bool(self.service.parts)


def units_of(services: Sequence[Service], at: datetime, settings: Settings) -> list[Unit]:
    """Return what of *services* counts on its own, as it stands at the moment *at*."""
    return [_unit(service, whole, at, settings) for service, whole in _units(services)]


def names_of(services: Sequence[Service]) -> tuple[str, ...]:
    """Return the names of what counts on its own; a document that sums up its parts does not."""
    units = (service for service, _ in _units(services))
    return tuple(dict.fromkeys(unit.name for unit in units if not (unit.aggregate and unit.parts)))


def _units(services: Sequence[Service]) -> Iterator[tuple[Service, Service | None]]:
    """Yield what counts on its own, and for parts the whole they belong to."""
    for service in services:
        yield service, None
        if service.aggregate:
            for part in service.parts:
                yield part, service


def _unit(service: Service, whole: Service | None, at: datetime, settings: Settings) -> Unit:
    age = abs(at - service.checked_at) if service.checked_at else None
    is_whole = service.aggregate and bool(service.parts)
    required = settings.services.requires(service.name)
    if whole is not None:
        wholly = settings.services.requires(whole.name)
        optional = service.name in settings.services.optional
        required = (required or wholly) and not optional
        if settings.services.required is None:
            required = required and wholly
    return Unit(
        service,
        whole,
        service.status if is_whole else effective(service),
        required,
        age is None or age <= settings.services.stale_after,
    )


def told_by_parts(whole: Unit, units: list[Unit]) -> bool:
    """Whether the parts of *whole* say already what it says: then it needs no finding."""
    stated = WORST.index(whole.status)
    return any(
        unit.whole is whole.service and (not unit.fresh or WORST.index(unit.status) >= stated)
        for unit in units
    )


def effective(service: Service) -> ServiceStatus:
    """Return the worst of a service and its parts: one that is down shows through."""
    worst = max(
        (effective(part) for part in service.parts), key=WORST.index, default=service.status
    )
    if any(probe.status in {"down", "degraded"} for probe in service.probes):
        worst = max(worst, "degraded", key=WORST.index)
    if worst == "down" and service.status in {"up", "unknown"}:
        worst = "degraded"
    return max(worst, service.status, key=WORST.index)


def is_slow(unit: Unit, settings: Settings) -> bool:
    """Whether *unit* is up and took longer to answer than it should."""
    milliseconds = unit.service.latency_ms
    limit = settings.services.slow_after.total_seconds() * 1000
    return unit.status == "up" and milliseconds is not None and milliseconds > limit

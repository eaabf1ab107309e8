"""Health: services, their state, and the parts they are made of."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from reportgen.estimates.quantiles import quantile
from reportgen.model.base import Instant, Milliseconds, Model, Text
from reportgen.model.units import latency
from reportgen.wording import phrase

ServiceStatus: TypeAlias = Literal["up", "degraded", "down", "unknown"]


class Probe(NamedTuple):
    """One check of a service among several of the same run."""

    at: Instant | None
    status: ServiceStatus
    latency_ms: float | None


class Uptime(NamedTuple):
    """How many of the checks of a run found a service up, and how long it took to answer."""

    up: int
    checks: int
    p50_ms: float | None
    p95_ms: float | None

    def __str__(self) -> str:
        """Return it as a phrase: ``57 of 60 checks up, p50 12 ms, p95 40 ms``."""
        said = phrase("{up:,} of {checks:,} checks up", up=self.up, checks=self.checks)
        if self.p50_ms is None:
            return said
        return f"{said}, p50 {latency(self.p50_ms)}, p95 {latency(self.p95_ms)}"


class Service(Model):
    """
    One service or part of one, as a health artifact states it.

    *raw_status* is the artifact's own word. *place* is a JSON Pointer (RFC 6901) or a line.
    *aggregate* marks an entry that only sums up its parts (the document's own status).
    *probes* are all checks of the run in order, where it was checked more than once;
    the other fields are those of the last.
    """

    name: Text
    status: ServiceStatus
    raw_status: Text | None = None
    latency_ms: Milliseconds | None = None
    reason: Text | None = None
    checked_at: Instant | None = None
    parts: "tuple[Service, ...]" = ()
    artifact: str = ""
    place: str = ""
    aggregate: bool = False
    probes: tuple[Probe, ...] = ()

    @property
    def uptime(self) -> Uptime | None:
        """What the probes come to, or None where it was checked once."""
        if not self.probes:
            return None
        took = sorted(probe.latency_ms for probe in self.probes if probe.latency_ms is not None)
        return Uptime(
            sum(probe.status == "up" for probe in self.probes),
            len(self.probes),
            quantile(took, 0.50),
            quantile(took, 0.95),
        )


def top_level(services: Sequence[Service]) -> list[Service]:
    """Return what counts as a service: an entry that only sums up others stands for its parts."""
    found: list[Service] = []
    for service in services:
        sums_up = service.aggregate and service.parts
        found.extend(top_level(service.parts) if sums_up else [service])
    return found

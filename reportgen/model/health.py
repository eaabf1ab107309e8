"""Health: services, their state, and the parts they are made of."""

from typing import Literal, NamedTuple, TypeAlias

from reportgen.model.base import Instant, Milliseconds, Model, Text

ServiceStatus: TypeAlias = Literal["up", "degraded", "down", "unknown"]


class Probe(NamedTuple):
    """One check of a service among several of the same run."""

    at: Instant | None
    status: ServiceStatus
    latency_ms: float | None


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

"""How a service fares over runs: its days, and when it was not up."""

from reportgen.model.base import Instant, Model
from reportgen.model.health import ServiceStatus
from reportgen.model.overtime.stating import Moment, OverTime


class ServiceDay(Model):
    """
    A day of a service: checks and how many found it up. Days without checks are not listed.

    *unknown* of the checks could not tell: those are neither up nor down.
    """

    date: str
    up: int
    checks: int
    unknown: int = 0
    p50_ms: float | None = None
    p95_ms: float | None = None
    worst: ServiceStatus


class Incident(Model):
    """
    A service that was not up, over *checks* in a row; those that could not tell do not count.

    *first*, *last* and *over* are the runs of the first and the last failing check, and of the
    first after them that found it up; beside each is when the check itself was made.
    """

    first: Moment
    last: Moment
    over: Moment | None = None
    first_at: Instant | None = None
    last_at: Instant | None = None
    over_at: Instant | None = None
    checks: int
    worst: ServiceStatus
    reasons: tuple[str, ...] = ()


class ServiceOverRuns(OverTime):
    """How a service fares over runs."""

    name: str
    status: ServiceStatus
    """That of the newest check."""
    up: int
    checks: int
    unknown: int = 0
    p50_ms: float | None = None
    p95_ms: float | None = None
    days: tuple[ServiceDay, ...] = ()
    incidents: tuple[Incident, ...] = ()

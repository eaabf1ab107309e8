"""One opinion of all services: what is told of each, and what they come to together."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from reportgen.analysis.health import findings
from reportgen.analysis.health.units import Unit, told_by_parts, units_of
from reportgen.analysis.health.whole import claims_of, environment_of
from reportgen.config import Settings
from reportgen.model.baseline import Baseline
from reportgen.model.health import Service
from reportgen.model.report import Citations, Claim, Environment, Evidence, Finding
from reportgen.model.units import moment
from reportgen.wording import phrase


class Outage(NamedTuple):
    """A service that did not work: it may explain a failed test. *evidence* shows that."""

    name: str
    evidence: Evidence
    says: str = ""


class HealthOpinion(NamedTuple):
    """What the health artifacts come to; *environment* is what they alone say."""

    environment: Environment
    because: str
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    outages: tuple[Outage, ...]
    known: tuple[str, ...]
    """The names of all services seen, so that a message that names one of them can be told."""


def judge(
    services: Sequence[Service],
    baseline: Baseline | None,
    at: datetime,
    settings: Settings,
    cite: Citations,
) -> HealthOpinion:
    """
    Return what *services* say about the environment at the moment *at*.

    A service of *baseline* of which nothing speaks any more is missing, as a required one is.
    """
    units = units_of(services, at, settings)
    telling = [unit for unit in units if not (unit.is_whole and told_by_parts(unit, units))]
    seen = tuple(dict.fromkeys(unit.service.name for unit in units))
    missing = [name for name in settings.services.required or () if name not in seen]
    gone = [
        name
        for name in (baseline.services if baseline else ())
        if name not in seen and name not in missing
    ]
    lacking = [*missing, *(name for name in gone if settings.services.requires(name))]
    environment, because = environment_of(units, lacking, settings)
    told = [each for unit in telling for each in findings.troubles_of(unit, at, settings, cite)]
    told += findings.disagreeing(units, cite)
    told += [findings.missing(name, services, cite) for name in missing]
    if baseline is not None:
        told += findings.gone(gone, baseline.label, services, settings, cite)
    return HealthOpinion(
        environment=environment,
        because=because,
        findings=tuple(told),
        claims=tuple(claims_of(services, units, cite)),
        outages=tuple(_outage(u, cite) for u in telling if u.fresh and u.status == "down"),
        known=seen,
    )


def _outage(unit: Unit, cite: Citations) -> Outage:
    service = unit.service
    return Outage(
        service.name,
        cite.at(service.artifact, service.place),
        phrase("was down at {when}", when=moment(service.checked_at)) if service.checked_at else "",
    )

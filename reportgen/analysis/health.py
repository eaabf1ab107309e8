"""Services → what is down, degraded, stale or missing, and what that makes of the environment."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from reportgen.config import Settings
from reportgen.model.baseline import Baseline
from reportgen.model.health import Service, ServiceStatus
from reportgen.model.report import Citations, Claim, Environment, Evidence, Finding
from reportgen.model.text import quote
from reportgen.model.units import latency, listing, moment, plural
from reportgen.wording import phrase, phrase_many

_WORST: Final[tuple[ServiceStatus, ...]] = ("up", "unknown", "degraded", "down")


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


class _Unit(NamedTuple):
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
        part = phrase(" (part of {name})", name=quote(self.whole.name)) if self.whole else ""
        return f"{quote(self.service.name)}{part}"

    @property
    def is_whole(self) -> bool:
        return self.service.aggregate and bool(self.service.parts)


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
    units = [_unit(service, whole, at, settings) for service, whole in _units(services)]
    findings: list[Finding] = []
    outages: list[Outage] = []
    for unit in units:
        if unit.is_whole and _told_by_parts(unit, units):
            continue
        if not unit.fresh:
            findings.append(_stale(unit, at, cite))
        elif unit.status == "down":
            findings.extend(_down(unit, at, settings, cite))
            outages.append(
                Outage(
                    unit.service.name,
                    cite.at(unit.service.artifact, unit.service.place),
                    phrase("was down at {when}", when=moment(unit.service.checked_at))
                    if unit.service.checked_at
                    else "",
                )
            )
        elif unit.status == "degraded" or _is_slow(unit, settings):
            findings.append(_degraded(unit, settings, cite))
    findings.extend(_disagreeing(units, cite))
    seen = {unit.service.name for unit in units}
    missing = [name for name in settings.services.required or () if name not in seen]
    findings.extend(_missing(name, services, cite) for name in missing)
    if baseline is not None:
        gone = [name for name in baseline.services if name not in seen | set(missing)]
        findings.extend(_gone(gone, baseline.label, services, settings, cite))
        missing += [name for name in gone if settings.services.requires(name)]
    environment, because = _environment(units, missing, settings)
    return HealthOpinion(
        environment=environment,
        because=because,
        findings=tuple(findings),
        claims=tuple(_claims(services, units, cite)),
        outages=tuple(outages),
        known=tuple(dict.fromkeys(unit.service.name for unit in units)),
    )


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


def _unit(service: Service, whole: Service | None, at: datetime, settings: Settings) -> _Unit:
    age = abs(at - service.checked_at) if service.checked_at else None
    is_whole = service.aggregate and bool(service.parts)
    required = settings.services.requires(service.name)
    if whole is not None:
        wholly = settings.services.requires(whole.name)
        optional = service.name in settings.services.optional
        required = (required or wholly) and not optional
        if settings.services.required is None:
            required = required and wholly
    return _Unit(
        service,
        whole,
        service.status if is_whole else _effective(service),
        required,
        age is None or age <= settings.services.stale_after,
    )


def _told_by_parts(whole: _Unit, units: list[_Unit]) -> bool:
    """Whether the parts of *whole* say already what it says: then it needs no finding."""
    stated = _WORST.index(whole.status)
    return any(
        unit.whole is whole.service and (not unit.fresh or _WORST.index(unit.status) >= stated)
        for unit in units
    )


def _effective(service: Service) -> ServiceStatus:
    """Return the worst of a service and its parts: one that is down shows through."""
    worst = max(
        (_effective(part) for part in service.parts), key=_WORST.index, default=service.status
    )
    if any(probe.status in {"down", "degraded"} for probe in service.probes):
        worst = max(worst, "degraded", key=_WORST.index)
    if worst == "down" and service.status in {"up", "unknown"}:
        worst = "degraded"
    return max(worst, service.status, key=_WORST.index)


def _is_slow(unit: _Unit, settings: Settings) -> bool:
    milliseconds = unit.service.latency_ms
    limit = settings.services.slow_after.total_seconds() * 1000
    return unit.status == "up" and milliseconds is not None and milliseconds > limit


def _says(unit: _Unit) -> str:
    """Return how the unit fails, in the artifact's words and ours."""
    service = unit.service
    why = f": {quote(service.reason)}" if service.reason else ""
    after = (
        phrase(" after {latency}", latency=latency(service.latency_ms))
        if service.latency_ms
        else ""
    )
    if not why and service.raw_status and service.raw_status.lower() != unit.status:
        why = f": {quote(service.raw_status)}"
    return phrase(
        "{title} is {status}{why}{after}",
        title=unit.title,
        status=phrase(unit.status),
        why=why,
        after=after,
    )


def _down(unit: _Unit, at: datetime, settings: Settings, cite: Citations) -> Iterator[Finding]:
    name = unit.service.name
    rule, note, issues = settings.covering(at, lambda rule: rule.matches_service(name))
    evidence = (cite.at(unit.service.artifact, unit.service.place),)
    optional = "" if unit.required else phrase(" · optional")
    yield Finding(
        id="service-down",
        severity="error" if unit.required else "warning",
        subject=name,
        reason=f"{_says(unit)}{optional}{note}",
        numbers={"latency_ms": unit.service.latency_ms},
        evidence=evidence,
        advice=phrase("restore {name}", name=quote(name))
        + (phrase(" (known: {issue})", issue=quote(rule.issue)) if rule else ""),
        link=settings.issue_link(rule.issue) if rule else None,
        issues=issues,
    )
    if rule:
        yield Finding(
            id="known-issue",
            severity="info",
            subject=name,
            reason=phrase("{title} being down is known: {rule}", title=unit.title, rule=rule.named),
            evidence=evidence,
            link=settings.issue_link(rule.issue),
            issues=issues,
        )


def _degraded(unit: _Unit, settings: Settings, cite: Citations) -> Finding:
    if unit.status == "up":
        limit = latency(settings.services.slow_after.total_seconds() * 1000)
        took = latency(unit.service.latency_ms)
        reason = phrase(
            "{title} is up but slow: {took}, more than {limit}",
            title=unit.title,
            took=took,
            limit=limit,
        )
    else:
        reason = _says(unit)
        if unit.service.uptime:
            reason += f" ({unit.service.uptime}{_times_down(unit.service)})"
        down = [quote(part.name) for part in unit.service.parts if _effective(part) == "down"]
        if down:
            reason += phrase(" ({down} down)", down=listing(down))
    return Finding(
        id="service-degraded",
        severity="warning",
        subject=unit.service.name,
        reason=reason,
        numbers={"latency_ms": unit.service.latency_ms},
        evidence=(cite.at(unit.service.artifact, unit.service.place),),
    )


def _times_down(service: Service) -> str:
    """Return when the first and the last check failed, where the checks have times."""
    moments = [probe.at for probe in service.probes if probe.status != "up" and probe.at]
    if not moments:
        return ""
    first, last = moment(moments[0]), moment(moments[-1])
    return phrase("; not up at {first}", first=first) + (
        phrase(" to {last}", last=last) if last != first else ""
    )


def _stale(unit: _Unit, at: datetime, cite: Citations) -> Finding:
    return Finding(
        id="service-stale",
        severity="warning",
        subject=unit.service.name,
        reason=phrase(
            "{title} was last checked at {checked}, the run is of {at}: "
            "what it said then is not evidence now",
            title=unit.title,
            checked=moment(unit.service.checked_at),
            at=moment(at),
        ),
        evidence=(cite.at(unit.service.artifact, unit.service.place),),
        advice=phrase("check {name} again", name=quote(unit.service.name)),
    )


def _disagreeing(units: Sequence[_Unit], cite: Citations) -> Iterator[Finding]:
    """Yield services that one artifact calls up and another down, at no two moments."""
    named: dict[tuple[str, str], list[Service]] = {}
    for unit in units:
        if unit.fresh and not unit.is_whole:
            of = unit.whole.name if unit.whole else ""
            named.setdefault((unit.service.name, of), []).append(unit.service)
    for (name, _), services in named.items():
        up = next((each for each in services if each.status == "up"), None)
        down = next((each for each in services if each.status == "down"), None)
        if up is None or down is None or up.artifact == down.artifact:
            continue
        if up.checked_at and down.checked_at and up.checked_at != down.checked_at:
            continue
        yield Finding(
            id="contradiction",
            severity="warning",
            subject=name,
            reason=phrase(
                "{name} is up in {up} and down in {down}: it counts as down",
                name=quote(name),
                up=quote(up.artifact),
                down=quote(down.artifact),
            ),
            evidence=(cite.at(down.artifact, down.place), cite.at(up.artifact, up.place)),
            advice=phrase("check {name} again", name=quote(name)),
        )


def _missing(name: str, services: Sequence[Service], cite: Citations) -> Finding:
    artifacts = dict.fromkeys(service.artifact for service in services)
    return Finding(
        id="service-missing",
        severity="warning",
        subject=name,
        reason=phrase("{name} is required and no health artifact speaks of it", name=quote(name)),
        evidence=tuple(cite.at(artifact) for artifact in artifacts),
        advice=phrase("have the health check cover {name}", name=quote(name)),
    )


def _gone(
    names: list[str], base: str, services: Sequence[Service], settings: Settings, cite: Citations
) -> Iterator[Finding]:
    """Yield what the baseline had checked and this run did not: one finding where all are gone."""
    if not names:
        return
    artifacts = dict.fromkeys(service.artifact for service in services)
    groups = [names] if not services else [[name] for name in names]
    for group in groups:
        required = any(settings.services.requires(name) for name in group)
        yield Finding(
            id="service-missing",
            severity="warning" if required else "info",
            subject=listing(group, 3),
            reason=phrase_many(
                "{names} was checked in the {base}, and no health artifact of this run "
                "speaks of it",
                "{names} were checked in the {base}, and no health artifact of this run "
                "speaks of them",
                len(group),
                names=listing([quote(name) for name in group], 5),
                base=quote(base),
            ),
            evidence=tuple(cite.at(artifact) for artifact in artifacts),
            advice=phrase(
                "have the health check cover {name}",
                name=listing([quote(name) for name in group], 5),
            ),
        )


def _environment(
    units: list[_Unit], missing: list[str], settings: Settings
) -> tuple[Environment, str]:
    required = {unit.title for unit in units if unit.required and not unit.is_whole}
    down = [unit for unit in units if unit.fresh and unit.status == "down"]
    if blocking := [unit for unit in down if unit.required]:
        stopped = list(dict.fromkeys(unit.title for unit in blocking))
        services = plural(max(len(required), len(stopped)), "required service")
        return "blocked", phrase(
            "{number} of {services} down: {stopped}",
            number=len(stopped),
            services=services,
            stopped=listing(stopped),
        )
    if not units:
        if missing:
            return "unknown", phrase("no health artifact speaks of a required service")
        return "unknown", phrase("no health artifact was read")
    unclear = [
        unit for unit in units if unit.required and (not unit.fresh or unit.status == "unknown")
    ]
    if unclear or missing:
        names = listing([*(unit.title for unit in unclear), *(quote(name) for name in missing)])
        return "unknown", phrase("nothing fresh shows the state of {names}", names=names)
    if not any(unit.fresh for unit in units):
        return "unknown", phrase("no health evidence is fresh")
    troubled = [
        u for u in units if u.fresh and (u.status in {"degraded", "down"} or _is_slow(u, settings))
    ]
    if troubled:
        return "degraded", phrase(
            "{names} not at its best", names=listing([unit.title for unit in troubled])
        )
    if settings.services.required is None and not any(unit.required for unit in units):
        return "unknown", phrase("only optional services were checked")
    up, total = _counted([unit for unit in units if not unit.is_whole])
    return "ready", phrase("{up} of {services} up", up=up, services=plural(total, "service"))


def _counted(units: Sequence[_Unit]) -> tuple[int, int]:
    """Return how many are up, of how many; one that several artifacts check is up in all."""
    up: dict[str, bool] = {}
    for unit in units:
        up[unit.title] = up.get(unit.title, True) and unit.status == "up" and unit.fresh
    return sum(up.values()), len(up)


def _claims(services: Sequence[Service], units: list[_Unit], cite: Citations) -> Iterator[Claim]:
    """State how many are up: of the plain services together, and of each document's parts."""
    plain = [unit for unit in units if unit.whole is None and not unit.is_whole]
    if plain:
        yield _up("services-up", plain, None, cite)
    for index, whole in enumerate(s for s in services if s.aggregate and s.parts):
        parts = [unit for unit in units if unit.whole is whole]
        suffix = f"-{index + 1}" if index else ""
        yield _up(f"components-up{suffix}", parts, quote(whole.name), cite)


def _up(claim: str, units: list[_Unit], whole: str | None, cite: Citations) -> Claim:
    up, total = _counted(units)
    return Claim(
        id=claim,
        state="holds" if up == total else "fails",
        text=phrase_many(
            "{up} of {n:,} service is up", "{up} of {n:,} services are up", total, up=up
        )
        if whole is None
        else phrase_many(
            "{up} of {n:,} part of {whole} is up",
            "{up} of {n:,} parts of {whole} are up",
            total,
            up=up,
            whole=whole,
        ),
        evidence=tuple(
            dict.fromkeys(cite.at(unit.service.artifact, unit.service.place) for unit in units)
        ),
    )

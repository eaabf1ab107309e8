"""What is wrong with a service → a finding, in the artifact's words and ours."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportgen.analysis.health.units import Unit, effective, is_slow
from reportgen.config import Settings
from reportgen.model.health import Service
from reportgen.model.report import Citations, Finding
from reportgen.model.text import quote
from reportgen.model.units import latency, listing, moment
from reportgen.wording import phrase, phrase_many


def troubles_of(unit: Unit, at: datetime, settings: Settings, cite: Citations) -> Iterator[Finding]:
    """Yield what is wrong with *unit* by itself; what it said long ago says nothing now."""
    if not unit.fresh:
        yield _stale(unit, at, cite)
    elif unit.status == "down":
        yield from _down(unit, at, settings, cite)
    elif unit.status == "degraded" or is_slow(unit, settings):
        yield _degraded(unit, settings, cite)


def _down(unit: Unit, at: datetime, settings: Settings, cite: Citations) -> Iterator[Finding]:
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


def _degraded(unit: Unit, settings: Settings, cite: Citations) -> Finding:
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
        down = [quote(part.name) for part in unit.service.parts if effective(part) == "down"]
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


def _says(unit: Unit) -> str:
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


def _times_down(service: Service) -> str:
    """Return when the first and the last check failed, where the checks have times."""
    moments = [probe.at for probe in service.probes if probe.status != "up" and probe.at]
    if not moments:
        return ""
    first, last = moment(moments[0]), moment(moments[-1])
    return phrase("; not up at {first}", first=first) + (
        phrase(" to {last}", last=last) if last != first else ""
    )


def _stale(unit: Unit, at: datetime, cite: Citations) -> Finding:
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


def disagreeing(units: Sequence[Unit], cite: Citations) -> Iterator[Finding]:
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


def missing(name: str, services: Sequence[Service], cite: Citations) -> Finding:
    """Return that the required service *name* is in no artifact."""
    artifacts = dict.fromkeys(service.artifact for service in services)
    return Finding(
        id="service-missing",
        severity="warning",
        subject=name,
        reason=phrase("{name} is required and no health artifact speaks of it", name=quote(name)),
        evidence=tuple(cite.at(artifact) for artifact in artifacts),
        advice=phrase("have the health check cover {name}", name=quote(name)),
    )


def gone(
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

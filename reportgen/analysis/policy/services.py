"""The rule over services: each that counts as required says that it is up, and says so now."""

from collections.abc import Iterator

from reportgen.analysis.policy.grounds import Grounds
from reportgen.model.health import Service
from reportgen.model.report import Rule
from reportgen.model.text import quote
from reportgen.model.units import listing, plural
from reportgen.wording import phrase


def rules(grounds: Grounds) -> Iterator[Rule]:
    """Yield the rule over the required services."""
    name, settings = "require-services", grounds.settings.services
    if not grounds.policy.require_services:
        yield grounds.unset(name, phrase("it is not required that services are up"))
        return
    if not grounds.run.services:
        yield grounds.unjudged(name, phrase("no health artifact was read"))
        return
    required = settings.required or [each for each in grounds.services if settings.requires(each)]
    if not required:
        yield grounds.unjudged(name, phrase("no service counts as required"))
        return
    stale = {finding.subject for finding in grounds.of("service-stale")}
    seen = list(_units(grounds.run.services))
    lacking = []
    for wanted in dict.fromkeys(required):
        found = [service for service in seen if service.name == wanted]
        if not found:
            lacking.append(phrase("no health artifact speaks of {wanted}", wanted=quote(wanted)))
        elif wanted in stale:
            lacking.append(
                phrase("what is known of {wanted} is not of this run", wanted=quote(wanted))
            )
        elif not all(_is_up(service, settings.optional) for service in found):
            lacking.append(
                phrase("{wanted} is {status}", wanted=quote(wanted), status=_worst(found))
            )
    total = len(dict.fromkeys(required))
    up = total - len(lacking)
    told = f": {listing(lacking, 5)}" if lacking else ""
    yield grounds.judged(
        name,
        phrase(
            "{up:,} of {services} up{told}",
            up=up,
            services=plural(total, "required service"),
            told=told,
        ),
        {"up": up, "required": total},
        [
            grounds.cite.at(service.artifact, service.place)
            for service in seen
            if service.name in required
        ],
        passed=not lacking,
    )


def _units(services: tuple[Service, ...]) -> Iterator[Service]:
    """Yield what may be required by name: services, and the parts of a document with a status."""
    for service in services:
        yield service
        if service.aggregate:
            yield from service.parts


def _is_up(service: Service, optional: tuple[str, ...]) -> bool:
    """Whether *service* and all it is made of say that they are up."""
    parts = (part for part in service.parts if part.name not in optional)
    return service.status == "up" and all(_is_up(part, optional) for part in parts)


def _worst(services: list[Service]) -> str:
    stated = next((each.status for each in services if each.status != "up"), None)
    return phrase(stated) if stated else phrase("up, and a part of it is not")

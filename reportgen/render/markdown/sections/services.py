"""Services: their state, and the components they are made of."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.health import Service
from reportgen.model.report import Report
from reportgen.model.units import latency
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.states import SERVICE, State
from reportgen.render.markdown.templating import Page
from reportgen.render.services import services_now, up_of
from reportgen.wording import phrase


class Row(NamedTuple):
    """One service."""

    name: str
    state: State
    latency: str
    reason: str


class Services(NamedTuple):
    """
    The services that are shown, of how many, and their components.

    Components that are up are only named; the others have a row.
    """

    counts: str
    rows: tuple[Row, ...]
    rest: str | None
    components: str | None
    ailing: tuple[Row, ...]
    sound: tuple[str, ...]
    components_rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of services, if any are known."""
    services = services_now(report)
    if services:
        yield Block(
            "services",
            6,
            page.forms(
                "services",
                lambda form: _view(services, *form),
                ((25, 100), (25, 0), (8, 0), (0, 0)),
            ),
        )


def split(services: Sequence[Service]) -> tuple[list[Service], list[Service]]:
    """
    Return the services and the components (what services have for parts), worst first.

    An entry that only sums up its parts counts as neither.
    """
    worst = list(SERVICE)
    tops = [service for service in services if not service.aggregate]
    tops.sort(key=lambda service: worst.index(service.status))
    parts = [part for service in services for part in _leaves(service.parts)]
    parts.sort(key=lambda service: worst.index(service.status))
    return tops, parts


def _parts_up(parts: Sequence[Service]) -> str:
    """Return ``1 of 4 up``; parts of one name are of different things."""
    up = sum(part.status == "up" for part in parts)
    return phrase("{up:,} of {number:,} up", up=up, number=len(parts))


def _leaves(services: Sequence[Service]) -> Iterator[Service]:
    for service in services:
        if service.parts:
            yield from _leaves(service.parts)
        if not service.parts or (service.status != "up" and not service.aggregate):
            yield service


def _row(service: Service) -> Row:
    reason = service.reason or ""
    if not reason and service.status != "up" and service.raw_status:
        reason = service.raw_status
    if service.uptime:
        reason = f"{reason} · {service.uptime}" if reason else str(service.uptime)
    return Row(service.name, SERVICE[service.status], latency(service.latency_ms), reason)


def _view(services: Sequence[Service], most: int, named: int) -> Services:
    tops, parts = split(services)
    # An overall status that is worse than anything it sums up must not be lost.
    overall = [
        service
        for service in services
        if service.aggregate
        and service.status != "up"
        and all(part.status == "up" for part in _leaves(service.parts))
    ]
    counted = []
    if tops:
        up, number = up_of(tops)
        counted.append(phrase("{up:,} of {number:,} up", up=up, number=number))
    if parts:
        counted.append(phrase("components {up}", up=_parts_up(parts)))
    if not counted:
        counted.append(
            phrase("overall {status}", status=phrase(overall[0].status))
            if overall
            else phrase("overall up")
        )
    rows = [*overall, *tops]
    ailing = [part for part in parts if part.status != "up"]
    sound = [part.name for part in parts if part.status == "up"]
    hidden = max(0, len(ailing) - named) + max(0, len(sound) - named)
    return Services(
        counts=" — ".join(counted),
        rows=tuple(_row(service) for service in rows[:most]),
        rest=phrase("{most:,} of {number:,} services shown.", most=most, number=len(rows))
        if most and len(rows) > most
        else None,
        components=_parts_up(parts) if parts and named else None,
        ailing=tuple(_row(part) for part in ailing[:named]),
        sound=tuple(sound[:named]),
        components_rest=phrase("{hidden:,} more not named.", hidden=hidden) if hidden else None,
    )

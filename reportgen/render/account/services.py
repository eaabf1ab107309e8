"""Services and their parts as rows, in the order of the health artifacts."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.model.health import Service
from reportgen.render.account.sources import Citation, Sources
from reportgen.render.account.words import SERVICE_TONES, Tone
from reportgen.render.services import up_of

MOST_SERVICES: Final = 500
DEEPEST: Final = 4


class ServiceRow(NamedTuple):
    """A service or a part of one; *depth* counts the services around it."""

    service: Service
    tone: Tone
    depth: int
    raw_status: str | None
    citation: Citation | None


class Sum(NamedTuple):
    """How many are up: of the plain services together, or of the parts of one document."""

    name: str | None
    up: int
    total: int


class Services:
    """All services; what the table leaves out is counted."""

    def __init__(self, services: Sequence[Service], sources: Sources) -> None:
        rows = list(_rows(services, sources))
        self.sums = list(_sums(services))
        self.rows = rows[:MOST_SERVICES]
        self.left_out = len(rows) - len(self.rows)


def _sums(services: Sequence[Service]) -> Iterator[Sum]:
    plain = [service for service in services if not (service.aggregate and service.parts)]
    if plain:
        yield Sum(None, *up_of(plain))
    for whole in services:
        if whole.aggregate and whole.parts:
            up = sum(part.status == "up" for part in whole.parts)
            yield Sum(whole.name, up, len(whole.parts))


def _rows(services: Sequence[Service], sources: Sources, depth: int = 0) -> Iterator[ServiceRow]:
    for service in services:
        raw = service.raw_status
        yield ServiceRow(
            service=service,
            tone=SERVICE_TONES[service.status],
            depth=min(depth, DEEPEST),
            raw_status=raw if raw and raw.casefold() != service.status else None,
            citation=sources.cite(service.artifact, service.place),
        )
        yield from _rows(service.parts, sources, depth + 1)

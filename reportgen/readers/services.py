"""What the readers of health have in common: a service as every dialect gives it."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from reportgen.model.health import Probe, Service, ServiceStatus
from reportgen.model.run import Observations, Problem
from reportgen.model.text import one_line
from reportgen.readers.pointers import pointer
from reportgen.readers.source import Source
from reportgen.readers.statuses import is_status_word, is_undecided, status_of
from reportgen.wording import phrase

MAX_LATENCY_MS: Final = 1e15
_BEST_FIRST: Final[tuple[ServiceStatus, ...]] = ("up", "unknown", "degraded", "down")


class Placed(NamedTuple):
    """A JSON object and the keys that lead to it."""

    item: dict[str, Any]
    at: tuple[str | int, ...]


def all_are(source: Source, is_answer: Callable[[dict[str, Any]], bool]) -> bool:
    """Whether *source* holds JSON documents, each an object of which *is_answer* is true."""
    found = source.documents if source.kind == "json" else []
    return bool(found) and all(isinstance(each, dict) and is_answer(each) for each in found)


def objects(source: Source) -> tuple[Placed, ...]:
    """
    Return the JSON documents of *source* with their places, or none where one is no object.

    Of several in a row each is one check: the place of the first is ``/0``.
    """
    found = source.documents if source.kind == "json" else []
    if not all(isinstance(each, dict) for each in found):
        return ()
    return tuple(Placed(each, (n,) if len(found) > 1 else ()) for n, each in enumerate(found))


def worst(services: Iterable[Service]) -> ServiceStatus:
    """Return the state of a document that states none: that of its worst part."""
    return max((each.status for each in services), key=_BEST_FIRST.index, default="unknown")


def said(item: object, keys: Iterable[str]) -> str | None:
    """Return the first text that *item* has under one of *keys*, empty ones left out."""
    if not isinstance(item, Mapping):
        return None
    for key in keys:
        text = item.get(key)
        if isinstance(text, str) and text.strip():
            return text
    return None


def service(  # noqa: PLR0913 - the fields of a service, each by its name
    name: str,
    word: object,
    artifact: str,
    at: Iterable[str | int] | str,
    *,
    status: ServiceStatus | None = None,
    latency_ms: float | None = None,
    reason: object = None,
    checked_at: datetime | None = None,
    parts: Iterable[Service] = (),
    aggregate: bool = False,
) -> Service:
    """
    Return the service *name* of *artifact*, whose own word for its state is *word*.

    *at* is its place: keys of a JSON Pointer, or words such as ``line 3``.
    *status* is what the word means in this dialect where that is not what it means to all.
    A reason is kept only where the service is not up; empty texts are none.
    """
    found = status or status_of(word)
    said = reason.strip() if isinstance(reason, str) else None
    in_range = latency_ms is not None and 0 <= latency_ms < MAX_LATENCY_MS
    return Service(
        name=name,
        status=found,
        raw_status=raw(word),
        latency_ms=latency_ms if in_range else None,
        reason=said if said and found != "up" else None,
        checked_at=checked_at,
        parts=tuple(parts),
        artifact=artifact,
        place=at if isinstance(at, str) else pointer(*at) or "/",
        aggregate=aggregate,
    )


def raw(word: object) -> str | None:
    """Return the artifact's own word as text, or None where it has none."""
    if isinstance(word, bool):
        return "true" if word else "false"
    return str(word) if isinstance(word, str | int | float) and str(word) else None


def observed(
    services: Iterable[Service],
    problems: Iterable[Problem] = (),
    says_unknown: Container[str] = (),
) -> Observations:
    """
    Return *services* as what a reader found, with the moments they were checked at.

    *says_unknown* are words by which the dialect itself says that it does not know;
    any other word that nobody knows is worth a warning.
    """
    found = tuple(services)
    moments = {moment for each in found for node in _nodes(each) for moment in _moments(node)}
    strange = tuple(
        unknown_word(node.raw_status, node.place)
        for each in found
        for node in _nodes(each)
        if node.status == "unknown"
        and node.raw_status
        and node.raw_status not in says_unknown
        and not is_status_word(node.raw_status)
        and not is_undecided(node.raw_status)
    )
    return Observations(
        services=found, problems=(*problems, *strange), timestamps=tuple(sorted(moments))
    )


def unknown_word(word: object, place: str) -> Problem:
    """Return the warning that nobody knows what *word* means."""
    return Problem(
        kind="note",
        severity="warning",
        message=phrase(
            'the state "{state}" is not known; read as unknown', state=one_line(str(word), 60)
        ),
        place=place,
    )


def probed(services: Iterable[Service]) -> tuple[Service, ...]:
    """
    Return *services* with repeated checks of one name made into one service with its probes.

    They stand in the order of their times where each has one, else in that of the file.
    The last check is the state of the service, and of its parts, which have probes of their own.
    """
    return tuple(_last(checks) for checks in _by_name(services).values())


def _by_name(services: Iterable[Service]) -> dict[str, list[Service]]:
    found: dict[str, list[Service]] = {}
    for each in services:
        found.setdefault(each.name, []).append(each)
    return found


def distinct(names: Iterable[tuple[str, str]]) -> list[str]:
    """
    Return a name for each pair of a short and a long one, in order.

    The long one is taken where the short one stands for several things.
    """
    pairs = list(names)
    longs: dict[str, set[str]] = {}
    for short, long in pairs:
        longs.setdefault(short, set()).add(long)
    return [short if len(longs[short]) == 1 else long for short, long in pairs]


def _last(checks: list[Service]) -> Service:
    if len(checks) == 1:
        return checks[0]
    timed = [(each.checked_at, each) for each in checks if each.checked_at]
    if len(timed) == len(checks):
        checks = [each for _, each in sorted(timed, key=lambda pair: pair[0])]
    probes = tuple(Probe(each.checked_at, each.status, each.latency_ms) for each in checks)
    return checks[-1].model_copy(update={"probes": probes, "parts": _parts(checks)})


def _parts(checks: list[Service]) -> tuple[Service, ...]:
    """Return the parts of the last check; what is not in it any more is nobody's state."""
    last = checks[-1].parts
    if len({part.name for part in last}) < len(last):
        return last
    seen = _by_name(part for each in checks for part in each.parts)
    return tuple(_last(seen[part.name]) for part in last)


def _nodes(root: Service) -> Iterator[Service]:
    yield root
    for part in root.parts:
        yield from _nodes(part)


def _moments(node: Service) -> Iterator[datetime]:
    """Yield when *node* was checked, each time."""
    for moment in (node.checked_at, *(probe.at for probe in node.probes)):
        if moment:
            yield moment

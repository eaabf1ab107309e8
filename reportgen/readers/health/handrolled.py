"""
Health JSON as people write it by hand.

``{"api": "ok"}``, ``{"api": {"status": "up", "response_time_ms": 12}}``, a list of such entries
with names, or either under ``services``, ``checks`` and the like. So answer etcd and gRPC's probe.
Several documents in a row (JSON lines) are as many checks of one service or of them all.
A number is a latency only where its unit is said; an unlisted word is *unknown*.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations, Problem
from reportgen.model.text import one_line
from reportgen.readers.entries import Entry, entries_in, entries_of, left_out, odd
from reportgen.readers.fields import (
    CODE_KEYS,
    REASON_KEYS,
    STATUS_KEYS,
    TIME_KEYS,
    WHOLE_KEYS,
    folded,
    tells,
    whole,
)
from reportgen.readers.latencies import stated_latency
from reportgen.readers.numbers import moment
from reportgen.readers.services import observed, probed, raw, said, service, worst
from reportgen.readers.source import Source
from reportgen.readers.statuses import status_of
from reportgen.wording import phrase

NAME: Final = "health-json"
TITLE: Final = "health JSON, hand-rolled"
HINT: Final = '{"api": {"status": "up", "response_time_ms": 12}, "database": "down"}'
HOLDS_TESTS: Final = False

_INNER_REASON_KEYS = ("error", "root_cause", "message", "reason", "exception")


def matches(source: Source) -> bool:
    """Whether the document, or most of several, hold at least one named entry with a state."""
    if source.kind != "json":
        return False
    enough = len(source.documents) // 2 + 1
    telling = (
        None
        for document, at in _documents(source)
        if any(tells(entry.value) for entry in entries_of(document, source.stem, at))
    )
    return sum(1 for _ in islice(telling, enough)) == enough


def read(source: Source) -> Observations:
    """Return the services of the document, in its order; its own status makes them parts of one."""
    problems: list[Problem] = []
    stem = source.stem
    found = [
        each
        for document, at in _documents(source)
        for each in _services(document, at, stem, source.path, problems)
    ]
    return observed(found if len(source.documents) == 1 else probed(found), problems)


def _documents(source: Source) -> Iterator[tuple[Any, tuple[int, ...]]]:
    several = len(source.documents) > 1
    return ((each, (n,) if several else ()) for n, each in enumerate(source.documents))


def _services(
    document: object, at: tuple[int, ...], stem: str, artifact: str, problems: list[Problem]
) -> tuple[Service, ...]:
    fields = folded(document) if isinstance(document, dict) else {}
    checked_at = _moment(fields)
    entries = list(entries_of(document, stem, at))
    if not entries:
        problems.append(odd(phrase("this check states nothing; left out"), at))
        return ()
    found = tuple(_service(entry, checked_at, artifact, problems) for entry in entries)
    problems.extend(left_out(document, entries, at))
    if whole(fields) is None or not isinstance(document, dict) or entries[0].at == at:
        return found
    name = said(fields, ("name", "service", "component")) or stem
    root = _stated(
        Entry(name, document, at), found, checked_at, artifact, problems, (*WHOLE_KEYS, *CODE_KEYS)
    )
    return (root.model_copy(update={"aggregate": True}),)


def _service(
    entry: Entry, checked_at: datetime | None, artifact: str, problems: list[Problem]
) -> Service:
    if not isinstance(entry.value, dict):
        return service(entry.name, entry.value, artifact, entry.at, checked_at=checked_at)
    children = entries_in(entry.value, entry.at)
    parts = tuple(_service(child, checked_at, artifact, problems) for child in children)
    return _stated(entry, parts, checked_at, artifact, problems)


def _stated(
    entry: Entry,
    parts: tuple[Service, ...],
    checked_at: datetime | None,
    artifact: str,
    problems: list[Problem],
    keys: tuple[str, ...] = (*STATUS_KEYS, *CODE_KEYS),
) -> Service:
    """Return what an object says of a service by its fields; contradictions are told."""
    fields = folded(entry.value)
    words = {k: fields[k] for k in keys if k in fields and _is_word(fields[k])}
    stated = next(iter(words.values()), None)
    status, reason = status_of(stated), None
    if stated is None and parts:
        status = worst(parts)
    if status == "up" and (denied := _denial(words)):
        status = "degraded"
        reason = f"says {raw(stated)}, and {denied}"
    if status == "up" and fields.get("error"):
        message = phrase(
            'says "{stated}" and names an error: {error}',
            stated=raw(stated),
            error=one_line(str(fields["error"]), 120),
        )
        problems.append(odd(message, entry.at))
    return service(
        entry.name,
        stated,
        artifact,
        entry.at,
        status=status,
        latency_ms=stated_latency(entry.value),
        reason=reason or (None if status == "up" else _reason(fields)),
        checked_at=_moment(fields) or checked_at,
        parts=parts,
    )


def _is_word(value: object) -> bool:
    return isinstance(value, str | int | float) and value != ""


def _denial(words: dict[str, Any]) -> str | None:
    """Return the first field that does not agree that all is well."""
    for key, word in words.items():
        if status_of(word) in {"down", "degraded"}:
            return f"{key} {raw(word)}"
    return None


def _reason(fields: dict[str, Any]) -> str | None:
    for key in REASON_KEYS:
        value = fields.get(key)
        if isinstance(value, dict):
            value = said(folded(value), _INNER_REASON_KEYS)
        if isinstance(value, list):
            value = "; ".join(each for each in value if isinstance(each, str) and each.strip())
        if isinstance(value, str) and value.strip():
            return value
    code = next((fields[k] for k in CODE_KEYS if isinstance(fields.get(k), int)), None)
    return f"HTTP {code}" if code is not None and status_of(code) == "down" else None


def _moment(fields: dict[str, Any]) -> datetime | None:
    for key in TIME_KEYS:
        if key in fields and (found := moment(fields[key])):
            return found
    return None

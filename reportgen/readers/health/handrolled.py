"""
Health JSON as people write it by hand.

``{"api": "ok"}``, ``{"api": {"status": "up", "response_time_ms": 12}}``, a list of such entries
with names, or either under ``services``, ``checks`` and the like.
A number is a latency only where its key says the unit; an unlisted word is *unknown*.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from reportgen.model.health import Service
from reportgen.model.run import Observations, Problem
from reportgen.model.text import one_line
from reportgen.readers.numbers import moment, number, seconds
from reportgen.readers.pointers import pointer
from reportgen.readers.source import Source
from reportgen.readers.statuses import is_status_word, status_of

NAME: Final = "health-json"
TITLE: Final = "health JSON, hand-rolled"
HINT: Final = '{"api": {"status": "up", "response_time_ms": 12}, "database": "down"}'
HOLDS_TESTS: Final = False

_WRAPPERS = ("services", "checks", "components", "dependencies", "results", "endpoints", "data")
_STATUS_KEYS = ("status", "state", "health", "healthy", "ok", "up", "success", "result")
_CODE_KEYS = ("http_status", "status_code", "http_code", "code")
_NAME_KEYS = ("name", "service", "component", "id", "check", "endpoint")
_REASON_KEYS = (
    "error",
    "error_message",
    "message",
    "reason",
    "detail",
    "details",
    "description",
    "output",
    "msg",
)
_TIME_KEYS = ("timestamp", "checked_at", "time", "generated_at", "last_checked", "date")
_METADATA = {
    "version", "uptime", "commit", "environment", "env", "hostname", "host", "build", "release",
    "region", "name", "service", "title", "description", "status", "state", "message", "type",
    "private", "main", "license", "author", "id", *_TIME_KEYS,
}  # fmt: skip
# Documents of other kinds that also state a status: CI jobs, test reports, measurements.
_FOREIGN_KEYS = {
    "conclusion", "stage", "pipeline", "jobs", "tests", "resultType", "errorType", "schema_version",
    "MemUsage", "heapUsed", "metadata", "TargetHealthDescriptions", "heartbeatList", "checkResults",
}  # fmt: skip
# Items of lists that state an outcome of something else: a test, a job.
_FOREIGN_ITEM_KEYS = _FOREIGN_KEYS | {
    "suite", "classname", "fullName", "assertions", "failureMessages", "attempts", "duration",
}  # fmt: skip
_LATENCY_UNIT = (
    (re.compile(r"(?:_|^|(?<=[a-z]))(?:ms|millis|milliseconds)$"), 1.0),
    (re.compile(r"_(?:us|micros|microseconds)$"), 1e-3),
    (re.compile(r"_(?:ns|nanos|nanoseconds)$"), 1e-6),
    (re.compile(r"_(?:s|sec|secs|seconds)$"), 1e3),
)
_LATENCY_WORD = re.compile(r"latency|response|duration|elapsed|time|took|rtt|ping")
MAX_LATENCY: Final = 1e15
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class _Entry(NamedTuple):
    name: str
    value: Any
    at: tuple[str | int, ...]


def matches(source: Source) -> bool:
    """Whether the document holds at least one named entry with a state."""
    return source.kind == "json" and any(True for _ in _entries(source.document, source.stem))


def read(source: Source) -> Observations:
    """Return the services of the document, in its order; its own status makes them parts of one."""
    document = source.document
    checked_at = _moment(document) if isinstance(document, dict) else None
    problems: list[Problem] = []
    services = [
        _service(entry, checked_at, source.path, problems)
        for entry in _entries(document, source.stem)
    ]
    root = _aggregate(document)
    if root is not None and services and services[0].place != "/":
        services = [
            Service(
                name=source.stem,
                status=status_of(root),
                raw_status=_word(root),
                checked_at=checked_at,
                parts=tuple(services),
                artifact=source.path,
                place="/",
                aggregate=True,
            )
        ]
    moments = {service.checked_at for service in services if service.checked_at}
    return Observations(
        services=tuple(services), problems=tuple(problems), timestamps=tuple(sorted(moments))
    )


def _aggregate(document: object) -> str | bool | None:
    """Return the document's own status, if it states one beside its entries."""
    if not isinstance(document, dict):
        return None
    fields = _folded(document)
    word = next((fields[key] for key in ("status", "state", "health") if key in fields), None)
    return word if isinstance(word, str | bool) else None


def _entries(document: object, stem: str) -> Iterator[_Entry]:
    if isinstance(document, list):
        yield from _listed(document, ())
        return
    if not isinstance(document, dict) or document.keys() & _FOREIGN_KEYS:
        return
    for key, value in document.items():
        if _fold(key) in _WRAPPERS:
            at = (key,)
            inside = list(_listed(value, at) if isinstance(value, list) else _wrapped(value, at))
            if inside:
                yield from inside
                return
    named = list(_bare(document))
    if named:
        yield from named
    elif is_status_word(_aggregate(document)) and not any(
        isinstance(value, dict | list) and value for value in document.values()
    ):
        yield _Entry(_own_name(document) or stem, document, ())


def _wrapped(value: object, at: tuple[str | int, ...]) -> Iterator[_Entry]:
    """
    Yield the entries under a key that says that services follow.

    One that states something counts whatever stands beside it; a single word that is not known is
    a state that is not known. Prose and numbers are notes.
    """
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if isinstance(inner, dict):
            if _has_state(inner):
                yield _Entry(key, inner, (*at, key))
        elif is_status_word(inner) or _is_single_word(inner):
            yield _Entry(key, inner, (*at, key))


def _bare(document: dict[str, Any]) -> Iterator[_Entry]:
    """
    Yield the entries of a document whose keys are the names of services.

    Nothing says that they are, so at least half of them have to state something by a word:
    numbers and switches alone are counters and settings, not health.
    """
    named = {key: inner for key, inner in document.items() if _fold(key) not in _METADATA}
    telling = [
        inner
        for inner in named.values()
        if (isinstance(inner, dict) and _has_state(inner))
        or (isinstance(inner, str) and is_status_word(inner))
    ]
    if not telling or 2 * len(telling) < len(named):
        return
    for key, inner in named.items():
        if isinstance(inner, dict):
            if _has_state(inner):
                yield _Entry(key, inner, (key,))
        elif is_status_word(inner) or _is_single_word(inner):
            yield _Entry(key, inner, (key,))


def _is_single_word(value: object) -> bool:
    return isinstance(value, str) and bool(value) and not re.search(r"[\s/:]|^\d", value)


def _listed(items: list[Any], at: tuple[str | int, ...]) -> Iterator[_Entry]:
    """Yield the entries of a list whose items say their name and their state."""
    if any(isinstance(item, dict) and item.keys() & _FOREIGN_ITEM_KEYS for item in items):
        return
    for index, item in enumerate(items):
        if isinstance(item, dict) and _has_state(item) and (name := _own_name(item)):
            yield _Entry(name, item, (*at, index))


def _has_state(item: dict[str, Any]) -> bool:
    """Whether an object states how something is: by a word under a key that means state."""
    fields = _folded(item)
    if any(isinstance(fields.get(key), str | bool) for key in _STATUS_KEYS):
        return True
    return any(status_of(fields.get(key)) != "unknown" for key in (*_CODE_KEYS, "status"))


def _own_name(item: dict[str, Any]) -> str | None:
    fields = _folded(item)
    return next(
        (fields[k] for k in _NAME_KEYS if isinstance(fields.get(k), str) and fields[k]), None
    )


def _service(
    entry: _Entry, checked_at: datetime | None, artifact: str, problems: list[Problem]
) -> Service:
    place = pointer(*entry.at) or "/"
    if not isinstance(entry.value, dict):
        if status_of(entry.value) == "unknown":
            problems.append(_unknown_word(entry.value, place))
        return Service(
            name=entry.name,
            status=status_of(entry.value),
            raw_status=_word(entry.value),
            checked_at=checked_at,
            artifact=artifact,
            place=place,
        )
    fields = _folded(entry.value)
    said = {k: fields[k] for k in (*_STATUS_KEYS, *_CODE_KEYS) if fields.get(k) is not None}
    stated = next(iter(said.values()), None)
    status, reason = status_of(stated), _reason(fields)
    if status == "up" and (denied := _denial(said)):
        status = "degraded"
        reason = f"says {_word(stated)}, and {denied}"
    if status == "unknown" and stated is not None:
        problems.append(_unknown_word(stated, place))
    if status == "up" and fields.get("error"):
        problems.append(
            Problem(
                kind="note",
                severity="warning",
                message=f'says "{_word(stated)}" and names an error: '
                f"{one_line(str(fields['error']), 120)}",
                place=place,
            )
        )
    key = next((k for k in entry.value if _fold(k) in _WRAPPERS[:4]), None)
    children: Iterator[_Entry] = iter(())
    if key is not None:
        inner, at = entry.value[key], (*entry.at, key)
        children = _listed(inner, at) if isinstance(inner, list) else _wrapped(inner, at)
    return Service(
        name=entry.name,
        status=status,
        raw_status=_word(stated),
        latency_ms=_latency(entry.value),
        reason=reason if status != "up" else None,
        checked_at=_moment(entry.value) or checked_at,
        parts=tuple(_service(child, checked_at, artifact, problems) for child in children),
        artifact=artifact,
        place=place,
    )


def _unknown_word(word: object, place: str) -> Problem:
    return Problem(
        kind="note",
        severity="warning",
        message=f'the state "{one_line(str(word), 60)}" is not known; read as unknown',
        place=place,
    )


def _denial(said: dict[str, Any]) -> str | None:
    """Return the first field that does not agree that all is well."""
    return next(
        (f"{key} {_word(v)}" for key, v in said.items() if status_of(v) in {"down", "degraded"}),
        None,
    )


def _reason(fields: dict[str, Any]) -> str | None:
    for key in _REASON_KEYS:
        value = fields.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    code = next((fields[k] for k in _CODE_KEYS if isinstance(fields.get(k), int)), None)
    return f"HTTP {code}" if code is not None and status_of(code) == "down" else None


def _latency(item: dict[str, Any]) -> float | None:
    for key, value in item.items():
        folded = _fold(key)
        if not _LATENCY_WORD.search(folded) or isinstance(value, bool):
            continue
        if isinstance(value, str) and re.search(r"[a-zµμ]\s*$", value):
            took = seconds(value)
            if took is not None:
                return took * 1000
        amount = number(value) if isinstance(value, str) else value
        factor = next((f for pattern, f in _LATENCY_UNIT if pattern.search(folded)), None)
        if isinstance(amount, int | float) and 0 <= amount < MAX_LATENCY and factor is not None:
            return float(amount) * factor
    return None


def _moment(item: dict[str, Any]) -> datetime | None:
    fields = _folded(item)
    return next((found for key in _TIME_KEYS if (found := moment(fields.get(key)))), None)


def _word(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) and str(value) else None


def _fold(key: str) -> str:
    return _CAMEL.sub("_", key).lower().replace("-", "_").replace(" ", "_")


def _folded(item: dict[str, Any]) -> dict[str, Any]:
    return {_fold(key): value for key, value in item.items()}

"""
ASP.NET Core's HealthReport, in the JSON that several writers make of it.

https://learn.microsoft.com/aspnet/core/host-and-deploy/health-checks#customize-output
``entries`` is what the UI's writer (Xabaril) and a plain serializer call the checks, ``results``
what Microsoft's example does; ``checks``, ``healthChecks``, ``info`` and ``errors`` are lists that
people write by hand, of checks or of pairs of a key and a value; keys begin with a small or a
capital letter.
The UI's own list, ``/healthchecks-api``, is one of applications, each with its ``entries``.
Where nobody chose a writer, the answer is one word.
A state is a word or its number, where 2 is Healthy and 0 is not. Durations are TimeSpans.
An exception may be a text or an object with a message.
"""

from collections.abc import Iterator
from typing import Any, Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations
from reportgen.readers.latencies import milliseconds, stated_latency
from reportgen.readers.numbers import moment
from reportgen.readers.services import (
    Placed,
    all_are,
    distinct,
    objects,
    observed,
    probed,
    said,
    service,
)
from reportgen.readers.shapes import all_have, as_object, as_text, entries
from reportgen.readers.source import Source

NAME: Final = "aspnet-health"
TITLE: Final = "ASP.NET Core health report"
HINT: Final = "curl …/health > health.json, with UIResponseWriter or one of your own"
HOLDS_TESTS: Final = False

_WORDS = {"Unhealthy", "Degraded", "Healthy"}
_NUMBERS: tuple[ServiceStatus, ...] = ("down", "degraded", "up")
_NAMES = ("name", "key", "component", "check")
_NAMED = ("entries", "results")
_LISTS = ("entries", "results", "checks", "healthChecks", "info", "errors")
_TICKS_IN_MS = 1e4


def matches(source: Source) -> bool:
    """Whether each document has one of the three states, and checks that have one, too."""
    if source.kind == "text":
        return source.head_text.lstrip("\ufeff").strip() in _WORDS
    return _is_overview(source) or all_are(source, _is_report)


def read(source: Source) -> Observations:
    """Return the application, named by its file, with its checks as parts."""
    if source.kind == "text":
        word = source.text.lstrip("\ufeff").strip()
        return observed([service(source.stem, word, source.path, "line 1")])
    if _is_overview(source):
        found = [Placed(as_object(each), at) for at, each in entries(source)]
        names = distinct((_own_name(each), _address(each)) for each, _ in found)
        return observed(
            _application(each, name, source.path) for name, each in zip(names, found, strict=True)
        )
    return observed(
        probed(_application(each, source.stem, source.path) for each in objects(source))
    )


def _is_overview(source: Source) -> bool:
    """Whether it is the UI's list of applications."""
    return all_have(source, "name", "status", "onStateFrom", "lastExecuted", "entries")


def _own_name(item: dict[str, Any]) -> str:
    return as_text(item["name"]) or "application"


def _address(item: dict[str, Any]) -> str:
    return f"{_own_name(item)} ({as_text(item.get('uri'))})"


def _is_report(document: dict[str, Any]) -> bool:
    report = _small(document)
    word, key = report.get("status"), _key(report)
    checks = [_small(entry) for _, _, entry in _checks(report, key)]
    if isinstance(word, str):
        is_timed = "totalDuration" in report and report.keys().isdisjoint(_LISTS)
        return word in _WORDS and (is_timed if key is None else all(checks))
    return (
        _is_number(word)
        and key in {"entries", "results"}
        and bool(checks)
        and all(
            _is_number(check.get("status"))
            and bool(check.keys() & {"duration", "description", "data", "tags", "exception"})
            for check in checks
        )
    )


def _key(report: dict[str, Any]) -> str | None:
    """Return what the checks are called: the names go by key, or stand in the items of a list."""
    named = next((key for key in _NAMED if isinstance(report.get(key), dict)), None)
    return named or next((key for key in _LISTS if isinstance(report.get(key), list)), None)


def _checks(report: dict[str, Any], key: str | None) -> Iterator[tuple[str, str | int, Any]]:
    """Yield the checks with their names and keys."""
    found = report[key] if key else {}
    if isinstance(found, dict):
        yield from ((name, name, entry) for name, entry in found.items())
    else:
        for n, entry in enumerate(found):
            fields = _small(entry)
            value = fields.get("value")
            if isinstance(value, str):
                value = {"status": value}
            is_pair = "status" not in fields and isinstance(value, dict)
            yield said(fields, _NAMES) or f"check {n}", n, value if is_pair else entry


def _application(placed: Placed, name: str, artifact: str) -> Service:
    document, at = placed
    report = _small(document)
    key = _key(report)
    written = next((k for k in document if key and k.lower() == key.lower()), "")
    checked_at = moment(report.get("timestamp")) or moment(report.get("lastExecuted"))
    parts = tuple(
        _check(own, _small(entry), (*at, written, inner), artifact)
        for own, inner, entry in _checks(report, key)
    )
    if checked_at is not None:
        parts = tuple(part.model_copy(update={"checked_at": checked_at}) for part in parts)
    return service(
        name,
        report["status"],
        artifact,
        at,
        status=_status(report["status"]),
        latency_ms=_took(report),
        checked_at=checked_at,
        parts=parts,
        aggregate=True,
    )


def _check(name: str, entry: dict[str, Any], at: tuple[str | int, ...], artifact: str) -> Service:
    exception = entry.get("exception")
    if isinstance(exception, dict):
        exception = said(_small(exception), ("message",))
    return service(
        name,
        entry.get("status"),
        artifact,
        at,
        status=_status(entry.get("status")),
        latency_ms=_took(entry),
        reason=exception or said(entry, ("description", "error", "message")),
    )


def _took(item: dict[str, Any]) -> float | None:
    """Return the milliseconds of a TimeSpan, written as text or as the object it is."""
    for key in ("duration", "totalDuration", "healthCheckDuration"):
        span = item.get(key)
        if isinstance(span, dict):
            parts = _small(span)
            ticks = milliseconds(parts.get("ticks"), "ms")
            whole = milliseconds(parts.get("totalMilliseconds"), "ms")
            return whole if whole is not None or ticks is None else ticks / _TICKS_IN_MS
    return stated_latency(item)


def _status(word: object) -> ServiceStatus | None:
    return _NUMBERS[word] if _is_number(word) and isinstance(word, int) else None


def _is_number(word: object) -> bool:
    return isinstance(word, int) and not isinstance(word, bool) and 0 <= word < len(_NUMBERS)


def _small(item: object) -> dict[str, Any]:
    """Return the fields of *item* with a small first letter."""
    if not isinstance(item, dict):
        return {}
    return {key[:1].lower() + key[1:]: value for key, value in item.items()}

"""
ASP.NET Core's HealthReport, in the JSON that several writers make of it.

https://learn.microsoft.com/aspnet/core/host-and-deploy/health-checks#customize-output
``entries`` is what the UI's writer (Xabaril) and a plain serializer call the checks, ``results``
what Microsoft's example does, and ``checks`` or ``healthChecks`` what people write by hand; keys
begin with a small or a capital letter.
A state is a word or its number, where 2 is Healthy and 0 is not. Durations are TimeSpans.
An exception may be a text or an object with a message.
"""

from collections.abc import Iterator
from typing import Any, Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations
from reportgen.readers.latencies import milliseconds, stated_latency
from reportgen.readers.numbers import moment
from reportgen.readers.services import Placed, all_are, objects, observed, probed, said, service
from reportgen.readers.source import Source

NAME: Final = "aspnet-health"
TITLE: Final = "ASP.NET Core health report"
HINT: Final = "curl …/health, with UIResponseWriter or one of your own"
HOLDS_TESTS: Final = False

_WORDS = {"Unhealthy", "Degraded", "Healthy"}
_NUMBERS: tuple[ServiceStatus, ...] = ("down", "degraded", "up")
_NAMES = ("name", "key", "component", "check")
_TICKS_IN_MS = 1e4


def matches(source: Source) -> bool:
    """Whether each document has one of the three states, and checks that have one, too."""
    return all_are(source, _is_report)


def read(source: Source) -> Observations:
    """Return the application, named by its file, with its checks as parts."""
    return observed(probed(_application(each, source) for each in objects(source)))


def _is_report(document: dict[str, Any]) -> bool:
    report = _small(document)
    word, key = report.get("status"), _key(report)
    entries = [_small(entry) for _, _, entry in _entries(report, key)]
    if isinstance(word, str):
        is_timed = "totalDuration" in report and not report.keys() & {"checks", "healthChecks"}
        return word in _WORDS and (is_timed if key is None else all(entries))
    return (
        _is_number(word)
        and key in {"entries", "results"}
        and bool(entries)
        and all(
            _is_number(entry.get("status"))
            and bool(entry.keys() & {"duration", "description", "data", "tags", "exception"})
            for entry in entries
        )
    )


def _key(report: dict[str, Any]) -> str | None:
    """Return what the checks are called: the names go by key, or stand in the items of a list."""
    kinds = {"entries": dict, "results": dict, "checks": list, "healthChecks": list}
    return next((key for key, kind in kinds.items() if isinstance(report.get(key), kind)), None)


def _entries(report: dict[str, Any], key: str | None) -> Iterator[tuple[str, str | int, Any]]:
    """Yield the checks with their names and keys."""
    found = report[key] if key else {}
    if isinstance(found, dict):
        yield from ((name, name, entry) for name, entry in found.items())
    else:
        for n, entry in enumerate(found):
            yield said(_small(entry), _NAMES) or f"check {n}", n, entry


def _application(placed: Placed, source: Source) -> Service:
    document, at = placed
    report = _small(document)
    key = _key(report)
    written = next((k for k in document if key and k.lower() == key.lower()), "")
    checked_at = moment(report.get("timestamp"))
    parts = tuple(
        _check(name, _small(entry), (*at, written, inner), source.path)
        for name, inner, entry in _entries(report, key)
    )
    if checked_at is not None:
        parts = tuple(part.model_copy(update={"checked_at": checked_at}) for part in parts)
    return service(
        source.stem,
        report["status"],
        source.path,
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

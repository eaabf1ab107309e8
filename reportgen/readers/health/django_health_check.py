"""
The JSON and the text of django-health-check.

https://codingjoe.dev/django-health-check/
A check and what it says, and no word for the whole: ``OK`` since version 4, ``working`` before,
else the kind of trouble and a message, several of them line by line. A warning is degraded.
Version 4 names a check by its Python ``repr``, version 3 mostly by its class.
As text each check is a line, ``name: message``; as OpenMetrics, a value of
``django_health_check_status`` with the arguments of the check as labels, and no message: there a
warning is 0, as all trouble.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations
from reportgen.model.text import clean
from reportgen.patterns import pattern
from reportgen.readers.exposition import Metric, metrics
from reportgen.readers.services import all_are, objects, observed, probed, service, worst
from reportgen.readers.source import Source
from reportgen.readers.statuses import is_status_word

NAME: Final = "django-health-check"
TITLE: Final = "django-health-check"
HINT: Final = "curl -H 'Accept: application/json' …/health/ > health.json"
HOLDS_TESTS: Final = False

_WELL = ("OK", "working")
_REPR = pattern(r"[A-Za-z_][\w.]{0,200}\(.{0,2000}\)|<.{1,2000}>", re.DOTALL)
_CLASS = pattern(r"[A-Z]\w{0,200}(?:Backend|Check|Usage|Storage)|[\w ]{1,60} backend: .{1,200}")
_KIND = pattern(r"(?:unknown error|warning|unavailable|unexpected result): ", re.IGNORECASE)
_LINE = pattern(r"([A-Za-z_][\w.]{0,200}\(.{0,2000}?\)): (\S.{0,8000})")
_LONGEST = 1000
_STATUS = "django_health_check_status"
_SECONDS = "django_health_check_response_time_seconds"
_OVERALL = "django_health_check_overall_status"
_VALUES: Final[dict[float | None, ServiceStatus]] = {1.0: "up", 0.0: "down"}


class _Check(NamedTuple):
    """What was said of a check, and where."""

    name: str
    text: object
    place: tuple[str | int, ...] | str


def matches(source: Source) -> bool:
    """Whether every check is named as the package names it and says what it makes them say."""
    if source.kind == "text":
        head = clean(source.head_text.lstrip("\ufeff")).lstrip()
        return f"{_STATUS}{{" in head or (_LINE.match(head) is not None and any(_answers(source)))
    return all_are(source, lambda document: _is_answer(_checks(document, ())))


def read(source: Source) -> Observations:
    """Return the application, named by its file, with its checks as parts."""
    if source.kind == "text" and f"{_STATUS}{{" in source.head_text:
        return observed(probed(_measured(source)))
    return observed(probed(_application(checks, at, source) for checks, at in _answers(source)))


def _measured(source: Source) -> Iterator[Service]:
    """Yield the application once for each of its answers in a row, with its checks as parts."""
    parts: list[Service] = []
    took: dict[str, float] = {}
    for metric in metrics(source.lines):
        if metric.name == _STATUS:
            status = _VALUES.get(metric.number, "unknown")
            name = _called(metric.labels)
            parts.append(
                service(name, metric.value, source.path, f"line {metric.line}", status=status)
            )
        elif metric.name == _SECONDS and metric.number is not None:
            took[_called(metric.labels)] = round(metric.number * 1000, 6)
        elif metric.name == _OVERALL and parts:
            yield _whole(metric, parts, took, source)
            parts, took = [], {}
    if parts:
        yield _whole(None, parts, took, source)


def _whole(
    metric: Metric | None, parts: list[Service], took: dict[str, float], source: Source
) -> Service:
    timed = [part.model_copy(update={"latency_ms": took.get(part.name)}) for part in parts]
    return service(
        source.stem,
        metric.value if metric else None,
        source.path,
        f"line {metric.line}" if metric else parts[0].place,
        status=_VALUES.get(metric.number, "unknown") if metric else worst(parts),
        parts=timed,
        aggregate=True,
    )


def _called(labels: dict[str, str]) -> str:
    """Return the check by its labels as its ``repr`` has it in the other answers."""
    arguments = ", ".join(
        f"{key}={value if value.isdecimal() else repr(value)}"
        for key, value in labels.items()
        if key != "check"
    )
    return f"{labels.get('check') or 'check'}({arguments})"


def _answers(source: Source) -> Iterator[tuple[list[_Check], tuple[str | int, ...] | str]]:
    """Yield the checks of each answer, and its place."""
    if source.kind == "json":
        for document, at in objects(source):
            yield _checks(document, at), at
    elif source.kind == "text" and len(source.lines) <= _LONGEST:
        lines = [(n, clean(line)) for n, line in enumerate(source.lines, 1) if line.strip()]
        found = [(n, _LINE.fullmatch(line.rstrip())) for n, line in lines]
        checks = [_Check(line[1], line[2], f"line {n}") for n, line in found if line]
        if len(checks) == len(lines) and _is_answer(checks):
            yield checks, "line 1"


def _checks(document: dict[str, Any], at: tuple[str | int, ...]) -> list[_Check]:
    return [_Check(name, text, (*at, name)) for name, text in document.items()]


def _is_answer(checks: list[_Check]) -> bool:
    words = [check.text for check in checks if isinstance(check.text, str) and check.text]
    if not checks or len(words) < len(checks):
        return False
    if any(word not in _WELL and is_status_word(word) for word in words):
        return False
    is_named = any(_REPR.fullmatch(each.name) or _CLASS.fullmatch(each.name) for each in checks)
    return is_named and any(word in _WELL or _KIND.match(word) for word in words)


def _application(checks: list[_Check], at: tuple[str | int, ...] | str, source: Source) -> Service:
    parts = tuple(
        service(
            check.name,
            check.text if check.text in _WELL else None,
            source.path,
            check.place,
            status=_status(str(check.text)),
            reason=check.text,
        )
        for check in checks
    )
    return service(
        source.stem, None, source.path, at, status=worst(parts), parts=parts, aggregate=True
    )


def _status(text: str) -> ServiceStatus:
    if text in _WELL:
        return "up"
    lines = text.lower().split("\n")
    return "degraded" if all(line.startswith("warning: ") for line in lines) else "down"

"""
Prometheus' text format and OpenMetrics, also GitLab's metrics report: what a scrape gives.

https://prometheus.io/docs/instrumenting/exposition_formats/ and https://openmetrics.io/.
Times are milliseconds in the one and seconds in the other; ``# EOF`` tells OpenMetrics.
A scrape is one instant; several in one file make a series.
Only metrics that say in their name how much memory is used are read; NaN and infinities are none.
Lines are parsed one by one, so that a broken one costs no other.
"""

from collections.abc import Iterator
from math import isfinite
from typing import Final, NamedTuple

from reportgen.errors import ReadError
from reportgen.model.memory import OutOfMemory, Sample
from reportgen.model.run import Observations, Problem
from reportgen.model.text import one_line
from reportgen.patterns import pattern
from reportgen.readers.metrics import LIMITS, ORDER, OUT_OF_MEMORY, metric_of, shown
from reportgen.readers.numbers import moment
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "prometheus-text"
TITLE: Final = "Prometheus text, OpenMetrics"
HINT: Final = "curl -s http://localhost:8000/metrics > metrics.txt"
HOLDS_TESTS: Final = False

_COMMENT: Final = pattern(r"# (?:(?:HELP|TYPE|UNIT) [a-zA-Z_:][\w:.]{0,300}(?: .*)?|EOF)\s*")
_LINE: Final = pattern(
    r"([a-zA-Z_:][a-zA-Z0-9_:]{0,300})(?:\{.*\})?\s+[-+]?[\dNI.][\w.+-]{0,30}"
    r"(?:\s+-?[\d.]{1,30})?\s*(?:# .*)?"
)
_LONGEST: Final = 20_000


class _Stated(NamedTuple):
    number: int
    name: str
    labels: dict[str, str]
    value: float
    at: float | None


def matches(source: Source) -> bool:
    """Whether nearly every line is a metric or a comment on one, and one of them is memory."""
    if source.kind != "text":
        return False
    lines = [line for line in source.head_text.lstrip("\ufeff").splitlines() if line.strip()]
    lines = lines[:-1] if len(source.head_text) >= 60_000 else lines
    known = sum(1 for line in lines if _COMMENT.match(line) or _LINE.fullmatch(line[:_LONGEST]))
    odd = len(lines) - known - sum(1 for line in lines if line.startswith("# "))
    if not known or odd * 10 > len(lines):
        return False
    return any(_is_about_memory(line) for line in source.lines)


def read(source: Source) -> Observations:
    """
    Return one series for each metric of memory and set of labels.

    Raises:
        ReadError: no metric of memory could be read.

    """
    book = SeriesBook(source.path)
    kinds: dict[str, int] = {}
    limits: dict[str, int] = {}
    out_of_memory: list[OutOfMemory] = []
    stamps: list[float] = []
    broken: list[tuple[int, str]] = []
    for stated in _stated(source, broken):
        name = shown(stated.name, stated.labels)
        if stated.name == OUT_OF_MEMORY:
            if stated.value > 0:
                out_of_memory.append(_killed(source.path, stated))
            continue
        for limited in LIMITS.get(stated.name, ()):
            limits[shown(limited, stated.labels)] = round(stated.value)
        metric = metric_of(stated.name, stated.labels)
        if metric is None or stated.value < 0:
            continue
        value = round(stated.value * metric.factor)
        book.add(name, metric.kind, stated.number, Sample(stated.at, value))
        kinds[name] = ORDER.index(metric.kind) if metric.kind in ORDER else len(ORDER)
        stamps += [stated.at] if stated.at is not None else []
    for name, limit in limits.items():
        book.limit(name, limit)
    memory = book.in_order(*sorted(kinds, key=lambda name: kinds[name]))
    if not memory and not out_of_memory:
        raise ReadError(phrase("metrics, but none of memory that has a value"))
    ends = (moment(min(stamps)), moment(max(stamps))) if stamps else ()
    return Observations(
        memory=memory,
        out_of_memory=tuple(out_of_memory),
        problems=_problems(broken),
        timestamps=tuple(end for end in ends if end),
    )


def _is_about_memory(line: str) -> bool:
    found = _LINE.fullmatch(line[:_LONGEST])
    name = found[1] if found else ""
    return name == OUT_OF_MEMORY or name in LIMITS or metric_of(name, {}) is not None


def _stated(source: Source, broken: list[tuple[int, str]]) -> Iterator[_Stated]:
    """Yield the values of memory; what cannot be parsed is added to *broken*."""
    from prometheus_client.openmetrics.parser import (  # noqa: PLC0415 - costs every start otherwise
        text_string_to_metric_families as openmetrics,
    )
    from prometheus_client.parser import (  # noqa: PLC0415 - the same
        text_string_to_metric_families as classic,
    )

    is_open = any(line.rstrip() == "# EOF" for line in source.lines[-5:])
    for number, line in enumerate(source.lines, 1):
        text = line.strip("\ufeff \t\r")
        if not text or text.startswith("#"):
            continue
        if not _is_about_memory(text):
            if not _LINE.fullmatch(text[:_LONGEST]):
                broken.append((number, text))
            continue
        try:
            parse, end = (openmetrics, "\n# EOF\n") if is_open else (classic, "\n")
            families = list(parse(text + end))
            samples = [sample for family in families for sample in family.samples]
            for sample in samples:
                at = float(sample.timestamp) if sample.timestamp is not None else None
                value = float(sample.value)
                if isfinite(value):
                    yield _Stated(number, sample.name, dict(sample.labels), value, at)
        except (ValueError, IndexError, KeyError, TypeError, OverflowError):
            broken.append((number, text))


def _killed(path: str, stated: _Stated) -> OutOfMemory:
    process = stated.labels.get("container") or stated.labels.get("name")
    return OutOfMemory(
        told_by="cgroup",
        says=f"{stated.name} {stated.value:g}",
        process=process or None,
        artifact=path,
        place=f"line {stated.number}",
    )


def _problems(broken: list[tuple[int, str]]) -> tuple[Problem, ...]:
    if not broken:
        return ()
    number, text = broken[0]
    message = phrase("a line that is no metric was left out: {line}", line=one_line(text, 80))
    if len(broken) > 1:
        message += phrase(", and {n} more", n=len(broken) - 1)
    return (Problem(kind="note", severity="warning", message=message, place=f"line {number}"),)

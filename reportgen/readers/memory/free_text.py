"""
Memory in plain log lines: ``Memory usage: 224.1 MB``, ``RSS: 88,120 kB``, ``Peak memory: 1.2 GiB``.

Every prefix is read as binary: what programs print as MB is nearly always a division by 2^20.
A line that speaks of a peak states one number; the others are samples over time.
"""

import re
from typing import Final

from reportgen.model.memory import MemorySeries, Sample
from reportgen.model.run import Observations
from reportgen.model.text import clean
from reportgen.readers.numbers import memory_bytes, moment, number
from reportgen.readers.source import Source

NAME: Final = "memory-text"
TITLE: Final = "memory lines in a log"
HINT: Final = "Memory usage: 224.1 MB"
HOLDS_TESTS: Final = False

_READING = re.compile(
    r"(?<![\w-])(?P<name>(?:peak |max(?:imum)? |current |total |process )?"
    r"(?:memory(?: usage| used| consumption| footprint)?|mem(?: usage| used)?|rss"
    r"|heap(?: used| size| usage)?"
    r"|resident set size|max_?rss|working set))"
    r"(?:\s*(?:is|was|at|of|now|after [a-z ]{1,20}|\((?:rss|heap|mb|mib)\))){0,2}\s*[:=]?\s*"
    r"(?P<value>\d[\d.,]{0,18})\s*(?P<unit>bytes?|[kmgt]i?b?|b)(?![\w/])",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"(?<![\w-])(?P<name>(?:peak_|max_)?(?:rss|mem(?:ory)?(?:_used|_usage)?|heap(?:_used)?))"
    r"_(?P<unit>bytes|[kmgt]i?b)\s*[=:]\s*(?P<value>\d[\d.,]{0,18})(?![\w.])",
    re.IGNORECASE,
)
_MOST = 1 << 50  # a reading beyond a pebibyte is a fault of the log
_OTHER_MATTER = re.compile(
    r"\b(?:limit|available|download|upload|disk|cache size|free of|swap|allocat\w+ failed|quota)\b",
    re.IGNORECASE,
)
_PEAK = re.compile(r"\b(?:peak|max(?:imum)?|max_?rss)\b", re.IGNORECASE)
_STAMP = re.compile(
    r"^\W{0,2}(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)"
    r"|^\W{0,2}(\d{10}(?:\.\d+)?)\b"
)
_CLOCK = re.compile(r"^\W{0,2}(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6}))?\b")
_DAY = 86_400
_HINT = re.compile(r"mem|rss|heap|resident|working set", re.IGNORECASE)


def matches(source: Source) -> bool:
    """Whether any line holds a reading."""
    if source.kind != "text" or not _HINT.search(source.text):
        return False
    return any(_reading(clean(line)) for line in source.lines if _HINT.search(line))


def read(source: Source) -> Observations:
    """Return one series per name, in order of first appearance."""
    samples: dict[str, list[tuple[int, Sample]]] = {}
    moments = []
    day, last_clock = 0, None
    for index, raw in enumerate(source.lines, 1):
        line = clean(raw)
        if not (found := _reading(line)):
            continue
        at: float | None = None
        if stamp := _STAMP.match(line):
            text = stamp[1] or stamp[2]
            when = moment(float(text) if stamp[2] else text.replace(",", "."))
            if when:
                moments.append(when)
                at = when.timestamp()
        elif clock := _CLOCK.match(line):
            hours, minutes, secs = int(clock[1]), int(clock[2]), int(clock[3])
            at = hours * 3600 + minutes * 60 + secs + float(f"0.{clock[4] or 0}")
            if last_clock is not None and at + day * _DAY < last_clock - _DAY / 2:
                day += 1
            at += day * _DAY
            last_clock = at
        name, value = found
        samples.setdefault(name, []).append((index, Sample(at, value)))
    series = tuple(_series(name, rows, source.path) for name, rows in samples.items())
    bounds = (min(moments), max(moments)) if moments else ()
    return Observations(memory=series, timestamps=bounds)


def _reading(line: str) -> tuple[str, int] | None:
    """Return the name and the bytes of the reading in *line*, if it is one."""
    if len(line) > 4096 or _OTHER_MATTER.search(line):
        return None
    found = _READING.search(line) or _ASSIGNED.search(line)
    if found is None:
        return None
    value = number(found["value"].rstrip(".,"))
    if value is None:
        return None
    name = re.sub(r"[\s_]+", " ", found["name"].lower()).removeprefix("current ")
    amount = memory_bytes(value, found["unit"])
    return (name, amount) if amount <= _MOST else None


def _series(name: str, rows: list[tuple[int, Sample]], artifact: str) -> MemorySeries:
    first, last = rows[0][0], rows[-1][0]
    values = [sample for _, sample in rows]
    peak = max(sample.value for sample in values) if _PEAK.search(name) else None
    return MemorySeries(
        name=name,
        kind="heap" if name.startswith("heap") else "rss",
        samples=tuple(values),
        stated_peak=peak,
        artifact=artifact,
        place=f"line {first}" if first == last else f"lines {first}–{last}",
    )

"""
Memory in plain log lines: ``Memory usage: 224.1 MB``, ``RSS: 88,120 kB``, ``Peak memory: 1.2 GiB``.

Every prefix is read as binary: what programs print as MB is nearly always a division by 2^20.
A line that speaks of a peak states one number; the others are samples over time.
"""

import re
from typing import Final

from reportgen.model.memory import MemorySeries, Sample
from reportgen.model.run import Observations
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.numbers import memory_bytes, number

NAME: Final = "memory-text"
TITLE: Final = "memory lines in a log"
HINT: Final = "Memory usage: 224.1 MB"
WORDS: Final = ("mem", "rss", "heap", "resident", "working set")

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


def collector(path: str) -> "_Collector":
    """Return a collector of readings, one series per name in order of first appearance."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._path = path
        self._clock = Clock()
        self._rows: dict[str, list[tuple[int, Sample]]] = {}

    def take(self, number: int, line: str) -> Take:
        found = _reading(line)
        if found is None:
            return Take.NO
        name, value = found
        at, _ = self._clock.read(line)
        self._rows.setdefault(name, []).append((number, Sample(at, value)))
        return Take.YES

    def observations(self) -> Observations:
        return Observations(
            memory=tuple(_series(name, rows, self._path) for name, rows in self._rows.items()),
            timestamps=self._clock.moments,
        )


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

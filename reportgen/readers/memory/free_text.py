"""
Memory in plain log lines: ``Memory usage: 224.1 MB``, ``RSS: 88,120 kB``, ``Peak memory: 1.2 GiB``.

Every prefix is read as binary: what programs print as MB is nearly always a division by 2^20.
Lines that speak of a peak state one number, the largest; the others are samples over time.
A line about a limit, a request, a total, a download or a disk is no reading.
"""

import re
from typing import Final

from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.numbers import memory_bytes, number
from reportgen.readers.series import MOST, SeriesBook

NAME: Final = "memory-text"
TITLE: Final = "memory lines in a log"
HINT: Final = "Memory usage: 224.1 MB"
WORDS: Final = ("mem", "rss", "heap", "resident", "working set")

_UNIT: Final = (
    r"(?P<unit>(?:kilo|mega|giga|kibi|mebi|gibi)bytes?|bytes?|[kmgt]i?b?|b)"
    r"(?![\w-]|/(?!\s?\d))"
)
_VALUE: Final = r"(?P<value>\d[\d.,]{0,18})"
_READING = pattern(
    r"(?<![\w-])(?P<name>(?:(?:peak|max(?:imum)?|current|used|process)[\s_]){0,2}"
    r"(?:(?:heap|rss|resident|physical)[\s_])?"
    r"(?:(?:memory|mem|heap)(?:[\s_](?:usage|used|use|consumption|footprint|peak))?|heap[\s_]size"
    r"|heap_?used|resident set size|(?:max_?)?rss|working set))"
    r"(?:\s*(?:is|was|at|of|now|usage|after [a-z ]{1,20}|\((?:rss|heap|mb|mib)\))){0,2}"
    r"(?:\s(?:after|before|during|for|by|in)(?:\s[^:=]{1,40})?(?=[:=])|\s?\[[^\]]{1,40}\](?=[:=]))?"
    rf"\s*(?:[:=]>?|->|→)?\s*[~≈\"']?{_VALUE}\s*{_UNIT}",
    re.IGNORECASE,
)
_ASSIGNED = pattern(
    r"(?<![\w-])(?P<name>(?:peak_|max_)?(?:rss|mem(?:ory)?(?:_used|_usage)?|heap(?:_used)?))"
    r"_(?P<unit>bytes|[kmgt]i?b)[\"']?\s*[=:]\s*(?P<value>\d[\d.,]{0,18})(?![\w.])",
    re.IGNORECASE,
)
_BEHIND = pattern(
    rf"(?<![\w.,-]){_VALUE}\s?{_UNIT} (?P<name>(?:of )?memory (?:used|in use|peak))\b",
    re.IGNORECASE,
)
_OTHER_MATTER = pattern(
    r"\b(?:limits?|total|max(?:imum)? heap size|available|download|upload|disk|cache size"
    r"|free (?:of|memory|mem|heap)|out of memory|swap|virtual|allocat\w+ failed|quota"
    r"|(?:shared|gpu|video|cuda|device|system|installed|host) mem(?:ory)?"
    r"|requests?|requires?|required|minimum|recommended|at least|gzip)\b"
    r"|\[gc,"  # the JVM tells what the machine has
    r"|^\s*-?\s*memory:\s+[\"']?[\d.]+[KMGT]i?[\"']?\s*$",  # an amount that is asked for, in YAML
    re.IGNORECASE,
)
_PEAK = pattern(r"\b(?:peak|max(?:imum)?|max_?rss)\b", re.IGNORECASE)


def collector(path: str) -> "_Collector":
    """Return a collector of readings, one series per name in order of first appearance."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._clock = Clock()

    def take(self, number: int, line: str) -> Take:
        found = _reading(line)
        if found is None:
            return Take.NO
        name, value = found
        at, _ = self._clock.read(line)
        kind: SeriesKind = "heap" if "heap" in name else "rss"
        if _PEAK.search(name):
            self._book.state(name, kind, number, value)
        else:
            self._book.add(name, kind, number, Sample(at, value))
        return Take.YES

    def observations(self) -> Observations:
        return Observations(memory=self._book.in_order(), timestamps=self._clock.moments)


def _reading(line: str) -> tuple[str, int] | None:
    """Return the name and the bytes of the reading in *line*, if it is one."""
    if len(line) > 4096 or _OTHER_MATTER.search(line):
        return None
    found = _READING.search(line) or _ASSIGNED.search(line) or _BEHIND.search(line)
    if found is None:
        return None
    value = number(found["value"].rstrip(".,"))
    if value is None:
        return None
    name = re.sub(r"[\s_]+", " ", found["name"].lower())
    name = name.removeprefix("current ").removeprefix("of ")
    amount = memory_bytes(value, found["unit"])
    return (name, amount) if amount <= MOST else None

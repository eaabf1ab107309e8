"""
What Python programs print of tracemalloc: the traced memory, its peak, the largest statistics.

https://docs.python.org/3/library/tracemalloc.html — the one-liner of many tutorials, "Current
memory usage is 5.2MB; Peak was 6.8MB", divides by 10⁶; statistics and their totals are binary.
Only what Python allocated since ``start()`` is traced.
``print(tracemalloc.get_traced_memory())`` is a bare pair: it counts where tracemalloc is spoken of
in its line or just before, and no one-liner says the same.
"""

import re
from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations, Problem
from reportgen.model.text import one_line
from reportgen.model.units import plural, size
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.numbers import memory_bytes
from reportgen.readers.series import SeriesBook
from reportgen.wording import phrase

NAME: Final = "tracemalloc"
TITLE: Final = "tracemalloc"
HINT: Final = 'print(f"Current memory usage is {current / 10**6}MB; Peak was {peak / 10**6}MB")'
WORDS: Final = (
    "current memory usage is ", ", average=", "total allocated size:", "traced_memory",
    "traced memory", "tracemalloc",
)  # fmt: skip

_NUMBER: Final = r"\d{1,12}(?:\.\d{1,12})?(?:e-\d{1,2})?"
_ONE_LINER = pattern(
    rf"Current memory usage is (?P<current>{_NUMBER}) ?MB; ?Peak was (?P<peak>{_NUMBER}) ?MB"
)
_TOTAL = pattern(r"Total allocated size: (?P<value>\d{1,12}(?:\.\d{1,3})?) (?P<unit>B|[KMG]iB)\s*$")
_STATISTIC = pattern(
    r"(?:#\d{1,5}: )?(?P<where>\S[^\n]{0,1000}:\d{1,9}): size=(?P<value>\d{1,12}(?:\.\d{1,3})?) "
    r"(?P<unit>B|[KMG]iB)(?P<change> \([+-][^)]{1,30}\))?, count=(?P<count>\d{1,12})[ ,]"
)
_PAIR = pattern(
    r"(?P<label>.{0,200}traced_?\s?memory.{0,100}|.{0,200}tracemalloc.{0,100})?"
    r"\((?P<current>\d{1,15}), (?P<peak>\d{1,15})\)\s*",
    re.IGNORECASE,
)
_DECIMAL: Final = 10**6


def collector(path: str) -> "_Collector":
    """Return a collector of the traced memory, its peak, and the totals of snapshots."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._lines = SeriesBook(path)
        self._pairs = SeriesBook(path)
        self._clock = Clock()
        self._largest: tuple[int, int, str, int] | None = None
        self._near = -2

    def take(self, number: int, line: str) -> Take:
        line = line[:4096]
        if found := _ONE_LINER.search(line):
            at, _ = self._clock.read(line)
            for group in ("peak", "current"):
                _add(self._lines, group, number, at, round(float(found[group]) * _DECIMAL))
        elif found := _TOTAL.search(line):
            at, _ = self._clock.read(line)
            value = memory_bytes(float(found["value"]), found["unit"])
            self._lines.add("traced_total", "traced", number, Sample(at, value))
        elif found := _STATISTIC.match(line.strip()):
            if not found["change"]:
                value = memory_bytes(float(found["value"]), found["unit"])
                largest = (value, -number, found["where"], int(found["count"]))
                self._largest = max(self._largest or largest, largest)
        elif (found := _PAIR.fullmatch(line.strip())) and (
            (found["label"] or self._near == number - 1)
            and int(found["current"]) <= int(found["peak"])
        ):
            for group in ("peak", "current"):
                _add(self._pairs, group, number, None, int(found[group]))
        else:
            return Take.NO
        self._near = number
        return Take.MORE

    def observations(self) -> Observations:
        lines = self._lines.in_order()
        told = any(series.name == "traced_current" for series in lines)
        memory = lines if told else (*self._pairs.in_order(), *lines)
        return Observations(memory=memory, problems=self._notes(), timestamps=self._clock.moments)

    def _notes(self) -> tuple[Problem, ...]:
        if self._largest is None:
            return ()
        value, line, where, count = self._largest
        message = phrase(
            "the largest statistic of tracemalloc: {where} holds {size} in {blocks}",
            where=one_line(where, 200),
            size=size(value),
            blocks=plural(count, "block"),
        )
        return (Problem(kind="note", severity="info", message=message, place=f"line {-line}"),)


def _add(book: SeriesBook, what: str, number: int, at: float | None, value: int) -> None:
    book.add(
        f"traced_{what}",
        "traced",
        number,
        Sample(at, value),
        peak=value if what == "peak" else None,
    )

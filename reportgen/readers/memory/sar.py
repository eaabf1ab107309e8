"""
``sar -r`` and ``sar -S`` of sysstat: the machine's memory and swap over time, KiB.

https://sysstat.github.io/ — the date stands in the first line alone.
``-h`` puts a suffix behind each number. ``Average:`` and ``LINUX RESTART`` are no readings.
Before sysstat 11.5.7 there is no kbavail, and kbmemused counts buffers and caches, too.
"""

from typing import Final

from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations, Problem
from reportgen.readers.lines import Take
from reportgen.readers.series import SeriesBook
from reportgen.readers.sysstat import BannerClock, is_average, kib_cell
from reportgen.wording import phrase

NAME: Final = "sar"
TITLE: Final = "sar"
HINT: Final = "S_TIME_FORMAT=ISO sar -r 1 60 > sar.log"
WORDS: Final = ("kbmemfree", "kbswpfree", "cpu)")

_KINDS: Final[dict[str, SeriesKind]] = {
    "kbmemused": "system_used",
    "kbavail": "system_available",
    "kbmemfree": "system_free",
    "kbcached": "system_cache",
    "kbswpused": "swap_used",
}


def collector(path: str) -> "_Collector":
    """Return a collector of one series per column that is read."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._clock = BannerClock()
        self._columns: list[str] = []
        self._problems: tuple[Problem, ...] = ()

    def take(self, number: int, line: str) -> Take:
        if self._clock.is_banner(line):
            return Take.NO
        at, row = self._clock.read(line[:1000])
        words = row.split()
        if is_average(words):
            return Take.MORE if self._columns else Take.NO
        if "kbmemused" in words or "kbswpused" in words:
            self._columns = words
            if "kbmemused" in words and "kbavail" not in words:
                self._problems = (_with_caches(number),)
            return Take.MORE
        if not self._columns:
            return Take.NO
        if "RESTART" in row:
            return Take.MORE
        values = [kib_cell(word) for word in words]
        if at is None or len(words) != len(self._columns) or self._lacks(values):
            # A blank line ends a table, too: sar prints the header again behind it.
            self._columns = []
            return Take.NO
        for name, value in zip(self._columns, values, strict=True):
            if name in _KINDS and value is not None:
                self._book.add(name, _KINDS[name], number, Sample(at, value))
        return Take.MORE

    def _lacks(self, values: list[int | None]) -> bool:
        """Whether a column of KiB holds something else: then it is the row of another table."""
        pairs = zip(self._columns, values, strict=True)
        return any(name.startswith("kb") and value is None for name, value in pairs)

    def observations(self) -> Observations:
        series = self._book.in_order(*_KINDS)
        if not series:
            return Observations()
        return Observations(memory=series, problems=self._problems, timestamps=self._clock.moments)


def _with_caches(number: int) -> Problem:
    return Problem(
        kind="note",
        severity="info",
        message=phrase("this sar has no kbavail: its kbmemused counts buffers and caches, too"),
        place=f"line {number}",
    )

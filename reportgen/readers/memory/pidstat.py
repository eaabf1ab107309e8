"""
``pidstat -r`` of sysstat: the resident set of processes over time, KiB.

https://sysstat.github.io/ — columns go by the header's names, so ``-r`` may stand among others.
The header repeats; with ``-h`` it begins with ``#`` and stands once. ``Average:`` rows are no
readings, and neither are the rows of threads. Commands may hold spaces (``-l``).
"""

from typing import Final

from reportgen.model.memory import MemorySeries, Sample
from reportgen.model.run import Observations
from reportgen.readers.lines import Take
from reportgen.readers.series import SeriesBook
from reportgen.readers.sysstat import BannerClock, is_average, kib_cell

NAME: Final = "pidstat"
TITLE: Final = "pidstat"
HINT: Final = "pidstat -r -h 1 > pidstat.log"
WORDS: Final = ("%mem", "cpu)")

_LONGEST: Final = 2000


def collector(path: str) -> "_Collector":
    """Return a collector of one series per process, named by command and number."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._clock = BannerClock()
        self._columns: list[str] = []

    def take(self, number: int, line: str) -> Take:
        if self._clock.is_banner(line):
            return Take.NO
        at, row = self._clock.read(line[:_LONGEST].lstrip("#"))
        words = row.split()
        if is_average(words):
            return Take.MORE if self._columns else Take.NO
        if "RSS" in words and "%MEM" in words and words[-1] == "Command":
            self._columns = words[words.index("Time") + 1 :] if "Time" in words else words
            return Take.MORE
        if not self._columns:
            return Take.NO
        if not words:
            return Take.MORE
        cells = row.split(None, len(self._columns) - 1)
        if at is None or len(cells) < len(self._columns):
            return self._end()
        named = dict(zip(self._columns, cells, strict=True))
        value = kib_cell(named["RSS"])
        process = named.get("PID", named.get("TGID", ""))
        if value is None or not (process.isdigit() or process == "-"):
            return self._end()
        if process != "-":
            name = f"{named['Command'].strip()}:{process}"
            self._book.add(name, "rss", number, Sample(at, value))
        return Take.MORE

    def _end(self) -> Take:
        self._columns = []
        return Take.NO

    def observations(self) -> Observations:
        # Threads of the kernel, and processes that have ended, have no memory.
        series = tuple(each for each in self._book.largest_first() if _has_memory(each))
        return Observations(memory=series, timestamps=self._clock.moments if series else ())


def _has_memory(series: MemorySeries) -> bool:
    return any(sample.value for sample in series.samples)

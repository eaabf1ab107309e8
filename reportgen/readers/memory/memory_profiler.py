"""
The line-by-line table of memory_profiler, as ``@profile`` prints it into any output.

https://github.com/pythonprofilers/memory_profiler#line-by-line-memory-usage — values are MiB.
A row is the memory after its line, at the most; rows of lines that did not run hold no number.
Versions before 0.58 have no column ``Occurrences``. There is no time.
"""

from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.lines import Take
from reportgen.readers.numbers import memory_bytes
from reportgen.readers.prefixes import unstamped
from reportgen.readers.series import SeriesBook

NAME: Final = "memory-profiler"
TITLE: Final = "memory_profiler, line by line"
HINT: Final = "python -m memory_profiler SCRIPT > memory.txt"
WORDS: Final = ("mem usage",)

_HEADER = pattern(r"Line #\s{1,20}Mem usage\s{1,20}Increment\b")
_ROW = pattern(r"\s{0,20}\d{1,9}\s{1,20}(?P<value>\d{1,12}(?:\.\d{1,9})?) MiB\s+-?\d")
_EMPTY_ROW = pattern(r"\s{0,20}\d{1,9}(?:\s|$)")


def collector(path: str) -> "_Collector":
    """Return a collector of one series, of all tables in a row."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._inside = False

    def take(self, number: int, line: str) -> Take:
        line = unstamped(line)
        if _HEADER.match(line):
            self._inside = True
            return Take.MORE
        if not self._inside:
            return Take.NO
        row = _ROW.match(line)
        if row:
            value = memory_bytes(float(row["value"]), "M")
            self._book.add("rss", "rss", number, Sample(None, value))
        elif not (line.startswith("====") or _EMPTY_ROW.match(line)):
            self._inside = False
            return Take.NO
        return Take.MORE

    def observations(self) -> Observations:
        series = self._book.in_order()
        return Observations(
            memory=tuple(each.model_copy(update={"over_time": False}) for each in series)
        )

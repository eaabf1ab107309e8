"""
``smem``: unique, proportional and resident sets, KiB, or with binary suffixes (``-k``).

https://www.selenic.com/smem/ — commands are cut and hold spaces, so rows are read from the right.
The proportional set is the one that may be added up over processes.
"""

from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.numbers import memory_bytes
from reportgen.readers.series import SeriesBook

NAME: Final = "smem"
TITLE: Final = "smem"
HINT: Final = "smem -P PATTERN > smem.txt"
# A text that begins with a line end asks for the line before it, which may hold the time.
WORDS: Final = ("pss", "\n  pid user ", "\nuser  ")

_HEADER = pattern(r"\s*(?:PID\s+User\s+Command|User\s+Count)((?:\s+(?:Swap|USS|PSS|RSS)){1,4})\s*")
_ROW = pattern(r"\s*(\d{1,9})\s+(\S{1,64})\s+(\S.{0,200})")
_USER_ROW = pattern(r"\s*(\S{1,64})\s+(\d{1,6})")
_CELL = pattern(r"(\d{1,15}(?:\.\d{1,3})?)([KMGT]?)")


def collector(path: str) -> "_Collector":
    """Return a collector of one series per process, or per user where smem sums them up."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._clock = Clock()
        self._columns: list[str] = []
        self._by_user = False

    def take(self, number: int, line: str) -> Take:
        if len(line) > 400:
            return Take.NO
        at, row = self._clock.row(line)
        if (header := _HEADER.fullmatch(row)) and "PSS" in header[1]:
            self._columns = header[1].split()
            self._by_user = "Count" in row
            return Take.MORE
        if not self._columns:
            return Take.NO
        cells = row.rsplit(None, len(self._columns))
        numbers = [_CELL.fullmatch(cell) for cell in cells[1:]]
        found = (
            (_USER_ROW if self._by_user else _ROW).fullmatch(cells[0].rstrip()) if cells else None
        )
        if len(numbers) != len(self._columns) or not all(numbers) or found is None:
            self._columns = []
            return Take.NO
        cell = numbers[self._columns.index("PSS")]
        if cell:
            name = found[1] if self._by_user else f"{found[3].strip()}:{found[1]}"
            value = memory_bytes(float(cell[1]), cell[2] or "K")
            self._book.add(name, "pss", number, Sample(at, value))
        return Take.MORE

    def observations(self) -> Observations:
        series = self._book.largest_first()
        return Observations(memory=series, timestamps=self._clock.moments if series else ())

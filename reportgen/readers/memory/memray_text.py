"""
``memray stats`` as text: the number stands on the line after its title.

https://bloomberg.github.io/memray/stats.html — units are decimal (1 MB is 10⁶ bytes).
"Total memory allocated" adds up everything ever allocated; only the peak is a reading, and
versions before 1.14 do not print it here.
"""

from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations, Problem
from reportgen.patterns import pattern
from reportgen.readers.lines import Take
from reportgen.readers.prefixes import unstamped
from reportgen.readers.series import SeriesBook
from reportgen.wording import phrase

NAME: Final = "memray-text"
TITLE: Final = "memray stats, as text"
HINT: Final = "memray stats memray.bin > memray.txt"
WORDS: Final = ("peak memory usage", "total memory allocated")

_TITLE = pattern(
    r"\s*(?:📈|📦)\s*(?P<what>Peak memory usage|Total memory allocated):"
    r"(?:\s+(?P<value>\S.*))?\s*"
)
_SIZE = pattern(r"\s*(\d{1,15}(?:\.\d{1,6})?)\s?(B|[kMGT]B)\s*")
_DECIMAL = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


def collector(path: str) -> "_Collector":
    """Return a collector of the stated peak."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._awaited = ""
        self._total = 0
        self._peaks = 0

    def take(self, number: int, line: str) -> Take:
        line = unstamped(line)[:200]
        title = _TITLE.fullmatch(line)
        if title and title["value"] is None:
            self._awaited = title["what"]
            return Take.MORE
        # pytest-memray prints a total of the same name, on one line and in binary units.
        found = _SIZE.fullmatch(line) if self._awaited else None
        awaited, self._awaited = self._awaited, ""
        if found is None:
            return Take.NO
        if awaited.startswith("Peak"):
            value = round(float(found[1]) * _DECIMAL[found[2]])
            self._book.add("peak_memory", "heap", number, Sample(None, value), peak=value)
            self._peaks += 1
        else:
            self._total = number
        return Take.YES

    def observations(self) -> Observations:
        problems: tuple[Problem, ...] = ()
        if self._total and not self._peaks:
            message = phrase(
                "memray tells the sum of all allocations here and no peak; `memray stats "
                "--json` tells it"
            )
            place = f"line {self._total}"
            note = Problem(kind="note", severity="info", message=message, place=place)
            problems = (*problems, note)
        return Observations(memory=self._book.in_order(), problems=problems)

"""
GNU time, ``time -v`` or the short form: the largest resident set of a command.

https://www.gnu.org/software/time/ — "kbytes" are KiB. The block may stand anywhere in a log.
"""

from typing import Final

from reportgen.model.memory import MemorySeries, Sample
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.lines import Take
from reportgen.readers.prefixes import unstamped

NAME: Final = "gnu-time"
TITLE: Final = "GNU time"
HINT: Final = "/usr/bin/time -v COMMAND 2> time.log"
WORDS: Final = ("maximum resident set size", "maxresident)k")

_MAXIMUM = pattern(
    r"^\s*Maximum resident set size \(kbytes\): (\d{1,15})\s*$"
    r"|avgtext\+\d+avgdata (\d{1,15})maxresident\)k"
)


def collector(path: str) -> "_Collector":
    """Return a collector of one series per block, each of one reading."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._path = path
        self._found: list[MemorySeries] = []

    def take(self, number: int, line: str) -> Take:
        match = _MAXIMUM.search(unstamped(line))
        if match is None:
            return Take.NO
        value = int(match[1] or match[2]) * 1024
        count = len(self._found) + 1
        self._found.append(
            MemorySeries(
                name="max_rss" if count == 1 else f"max_rss {count}",
                kind="rss",
                samples=(Sample(None, value),),
                stated_peak=value,
                artifact=self._path,
                place=f"line {number}",
            )
        )
        return Take.YES

    def observations(self) -> Observations:
        return Observations(memory=tuple(self._found))

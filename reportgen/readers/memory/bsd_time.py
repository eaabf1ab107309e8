"""
macOS and BSD ``time -l``: the largest resident set of a command, the number before the words.

https://github.com/apple-oss-distributions/shell_cmds (time) and ``man 2 getrusage``.
macOS counts bytes and knows a peak memory footprint; FreeBSD counts KiB under the same words.
Bytes of memory are whole pages, so a small number that is no multiple of 4096 is FreeBSD's.
"""

from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations, Problem
from reportgen.patterns import pattern
from reportgen.readers.lines import Take
from reportgen.readers.prefixes import unstamped
from reportgen.readers.series import SeriesBook
from reportgen.wording import phrase

NAME: Final = "bsd-time"
TITLE: Final = "BSD time (macOS)"
HINT: Final = "/usr/bin/time -l COMMAND 2> time.log"
WORDS: Final = ("maximum resident set size", "peak memory footprint")

_STATED = pattern(r"\s*(\d{1,15})\s+(maximum resident set size|peak memory footprint)\s*")
_NAMES: Final = {
    "maximum resident set size": "max_rss",
    "peak memory footprint": "peak_memory_footprint",
}
_FEW: Final = 2 << 20
_PAGE: Final = 4096


def collector(path: str) -> "_Collector":
    """Return a collector of one series per block and quantity, each of one reading."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._counts: dict[str, int] = {}
        self._problems: list[Problem] = []

    def take(self, number: int, line: str) -> Take:
        found = _STATED.fullmatch(unstamped(line)[:200])
        if found is None:
            return Take.NO
        name, value = _NAMES[found[2]], int(found[1])
        if name == "max_rss" and value < _FEW and value % _PAGE:
            value *= 1024
            self._problems.append(
                Problem(
                    kind="note",
                    severity="info",
                    message=phrase(
                        "{number} is no whole number of pages, so the maximum resident set is read "
                        "as KiB, as FreeBSD prints it; macOS prints bytes",
                        number=found[1],
                    ),
                    place=f"line {number}",
                )
            )
        count = self._counts[name] = self._counts.get(name, 0) + 1
        shown = name if count == 1 else f"{name} {count}"
        self._book.add(shown, "rss", number, Sample(None, value), peak=value)
        return Take.YES

    def observations(self) -> Observations:
        return Observations(memory=self._book.in_order(), problems=tuple(self._problems))

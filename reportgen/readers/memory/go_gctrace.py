"""
Go's ``GODEBUG=gctrace=1``: the heap at the start and the end of each collection, and what is live.

https://pkg.go.dev/runtime#hdr-Environment_Variables — values are whole MiB, the time is since the
start of the program. What follows the goal differs by version. It is the heap alone, not the
resident set; lines of the scavenger are something else.
"""

from typing import Final

from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.lines import Take
from reportgen.readers.processes import Processes, named
from reportgen.readers.series import SeriesBook

NAME: Final = "go-gctrace"
TITLE: Final = "Go garbage collections"
HINT: Final = "GODEBUG=gctrace=1 COMMAND 2> gc.log"
WORDS: Final = (" mb goal",)

_LINE = pattern(
    r"(?<![\w.])gc (?P<count>\d{1,9}) @(?P<at>\d{1,9}\.\d{1,6})s \d{1,3}%: "
    r"[^,]{1,200} ms clock, [^,]{1,200} ms cpu, "
    r"(?P<start>\d{1,9})->(?P<end>\d{1,9})->(?P<live>\d{1,9}) MB, (?P<goal>\d{1,9}) MB goal\b"
)
_SERIES: Final[tuple[tuple[str, str, SeriesKind], ...]] = (
    ("end", "heap_at_gc_end", "heap_before_gc"),
    ("start", "heap_at_gc_start", "heap_before_gc"),
    ("live", "heap_live", "heap_after_gc"),
    ("goal", "heap_goal", "heap_committed"),
)


def collector(path: str) -> "_Collector":
    """Return a collector of four series for each program."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._processes = Processes()

    def take(self, number: int, line: str) -> Take:
        found = _LINE.search(line[:4096]) if "MB goal" in line else None
        if found is None:
            return Take.NO
        at = float(found["at"])
        process = self._processes.of(int(found["count"]), at)
        for group, name, kind in _SERIES:
            value = int(found[group]) << 20
            self._book.add(named(name, process), kind, number, Sample(at, value))
        return Take.YES

    def observations(self) -> Observations:
        return Observations(memory=self._book.in_order())

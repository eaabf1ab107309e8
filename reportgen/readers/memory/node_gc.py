"""
``node --trace-gc``: the V8 heap before and after each collection, with what is committed.

https://nodejs.org/en/learn/diagnostics/memory/using-gc-traces — "MB" are MiB, the time is since
the start of the isolate. Every worker thread is an isolate of its own. A process that dies of its
heap repeats its last records, glued together or not: what was seen is not counted twice.
"""

from collections import deque
from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.lines import Take
from reportgen.readers.numbers import memory_bytes
from reportgen.readers.processes import HEAP, named
from reportgen.readers.series import SeriesBook

NAME: Final = "node-gc"
TITLE: Final = "Node.js garbage collections"
HINT: Final = "node --trace-gc SCRIPT > gc.log"
WORDS: Final = ("ms: scavenge", "ms: mark-", "ms: minor")

_SIZE: Final = r"\d{1,9}(?:\.\d{1,3})?"
_RECORD = pattern(
    r"\[(?P<isolate>\d{1,10}:(?:0x)?[0-9a-fA-F]{1,16}(?::\d{1,9})?)\] {1,12}"
    r"(?P<at>\d{1,12}(?:\.\d{1,3})?) ms: "
    r"(?:Scavenge|(?:Minor )?Mark-(?:Compact|[sS]weep))(?: \([\w ]{1,30}\)){0,2} "
    rf"(?P<before>{_SIZE}) \({_SIZE}\) -> (?P<after>{_SIZE}) \((?P<committed>{_SIZE})\) MB"
)
_REPEATED: Final = 64


class _Isolate:
    def __init__(self, number: int) -> None:
        self.number = number
        self.recent: deque[str] = deque(maxlen=_REPEATED)


def collector(path: str) -> "_Collector":
    """Return a collector of three series for each isolate."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._isolates: dict[str, _Isolate] = {}

    def take(self, number: int, line: str) -> Take:
        taken = Take.NO
        for found in _RECORD.finditer(line[:16384]) if " ms: " in line else ():
            taken = Take.YES
            name = found["isolate"]
            isolate = self._isolates.setdefault(name, _Isolate(len(self._isolates) + 1))
            if found[0] in isolate.recent:
                continue
            isolate.recent.append(found[0])
            at = float(found["at"]) / 1000
            for kind, group in zip(HEAP, ("before", "after", "committed"), strict=True):
                value = memory_bytes(float(found[group]), "M")
                self._book.add(named(kind, isolate.number), kind, number, Sample(at, value))
        return taken

    def observations(self) -> Observations:
        return Observations(memory=self._book.in_order())

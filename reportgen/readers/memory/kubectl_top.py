"""
``kubectl top pod`` and ``kubectl top node``: the working set of containers and machines.

https://kubernetes.io/docs/reference/kubectl/generated/kubectl_top/ — the header says bytes, the
numbers carry a unit, mostly Mi, rounded down; a reading is the average of the last seconds.
``--containers`` and ``-A`` put more columns before, ``--sum`` a rule and a total behind.
With ``--no-headers`` the rows are known by their two numbers.
"""

from typing import Final

from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.numbers import written_bytes
from reportgen.readers.series import SeriesBook

NAME: Final = "kubectl-top"
TITLE: Final = "kubectl top"
HINT: Final = "kubectl top pod --containers > top.txt"
# A text that begins with a line end asks for the line before it, which may hold the time.
WORDS: Final = (
    "memory(bytes)", "ki\n", "mi\n", "gi\n", "ki  ", "mi  ", "gi  ",
    "\nname  ", "\nnamespace  ", "\npod  ",
)  # fmt: skip

_MEMORY: Final = "MEMORY(bytes)"
_OF_NODES: Final = {"CPU%", "CPU(%)"}
_BARE = pattern(r"\s*((?:[a-z0-9][a-z0-9.-]{0,252}\s+){1,3})\d{1,9}[mun]?\s+(\d{1,12}[KMG]i)\s*")


def collector(path: str) -> "_Collector":
    """Return a collector of one series per pod, container or node."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._clock = Clock()
        self._columns: list[str] = []

    def take(self, number: int, line: str) -> Take:
        if len(line) > 1000:
            return Take.NO
        at, row = self._clock.row(line)
        words = row.split()
        if _MEMORY in words and "CPU(cores)" in words:
            self._columns = words
            return Take.MORE
        if self._columns:
            if words and all(set(word) == {"_"} for word in words):
                self._columns = []
                return Take.YES
            memory = dict(zip(self._columns, words, strict=False)).get(_MEMORY, "")
            value = written_bytes(memory)
            if len(words) == len(self._columns) and value is not None:
                self._add(number, at, words[: self._columns.index("CPU(cores)")], value)
                return Take.MORE
            unknown = len(words) == len(self._columns) and memory == "<unknown>"
            self._columns = self._columns if unknown else []
            return Take.MORE if unknown else Take.NO
        if found := _BARE.fullmatch(row):
            value = written_bytes(found[2])
            if value is not None:
                self._add(number, at, found[1].split(), value)
                return Take.YES
        return Take.NO

    def _add(self, number: int, at: float | None, names: list[str], value: int) -> None:
        kind: SeriesKind = "system_used" if _OF_NODES & {*self._columns} else "container"
        self._book.add("/".join(names), kind, number, Sample(at, value))

    def observations(self) -> Observations:
        series = self._book.largest_first()
        return Observations(memory=series, timestamps=self._clock.moments if series else ())

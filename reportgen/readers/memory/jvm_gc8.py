"""
The garbage-collection log of JDK 8 and before: ``-verbose:gc``, ``-XX:+PrintGCDetails``.

https://docs.oracle.com/javase/8/docs/technotes/guides/vm/gctuning/ — ``before->after(size)`` of
the whole heap stands outside the inner brackets, which are of the generations; G1's details have
it on a line of their own. The time before ``: [GC`` is in seconds since the start of the JVM.
"""

from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.numbers import memory_bytes
from reportgen.readers.prefixes import unstamped
from reportgen.readers.processes import HEAP, Processes, named
from reportgen.readers.series import SeriesBook

NAME: Final = "jvm-gc8"
TITLE: Final = "garbage-collection log of JDK 8"
HINT: Final = "java -Xloggc:gc.log -XX:+PrintGCDetails …"
WORDS: Final = ("[gc", "[full gc", "[eden: ")

_START = pattern(r"(?:^|[\s:])\[(?:Full )?GC(?=[ (])(?! Worker)")
_SIZE: Final = r"(\d{1,15}(?:[.,]\d{1,3})?)([BKMG])"
_HEAP = pattern(rf"(?<![\w.:]){_SIZE}->{_SIZE}\({_SIZE}\)")
_REGIONS = pattern(rf"\s*\[Eden: .{{0,200}}Heap: {_SIZE}\({_SIZE}\)->{_SIZE}\({_SIZE}\)\s?\]")
_INNER = pattern(r"\[[^\[\]]*\]")
_UPTIME = pattern(r"(\d{1,12})[.,](\d{1,6}):?\s*$")


def collector(path: str) -> "_Collector":
    """Return a collector of three series for each JVM."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._processes = Processes()
        self._clock = Clock()
        self._pause: float | None = None

    def take(self, number: int, line: str) -> Take:
        line = line[:4096]
        if found := _REGIONS.match(unstamped(line)):
            before, before_unit, _, _, after, after_unit, size, size_unit = found.groups()
            self._add(
                number, self._pause, (before, before_unit, after, after_unit, size, size_unit)
            )
            return Take.YES
        start = _START.search(line) if "GC" in line else None
        if start is None:
            return Take.NO
        at = self._time(line[: start.start() + 1])
        rest = line[start.end() :]
        for _ in range(3):
            rest = _INNER.sub("", rest)
        heap = _HEAP.search(rest)
        if heap is None:
            if rest.startswith(" pause"):
                self._pause = at  # G1 tells the heap some lines below
            return Take.NO
        self._add(number, at, heap.groups())
        return Take.YES

    def _time(self, before: str) -> float | None:
        if up := _UPTIME.search(before.rstrip(" :")):
            return float(f"{up[1]}.{up[2]}")
        at, _ = self._clock.read(before)
        return at

    def _add(self, number: int, at: float | None, sizes: tuple[str, ...]) -> None:
        process = self._processes.of(None, at)
        for place, kind in enumerate(HEAP):
            value = memory_bytes(float(sizes[2 * place].replace(",", ".")), sizes[2 * place + 1])
            self._book.add(named(kind, process), kind, number, Sample(at, value))

    def observations(self) -> Observations:
        return Observations(memory=self._book.in_order(), timestamps=self._clock.moments)

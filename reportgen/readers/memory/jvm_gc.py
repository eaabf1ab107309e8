"""
The unified garbage-collection log of the JVM (since 9): the heap before and after, and its size.

https://openjdk.org/jeps/271 and https://openjdk.org/jeps/158 — sizes are binary. What stands in
brackets before a line is chosen with ``-Xlog``; the tags come last, and only lines tagged ``gc``
alone are of the whole heap: ``gc,heap`` and ``gc,metaspace`` are of parts.
Serial, Parallel and G1 tell pauses, Z whole collections, Shenandoah its cleanups.
The heap is not the resident set of the process.
"""

from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.numbers import memory_bytes
from reportgen.readers.processes import HEAP, Processes, named
from reportgen.readers.series import SeriesBook

NAME: Final = "jvm-gc"
TITLE: Final = "garbage-collection log of the JVM"
HINT: Final = "java -Xlog:gc:file=gc.log …"
WORDS: Final = ("gc(",)

_SIZE: Final = r"(\d{1,15}(?:[.,]\d{1,3})?)([BKMGT])"
_EVENT = pattern(
    r"GC\((?P<count>\d{1,9})\) (?:Pause |Concurrent cleanup\b|(?:Garbage|Minor|Major) Collection\b)"
    r"(?P<rest>.{0,300})"
)
_HEAP = pattern(rf"(?<![\w.]){_SIZE}->{_SIZE}\({_SIZE}\)")
_SHARES = pattern(rf"(?<![\w.]){_SIZE}\(\d{{1,3}}%\)->{_SIZE}\(\d{{1,3}}%\)")
_BRACKET = pattern(r"\[([^\[\]]{0,80})\]")
_UPTIME = pattern(r"(\d{1,12})[.,](\d{1,9})s|(\d{1,10})ms|(\d{1,18})ns")
_MILLIS, _NANOS = 10**3, 10**9


def collector(path: str) -> "_Collector":
    """Return a collector of three series for each JVM."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._processes = Processes(late=8)
        self._clock = Clock()

    def take(self, number: int, line: str) -> Take:
        found = _EVENT.search(line[:4096]) if "GC(" in line else None
        if found is None:
            return Take.NO
        brackets = [each.strip() for each in _BRACKET.findall(line[: found.start()][-600:])]
        if brackets and brackets[-1].startswith("gc") and brackets[-1] != "gc":
            return Take.NO
        sizes = _HEAP.search(found["rest"]) or _SHARES.search(found["rest"])
        if sizes is None:
            return Take.NO
        at = self._time(brackets)
        process = self._processes.of(int(found["count"]), at)
        groups = sizes.groups()
        for place, kind in enumerate(HEAP):
            amount = groups[2 * place : 2 * place + 2]
            if amount:
                value = memory_bytes(float(amount[0].replace(",", ".")), amount[1])
                self._book.add(named(kind, process), kind, number, Sample(at, value))
        return Take.YES

    def _time(self, brackets: list[str]) -> float | None:
        """Return the uptime among *brackets*, else the moment."""
        times: list[float] = []
        dated: float | None = None
        for each in brackets:
            if up := _UPTIME.fullmatch(each):
                if up[1]:
                    return float(f"{up[1]}.{up[2]}")
                times.append(int(up[3]) / _MILLIS if up[3] else int(up[4]) / _NANOS)
            elif dated is None and each[:2] == "20":
                dated, _ = self._clock.read(each)
        return times[0] if times else dated

    def observations(self) -> Observations:
        return Observations(memory=self._book.in_order(), timestamps=self._clock.moments)

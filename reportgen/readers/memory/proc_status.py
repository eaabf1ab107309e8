"""
``/proc/PID/status`` and ``smaps_rollup``: what Linux says of a process, KiB.

https://man7.org/linux/man-pages/man5/proc_pid_status.5.html — VmHWM is the peak of the resident
set; VmPeak is the peak of the address space and no memory. "kB" means KiB.
The mappings of a whole ``smaps`` are no readings of the process, and are passed over.
"""

from typing import Final

from reportgen.model.memory import MemorySeries, Sample, SeriesKind
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.series import SeriesBook

NAME: Final = "proc-status"
TITLE: Final = "/proc/PID/status"
HINT: Final = "cat /proc/PID/status > status.txt"
# A text that begins with a line end asks for the line before it, which may hold the time.
WORDS: Final = (
    "vmhwm:", "vmrss:", "vmswap:", "name:\t", "\nname:\t", "pid:\t",
    "[rollup]", "r--p", "r-xp", "rw-p", "---p",
)  # fmt: skip

_FIELD = pattern(r"\s*(\w{2,24}):\s+(\d{1,15}) kB\s*")
_NAME = pattern(r"\s*Name:\t\s*(\S.{0,62}?)\s*")
_PROCESS = pattern(r"\s*Pid:\s+(\d{1,10})\s*")
_MAPPING = pattern(r"\s*[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] [0-9a-f]{8,16} .*")
_STATUS: Final[dict[str, SeriesKind]] = {
    "VmHWM": "rss",
    "VmRSS": "rss",
    "VmSwap": "swap_used",
}
_ROLLUP: Final[dict[str, SeriesKind]] = {"Pss": "pss", "Rss": "rss"}


def collector(path: str) -> "_Collector":
    """Return a collector of the peak and the present resident set of each process."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._path = path
        self._clock = Clock()
        self._books: dict[str, SeriesBook] = {}
        self._name = self._process = ""
        self._mapping: str | None = None

    def take(self, number: int, line: str) -> Take:
        if len(line) > 400:
            return Take.NO
        at, row = self._clock.row(line)
        if found := _NAME.fullmatch(row):
            self._name, self._process = found[1], ""
            return Take.NO
        if found := _PROCESS.fullmatch(row):
            self._process = found[1]
            return Take.NO
        if _MAPPING.fullmatch(row):
            self._mapping = "[rollup]" if "[rollup]" in row else "one"
            return Take.MORE
        found = _FIELD.fullmatch(row)
        if found is None:
            inside = self._mapping is not None and row.startswith(("VmFlags:", "THPeligible:"))
            self._mapping = self._mapping if inside else None
            return Take.MORE if inside else Take.NO
        if self._mapping is not None:
            if self._mapping == "[rollup]" and found[1] in _ROLLUP:
                self._add(found[1], _ROLLUP[found[1]], number, at, int(found[2]))
            return Take.MORE
        if found[1] not in _STATUS:
            return Take.NO
        self._add(found[1], _STATUS[found[1]], number, at, int(found[2]))
        return Take.YES

    def _add(self, name: str, kind: SeriesKind, number: int, at: float | None, kib: int) -> None:
        whose = ":".join(part for part in (self._name, self._process) if part)
        book = self._books.setdefault(whose, SeriesBook(self._path))
        value = kib * 1024
        if name == "VmHWM":
            book.state(name, kind, number, value)
        elif name != "VmSwap" or value:
            book.add(name, kind, number, Sample(at, value))

    def observations(self) -> Observations:
        memory: list[MemorySeries] = []
        for whose, book in self._books.items():
            for series in book.in_order("VmHWM", "VmRSS", "Pss", "Rss"):
                shown = f"{whose} {series.name}" if whose and len(self._books) > 1 else series.name
                memory.append(series.model_copy(update={"name": shown}))
        return Observations(memory=tuple(memory), timestamps=self._clock.moments if memory else ())

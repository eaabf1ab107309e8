"""
The memory of a control group, as files of the kernel printed with their names.

https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files and, for version 1,
https://docs.kernel.org/admin-guide/cgroup-v1/memory.html — numbers are bytes and count the page
cache, too. ``max`` and the largest page-aligned number mean that there is no limit.
``oom_kill`` counts since the group was made, for it and those below;
/proc/vmstat has a line of the same name for the whole machine, which proves nothing here.
Forms: ``memory.current 61440``, ``grep . memory.*``, ``tail -n +1 memory.*``, and loops
``<time> <bytes>`` under a name.
"""

from typing import Final

from reportgen.model.memory import MemorySeries, OutOfMemory, Sample, SeriesKind
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.series import SeriesBook

NAME: Final = "cgroup"
TITLE: Final = "control group (cgroup) memory files"
HINT: Final = "grep . /sys/fs/cgroup/memory.current /sys/fs/cgroup/memory.peak > cgroup.txt"
# A text that begins with a line end asks for the line before it, which may hold the time.
WORDS: Final = (
    "\nmemory.", "oom ",
    "memory.current", "memory.peak", "memory.max", "memory.swap.current", "memory.events",
    "memory.usage_in_bytes", "memory.max_usage_in_bytes", "memory.limit_in_bytes",
    "memory.oom_control", "oom_kill",
)  # fmt: skip

_FILE: Final = (
    r"(?P<folder>[\w./:@\\-]{0,200}/)?memory\."
    r"(?P<file>current|peak|max|swap\.current|events(?:\.local)?|oom_control"
    r"|usage_in_bytes|max_usage_in_bytes|limit_in_bytes)"
)
_STATED = pattern(rf"\s*{_FILE}(?:\s*[:=]\s*|\s+)(?P<value>\d{{1,20}}|max)(?:\s+bytes)?\s*")
_HEADING = pattern(rf"\s*(?:==> )?{_FILE}:?(?: <==)?\s*")
_VALUE = pattern(r"\s*(\d{1,20}|max)\s*")
_COUNTER = pattern(
    r"\s*(?:\S{0,200}memory\.(?:events(?:\.local)?|oom_control)\s?[:=\s]\s?)?"
    r"(low|high|max|oom|oom_kill|oom_group_kill|sock_throttled|oom_kill_disable|under_oom)"
    r"[:=\s]\s?(\d{1,18})\s*"
)
_ALL = pattern(r"\boom \d{1,18}\s+oom_kill (\d{1,18})\b")
_KINDS: Final[dict[str, SeriesKind]] = {
    "current": "cgroup",
    "peak": "cgroup",
    "swap.current": "swap_used",
    "usage_in_bytes": "cgroup",
    "max_usage_in_bytes": "cgroup",
}
_PEAKS: Final = {"peak", "max_usage_in_bytes"}
_LIMITS: Final = {"max", "limit_in_bytes"}
_ORDER: Final = (
    "memory.peak", "memory.current", "memory.max_usage_in_bytes", "memory.usage_in_bytes",
)  # fmt: skip


def collector(path: str) -> "_Collector":
    """Return a collector of peak, present use and limit, and of kills for want of memory."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._path = path
        self._clock = Clock()
        self._books: dict[str, SeriesBook] = {}
        self._limits: dict[str, int | None] = {}
        self._under: tuple[str, str] | None = None
        self._counting = "memory.events" in path or "memory.oom_control" in path
        self._kills: tuple[int, int] | None = None

    def take(self, number: int, line: str) -> Take:
        if len(line) > 400:
            return Take.NO
        at, row = self._clock.row(line)
        if found := _STATED.fullmatch(row):
            self._under, self._counting = None, False
            self._note(found["folder"] or "", found["file"], number, at, found["value"])
            return Take.MORE
        if found := _HEADING.fullmatch(row):
            self._under = (found["folder"] or "", found["file"])
            self._counting = found["file"].startswith(("events", "oom_control"))
            return Take.MORE
        if self._under is not None:
            if value := _VALUE.fullmatch(row):
                self._note(*self._under, number, at, value[1])
                return Take.MORE
            if at is not None and not row.strip():
                return Take.MORE
        return self._count(number, row)

    def _note(self, folder: str, file: str, number: int, at: float | None, text: str) -> None:
        if file in _LIMITS:
            limit = int(text) if text != "max" else None
            self._limits[folder] = limit if limit is not None and limit < 1 << 50 else None
        elif file in _KINDS and text != "max":
            book = self._books.setdefault(folder, SeriesBook(self._path))
            name, kind, value = f"memory.{file}", _KINDS[file], int(text)
            if file in _PEAKS:
                book.state(name, kind, number, value)
            else:
                book.add(name, kind, number, Sample(at, value))

    def _count(self, number: int, row: str) -> Take:
        """Consider *row* as one of memory.events, or all of them on one line."""
        if found := _ALL.search(row):
            self._kill(number, int(found[1]))
            return Take.YES
        counter = _COUNTER.fullmatch(row)
        if counter is None:
            self._counting = False
            self._under = None
            return Take.NO
        name = counter[1]
        named = "memory.events" in row or "memory.oom_control" in row
        if name == "oom_kill" and (self._counting or named):
            self._kill(number, int(counter[2]))
            return Take.MORE
        # These stand before oom_kill in the files of the kernel, and not in /proc/vmstat.
        self._counting = self._counting or name in {"oom", "under_oom", "oom_kill_disable"}
        return Take.MORE if self._counting else Take.NO

    def _kill(self, number: int, count: int) -> None:
        if count > (self._kills[0] if self._kills else 0):
            self._kills = (count, number)

    def observations(self) -> Observations:
        memory = tuple(
            self._named(folder, series)
            for folder, book in self._books.items()
            for series in book.in_order(*_ORDER)
        )
        killed = self._kills
        return Observations(
            memory=memory,
            out_of_memory=(
                OutOfMemory(
                    told_by="cgroup",
                    says=f"oom_kill {killed[0]}",
                    artifact=self._path,
                    place=f"line {killed[1]}",
                ),
            )
            if killed
            else (),
            timestamps=self._clock.moments if memory or killed else (),
        )

    def _named(self, folder: str, series: MemorySeries) -> MemorySeries:
        """Return *series* with its limit, and with its group where there are several."""
        name = f"{folder}{series.name}" if len(self._books) > 1 else series.name
        limit = self._limits.get(folder) if series.kind == "cgroup" else None
        return series.model_copy(update={"name": name, "limit": limit})

"""
``ps`` with its header, once or in a loop: ``ps aux``, ``ps -o pid,rss,vsz,comm``, ``ps -o rss``.

https://gitlab.com/procps-ng/procps — columns go by the header's names; RSS and VSZ are KiB,
on macOS and BSD, too. A command that stands last may hold spaces.
"""

from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.series import SeriesBook

NAME: Final = "ps"
TITLE: Final = "ps"
HINT: Final = "while sleep 1; do date -u +%FT%TZ; ps -o pid,rss,vsz,comm; done > ps.log"
# A text that begins with a line end asks for the line before it, which may hold the time.
WORDS: Final = ("rss", "rsz", "\nuser  ", "\n  pid ", "\n    pid ", "\n  rss", "\n   rss")

_COLUMNS: Final = frozenset((
    "PID", "PPID", "PGID", "SID", "TID", "LWP", "NLWP", "UID", "USER", "EUSER", "RUSER", "GROUP",
    "%CPU", "CPU", "C", "%MEM", "VSZ", "RSS", "RSZ", "SIZE", "SZ", "PSS", "USS", "SWAP",
    "TTY", "TT", "STAT", "S", "STARTED", "START", "STIME", "TIME", "ELAPSED", "NI", "PRI", "F",
    "WCHAN", "MINFLT", "MAJFLT",
    "MINFL", "MAJFL", "TRS", "DRS", "LIM", "TSIZ", "COMMAND", "CMD", "UCMD", "ARGS",
))  # fmt: skip
_COMMANDS: Final = ("COMMAND", "CMD", "UCMD", "ARGS")
_DAYS: Final = frozenset(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
_LONGEST: Final = 4000
_SHOWN: Final = 120


def collector(path: str) -> "_Collector":
    """Return a collector of one series per process, named by command and number."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._clock = Clock()
        self._columns: list[str] = []

    def take(self, number: int, line: str) -> Take:
        at, row = self._clock.row(line[:_LONGEST])
        words = row.split(None, 40)
        if ("RSS" in words or "RSZ" in words) and _COLUMNS.issuperset(words):
            self._columns = words
            return Take.MORE
        if not self._columns:
            return Take.NO
        named = self._named(row)
        resident = named.get("RSS", named.get("RSZ", ""))
        process = named.get("PID", "")
        if not _is_count(resident) or not (_is_count(process) or "PID" not in self._columns):
            self._columns = []
            return Take.NO
        if int(resident) == 0:
            # A thread of the kernel, or a process that has ended and waits to be asked for.
            return Take.MORE
        command = next((named[name].strip() for name in _COMMANDS if name in named), "")
        if len(command) > _SHOWN:
            command = f"{command[:_SHOWN]}…"
        name = ":".join(part for part in (command or "rss", process) if part)
        self._book.add(name, "rss", number, Sample(at, int(resident) * 1024))
        return Take.MORE

    def _named(self, row: str) -> dict[str, str]:
        """Return the cells of *row* by their columns; none where the row is none of the table."""
        before, columns = "", self._columns
        if "STARTED" in columns:
            # ``lstart`` is five words: Mon Sep 15 13:31:12 2025.
            at = columns.index("STARTED")
            words = row.split(None, at + 5)
            if len(words) > at + 4 and words[at] in _DAYS:
                before, columns = " ".join(words[:at]), columns[:at] + columns[at + 1 :]
                row = " ".join((before, *words[at + 5 :]))
        last = columns[-1] in _COMMANDS
        cells = row.split(None, len(columns) - 1) if last else row.split()
        return dict(zip(columns, cells, strict=True)) if len(cells) == len(columns) else {}

    def observations(self) -> Observations:
        series = self._book.largest_first()
        return Observations(memory=series, timestamps=self._clock.moments if series else ())


def _is_count(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 15

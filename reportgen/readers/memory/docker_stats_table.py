"""
``docker stats`` as a table, once, in a loop, or streaming into a file.

https://docs.docker.com/reference/cli/docker/container/stats/ — columns go by the header's names
and are two or more spaces apart; ``--format 'table …'`` leaves some out.
A container that stopped reads ``0B / 0B``, one that went away ``-- / --``: neither is a reading.
"""

from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.containers import Usage, limits_of, usage_of
from reportgen.readers.lines import Take
from reportgen.readers.series import SeriesBook

NAME: Final = "docker-stats-table"
TITLE: Final = "docker stats (table)"
HINT: Final = "docker stats --no-stream >> stats.txt"
# A text that begins with a line end asks for the line before it, which may hold the time.
WORDS: Final = ("mem usage / limit", "\ncontainer ", "\nname  ", "\nid  ")

_USAGE: Final = "MEM USAGE / LIMIT"
_NAMES: Final = ("NAME", "CONTAINER", "CONTAINER ID", "ID")
_GAP: Final = pattern(r"\s{2,}|\t")


def collector(path: str) -> "_Collector":
    """Return a collector of one series per container."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._path = path
        self._clock = Clock()
        self._columns: list[str] = []
        self._found: list[tuple[int, str, float | None, Usage]] = []

    def take(self, number: int, line: str) -> Take:
        if len(line) > 1000:
            return Take.NO
        at, row = self._clock.row(line)
        cells = _GAP.split(row.strip())
        if _USAGE in cells:
            self._columns = cells
            return Take.MORE
        if not self._columns:
            return Take.NO
        if not row.strip():
            # Between the frames of a stream.
            return Take.MORE
        named = dict(zip(self._columns, cells, strict=False))
        text = named.get(_USAGE, "")
        if len(cells) != len(self._columns) or "/" not in text:
            self._columns = []
            return Take.NO
        usage = usage_of(text)
        name = next((named[column] for column in _NAMES if column in named), None)
        running = usage is not None and not (usage.used == 0 and named.get("PIDS") == "0")
        if usage and running and name not in {None, "--"}:
            self._found.append((number, str(name), at, usage))
        return Take.MORE

    def observations(self) -> Observations:
        limits = limits_of((name, usage) for _, name, _, usage in self._found)
        book = SeriesBook(self._path)
        for number, name, at, usage in self._found:
            book.add(name, "container", number, Sample(at, usage.used), limit=limits.get(name))
        return Observations(
            memory=book.largest_first(), timestamps=self._clock.moments if self._found else ()
        )

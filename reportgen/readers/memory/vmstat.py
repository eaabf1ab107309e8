"""
``vmstat`` of procps, once, with an interval or in a loop with ``date``.

https://gitlab.com/procps-ng/procps/-/blob/master/src/vmstat.c — columns go by the header's names:
``-a`` has inact and active instead of buff and cache, ``-w`` is wider, ``-t`` puts the time last.
Memory is KiB; ``-S m`` prints MiB or megabytes and does not say so.
procps-ng 4.0.0 to 4.0.2 repeat the memory of the first row in every row.
"""

from typing import Final

from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations, Problem
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.series import SeriesBook
from reportgen.wording import phrase

NAME: Final = "vmstat"
TITLE: Final = "vmstat"
HINT: Final = "while sleep 1; do date -u +%FT%TZ; vmstat; done > vmstat.log"
# A text that begins with a line end asks for the line before it, which may hold the time.
WORDS: Final = ("swpd", "\nprocs ", "\n--procs--")

_KINDS: Final[dict[str, SeriesKind]] = {
    "free": "system_free",
    "swpd": "swap_used",
    "cache": "system_cache",
    "buff": "system_cache",
}
_KIB, _MIB = 1 << 10, 1 << 20
_SMALLEST: Final = 64 << 20
_REPEATS: Final = 3


def collector(path: str) -> "_Collector":
    """Return a collector of the series free, swpd, cache and buff."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._path = path
        self._clock = Clock()
        self._columns: list[str] = []
        self._rows: list[tuple[int, float | None, dict[str, int]]] = []
        self._headers = 0

    def take(self, number: int, line: str) -> Take:
        if len(line) > 400:
            return Take.NO
        at, row = self._clock.row(line)
        words = row.split()
        if words[:3] == ["r", "b", "swpd"] and "free" in words:
            self._columns = words
            self._headers += 1
            return Take.MORE
        if words and words[0].strip("-") == "procs" and "-memory-" in row:
            return Take.MORE
        width = _width(self._columns)
        if not width or len(words) < width or not all(_is_count(word) for word in words[:width]):
            return Take.NO
        named = dict(zip(self._columns, (int(word) for word in words[:width]), strict=False))
        if len(words) > width:
            stamp, _ = self._clock.read(" ".join(words[width : width + 2]))
            at = stamp if stamp is not None else at
        self._rows.append((number, at, named))
        return Take.MORE

    def observations(self) -> Observations:
        if not self._rows:
            return Observations()
        factor, problems = self._unit()
        book = SeriesBook(self._path)
        for number, at, named in self._rows:
            for name, kind in _KINDS.items():
                if name in named:
                    book.add(name, kind, number, Sample(at, named[name] * factor))
        if repeated := self._repeated():
            problems = (*problems, repeated)
        return Observations(
            memory=book.in_order(), problems=problems, timestamps=self._clock.moments
        )

    def _unit(self) -> tuple[int, tuple[Problem, ...]]:
        """Return what a number counts: KiB, if that does not make the machine absurdly small."""
        number, _, named = self._rows[0]
        memory = sum(named.get(name, 0) for name in ("free", "buff", "cache", "inact", "active"))
        aligned = all(value % 4 == 0 for _, _, row in self._rows for value in _memory(row))
        if memory * _KIB >= _SMALLEST or aligned:
            return _KIB, ()
        message = phrase(
            "vmstat prints no unit; MiB were taken, as with -S M: {memory} KiB of "
            "free and cached memory would be no machine",
            memory=memory,
        )
        place = f"line {number}"
        return _MIB, (Problem(kind="note", severity="info", message=message, place=place),)

    def _repeated(self) -> Problem | None:
        """Return a warning where one call of vmstat prints the same memory in every row."""
        first = _memory(self._rows[0][2])
        same = all(_memory(row) == first for _, _, row in self._rows)
        if not same or len(self._rows) < _REPEATS * self._headers:
            return None
        return Problem(
            kind="note",
            severity="warning",
            message=phrase(
                "all {n} rows say the same: procps-ng 4.0.0 to 4.0.2 repeat the memory of the "
                "first row, so this shows no course; call vmstat once for each reading",
                n=len(self._rows),
            ),
            place=f"lines {self._rows[0][0]}–{self._rows[-1][0]}",
        )


def _memory(row: dict[str, int]) -> list[int]:
    return [row[name] for name in ("swpd", "free", "buff", "cache") if name in row]


def _width(columns: list[str]) -> int:
    """Return how many of *columns* are numbers: behind them may stand a time zone."""
    return next((n for n, name in enumerate(columns) if not name.islower()), len(columns))


def _is_count(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 18

"""
What the tables of sysstat (sar, pidstat) share: the banner with the date, and cells.

https://sysstat.github.io/ — the date stands in the banner alone, in the order of the locale;
one that could be read in two ways is not used, and times then count from midnight.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from reportgen.patterns import pattern
from reportgen.readers import numbers
from reportgen.readers.clocks import Clock

_BANNER: Final = pattern(
    r"\s*Linux \S{1,80} \([^)\n]{0,80}\)\s+(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})\s+\S+\s+\(\d+ .*"
)
_CELL: Final = pattern(r"(\d{1,18}(?:[.,]\d{1,3})?)([KMGTP]?)")


_EPOCH: Final = 1e8
"""Less than this counts from a midnight, more from 1970."""


class BannerClock:
    """
    Reads the times of rows, and adds the date of the last banner.

    *moments* are the first and the last real moment met.
    """

    def __init__(self) -> None:
        self._clock = Clock()
        self._midnight = 0.0
        self.moments: tuple[datetime, ...] = ()

    def is_banner(self, line: str) -> bool:
        """Whether *line* is the first of a report; its date holds for what follows."""
        found = _BANNER.fullmatch(line[:400])
        if found is None:
            return False
        day = _date(found[1], found[2], found[3], found[4])
        self._midnight = (
            datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() if day else 0
        )
        self._clock = Clock()
        return True

    def read(self, line: str) -> tuple[float | None, str]:
        """Return the time *line* begins with, in seconds, and what follows it."""
        at, rest = self._clock.read(line)
        if at is None:
            return None, rest
        if at < _EPOCH:
            at += self._midnight
        if at >= _EPOCH:
            moment = datetime.fromtimestamp(at, UTC)
            self.moments = (min((*self.moments, moment)), max((*self.moments, moment)))
        return at, rest


def _date(first: str, mark: str, second: str, third: str) -> date | None:
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
    else:
        year = int(third) + (2000 if len(third) <= 2 else 0)
        if mark == ".":
            day, month = int(first), int(second)
        else:
            month, day = int(first), int(second)
            if month > 12:
                month, day = day, month
            elif day <= 12 and month != day:
                return None
    try:
        return date(year, month, day) if 2000 <= year < 2100 else None
    except ValueError:
        return None


def is_average(words: Sequence[str]) -> bool:
    """Whether a row begins with ``Average:``, in the language of the locale."""
    return any(word.endswith(":") for word in words[:1]) or ":" in words[1:2]


def kib_cell(text: str) -> int | None:
    """Return the bytes of a cell in KiB, or with the suffix that ``-h`` gives it, or None."""
    found = _CELL.fullmatch(text)
    if found is None:
        return None
    if not found[2]:
        return int(found[1]) * 1024 if found[1].isdigit() else None
    value = numbers.number(found[1])
    return None if value is None else numbers.memory_bytes(value, found[2])

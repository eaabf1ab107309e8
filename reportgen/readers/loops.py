"""
Files that a loop of the shell wrote: a time and a number in each line, and nothing else.

What the number counts is not in the file.
The page of the kernel settles it: memory comes in multiples of 4096 bytes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.source import Source

_NUMBER: Final = pattern(r"\s+(\d{1,15})\s*")
_PAGE: Final = 4096
_PAGE_KIB: Final = 4
_FEWEST: Final = 600
"""Less than this no process has in KiB, and HTTP has no status beyond."""


class Row(NamedTuple):
    """A number and its time, in line *number* of the file."""

    number: int
    at: float
    value: int


class Loop(NamedTuple):
    """What a loop wrote; *gone* are the lines that hold a time and no number."""

    rows: tuple[Row, ...]
    gone: tuple[int, ...]
    moments: tuple[datetime, ...]


def loop_of(lines: Sequence[str]) -> Loop | None:
    """Return the rows of *lines*, or None where one is something else."""
    clock = Clock()
    rows: list[Row] = []
    gone: list[int] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        at, rest = clock.read(line[:200])
        if at is None:
            return None
        if found := _NUMBER.fullmatch(rest):
            rows.append(Row(number, at, int(found[1])))
        elif rest.strip():
            return None
        else:
            gone.append(number)
    return Loop(tuple(rows), tuple(gone), clock.moments) if rows else None


def head_lines(source: Source) -> list[str]:
    """Return the lines at the beginning of *source*, without one that the head cuts."""
    lines = source.head_text.lstrip("\ufeff").splitlines()
    return lines[:-1] if len(source.head_text) >= 60_000 else lines


def are_bytes(rows: Sequence[Row]) -> bool:
    """Whether the numbers are bytes of memory: whole pages, more than once."""
    values = [row.value for row in rows if row.value]
    return len(set(values)) > 1 and all(value % _PAGE == 0 for value in values)


def are_kib(rows: Sequence[Row]) -> bool:
    """Whether the numbers can be KiB of a process: whole pages, and no fewer than one needs."""
    values = [row.value for row in rows if row.value]
    return bool(values) and all(value % _PAGE_KIB == 0 and value >= _FEWEST for value in values)

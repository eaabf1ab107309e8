"""
``psrecord --log``: resident and virtual memory of a process over time, as text or as CSV.

https://github.com/astrofrog/psrecord — the header says MB, the code divides by 1024².
``psrecord "command"`` watches the shell that runs the command, unless ``--include-children`` is
given: what stays under 4 MiB all the time is that shell, and is told.
"""

import re
from math import isfinite
from typing import Final

from reportgen.errors import ReadError
from reportgen.model.memory import MemorySeries, Sample
from reportgen.model.run import Observations, Problem
from reportgen.model.units import plural
from reportgen.patterns import pattern
from reportgen.readers.numbers import memory_bytes
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "psrecord"
TITLE: Final = "psrecord"
HINT: Final = 'psrecord "COMMAND" --include-children --log psrecord.txt'
HOLDS_TESTS: Final = False

_TEXT = pattern(r"\ufeff?\s*# Elapsed time +CPU \(%\) +Real \(MB\) +Virtual \(MB\)")
_TABLE = pattern(r"\ufeff?\s*elapsed_time,nproc,cpu,mem_real,mem_virtual(?:,|\s|\Z)")
_NUMBER = pattern(r"\d{1,15}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?", re.IGNORECASE)
_SHELL: Final = 4 << 20


def matches(source: Source) -> bool:
    """Whether the file begins with psrecord's header."""
    return source.kind == "text" and bool(
        _TEXT.match(source.head_text) or _TABLE.match(source.head_text)
    )


def read(source: Source) -> Observations:
    """Return the series ``rss`` and ``vms``."""
    table = _TABLE.match(source.head_text) is not None
    columns = (0, 3, 4) if table else (0, 2, 3)
    book = SeriesBook(source.path)
    strange: list[int] = []
    for number, line in enumerate(source.lines, 1):
        if not line.strip() or _TEXT.match(line) or _TABLE.match(line):
            continue
        cells = [cell.strip() for cell in (line.split(",") if table else line.split())]
        row = [cells[column] for column in columns if column < len(cells)]
        values = [float(cell) for cell in row if _NUMBER.fullmatch(cell)]
        if len(values) < len(columns) or not all(map(isfinite, values)):
            strange.append(number)
            continue
        at, real, virtual = values
        book.add("rss", "rss", number, Sample(at, memory_bytes(min(real, _MOST), "M")))
        book.add("vms", "vms", number, Sample(at, memory_bytes(min(virtual, _MOST), "M")))
    series = book.in_order()
    if not series:
        raise ReadError(phrase("holds no reading: the program ended before the first"))
    cut = strange == [len(source.lines)]
    return Observations(
        memory=series,
        problems=(
            *_strange(strange, cut=cut), *_of_the_shell(series[0]),
        ),
        truncated=cut,
    )  # fmt: skip


_MOST: Final = float(1 << 60)


def _strange(strange: list[int], *, cut: bool) -> tuple[Problem, ...]:
    if not strange:
        return ()
    place = f"line {strange[0]}"
    if cut:
        message = phrase("ends in the middle of a row; what stands before it was read")
        return (Problem(kind="truncated", severity="error", message=message, place=place),)
    message = phrase(
        "{rows} without readings, the first of them here", rows=plural(len(strange), "row")
    )
    return (Problem(kind="note", severity="warning", message=message, place=place),)


def _of_the_shell(series: MemorySeries) -> tuple[Problem, ...]:
    if max(sample.value for sample in series.samples) >= _SHELL:
        return ()
    return (
        Problem(
            kind="note",
            severity="warning",
            message=phrase(
                "never reaches 4 MiB: most likely the shell around the command was measured; "
                "record with --include-children"
            ),
            place=series.place,
        ),
    )

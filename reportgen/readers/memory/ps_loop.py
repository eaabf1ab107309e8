"""
Loops around ``ps`` without a header: ``<time> <rss>``, or columns that prove themselves.

``echo "$(date -u +%FT%TZ) $(ps -o rss= -p PID)"`` writes a time and KiB; a time alone says that
the process was gone. The numbers must be whole pages, and vary or stand in a file named for it.

``ps -o pid,rss,vsz,%mem,comm --no-headers`` writes columns in an order that only its caller knows.
They are read where one order alone can be: the number of the process is constant for a command,
the virtual size is never less than the resident one, both are whole pages, and the share of memory
fits one size of machine in every row, by the rounding of ps. Anything less is not recognised.
"""

from collections.abc import Sequence
from itertools import permutations
from typing import Final, NamedTuple

from reportgen.errors import ReadError
from reportgen.model.memory import Sample
from reportgen.model.run import Observations, Problem
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.loops import are_bytes, are_kib, head_lines, loop_of
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "ps-loop"
TITLE: Final = "ps in a loop, without a header"
HINT: Final = 'while sleep 1; do echo "$(date -u +%FT%TZ) $(ps -o rss= -p PID)"; done > rss.log'
HOLDS_TESTS: Final = False

_NAMED: Final = pattern(r"(?:^|[^a-z])(?:rss|ps)(?:[^a-z]|$)")
_COLUMNS: Final = pattern(r"\s*((?:\d{1,12}(?:\.\d{1,2})?\s+){3,6})([^\d\s].{0,200})")
_LEAST_KIB, _MOST_KIB = 1 << 18, 1 << 33
_ENOUGH: Final = 3


class _Row(NamedTuple):
    number: int
    at: float | None
    cells: tuple[str, ...]
    command: str


class _Order(NamedTuple):
    """Which columns hold what."""

    process: int
    resident: int
    virtual: int
    share: int


def matches(source: Source) -> bool:
    """Whether every line at the beginning of *source* is a row of one of the two kinds."""
    if source.kind != "text":
        return False
    lines = head_lines(source)
    return _is_stamped(source, lines) or _order(_rows(lines)) is not None


def read(source: Source) -> Observations:
    """
    Return the resident set of the process, or of each.

    Raises:
        ReadError: further down stands something else.

    """
    if _is_stamped(source, head_lines(source)):
        return _stamped(source)
    rows = _rows(source.lines)
    order = _order(rows)
    if rows is None or order is None:
        raise ReadError(phrase("the rows at the end are not like those at the beginning"))
    book = SeriesBook(source.path)
    for row in rows:
        name = f"{row.command}:{row.cells[order.process]}"
        value = int(row.cells[order.resident]) * 1024
        book.add(name, "rss", row.number, Sample(row.at, value))
    return Observations(
        memory=book.largest_first(),
        problems=(
            Problem(
                kind="note",
                severity="info",
                message=phrase(
                    "no header: the columns were told by whole pages, by virtual ≥ resident and "
                    "by a share of memory that fits in all {n} rows",
                    n=len(rows),
                ),
            ),
        ),
    )


def _is_stamped(source: Source, lines: Sequence[str]) -> bool:
    loop = loop_of(lines)
    if loop is None or are_bytes(loop.rows) or not are_kib(loop.rows):
        return False
    named = _NAMED.search(source.stem.lower()) is not None
    values = {row.value for row in loop.rows}
    return named or (len(values) >= _ENOUGH and len(loop.rows) >= 2 * _ENOUGH)


def _stamped(source: Source) -> Observations:
    loop = loop_of(source.lines)
    if loop is None:
        raise ReadError(phrase("the rows at the end are not like those at the beginning"))
    book = SeriesBook(source.path)
    for row in loop.rows:
        book.add("rss", "rss", row.number, Sample(row.at, row.value * 1024))
    gone = tuple(
        Problem(
            kind="note",
            severity="info",
            message=phrase("a time without a number: the process was gone"),
            place=f"line {number}",
        )
        for number in loop.gone[:1]
    )
    return Observations(memory=book.in_order(), problems=gone, timestamps=loop.moments)


def _rows(lines: Sequence[str]) -> list[_Row] | None:
    """Return *lines* as rows of numbers and a command, or None where one is something else."""
    clock = Clock()
    rows: list[_Row] = []
    for number, line in enumerate(lines, 1):
        at, rest = clock.row(line[:400])
        if not rest.strip():
            continue
        found = _COLUMNS.fullmatch(rest)
        cells = tuple(found[1].split()) if found else ()
        if found is None or (rows and len(cells) != len(rows[0].cells)):
            return None
        rows.append(_Row(number, at, cells, found[2].strip()))
    return rows if len(rows) >= _ENOUGH else None


def _order(rows: Sequence[_Row] | None) -> _Order | None:
    """Return the one order of columns that every row agrees with, or None."""
    if not rows:
        return None
    numbers = range(len(rows[0].cells))
    whole = [n for n in numbers if all(row.cells[n].isdigit() for row in rows)]
    parts = [n for n in numbers if all("." in row.cells[n] for row in rows)]
    found = [
        _Order(process, resident, virtual, share)
        for process, resident, virtual in permutations(whole, 3)
        for share in parts
        if _fits(rows, _Order(process, resident, virtual, share))
    ]
    return found[0] if len(found) == 1 else None


def _fits(rows: Sequence[_Row], order: _Order) -> bool:
    """Whether *order* agrees with every row."""
    owners: dict[str, str] = {}
    least, most = float(_LEAST_KIB), float(_MOST_KIB)
    for row in rows:
        resident, virtual = int(row.cells[order.resident]), int(row.cells[order.virtual])
        if resident % 4 or virtual % 4 or virtual < resident:
            return False
        if owners.setdefault(row.cells[order.process], row.command) != row.command:
            return False
        # ps cuts the share to tenths, others round it: the whole is between these two.
        share = float(row.cells[order.share])
        least = max(least, resident * 100 / (share + 0.1))
        most = min(most, resident * 100 / (share - 0.05)) if share else most
    shares = {row.cells[order.share] for row in rows}
    return least <= most and len(shares) > 1 and len(owners) <= max(1, len(rows) // 2)

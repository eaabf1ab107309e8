"""
``free`` of procps or BusyBox, once or in a loop: what the machine uses and what is available.

https://gitlab.com/procps-ng/procps/-/blob/master/src/free.c — columns go by the header's names;
where the header is in another language, by their number, which the source fixes.
``-k``, ``-m``, ``-g`` and ``-b`` print the same header and no unit.
Memory comes in pages of 4 KiB, so KiB are multiples of four and bytes multiples of 4096;
what these do not settle, the size of a machine does: 256 MiB to 8 TiB. A note says what was taken.
``-h`` puts a unit behind each number.
"""

import re
from collections.abc import Sequence
from typing import Final

from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations, Problem, Severity
from reportgen.patterns import pattern
from reportgen.readers import numbers
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.series import SeriesBook
from reportgen.wording import phrase

NAME: Final = "free"
TITLE: Final = "free"
HINT: Final = "free -b -s 1 > free.log"
# A text that begins with a line end asks for the line before it: the time, or a foreign header.
WORDS: Final = (
    "used  ", "mem:", "\nmem:", "speicher:", "\nspeicher:",
    *("\n" + " " * width + "total  " for width in range(9, 20)),
)  # fmt: skip

_BY_NUMBER: Final = {
    6: ["total", "used", "free", "shared", "buff/cache", "available"],
    7: ["total", "used", "free", "shared", "buffers", "cache", "available"],
}
_ROW = pattern(r"\s*(-/\+ buffers(?:/cache)?|[^\W\d]{2,16})\s?:\s+(\d[\w.,\s]{0,300})")
_CELL = pattern(r"(\d{1,18}(?:[.,]\d{1,3})?)([KMGTP]?i?)B?", re.IGNORECASE)
_SHOWN: Final[tuple[tuple[str, SeriesKind], ...]] = (
    ("used", "system_used"),
    ("free", "system_free"),
    ("available", "system_available"),
)
_UNITS: Final = {"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_LEAST, _SMALL, _MOST = 1 << 28, 1 << 24, 1 << 43


def collector(path: str) -> "_Collector":
    """Return a collector of the series used, available, free and swap used."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._clock = Clock()
        self._columns: list[str] = []
        self._before: list[str] = []
        self._factor: int | None = None
        self._notes: dict[str, Problem] = {}

    def take(self, number: int, line: str) -> Take:
        if len(line) > 400:
            return Take.NO
        at, row = self._clock.row(line)
        found = _ROW.fullmatch(row)
        if found is None:
            self._before = row.lower().split()
            named = self._before[:3] == ["total", "used", "free"]
            self._columns = self._before if named else []
            return Take.MORE if named else Take.NO
        cells = [_CELL.fullmatch(cell) for cell in found[2].split()]
        known = [cell for cell in cells if cell]
        if len(known) < len(cells):
            return Take.NO
        match found[1].lower():
            case "mem" | "speicher" as label:
                return self._memory(number, at, label, known)
            case _ if not self._columns:
                return Take.NO
            case "swap" if len(known) > 1:
                total, used = self._bytes(known[0]), self._bytes(known[1])
                if total and used is not None:
                    self._book.add("swap used", "swap_used", number, Sample(at, used))
            case label if label.startswith("-/+") and "available" not in self._columns:
                self._add(number, at, ["used", "free"], known)
        return Take.MORE

    def _memory(
        self, number: int, at: float | None, label: str, cells: Sequence[re.Match[str]]
    ) -> Take:
        if not self._columns and len(self._before) == len(cells):
            self._columns = _BY_NUMBER.get(len(cells), [])
            message = phrase(
                "free prints its labels in another language; the columns were read by their "
                "number (with LC_ALL=C they go by name)"
            )
            self._note("language", "info", number, message)
        if not self._columns and label == "mem" and _is_ordered(cells):
            self._columns = _BY_NUMBER.get(len(cells), [])
            message = phrase("free's header is not here; the columns were read by their number")
            self._note("header", "info", number, message)
        if len(cells) != len(self._columns):
            return Take.NO
        self._factor = self._unit(number, cells)
        if "available" in self._columns:
            self._add(number, at, self._columns, cells)
        return Take.MORE

    def _add(
        self, number: int, at: float | None, columns: Sequence[str], cells: Sequence[re.Match[str]]
    ) -> None:
        values = {name: self._bytes(cell) for name, cell in zip(columns, cells, strict=False)}
        for name, kind in _SHOWN:
            if (value := values.get(name)) is not None:
                self._book.add(name, kind, number, Sample(at, value))

    def _bytes(self, cell: re.Match[str]) -> int | None:
        value = numbers.number(cell[1])
        if value is None or (not cell[2] and self._factor is None):
            return None
        if cell[2]:
            return numbers.memory_bytes(value, cell[2])
        return int(value) * (self._factor or 0)

    def _unit(self, number: int, cells: Sequence[re.Match[str]]) -> int | None:
        """Return what a number without a unit counts, and note why."""
        if any(cell[2] for cell in cells):
            if any(cell[2] and "i" not in cell[2].lower() for cell in cells):
                message = phrase("K, M and G were read as binary; with --si they would be decimal")
                self._note("letters", "info", number, message)
            return 1
        unit, why = _unit_of([int(float(cell[1].replace(",", "."))) for cell in cells])
        if unit is None:
            self._note(
                "none",
                "warning",
                number,
                phrase("free prints no unit, and {why}: not read", why=why),
            )
            return None
        self._note(
            unit,
            "info",
            number,
            phrase("free prints no unit; {unit} were taken: {why}", unit=unit, why=why),
        )
        return _UNITS[unit]

    def _note(self, key: str, severity: Severity, number: int, message: str) -> None:
        if key not in self._notes:
            self._notes[key] = Problem(
                kind="note", severity=severity, message=message, place=f"line {number}"
            )

    def observations(self) -> Observations:
        return Observations(
            memory=self._book.in_order("used", "available", "free", "swap used"),
            problems=tuple(self._notes.values()),
            timestamps=self._clock.moments if self._book.in_order() else (),
        )


def _is_ordered(cells: Sequence[re.Match[str]]) -> bool:
    """Whether the first of *cells* can be the whole of which the others are parts."""
    values = [numbers.memory_bytes(numbers.number(cell[1]) or 0, cell[2]) for cell in cells]
    return all(value <= values[0] for value in values)


def _unit_of(values: Sequence[int]) -> tuple[str | None, str]:
    """Return the unit of *values*, of which the first is the whole memory, and the reason."""
    total, set_ones = values[0], [value for value in values if value]
    proves = len(set_ones) > 2
    if proves and all(value % 4096 == 0 for value in set_ones) and _SMALL <= total < _MOST:
        return "bytes", phrase("every number is a multiple of a page")
    aligned = proves and all(value % 4 == 0 for value in set_ones)
    if aligned and _SMALL <= total * 1024 < _MOST:
        return "KiB", phrase("every number is a multiple of a page")
    order = ("KiB", "MiB", "GiB", "bytes") if not proves else ("MiB", "GiB", "KiB", "bytes")
    for unit in order:
        if _LEAST <= total * _UNITS[unit] < _MOST:
            return unit, phrase(
                "as such a total of {total} is the memory of a machine", total=total
            )
    return None, phrase("a total of {total} fits a machine in no unit", total=total)

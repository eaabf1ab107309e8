"""
Valgrind's massif: the heap over time, in snapshots.

https://valgrind.org/docs/manual/ms-manual.html — a snapshot's total is the heap, what the
allocator adds, and the stacks. Only with ``--time-unit=ms`` is ``time`` a time; by default it
counts instructions. With ``--pages-as-heap=yes`` it is the address space.
"""

from typing import Final

from reportgen.errors import ReadError
from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations, Problem
from reportgen.patterns import pattern
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "massif"
TITLE: Final = "Valgrind massif"
HINT: Final = "valgrind --tool=massif --massif-out-file=massif.out COMMAND"
HOLDS_TESTS: Final = False

_START = pattern(
    r"\ufeff?\s*desc: (?P<options>[^\n]*)\n+cmd: [^\n]*\n+time_unit: (?P<unit>i|ms|B)\s"
)
_FIELD = pattern(r"(snapshot|time|mem_heap_B|mem_heap_extra_B|mem_stacks_B)=(\d{1,18})\s*")
_PARTS = ("mem_heap_B", "mem_heap_extra_B", "mem_stacks_B")


def matches(source: Source) -> bool:
    """Whether the file begins with massif's description, command and unit of time."""
    return source.kind == "text" and _START.match(_head(source)) is not None


def _head(source: Source) -> str:
    return source.head_text.replace("\r\n", "\n")


def read(source: Source) -> Observations:
    """Return the series ``heap_total``."""
    start = _START.match(_head(source))
    if start is None:
        raise ReadError(phrase("does not begin as massif begins its files"))
    kind: SeriesKind = "vms" if "--pages-as-heap=yes" in start["options"] else "heap"
    timed = start["unit"] == "ms"
    book = SeriesBook(source.path)
    snapshot: dict[str, int] = {}
    begun = 0
    for number, line in enumerate(source.lines, 1):
        found = _FIELD.fullmatch(line)
        if found is None:
            continue
        if found[1] == "snapshot":
            snapshot, begun = {}, number
        snapshot[found[1]] = int(found[2])
        if found[1] == _PARTS[-1] and all(part in snapshot for part in ("time", *_PARTS)):
            at = snapshot["time"] / 1000 if timed else None
            total = sum(snapshot[part] for part in _PARTS)
            book.add("heap_total", kind, begun, Sample(at, total))
            begun = 0
    series = book.in_order()
    if not series:
        raise ReadError(phrase("holds no whole snapshot: massif was ended before it wrote one"))
    cut = Problem(
        kind="truncated",
        severity="error",
        message=phrase("ends in the middle of a snapshot; those before it were read"),
        place=f"line {begun}",
    )
    return Observations(
        memory=series,
        problems=(cut,) if begun else (),
        truncated=bool(begun),
    )

"""
``mprof run`` of memory_profiler: the resident set of a process, sampled into a file.

https://github.com/pythonprofilers/memory_profiler/blob/master/mprof.py — values are MiB.
``-o`` appends: a new ``CMDLINE`` is a new run, and its ``FUNC`` lines stand before it.
With ``-M`` each child has ``CHLD`` lines of its own; one that has ended is told as 0.
"""

from typing import Final

from reportgen.errors import ReadError
from reportgen.model.memory import Sample
from reportgen.model.run import Observations, Problem
from reportgen.model.units import plural
from reportgen.patterns import pattern
from reportgen.readers.numbers import memory_bytes, moment
from reportgen.readers.processes import named
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "mprof"
TITLE: Final = "memory_profiler's mprof"
HINT: Final = "mprof run -o mprof.dat COMMAND"
HOLDS_TESTS: Final = False

_VALUE: Final = r"-?\d{1,12}(?:\.\d{1,12})?"
_START = pattern(
    r"\ufeff?\s*(?:CMDLINE [^\n]*(?:\n(?:MEM|CHLD|FUNC) |\s*\Z)"
    rf"|MEM {_VALUE} \d{{9,11}}\.|FUNC \S{{1,500}} {_VALUE} \d{{9,11}}\.)"
)
_READING = pattern(
    rf"(?:MEM|CHLD (?P<child>\d{{1,12}})) (?P<value>{_VALUE}) (?P<at>\d{{1,12}}(?:\.\d{{1,9}})?)\s*"
)
_OTHER = ("CMDLINE ", "FUNC ")


def matches(source: Source) -> bool:
    """Whether the file begins as ``mprof`` begins it."""
    return source.kind == "text" and _START.match(source.head_text) is not None


def read(source: Source) -> Observations:
    """Return a series for each run, and for each child of a run."""
    book = SeriesBook(source.path)
    run, seen = 1, False
    times: list[float] = []
    strange: list[int] = []
    for number, line in enumerate(source.lines, 1):
        found = _READING.fullmatch(line)
        if found is None:
            if line.startswith("CMDLINE "):
                run, seen = run + seen, False
            elif line.strip() and not line.startswith(_OTHER):
                strange.append(number)
            continue
        seen = True
        at = float(found["at"])
        times = [min((*times, at)), max((*times, at))]
        child = found["child"]
        if child is not None and float(found["value"]) == 0:
            continue  # it is no more
        name = named("rss" if child is None else f"child {child}", run)
        book.add(name, "rss", number, Sample(at, memory_bytes(float(found["value"]), "M")))
    series = book.in_order()
    if not series:
        raise ReadError(phrase("holds no reading: the program ended before the first"))
    moments = (moment(at) for at in times)
    return Observations(
        memory=series,
        problems=_problems(strange, len(source.lines)),
        timestamps=tuple(at for at in moments if at is not None),
        truncated=strange == [len(source.lines)],
    )


def _problems(strange: list[int], lines: int) -> tuple[Problem, ...]:
    if not strange:
        return ()
    place = f"line {strange[0]}"
    if strange == [lines]:
        message = phrase("ends in the middle of a line; what stands before it was read")
        return (Problem(kind="truncated", severity="error", message=message, place=place),)
    message = phrase(
        "{lines} not understood, the first of them here", lines=plural(len(strange), "line")
    )
    return (Problem(kind="note", severity="warning", message=message, place=place),)

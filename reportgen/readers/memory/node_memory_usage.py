"""
``process.memoryUsage()`` of Node.js as JSON: one object, a list, or JSON lines over time.

https://nodejs.org/api/process.html#processmemoryusage — bytes; ``heapTotal`` is what V8 has
reserved for the heap, ``external`` what C++ objects hold, ``arrayBuffers`` a part of that.
"""

from typing import Any, Final

from reportgen.model.memory import MemorySeries, Sample, SeriesKind
from reportgen.model.run import Observations, Problem
from reportgen.model.units import plural
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.series import MOST, SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "node-memory-usage"
TITLE: Final = "process.memoryUsage() of Node.js"
HINT: Final = "console.log(JSON.stringify({ time: new Date(), ...process.memoryUsage() }))"
HOLDS_TESTS: Final = False

_FIELDS: Final[tuple[tuple[str, SeriesKind], ...]] = (
    ("rss", "rss"),
    ("heapTotal", "heap_committed"),
    ("heapUsed", "heap"),
    ("external", "external"),
    ("arrayBuffers", "external"),
)
_TIMES: Final = ("ts", "time", "timestamp", "date", "at", "t", "@timestamp")


def matches(source: Source) -> bool:
    """Whether every object has the numbers ``rss`` and ``heapUsed``."""
    if source.kind != "json":
        return False
    found = _objects(source)
    return bool(found) and all(
        isinstance(each, dict) and _is_bytes(each.get("rss")) and _is_bytes(each.get("heapUsed"))
        for each in found
    )


def _objects(source: Source) -> list[Any]:
    document = source.document
    return document if isinstance(document, list) else [document]


def _is_bytes(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST


def read(source: Source) -> Observations:
    """Return a series for each number, with times where every object has one."""
    objects = _objects(source)
    moments = [
        next((found for key in _TIMES if (found := moment(each.get(key)))), None)
        for each in objects
    ]
    timed = all(at is not None for at in moments)
    book = SeriesBook(source.path)
    strange: list[str] = []
    for number, (each, at) in enumerate(zip(objects, moments, strict=True)):
        for name, kind in _FIELDS:
            value = each.get(name)
            if _is_bytes(value):
                sample = Sample(at.timestamp() if at and timed else None, value)
                book.add(name, kind, number, sample)
            elif value is not None:
                strange.append(pointer(number, name))
    known = [at for at in moments if at is not None]
    return Observations(
        memory=tuple(_placed(series, len(objects)) for series in book.in_order()),
        problems=_problems(strange),
        timestamps=(min(known), max(known)) if known else (),
    )


def _problems(strange: list[str]) -> tuple[Problem, ...]:
    if not strange:
        return ()
    message = phrase("{values} left out: no number of bytes", values=plural(len(strange), "value"))
    return (Problem(kind="note", severity="warning", message=message, place=strange[0]),)


def _placed(series: MemorySeries, objects: int) -> MemorySeries:
    """Return *series* with pointers as its place: numbers count objects, not lines."""
    place = pointer(series.name)
    if objects > 1:
        place = f"{pointer(0, series.name)} to {pointer(objects - 1, series.name)}"
    return series.model_copy(update={"place": place})

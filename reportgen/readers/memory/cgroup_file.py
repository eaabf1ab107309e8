"""
One file of a control group's memory: copied as it is, or read in a loop, with times or without.

A copy holds a number and no word, so the file must bear the kernel's name (``memory.peak``,
``memory.peak.txt``). A loop ``<epoch> <bytes>`` under another name is told by its numbers:
multiples of a page in bytes can be no KiB.
"""

from typing import Final

from reportgen.errors import ReadError
from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.loops import Loop, are_bytes, head_lines, loop_of
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "cgroup-file"
TITLE: Final = "one memory file of a control group, or a loop over it"
HINT: Final = (
    'while sleep 1; do echo "$(date +%s) $(cat memory.current)"; done > memory.current.log'
)
HOLDS_TESTS: Final = False

_NAMED: Final = pattern(
    r"(?:^|[/\\])(memory\.(?:current|peak|swap\.current|usage_in_bytes|max_usage_in_bytes))"
    r"(?:\.\w{1,8})?$"
)
_PEAKS: Final = {"memory.peak", "memory.max_usage_in_bytes"}
_NUMBER: Final = pattern(r"\s*(\d{1,18})\s*")


def matches(source: Source) -> bool:
    """Whether the file bears the name of one and holds numbers, or numbers that prove it."""
    if source.kind != "text":
        return False
    lines = head_lines(source)
    if _NAMED.search(source.path) and any(line.strip() for line in lines):
        return _plain(lines) is not None or loop_of(lines) is not None
    loop = loop_of(lines)
    return loop is not None and are_bytes(loop.rows)


def read(source: Source) -> Observations:
    """
    Return the readings, named as the kernel names the file.

    Raises:
        ReadError: further down stands something else.

    """
    named = _NAMED.search(source.path)
    name = named[1] if named else "memory.current"
    kind: SeriesKind = "swap_used" if "swap" in name else "cgroup"
    plain, loop = _plain(source.lines), loop_of(source.lines)
    book = SeriesBook(source.path)
    for number, sample in plain or _samples(loop):
        if name in _PEAKS:
            book.state(name, kind, number, sample.value)
        else:
            book.add(name, kind, number, sample)
    memory = book.in_order()
    if not memory:
        raise ReadError(phrase("the rows at the end are not like those at the beginning"))
    return Observations(memory=memory, timestamps=loop.moments if loop and not plain else ())


def _plain(lines: list[str]) -> list[tuple[int, Sample]] | None:
    """Return the numbers that stand alone in *lines*, or None where anything else does."""
    found = [
        (number, _NUMBER.fullmatch(line)) for number, line in enumerate(lines, 1) if line.strip()
    ]
    return (
        [(n, Sample(None, int(match[1]))) for n, match in found if match]
        if all(match for _, match in found)
        else None
    )


def _samples(loop: Loop | None) -> list[tuple[int, Sample]]:
    return [(row.number, Sample(row.at, row.value)) for row in loop.rows] if loop else []

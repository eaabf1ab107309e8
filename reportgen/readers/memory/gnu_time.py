"""
GNU time, ``time -v`` or the short form: the largest resident set of a command.

https://www.gnu.org/software/time/ — "kbytes" are KiB. The block may stand anywhere in a log.
"""

import re
from typing import Final

from reportgen.model.memory import MemorySeries, Sample
from reportgen.model.run import Observations
from reportgen.readers.source import Source

NAME: Final = "gnu-time"
TITLE: Final = "GNU time"
HINT: Final = "/usr/bin/time -v COMMAND 2> time.log"
HOLDS_TESTS: Final = False

_MAXIMUM = re.compile(
    r"^\s*Maximum resident set size \(kbytes\): (\d{1,15})\s*$"
    r"|avgtext\+\d+avgdata (\d{1,15})maxresident\)k"
)
_MARKS = re.compile(r"Maximum resident set size \(kbytes\):|maxresident\)k")


def matches(source: Source) -> bool:
    """Whether the text names a maximum resident set size."""
    return source.kind == "text" and _MARKS.search(source.text) is not None


def read(source: Source) -> Observations:
    """Return one series per block, each of one reading."""
    found = []
    for index, line in enumerate(source.lines, 1):
        if match := _MAXIMUM.search(line):
            value = int(match[1] or match[2]) * 1024
            found.append((f"line {index}", value))
    return Observations(
        memory=tuple(
            MemorySeries(
                name="max_rss" if not at else f"max_rss {at + 1}",
                kind="rss",
                samples=(Sample(None, value),),
                stated_peak=value,
                artifact=source.path,
                place=place,
            )
            for at, (place, value) in enumerate(found)
        )
    )

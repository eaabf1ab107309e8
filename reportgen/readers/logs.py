"""The end of a plain log, kept so that a failed step can be explained."""

from collections import deque
from typing import Final

from reportgen.model.run import Observations
from reportgen.model.steps import Log, LogLine
from reportgen.model.text import clean
from reportgen.readers.source import Source

NAME: Final = "log"
TITLE: Final = "step log"
HINT: Final = "docker-build.log beside steps.json explains the step docker-build"
HOLDS_TESTS: Final = False

KEPT_LINES: Final = 400
KEPT_CHARACTERS: Final = 2000


def matches(source: Source) -> bool:
    """Whether it is plain text that says something."""
    return source.kind == "text"


def read(source: Source) -> Observations:
    """Return the last lines that are not blank, with their numbers."""
    kept = deque(
        ((index, line) for index, line in enumerate(source.lines, 1) if line.strip()), KEPT_LINES
    )
    lines = tuple(LogLine(index, clean(line[:KEPT_CHARACTERS])) for index, line in kept)
    return Observations(log=Log(name=source.stem, artifact=source.path, lines=lines))

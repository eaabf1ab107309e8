"""
Readers: bytes → observations. One module per format, satisfied by the module itself.

A reader recognises by content (`matches`) and returns `Observations` (`read`);
where the file cannot be read it raises `ReadError` and never returns half a result in silence.
To add one: write the module, add it to the tuple below, add a fixture.
"""

from typing import Final, Protocol

from reportgen.model.run import Observations
from reportgen.readers.health import handrolled, spring
from reportgen.readers.lines import LineReader
from reportgen.readers.memory import free_text, gnu_time
from reportgen.readers.source import Source
from reportgen.readers.steps import github_needs, github_steps
from reportgen.readers.tests import ctest, inventory, junit, nunit, trx, xunit_net


class Reader(Protocol):
    """What every reading module offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of the module
        """The format's name in ``artifacts[].format``."""

    @property
    def TITLE(self) -> str:  # noqa: N802 - a constant of the module
        """What people call the format."""

    @property
    def HINT(self) -> str:  # noqa: N802 - a constant of the module
        """How such a file is made, or what it looks like."""

    @property
    def HOLDS_TESTS(self) -> bool:  # noqa: N802 - a constant of the module
        """Whether losing such a file loses test results."""

    def matches(self, source: Source) -> bool:
        """Whether *source* is in this format, by its content."""

    def read(self, source: Source) -> Observations:
        """Return what *source* holds."""


DOCUMENTS: Final[tuple[Reader, ...]] = (
    junit,
    nunit,
    xunit_net,
    trx,
    ctest,
    github_steps,
    github_needs,
    spring,
    handrolled,
    inventory,
)
"""Formats that are the whole of a file: the first that matches reads it."""

LINES: Final[tuple[LineReader, ...]] = (gnu_time, free_text)
"""
Formats that stand in lines of a log among others: all are asked, a line is taken by the first.

Prose comes last: it takes what nobody knows better.
"""

READERS: Final[tuple[Reader | LineReader, ...]] = (*DOCUMENTS, *LINES)

"""
What a plugin offers: a module or an object with these names, under an entry point.

Each states the version of the protocol that it was written for. The name of the entry point is the
name of the plugin: lower case, digits and hyphens.
"""

from collections.abc import Iterable
from typing import Final, Literal, Protocol, TypeAlias

from reportgen.model.remarks import PluginFinding
from reportgen.model.report import Report
from reportgen.model.run import Observations
from reportgen.readers.source import Source
from reportgen.render.markdown.targets import Target

API: Final = 1
"""The version of the protocol: a plugin that states another one is not used."""

Group: TypeAlias = Literal["readers", "renderers", "findings", "targets"]
"""A group of entry points, without the ``reportgen.`` before it."""


class _Plugin(Protocol):
    @property
    def API(self) -> int:  # noqa: N802 - a constant of the module
        """The version of the protocol that the plugin was written for."""


class ReaderPlugin(_Plugin, Protocol):
    """A format that can be read: ``reportgen.readers``."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of the module
        """The format's name in ``artifacts[].format``; the same as the entry point's."""

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
        """
        Whether *source* is in this format, by its content.

        Asked only of files that no built-in format took whole.
        """

    def read(self, source: Source) -> Observations:
        """
        Return what *source* holds.

        Raises:
            ReadError: it cannot be read; never half a result in silence.

        """


class RendererPlugin(_Plugin, Protocol):
    """A form in which ``report --format NAME`` prints: ``reportgen.renderers``."""

    @property
    def TITLE(self) -> str:  # noqa: N802 - a constant of the module
        """What people call the format."""

    def render(self, report: Report) -> str:
        """Return *report* as text; what it quotes from artifacts is hostile, and encoded here."""


class FindingsPlugin(_Plugin, Protocol):
    """Findings of one's own: ``reportgen.findings``."""

    def findings(self, report: Report) -> Iterable[PluginFinding]:
        """Return what is found in *report*, which is a copy: to change it changes nothing."""


class TargetPlugin(_Plugin, Protocol):
    """A place that takes a report, ``--target NAME``: ``reportgen.targets``."""

    @property
    def TARGET(self) -> Target:  # noqa: N802 - a constant of the module
        """The row of the table; its name is that of the entry point."""

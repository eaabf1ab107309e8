"""
Plugins as they are called: what one raises, or returns that it should not, is its own failure.

Reports are handed out as copies, so that none can change what is judged or printed by others.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from reportgen.errors import PluginError, ReadError
from reportgen.model.remarks import PluginFinding, Remarks
from reportgen.model.report import Report
from reportgen.model.run import Observations
from reportgen.model.text import clean
from reportgen.plugins.harmless import harmless
from reportgen.plugins.installed import FAULTS, Failure, Plugin, apart, told
from reportgen.readers.source import Source
from reportgen.render.markdown.targets import Target, mistake_in

if TYPE_CHECKING:
    from reportgen.plugins.protocol import FindingsPlugin, ReaderPlugin, RendererPlugin

MOST_FINDINGS: Final = 1_000
"""Of one plugin: more say nothing more to a person."""


class PluggedReader:
    """A reader of a plugin, as the reader that it is for everybody else."""

    def __init__(self, plugin: Plugin) -> None:
        itself: ReaderPlugin = plugin.itself
        self._itself = itself
        self._called = f'the plugin "{plugin.name}"'
        self.origin = plugin.origin
        self.NAME = plugin.name
        self.TITLE = itself.TITLE
        self.HINT = itself.HINT
        self.HOLDS_TESTS = itself.HOLDS_TESTS

    def matches(self, source: Source) -> bool:
        """
        Whether the plugin takes *source*; a file that cannot be read as it wants is not its.

        Raises:
            PluginError: it failed.

        """
        try:
            with apart():
                answer = self._itself.matches(source)
        except (ReadError, OSError):
            return False
        except FAULTS as error:
            raise PluginError(
                f"{self._called} failed while it looked at the file ({told(error)})"
            ) from error
        if not isinstance(answer, bool):
            raise PluginError(
                f"{self._called} failed while it looked at the file "
                f"(matches returned {_kind(answer)})"
            )
        return answer

    def read(self, source: Source) -> Observations:
        """
        Return what the plugin found in *source*, cleaned.

        Raises:
            ReadError: it cannot be read, or the plugin failed.

        """
        try:
            with apart():
                observed = self._itself.read(source)
            return harmless(observed, source.path, source.limits)
        except ReadError:
            raise
        except ValidationError as error:
            raise ReadError(
                f"{self._called} failed: what it returned is no observation "
                f"({error.error_count():,} mistakes)"
            ) from error
        except FAULTS as error:
            raise ReadError(f"{self._called} failed ({told(error)})") from error


def remarks_of(plugin: Plugin, report: Report) -> Remarks:
    """Return what *plugin* finds in *report*; where it fails, that is all that it comes to."""
    itself: FindingsPlugin = plugin.itself
    known = {artifact.path for artifact in report.artifacts}
    try:
        with apart():
            found = itself.findings(report.model_copy(deep=True))
            findings = tuple(_accepted(each, known) for each in _at_most(found))
    except FAULTS as error:
        failure = told(error)
        return Remarks(plugin=plugin.name, origin=plugin.origin, failure=f"failed ({failure})")
    return Remarks(plugin=plugin.name, origin=plugin.origin, findings=findings)


def _at_most(found: Iterable[object]) -> Iterable[object]:
    for number, each in enumerate(found):
        if number == MOST_FINDINGS:
            raise ValueError(f"more than {MOST_FINDINGS:,} findings")
        yield each


def _accepted(found: object, known: set[str]) -> PluginFinding:
    if type(found) is not PluginFinding:
        raise TypeError(f"findings returned {_kind(found)}")
    # Made anew: one that was made past its checks does not come through.
    accepted = PluginFinding.model_validate(found.model_dump(warnings=False))
    for cited in accepted.cited:
        if cited.artifact not in known:
            raise ValueError(f'there is no artifact "{cited.artifact}" to cite')
    return accepted


def text_of(plugin: Plugin, report: Report) -> str:
    """
    Return *report* as *plugin* prints it, without what controls a terminal.

    Raises:
        PluginError: it failed.

    """
    itself: RendererPlugin = plugin.itself
    try:
        with apart():
            text = itself.render(report.model_copy(deep=True))
    except FAULTS as error:
        raise PluginError(f"failed while it printed the report ({told(error)})") from error
    if not isinstance(text, str):
        raise PluginError(f"failed while it printed the report (render returned {_kind(text)})")
    return clean(text)


def target_of(plugin: Plugin) -> Target | Failure:
    """Return the row of *plugin*, or why it is not used."""
    try:
        with apart():
            row = plugin.itself.TARGET
        what = mistake_in(row)
    except FAULTS as error:
        what = told(error)
        row = None
    if isinstance(row, Target) and not what:
        if row.name == plugin.name:
            return row
        what = "its name is not that of the entry point"
    return Failure(plugin.name, plugin.origin, f"is not used: {what}")


def _kind(value: object) -> str:
    return f"a {type(value).__name__}"

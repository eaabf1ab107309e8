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
from reportgen.model.units import plural
from reportgen.plugins.harmless import harmless
from reportgen.plugins.installed import FAULTS, Failure, Plugin, apart, not_used, told
from reportgen.readers.source import Source
from reportgen.render.markdown.rows import mistake_in
from reportgen.render.markdown.targets import Target
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.plugins.protocol import FindingsPlugin, ReaderPlugin, RendererPlugin

MOST_FINDINGS: Final = 1_000
"""Of one plugin: more say nothing more to a person."""


class PluggedReader:
    """A reader of a plugin, as the reader that it is for everybody else."""

    def __init__(self, plugin: Plugin) -> None:
        itself: ReaderPlugin = plugin.itself
        self._itself = itself
        self._called = phrase('the plugin "{name}"', name=plugin.name)
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
                phrase(
                    "{plugin} failed while it looked at the file ({error})",
                    plugin=self._called,
                    error=told(error),
                )
            ) from error
        if not isinstance(answer, bool):
            raise PluginError(
                phrase(
                    "{plugin} failed while it looked at the file ({error})",
                    plugin=self._called,
                    error=_returned("matches", answer),
                )
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
                phrase(
                    "{plugin} failed: what it returned is no observation ({mistakes})",
                    plugin=self._called,
                    mistakes=plural(error.error_count(), "mistake"),
                )
            ) from error
        except FAULTS as error:
            raise ReadError(
                phrase("{plugin} failed ({error})", plugin=self._called, error=told(error))
            ) from error


def remarks_of(plugin: Plugin, report: Report) -> Remarks:
    """Return what *plugin* finds in *report*; where it fails, that is all that it comes to."""
    itself: FindingsPlugin = plugin.itself
    known = {artifact.path for artifact in report.artifacts}
    try:
        with apart():
            found = itself.findings(report.model_copy(deep=True))
            findings = tuple(_accepted(each, known) for each in _at_most(found))
    except FAULTS as error:
        failure = phrase("failed ({error})", error=told(error))
        return Remarks(plugin=plugin.name, origin=plugin.origin, failure=failure)
    return Remarks(plugin=plugin.name, origin=plugin.origin, findings=findings)


def _at_most(found: Iterable[object]) -> Iterable[object]:
    for number, each in enumerate(found):
        if number == MOST_FINDINGS:
            raise ValueError(
                phrase("more than {findings}", findings=plural(MOST_FINDINGS, "finding"))
            )
        yield each


def _accepted(found: object, known: set[str]) -> PluginFinding:
    if type(found) is not PluginFinding:
        raise TypeError(_returned("findings", found))
    # Made anew: one that was made past its checks does not come through.
    accepted = PluginFinding.model_validate(found.model_dump(warnings=False))
    for cited in accepted.cited:
        if cited.artifact not in known:
            raise ValueError(
                phrase('there is no artifact "{artifact}" to cite', artifact=cited.artifact)
            )
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
        raise PluginError(_not_printed(told(error))) from error
    if not isinstance(text, str):
        raise PluginError(_not_printed(_returned("render", text)))
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
        what = phrase("its name is not that of the entry point")
    return Failure(plugin.name, plugin.origin, not_used(what))


def _not_printed(error: str) -> str:
    return phrase("failed while it printed the report ({error})", error=error)


def _returned(function: str, value: object) -> str:
    return phrase("{function} returned a {kind}", function=function, kind=type(value).__name__)

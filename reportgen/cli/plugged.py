"""The plugins of this machine, as the commands use them; ``REPORTGEN_NO_PLUGINS=1`` is none."""

import os
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from reportgen.cli.console import warn
from reportgen.cli.lifetime import is_news, looked_up
from reportgen.errors import PluginError, UsageError
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.config import Settings
    from reportgen.model.remarks import Remarks
    from reportgen.model.report import Report
    from reportgen.plugins.guarded import PluggedReader
    from reportgen.plugins.installed import Failure, Installed, Plugin
    from reportgen.plugins.protocol import Group
    from reportgen.redaction import Redactor
    from reportgen.render.markdown.targets import Target

SWITCH = "REPORTGEN_NO_PLUGINS"


def plugins_in(group: "Group") -> "Installed":
    """Return the plugins of *group*; each that cannot be used is told once, on standard error."""
    from reportgen.plugins.installed import Installed, all_points, installed

    if os.environ.get(SWITCH, "") not in {"", "0"}:
        return Installed()
    known = looked_up()
    # To look through all packages takes some milliseconds: once is enough for all groups.
    if "entry points" not in known:
        known["entry points"] = all_points()
    found = installed(group, known["entry points"])
    _tell(found.failures)
    return found


def _tell(failures: "Sequence[Failure]") -> None:
    for each in failures:
        sentence = phrase(
            'the plugin "{plugin}" of {origin} {what}; update it or take it out, or turn all '
            "plugins off with {switch}=1",
            plugin=_shown(each.name),
            origin=each.origin,
            what=each.what,
            switch=SWITCH,
        )
        if is_news(sentence):
            warn(sentence)


def _shown(name: str) -> str:
    from reportgen.model.text import clean, one_line

    return one_line(clean(name), 80)


def plugged_readers() -> "tuple[PluggedReader, ...]":
    """Return the readers of plugins, but those named like a format of ours."""
    return _readers()[0]


def _readers() -> "tuple[tuple[PluggedReader, ...], tuple[Failure, ...]]":
    from reportgen.artifacts.logs import LOG
    from reportgen.artifacts.unclaimed import UNKNOWN
    from reportgen.config.settings import ARTIFACT_KINDS
    from reportgen.plugins.guarded import PluggedReader
    from reportgen.plugins.installed import Failure
    from reportgen.readers import READERS

    found = plugins_in("readers")
    if not found.plugins:
        return (), found.failures
    # What artifacts are called that nobody reads, besides.
    taken = {reader.NAME for reader in READERS} | {*ARTIFACT_KINDS, LOG, UNKNOWN}
    taken |= {"json", "xml", "html", "binary", "reportgen-run"}
    double = tuple(
        Failure(each.name, each.origin, phrase("is not used: reportgen has a format of that name"))
        for each in found.plugins
        if each.name in taken
    )
    _tell(double)
    readers = tuple(PluggedReader(each) for each in found.plugins if each.name not in taken)
    return readers, (*found.failures, *double)


def remarked(report: "Report", settings: "Settings", redactor: "Redactor | None") -> "Report":
    """Return *report* with what plugins found in it, and which took part or failed."""
    from reportgen.analysis.composing import remarking
    from reportgen.redaction import redacted

    remarks = tuple(_remarks(report))
    if redactor is not None:
        remarks = redacted(remarks, redactor)
    return remarking.remarked(report, remarks, settings)


def _remarks(report: "Report") -> "Iterator[Remarks]":
    from reportgen.model.remarks import Remarks
    from reportgen.model.text import clean, one_line
    from reportgen.plugins.guarded import remarks_of

    readers, failures = _readers()
    finders = plugins_in("findings")
    formats = {artifact.format for artifact in report.artifacts}
    for failed in (*failures, *finders.failures):
        name = one_line(clean(failed.name), 80)
        yield Remarks(plugin=name, origin=failed.origin, failure=failed.what)
    for reader in readers:
        if reader.NAME in formats:
            yield Remarks(plugin=reader.NAME, origin=reader.origin)
    for plugin in finders.plugins:
        yield remarks_of(plugin, report)


class Renderer(NamedTuple):
    """A format of a plugin, to print a report in."""

    plugin: "Plugin"

    def text(self, report: "Report") -> str:
        """
        Return *report* in this format.

        Raises:
            UsageError: the plugin failed.

        """
        from reportgen.plugins.guarded import text_of

        try:
            return text_of(self.plugin, report)
        except PluginError as error:
            raise UsageError(
                phrase(
                    'the plugin "{plugin}" of {origin} {what}',
                    plugin=self.plugin.name,
                    origin=self.plugin.origin,
                    what=error.message,
                ),
                phrase("update it, or print another format"),
            ) from error


def renderer_named(name: str, built_in: Sequence[str]) -> Renderer:
    """
    Return the format *name* of a plugin, which is none of the *built_in* ones.

    Raises:
        UsageError: there is none of that name; the message names a close one.

    """
    found = plugins_in("renderers")
    for plugin in found.plugins:
        if plugin.name == name:
            return Renderer(plugin)
    known = [*built_in, *(plugin.name for plugin in found.plugins)]
    close = get_close_matches(name, known, n=1)
    raise UsageError(
        phrase('there is no format "{name}"', name=_shown(name))
        + (phrase('; did you mean "{close}"?', close=close[0]) if close else ""),
        phrase("known are: {names}", names=", ".join(known)),
    )


def plugged_targets() -> "dict[str, tuple[Target, str]]":
    """Return the targets of plugins by name, each with the package that it came with."""
    from reportgen.plugins.guarded import target_of
    from reportgen.plugins.installed import Failure

    rows: dict[str, tuple[Target, str]] = {}
    for plugin in plugins_in("targets").plugins:
        row = target_of(plugin)
        if isinstance(row, Failure):
            _tell([row])
        else:
            rows[plugin.name] = row, plugin.origin
    return rows

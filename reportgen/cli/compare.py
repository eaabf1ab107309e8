"""``reportgen compare``: two runs, side by side."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, assert_never

import typer

from reportgen.cli import options

if TYPE_CHECKING:
    from reportgen.cli.naming import Beside
    from reportgen.cli.redacting import Redacting
    from reportgen.config import Settings
    from reportgen.history import Store
    from reportgen.model.difference import Difference
    from reportgen.model.report import Report
    from reportgen.render.markdown.targets import Target

_RUN = "A recorded run by its id, its commit or its branch; a run.json; a folder of artifacts."


class Format(StrEnum):
    """What ``compare`` can print."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def compare(
    base: Annotated[str, typer.Argument(metavar="BASE", help=_RUN)],
    head: Annotated[
        str, typer.Argument(metavar="HEAD", help="What to hold against it: the same kinds.")
    ],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="What to print.")
    ] = Format.MARKDOWN,
    target: options.Target = "github-comment",
    limit: options.Limit = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; default stdout."),
    ] = None,
    config: options.Config = None,
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    no_redact: options.NoRedact = False,
    redact_file: options.RedactFile = None,
    quiet: options.Quiet = False,
) -> None:
    """
    Print what differs between two runs: tests, times, services, memory, coverage, steps.

    Example: reportgen compare main topic --format html -o compare.html
    """
    from reportgen.analysis import baseline_of, difference_of
    from reportgen.cli.console import emit, say
    from reportgen.cli.naming import Beside
    from reportgen.cli.redacting import Redacting
    from reportgen.cli.remembering import dated, store_at
    from reportgen.cli.rendering import check_target
    from reportgen.cli.speaking import settings_of
    from reportgen.render.sides import headline

    place = check_target(target)
    settings = settings_of(config, Path.cwd())
    store = store_at(history)
    redacting = Redacting(no_redact, redact_file)
    after = _side(head, store, settings, None, redacting, quiet=quiet)
    before = _side(base, store, settings, Beside(after.report), redacting, quiet=quiet)
    known = baseline_of(before.report)
    if before.recorded:
        known = dated(known, before.report.run, after.report, store)
    difference = difference_of(before.report, after.report, known, _labels(before, after))
    emit(_rendered(difference, form, place, limit), output)
    say(f"reportgen: {headline(difference)}", quiet=quiet)


class _Side(NamedTuple):
    """One of the two: how it was *given*, a short *label* for it, and whether it is recorded."""

    given: str
    report: "Report"
    label: str | None
    recorded: bool


def _side(
    given: str,
    store: "Store",
    settings: "Settings",
    beside: "Beside | None",
    redacting: "Redacting",
    *,
    quiet: bool,
) -> _Side:
    from reportgen.cli.documents import report_in
    from reportgen.cli.judging import judged_alone
    from reportgen.cli.naming import named, path_of

    if path := path_of(given):
        found = report_in(path) if path.is_file() else None
        if found is not None:
            return _Side(given, found, None if found.run.id else path.name, recorded=False)
        alone = judged_alone(given, settings, quiet=quiet, redacting=redacting)
        return _Side(given, alone, path.resolve().name, recorded=False)
    return _Side(given, named(given, store, beside), None, recorded=True)


def _labels(before: _Side, after: _Side) -> tuple[str | None, str | None]:
    """Return how sentences call the two; where that is the same for both, as they were given."""
    moments = {side.report.run.started_at for side in (before, after)}
    if before.label == after.label and (before.label or len(moments) == 1):
        return before.given, after.given
    return before.label, after.label


def _rendered(difference: "Difference", form: Format, target: "Target", limit: int | None) -> str:
    match form:
        case Format.MARKDOWN:
            from reportgen.render.markdown import comparison

            return comparison.render(difference, target, limit)
        case Format.HTML:
            from reportgen.render import html

            return html.render_difference(difference)
        case Format.JSON:
            from reportgen.model.logs import inert_json
            from reportgen.render import difference as json

            return inert_json(json.render(difference))
    assert_never(form)

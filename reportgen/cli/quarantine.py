"""``reportgen quarantine``: the rules for known issues, as test runners take them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from reportgen.cli import options
from reportgen.cli.panels import PanelledCommand
from reportgen.wording import phrase

app = typer.Typer(
    name="quarantine",
    help="Have test runners leave out what the rules for known issues name.",
    epilog="Example: reportgen quarantine export --for pytest -o deselect.txt",
    no_args_is_help=True,
    rich_markup_mode=None,
)
MOST_SAID: Final = 50


class Runner(StrEnum):
    """The test runners that can be told."""

    PYTEST = "pytest"
    SUREFIRE = "surefire"
    JEST = "jest"


@app.callback()
def _group() -> None:
    """Keep the group one: with a single command Typer would make that the group."""


@app.command(cls=PanelledCommand)
def export(
    runner: Annotated[Runner, typer.Option("--for", help="Which test runner is told.")],
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    config: options.Config = None,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", help="The moment at which rules count, ISO 8601. Default: now."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")
    ] = None,
) -> None:
    """
    Print what makes a test runner leave out the tests that valid rules name.

    Example: reportgen quarantine export --for pytest -o deselect.txt && pytest @deselect.txt
    """
    from datetime import UTC, datetime

    from reportgen.analysis import quarantine
    from reportgen.cli.console import emit, say, warn
    from reportgen.cli.remembering import existing, warn_of
    from reportgen.cli.speaking import settings_of
    from reportgen.history.recent import recent_tests
    from reportgen.model.tests import PASSED, Case
    from reportgen.model.units import plural

    settings = settings_of(config, Path.cwd())
    when = options.moment(at) or datetime.now(UTC)
    store = existing(history)
    heads = store.heads()
    names, damaged = recent_tests(store, heads.heads)
    warn_of([*heads.damaged, *damaged])
    tests = [
        Case(name.suite, name.class_name, name.name, PASSED, "", file=name.file or None)
        for name in names
    ]
    found = quarantine.export(settings.known_issues, tests, when, runner.value)
    emit(found.text, output)
    for sentence in found.unsaid[:MOST_SAID]:
        warn(sentence)
    if len(found.unsaid) > MOST_SAID:
        warn(phrase("{n:,} more tests or rules are not told", n=len(found.unsaid) - MOST_SAID))
    if found.tests:
        use = phrase(quarantine.RUNNERS[runner.value].USE).replace("FILE", str(output or "FILE"))
        say(phrase("{tests} left out: {use}", tests=plural(found.tests, "test"), use=use))
    else:
        say(phrase("no test is left out"))

"""
Which commands there are, and where each is found: a run imports the one that it is asked for.

To import all of them and to look at the options of each takes as long as to read a small run.
"""

from importlib import import_module
from typing import Annotated, Final

import typer

from reportgen import __version__
from reportgen.cli.panels import PanelledCommand

COMMANDS: Final = {
    "build": "build:build",
    "report": "report:report",
    "check": "check:check",
    "compare": "compare:compare",
    "flaky": "flaky:flaky",
    "trends": "trends:trends",
    "site": "site:site",
    "serve": "site:serve",
    "init": "init:init",
    "doctor": "doctor:doctor",
    "formats": "tables:formats",
    "targets": "tables:targets",
    "schema": "tables:schema",
    "completion": "completing:completion",
    "test": "onetest:one_test",
}
"""Names of commands, as help lists them, with the module and the function behind each."""
GROUPS: Final = {"history": "history:app", "quarantine": "quarantine:app"}
"""Names of groups of commands, likewise."""


def application(named: str | None = None) -> typer.Typer:
    """Return the command line with the command or group *named* alone, or with all of them."""
    app = typer.Typer(
        name="reportgen",
        help="Turn what a CI job leaves behind into a report that people can act on and trust.",
        epilog="Example: reportgen build artifacts --out public",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    is_known = named in COMMANDS or named in GROUPS
    for name, place in COMMANDS.items():
        if name == named or not is_known:
            app.command(name, cls=PanelledCommand)(_at(place))
    for name, place in GROUPS.items():
        if name == named or not is_known:
            app.add_typer(_at(place))
    app.callback()(_options)
    return app


def _at(place: str) -> typer.Typer:
    """Return what is found at *place*: a command or a group of them, which Typer tells apart."""
    module, _, name = place.partition(":")
    found: typer.Typer = getattr(import_module(f"reportgen.cli.{module}"), name)
    return found


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass

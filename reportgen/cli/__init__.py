"""
The command line: parse, compose, print, exit code. No decisions about runs are taken here.

Nothing heavy is imported at the top: ``--help`` answers at once.
"""

import errno
import gc
import os
import warnings
from collections.abc import Sequence
from typing import Annotated

import typer

from reportgen import __version__
from reportgen.cli.build import build
from reportgen.cli.check import check
from reportgen.cli.compare import compare
from reportgen.cli.completing import VARIABLE, completion, prepare
from reportgen.cli.doctor import doctor
from reportgen.cli.flaky import flaky
from reportgen.cli.history import app as history
from reportgen.cli.init import init
from reportgen.cli.lifetime import one_command
from reportgen.cli.onetest import one_test
from reportgen.cli.panels import PanelledCommand
from reportgen.cli.quarantine import app as quarantine
from reportgen.cli.report import report
from reportgen.cli.site import serve, site
from reportgen.cli.streams import note
from reportgen.cli.tables import formats, schema, targets
from reportgen.cli.trends import trends
from reportgen.errors import ExitCode, ReportgenError

ISSUES = "the project's issue tracker"
_OF_THE_PLACE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES, errno.EPERM}
)
"""Errors of a disk that is full, broken or not ours to write: no fault of the program."""
RARELY = (250_000, 50, 50)
# No plugin of pydantic's has a say in what a report states, and to look for them takes time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

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
for command in (
    build, report, check, compare, flaky, trends, site, serve, init, doctor, formats, targets,
    schema, completion,
):  # fmt: skip
    app.command(cls=PanelledCommand)(command)
app.command("test", cls=PanelledCommand)(one_test)
app.add_typer(history)
app.add_typer(quarantine)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line on *argv* and return the exit code."""
    # Rows live as long as the command does: to look for cycles among them again and again takes
    # a fifth of the time. What is rare garbage is still found.
    gc.set_threshold(*RARELY)
    # What a pattern of a user's may mean to a Python to come is no news to whoever reads a report.
    warnings.filterwarnings("ignore", "Possible ", FutureWarning)
    if VARIABLE in os.environ:
        prepare()
    try:
        with one_command():
            app(args=None if argv is None else list(argv), prog_name="reportgen")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    except ReportgenError as error:
        _explain(error.message, error.hint)
        return error.exit_code
    except OSError as error:
        if os.environ.get("REPORTGEN_DEBUG") or error.errno not in _OF_THE_PLACE:
            return _fault(error)
        where = f' "{error.filename}"' if error.filename else ""
        _explain(
            f"cannot read or write{where}: {(error.strerror or str(error)).lower()}",
            "make room there, or name a place that can be written to",
        )
        return ExitCode.USAGE
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told in one line
        return _fault(error)
    return ExitCode.DONE


def _fault(error: Exception) -> int:
    """Say that *error* is a fault of ours, or show it whole where that is asked for."""
    if os.environ.get("REPORTGEN_DEBUG"):
        raise error
    said = " ".join(str(error).split())[:300]
    _explain(
        f"a fault of our own: {type(error).__name__}: {said}",
        f"run it again with REPORTGEN_DEBUG=1 and send what it prints to {ISSUES}",
    )
    return ExitCode.INTERNAL


def _explain(message: str, hint: str) -> None:
    note(f"reportgen: {message}")
    if hint:
        note(f"  next: {hint}")

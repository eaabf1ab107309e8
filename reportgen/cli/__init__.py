"""
The command line: parse, compose, print, exit code. No decisions about runs are taken here.

Nothing heavy is imported at the top: ``--help`` answers at once.
"""

import errno
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reportgen.cli.commands import application
from reportgen.cli.completing import VARIABLE, prepare
from reportgen.cli.lifetime import one_command
from reportgen.cli.streams import note
from reportgen.errors import ExitCode, ReportgenError
from reportgen.wording import phrase

if TYPE_CHECKING:
    import typer

ISSUES = "the project's issue tracker"
_OF_THE_PLACE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES, errno.EPERM}
)
"""Errors of a disk that is full, broken or not ours to write: no fault of the program."""
# No plugin of pydantic's has a say in what a report states, and to look for them takes time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def __getattr__(name: str) -> "typer.Typer":
    """Return the whole command line as ``app``, for whoever looks at all commands."""
    if name == "app":
        return application()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line on *argv* and return the exit code."""
    # What a pattern of a user's may mean to a Python to come is no news to whoever reads a report.
    warnings.filterwarnings("ignore", "Possible ", FutureWarning)
    if VARIABLE in os.environ:
        prepare()
    arguments = None if argv is None else list(argv)
    first = (sys.argv[1:] if arguments is None else arguments)[:1]
    # A shell that asks how a line goes on asks about all commands.
    app = application(first[0] if first and VARIABLE not in os.environ else None)
    try:
        with one_command():
            return _run(app, arguments)
    except Exception as error:  # noqa: BLE001 - what closes in the end may fail, too
        return _ended(error)


def _run(app: "Callable[..., object]", arguments: list[str] | None) -> int:
    """Run *app*; what stops it is told in the language that the command speaks."""
    try:
        app(args=arguments, prog_name="reportgen")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told in one line
        return _ended(error)
    return ExitCode.DONE


def _ended(error: Exception) -> int:
    """Say why *error* stopped the command; return the exit code."""
    if isinstance(error, ReportgenError):
        _explain(error.message, error.hint)
        return error.exit_code
    if not isinstance(error, OSError) or os.environ.get("REPORTGEN_DEBUG"):
        return _fault(error)
    if error.errno not in _OF_THE_PLACE:
        return _fault(error)
    where = f' "{error.filename}"' if error.filename else ""
    _explain(
        phrase(
            "cannot read or write{where}: {reason}",
            where=where,
            reason=(error.strerror or str(error)).lower(),
        ),
        phrase("make room there, or name a place that can be written to"),
    )
    return ExitCode.USAGE


def _fault(error: Exception) -> int:
    """Say that *error* is a fault of ours, or show it whole where that is asked for."""
    if os.environ.get("REPORTGEN_DEBUG"):
        raise error
    said = " ".join(str(error).split())[:300]
    _explain(
        phrase("a fault of our own: {error}: {said}", error=type(error).__name__, said=said),
        phrase(
            "run it again with REPORTGEN_DEBUG=1 and send what it prints to {address}",
            address=ISSUES,
        ),
    )
    return ExitCode.INTERNAL


def _explain(message: str, hint: str) -> None:
    note(f"reportgen: {message}")
    if hint:
        note("  " + phrase("next: {hint}", hint=hint))

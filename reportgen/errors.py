"""
Every way in which a command can stop, with what to do next and its exit code.

A *finding* is something true about the run; a *problem* is something that could not be read;
an *error* is where we stop.
Errors carry a message (what happened, the value in quotes) and a hint (the next step).
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the process says to the CI job that started it."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    NOTHING_TO_READ = 3
    UNREADABLE = 4
    GATE_FAILED = 10


EXIT_CODE_MEANINGS: dict[ExitCode, str] = {
    ExitCode.DONE: "done",
    ExitCode.INTERNAL: "a fault of reportgen's own; the message says how to report it",
    ExitCode.USAGE: "wrong usage or configuration, or a place that cannot be written or reached",
    ExitCode.NOTHING_TO_READ: "nothing to read",
    ExitCode.UNREADABLE: "some artifact could not be read, with `--strict`; "
    "or some file of a history, as `history verify` finds",
    ExitCode.GATE_FAILED: "the gate failed",
}


class ReportgenError(Exception):
    """A stop that was foreseen: one message, one hint, one exit code."""

    exit_code: ClassVar[ExitCode] = ExitCode.USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ReportgenError):
    """The command was called in a way that cannot work."""


class UnreachableHistoryError(UsageError):
    """The history cannot be reached: what it holds is not known, which is not nothing."""


class ConfigError(ReportgenError):
    """The configuration has mistakes; the message lists all of them."""


class NothingToReadError(ReportgenError):
    """No file was found, or none is in a format that is known."""

    exit_code = ExitCode.NOTHING_TO_READ


class UnreadableArtifactError(ReportgenError):
    """Some artifact could not be read and ``--strict`` was given, or a history is damaged."""

    exit_code = ExitCode.UNREADABLE


class GateFailedError(ReportgenError):
    """The user's policy does not let this run pass."""

    exit_code = ExitCode.GATE_FAILED


class ReadError(Exception):
    """
    A file cannot be read as its format.

    Raised by readers and by the decoding below them, caught in one place (`artifacts.onefile`):
    it costs this one file and becomes a problem of the report.
    """

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place


class PluginError(Exception):
    """
    A plugin failed, or returned what it should not; the message says so in one line.

    It costs that plugin's part of the work, and is told.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

"""Standard error as it may be: a terminal, a file, closed, or full; loaded with every command."""

import os
import sys
from typing import TextIO


def note(text: str) -> None:
    """
    Print a line on stderr, in which the runner of a CI system finds no command.

    Where stderr is closed or full nobody can be told, and all goes on.
    """
    from reportgen.model.logs import inert

    order(inert(text))


def order(text: str) -> None:
    """Print a line on stderr as it is: there may be a command of ours in it for the runner."""
    if sys.stderr is not None:
        try:
            sys.stderr.write(f"{text}\n")
        except OSError:
            forget(sys.stderr)


def is_watched() -> bool:
    """Whether somebody sees on a terminal what goes to stderr."""
    return sys.stderr is not None and sys.stderr.isatty()


def forget(stream: TextIO) -> None:
    """Let what Python would flush to *stream* at exit go nowhere: it would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

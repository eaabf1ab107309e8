"""Consoles as they are: without Unicode, without colour, and what a shell completes there."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from io import FileIO
from typing import Final

import pytest

from reportgen.cli import app
from reportgen.cli.completing import VARIABLE, Shell
from reportgen.cli.encoding import encoded
from reportgen.cli.reasons import NAMES
from reportgen.render.markdown.targets import TARGETS
from tests.cli.jobs import RUNS, shipped
from tests.conftest import ROOT, RunCli

ASCII: Final = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}


def reportgen(*arguments: str, env: Mapping[str, str]) -> "subprocess.CompletedProcess[bytes]":
    """Run the command in a process of its own, as its console is set up there."""
    return subprocess.run(
        [sys.executable, "-m", "reportgen", *arguments],
        capture_output=True,
        check=False,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **env},
    )


@pytest.mark.parametrize("command", [("report", "--format", "text"), ("check",), ("doctor",)])
def test_a_locale_without_unicode_stops_nothing(command: tuple[str, ...]) -> None:
    """What goes to a file is UTF-8, what is said on stderr can be printed, and nothing breaks."""
    result = reportgen(*command, *shipped("staging-1041"), env=ASCII)

    assert (10 if command == ("check",) else 0) == result.returncode, result.stderr
    assert b"Traceback" not in result.stderr
    assert b"a fault of our own" not in result.stderr
    result.stdout.decode("utf-8")
    result.stderr.decode("ascii")


def test_help_is_printed_anywhere() -> None:
    """The help of the command is plain enough for any console."""
    result = reportgen("--help", env=ASCII)

    assert 0 == result.returncode
    assert b"doctor" in result.stdout


def everything_on(screen: FileIO) -> bytes:
    """Return all that was written to a terminal whose other side is closed."""
    data = b""
    with contextlib.suppress(OSError):  # so Linux says that nobody writes any more
        while more := screen.read(65_536):
            data += more
    return data


@pytest.mark.skipif(os.name == "nt", reason="pseudo terminals are of POSIX")
@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_terminal_gets_what_it_can_show(encoding: str) -> None:
    """Without Unicode our signs become letters; no colour where it is not wanted."""
    ours, theirs = os.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", "report", RUNS / "green", "--format", "text", "-q"],
            stdout=theirs,
            check=False,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
            | {"NO_COLOR": "1"},
        )
        os.close(theirs)
        shown = everything_on(screen).decode(encoding)

    assert 0 == done.returncode
    assert "\x1b" not in shown
    assert (encoding == "utf-8") == ("·" in shown)
    assert "?" not in shown


def test_signs_become_letters() -> None:
    """Each of our signs has letters of its own, and what is not ours a question mark."""

    class Terminal:
        encoding = "ascii"

        def isatty(self) -> bool:
            return True

    assert b"[ok] a -> b - ...?" == encoded("✅ a → b · …漢", Terminal())  # type: ignore[arg-type]  # as much of a stream as is looked at
    assert "✅".encode() == encoded("✅", None)


@pytest.mark.parametrize("shell", Shell)
def test_each_shell_has_a_script(shell: Shell, run_cli: RunCli) -> None:
    """It names the command and the variable that the command answers to."""
    result = run_cli("completion", shell.value)

    assert 0 == result.exit_code
    assert "reportgen" in result.stdout
    assert VARIABLE in result.stdout


def completed(line: str) -> list[str]:
    """Return what the command answers bash that asks how *line* goes on."""
    words = line.split(" ")
    env = {VARIABLE: "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    result = reportgen(env=env)

    assert b"" == result.stderr
    return result.stdout.decode("utf-8").split()


def test_commands_and_values_are_completed() -> None:
    """Commands, trackers, and what can be explained; each by its beginning."""
    names = {command.name or "" for command in app.registered_commands}

    assert {"report"} | {name for name in names if name.startswith("rep")} - {""} == set(
        completed("reportgen rep")
    )
    assert [name for name in TARGETS if name.startswith("github")] == completed(
        "reportgen report --target github"
    )
    assert [name for name in NAMES if name.startswith("new")] == completed(
        "reportgen doctor --explain new"
    )


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("reprot", "x"), "Did you mean 'report'?"),
        (("history", "lst"), "Did you mean 'list'?"),
        (("report", "x", "--formt", "json"), "--format"),
        (("report", "x", "--format", "jsno"), 'did you mean "json"?'),
        (("quarantine", "export", "--for", "pytst"), "Did you mean 'pytest'?"),
        (("init", "--ci", "gitlb"), "Did you mean 'gitlab'?"),
        (("schema", "--of", "trend"), "Did you mean 'trends'?"),
        (("report", "x", "--target", "githb-comment"), 'did you mean "github-comment"?'),
    ],
)
def test_what_was_meant_is_named(arguments: tuple[str, ...], meant: str, run_cli: RunCli) -> None:
    """A command, an option or a value with a slip ends with 2 and the word that was meant."""
    result = run_cli(*arguments)

    assert 2 == result.exit_code
    assert meant in result.stderr


def test_what_is_far_from_all_is_not_guessed(run_cli: RunCli) -> None:
    """A value that is like none is told with the list alone."""
    result = run_cli("report", "x", "--format", "zzzz")

    assert "did you mean" not in result.stderr.lower()
    assert 'there is no format "zzzz"\n  next: known are: markdown, html' in result.stderr

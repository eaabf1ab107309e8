"""Completion in real shells: what somebody types, and what stands there after the tabulator."""

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from typer.core import TyperGroup as Group
from typer.main import get_command

from reportgen.cli import app
from reportgen.cli.completing import Shell
from reportgen.render.markdown.targets import TARGETS
from tests.conftest import ROOT, RunCli

PATIENCE_S: Final = 60
"""After that long a shell is taken to say no more; nothing is asserted about how long it takes."""
TYPED: Final = (
    ("reportgen doc", "reportgen doctor "),
    ("reportgen doctor --explain new-f", "--explain new-failure "),
    ("reportgen report resu", "reportgen report results.xml"),
)
START: Final = {
    # The marks are put together by the shell, so that the line that asks for them holds none.
    "bash": ("bash --norc --noprofile -i", 'source "$SCRIPT"; printf "%s%s\\n" RE ADY\n'),
    "zsh": (
        "zsh -f -i",
        'autoload -Uz compinit; compinit -u -D; eval "$(<$SCRIPT)"; printf "%s%s\\n" RE ADY\n',
    ),
}


def needs(shell: str) -> pytest.MarkDecorator:
    """Return the mark that skips a test where *shell* is not here."""
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"there is no {shell}")


@pytest.fixture
def env(run_cli: RunCli, tmp_path: Path) -> dict[str, str]:
    """Return the variables of somebody who has the command, in a folder with results."""
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "reportgen"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m reportgen "$@"\n', "utf-8")
    command.chmod(0o755)
    (tmp_path / "results.xml").write_text("<testsuite/>", "utf-8")
    for shell in Shell:
        text = run_cli("completion", shell.value).stdout
        (tmp_path / shell.value).write_text(text, "utf-8")
    return {
        "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path),
        "TERM": "dumb", "LC_ALL": "C.UTF-8",
    }  # fmt: skip


class Terminal:
    """A terminal that somebody types into, and all that was shown on it."""

    def __init__(self, screen: int) -> None:
        self._screen = screen
        self.shown = b""

    def type(self, text: str, until: str) -> str:
        """Type *text* and return what is shown from then on, up to *until* or for long."""
        os.write(self._screen, text.encode())
        seen, end = b"", time.monotonic() + PATIENCE_S
        while until.encode() not in seen and time.monotonic() < end:
            if select.select([self._screen], [], [], 1)[0]:
                try:
                    seen += os.read(self._screen, 65_536)
                except OSError:  # the shell has gone
                    break
        return seen.decode("utf-8", "replace")


@contextmanager
def terminal(shell: str, env: dict[str, str], folder: Path) -> Iterator[Terminal]:
    """Start *shell* in *folder* on a terminal of its own, with its script read."""
    command, first = START[shell]
    ours, theirs = os.openpty()
    child = subprocess.Popen(
        command.split(), stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder,
        env=env | {"SCRIPT": str(folder / shell)}, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        screen = Terminal(ours)
        assert "READY" in screen.type(first, "READY")
        yield screen
    finally:
        child.kill()
        child.wait()
        os.close(ours)


@pytest.mark.parametrize("shell", [pytest.param(name, marks=needs(name)) for name in START])
def test_the_tabulator_completes(shell: str, env: dict[str, str], tmp_path: Path) -> None:
    """A command, a value, and a file where the command has nothing to offer."""
    with terminal(shell, env, tmp_path) as screen:
        for typed, expected in TYPED:
            shown = screen.type(f"{typed}\t", expected)

            assert expected in shown

            screen.type("\x15", "")  # the line is taken back


def asked(line: str, env: dict[str, str], folder: Path) -> dict[str, str]:
    """Return what fish offers for the end of *line*, each with its explanation."""
    done = subprocess.run(
        ["fish", "--no-config", "-c", f'source "{folder}/fish"; complete -C "$argv[1]"', line],
        env=env, cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert "" == done.stderr
    return dict(re.match(r"([^\t]*)\t?(.*)", each).groups() for each in done.stdout.splitlines())  # type: ignore[union-attr,misc]  # every line matches


@needs("fish")
def test_fish_offers_what_fits(env: dict[str, str], tmp_path: Path) -> None:
    """Commands with what they do, and values."""
    known, commands = get_command(app), asked("reportgen ", env, tmp_path)

    assert isinstance(known, Group)
    assert set(known.commands) == set(commands)
    assert all(commands.values())
    assert {name for name in TARGETS if name.startswith("git")} == set(
        asked("reportgen report --target git", env, tmp_path)
    )

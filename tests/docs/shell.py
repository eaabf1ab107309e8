"""Runs the commands of a page as a reader would, one after the other, in a folder of their own."""

import contextlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.conftest import ROOT, CliResult, runner, start_environment
from tests.docs.pages import LEFT_OUT, Block, Command
from tests.story import Story

FIXTURES: Final = ("runs", "junit", "health", "memory", "steps", "coverage", "inventory")
"""What of ``fixtures/`` lies in the folder; the story is brought by the command that records it."""
RECORD: Final = re.compile(r"\S*python\S* fixtures/history/record\.py")
LAST_CODE: Final = "echo $?"
_PLAIN: Final = re.compile(r"reportgen(?: [^|&;<>$`*\\(){}]*)?(?: > (?P<file>[\w./-]+))?")
SECONDS: Final = 60


class Failure(NamedTuple):
    """A command that did something else than its page says."""

    command: Command
    why: str


class Follower:
    """One page being followed: *folder* is where, *story* what the recording command brings."""

    def __init__(self, folder: Path, story: Story | None) -> None:
        self._folder = folder
        self._story = story
        self._run = runner(folder)
        self._code = 0
        for name in FIXTURES:
            shutil.copytree(ROOT / "fixtures" / name, folder / "fixtures" / name)
        programs = folder / ".programs"
        programs.mkdir()
        for name, command in (("reportgen", "-m reportgen"), ("python3", "")):
            (programs / name).write_text(
                f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {command} "$@"\n', encoding="utf-8"
            )
            (programs / name).chmod(0o755)
        self._environment = start_environment(folder)
        self._environment["PATH"] = f"{programs}:{self._environment['PATH']}"

    def follow(self, blocks: tuple[Block, ...]) -> list[Failure]:
        """Write the files and run the commands of *blocks*; return what came out otherwise."""
        failures: list[Failure] = []
        with contextlib.chdir(self._folder):
            for block in blocks:
                if block.language == "console" and not block.not_run:
                    failures += self._follow(block.commands())
                elif block.file is not None:
                    self._write(block.file, block.content)
        return failures

    def _write(self, name: str, content: str) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def _follow(self, commands: tuple[Command, ...]) -> Iterator[Failure]:
        for place, command in enumerate(commands):
            done = self._do(command.line)
            is_asked = [LAST_CODE] == [each.line for each in commands[place + 1 : place + 2]]
            if done.exit_code and not is_asked:
                yield Failure(command, f"exit code {done.exit_code}: {done.stderr[-500:]}")
            if missing := not_printed(command.shown, done):
                yield Failure(command, f"not printed: {missing}\n{done.stdout}{done.stderr}")

    def _do(self, line: str) -> CliResult:
        if line == LAST_CODE:
            return CliResult(0, f"{self._code}\n", "")
        if RECORD.fullmatch(line):
            assert self._story, "a page that records the story is given it"
            shutil.copytree(self._story.history, self._folder / "reportgen-history")
            return CliResult(0, "", "")
        command = re.sub(r"\s+#.*$", "", line)
        plain = _PLAIN.fullmatch(command)
        done = self._here(command, plain["file"]) if plain else self._outside(command)
        self._code = done.exit_code
        return done

    def _here(self, command: str, file: str | None) -> CliResult:
        """Run *command* in this process, which is ten times as fast; *file* gets its output."""
        words = shlex.split(command)[1:]
        done = self._run(*(words[:-2] if file else words))
        if file:
            self._write(file, done.stdout)
            done = done._replace(stdout="")
        return done

    def _outside(self, command: str) -> CliResult:
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", command],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=SECONDS,
        )
        return CliResult(done.returncode, done.stdout, done.stderr)


def not_printed(shown: tuple[str, ...], done: CliResult) -> str:
    """Return what of *shown* was not printed as it stands, empty where all was."""
    printed = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    text = "\n".join(["", *printed, ""])
    for part in re.split(rf"^{LEFT_OUT}$", "\n".join(shown), flags=re.MULTILINE):
        if not part.strip():
            continue
        found = text.find("\n" + part.strip("\n") + "\n")
        if found < 0:
            return part.strip("\n")
        text = text[found + len(part.strip("\n")) + 1 :]
    return ""

"""The pages that people read, as blocks: commands with what they print, and files."""

import re
from pathlib import Path
from typing import Final, NamedTuple

from tests.conftest import ROOT

LEFT_OUT: Final = "…"
"""A line of output that stands for lines that the page leaves out."""
_FENCE: Final = re.compile(r"^( *)(`{3,})([\w-]*)$")
_MARK: Final = re.compile(r"^<!-- not run: (\S.*) -->$")
_NAMED: Final = re.compile(r"^(?:#|\{#|//|<!--) ([\w./-]+\.\w+)(?: #\}| -->)?$")


class Command(NamedTuple):
    """A line after ``$``, the number of its line on the page, and the output shown below it."""

    line: str
    number: int
    shown: tuple[str, ...]


class Block(NamedTuple):
    """
    A fenced block: its language, the lines in it, the number of the first, and the mark before it.

    *not_run* is the reason for which its commands are not run, empty where they are.
    """

    language: str
    lines: tuple[str, ...]
    number: int
    not_run: str

    @property
    def file(self) -> str | None:
        """The name of the file that the block shows, where its first line is that alone."""
        found = _NAMED.match(self.lines[0]) if self.lines else None
        return found[1] if found else None

    @property
    def content(self) -> str:
        """The lines as a text, without the one that names the file."""
        return "".join(f"{line}\n" for line in self.lines[self.file is not None :])

    def commands(self) -> tuple[Command, ...]:
        """Return its commands; a line that ends with a backslash goes on in the next one."""
        found: list[Command] = []
        goes_on = False
        for number, line in enumerate(self.lines, self.number):
            if goes_on:
                found[-1] = found[-1]._replace(line=f"{found[-1].line[:-1]}{line.strip()}")
            elif line.startswith("$ "):
                found.append(Command(line[2:], number, ()))
            elif found:
                found[-1] = found[-1]._replace(shown=(*found[-1].shown, line.rstrip()))
            goes_on = (goes_on or line.startswith("$ ")) and line.endswith("\\")
        return tuple(found)


def pages() -> dict[str, Path]:
    """Return every page by its name: those at the top of the checkout, and all below ``docs/``."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return {path.relative_to(ROOT).as_posix(): path for path in sorted(found)}


def blocks(text: str) -> tuple[Block, ...]:
    """
    Return the fenced blocks of the page *text*.

    Raises:
        ValueError: a fence is never closed, or a mark has no block to stand before.

    """
    found: list[Block] = []
    inside: tuple[str, str, str, int] | None = None
    lines: list[str] = []
    mark = ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        if inside is not None:
            if fence and (fence[1], fence[2], fence[3]) == (*inside[:2], ""):
                found.append(Block(inside[2], tuple(lines), inside[3], mark))
                inside, lines, mark = None, [], ""
            else:
                lines.append(line.removeprefix(inside[0]))
        elif fence:
            inside = (fence[1], fence[2], fence[3], number + 1)
        elif stands := _MARK.match(line.strip()):
            mark = stands[1]
        elif line.strip() and mark:
            raise ValueError(f"line {number}: no block follows the mark: {mark}")
    if inside is not None:
        raise ValueError(f"line {inside[3] - 1}: the block is never closed")
    return tuple(found)

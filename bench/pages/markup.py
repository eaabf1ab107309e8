"""What the pages are made of: tables, code, and docstrings as prose."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

NOTHING: Final = "–"
_LITERAL: Final = re.compile(r"``(.+?)``")
_REFERENCE: Final = re.compile(r"(?<!`)`([\w.]+)`(?!`)")


def head(title: str, source: str, text: str) -> str:
    """Return the beginning of a page: its title, what it is made from, and *text*."""
    made = f"<!-- Made from {source} by `python3 dev.py reference`; changes here are lost. -->"
    return f"# {title}\n\n{made}\n\n{text}"


def code(text: str) -> str:
    """Return *text* as code, which may hold backticks, on one line."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """
    Return a table; a cell is Markdown on one line, in which bars are escaped here.

    A column in which nothing is said is left out.
    """
    lines = list(rows)
    said = [place for place in range(len(columns)) if any(line[place] for line in lines)]
    picked = [[line[place] for place in said] for line in (columns, ["---"] * len(columns), *lines)]
    return "".join(f"{_row(line)}\n" for line in picked)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") or NOTHING for cell in cells) + " |"


def prose(docstring: str) -> str:
    """Return *docstring* as Markdown on one line: literals and references become code."""
    text = " ".join(docstring.split())
    return _REFERENCE.sub(r"`\1`", _LITERAL.sub(r"`\1`", text))


def plain(text: str) -> str:
    """Return *text*, which is words of ours, so that Markdown takes nothing in it for markup."""
    return re.sub(r"([*_<\[\]])", r"\\\1", " ".join(text.split()))

"""
The test files that exist: ``jest --listTests``, with ``--json`` or without.

https://jestjs.io/docs/cli#--listtests
Absolute paths, one a line or as a JSON array.
It is a list of files: how many tests there are in them is known only when they run, so they are
held against the files of the results and never against a number of tests.
Lines of npm and yarn, which run Jest, may stand around them.
"""

import re
from collections.abc import Iterable
from typing import Final

from reportgen.model.run import Inventory, Observations, Problem
from reportgen.model.text import clean
from reportgen.model.units import plural
from reportgen.patterns import pattern
from reportgen.readers.listings import head_lines, numbered
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "jest-list"
TITLE: Final = "Jest inventory of files"
HINT: Final = "jest --listTests > jest-list.txt"
HOLDS_TESTS: Final = False

_PATH = pattern(r"(?:/|[A-Za-z]:[\\/]|\\\\)\S.{0,1000}\.(?:[cm]?[jt]sx?|vue|svelte)")
_SAYS_TEST = pattern(r"test|spec|e2e", re.IGNORECASE)
_NPM = pattern(r"[>$] .*|yarn run v\d.*|Done in [\d.]+s\.?")


def matches(source: Source) -> bool:
    """Whether it lists absolute paths of scripts, and most of them are called tests."""
    if source.kind == "json":
        document = source.document
        if not isinstance(document, list) or not all(isinstance(item, str) for item in document):
            return False
        return _are_tests(document)
    if source.kind != "text":
        return False
    lines = (line.strip() for line in head_lines(source))
    return _are_tests([line for line in lines if not _NPM.fullmatch(line)])


def _are_tests(paths: Iterable[str]) -> bool:
    said = [bool(_SAYS_TEST.search(path)) if _PATH.fullmatch(path) else None for path in paths]
    return bool(said) and None not in said and 2 * sum(filter(None, said)) >= len(said)


def read(source: Source) -> Observations:
    """Return the files."""
    if source.kind == "json":
        return _observed(source, source.document, [])
    lines = [(number, line) for number, line in numbered(source) if not _NPM.fullmatch(line)]
    others = [number for number, line in lines if not _PATH.fullmatch(line)]
    return _observed(source, [line for _, line in lines if _PATH.fullmatch(line)], others)


def _observed(source: Source, paths: Iterable[str], others: list[int]) -> Observations:
    message = phrase(
        "{lines} that are no paths of test files, left out", lines=plural(len(others), "line")
    )
    note = (
        Problem(kind="note", severity="warning", message=message, place=f"line {others[0]}")
        if (others)
        else None
    )
    files = tuple(dict.fromkeys(clean(path) for path in paths))
    return Observations(
        inventory=Inventory(ids=(), files=files, artifact=source.path),
        problems=(note,) if note else (),
    )

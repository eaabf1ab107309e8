"""
The tests that exist: ``ctest -N`` and ``ctest --show-only=json-v1``.

https://cmake.org/cmake/help/latest/manual/ctest.1.html
``  Test #1: name`` for each and ``Total Tests: 1`` at the end; in JSON ``kind`` is ``ctestInfo``.
Notes about programs that are missing stand between, and a disabled test has a mark behind its name.
CTest's reports have a test's name and no class of its own, so names alone are compared.
"""

from typing import Final

from reportgen.errors import ReadError
from reportgen.model.run import Inventory, Observations, Problem
from reportgen.model.text import clean
from reportgen.model.units import plural
from reportgen.patterns import pattern
from reportgen.readers.listings import head_lines, numbered
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "ctest-list"
TITLE: Final = "CTest inventory"
HINT: Final = "ctest -N > ctest-list.txt"
HOLDS_TESTS: Final = False

_FIRST_LINES = 20
_PROJECT = pattern(r"Test project \S")
_TEST = pattern(r"Test +#\d{1,8}: (?P<name>\S.*)")
_TOTAL = pattern(r"Total Tests: (?P<total>\d{1,8})")
_DISABLED = " (Disabled)"


def matches(source: Source) -> bool:
    """Whether it is CTest's own list: a run of the tests begins its lines otherwise."""
    if source.kind == "json":
        document = source.document
        return isinstance(document, dict) and document.get("kind") == "ctestInfo"
    if source.kind != "text":
        return False
    lines = [line.strip() for line in head_lines(source)]
    return any(_PROJECT.match(line) for line in lines[:_FIRST_LINES]) and any(
        _TEST.fullmatch(line) or _TOTAL.fullmatch(line) for line in lines
    )


def read(source: Source) -> Observations:
    """Return the names of the tests."""
    return _read_json(source) if source.kind == "json" else _read_text(source)


def _read_text(source: Source) -> Observations:
    names: list[str] = []
    stated: int | None = None
    place = ""
    for number, line in numbered(source):
        if found := _TEST.fullmatch(line):
            names.append(clean(found["name"].removesuffix(_DISABLED)))
        elif found := _TOTAL.fullmatch(line):
            stated, place = int(found["total"]), f"line {number}"
    return _observed(source, names, stated, place)


def _observed(source: Source, names: list[str], stated: int | None, place: str) -> Observations:
    problems = []
    if stated is None:
        message = phrase("the list ends before its total: tests may be missing from it")
        problems.append(Problem(kind="truncated", severity="error", message=message))
    elif stated != len(names):
        message = phrase(
            "lists {tests}, says that there are {stated:,}",
            tests=plural(len(names), "test"),
            stated=stated,
        )
        problems.append(
            Problem(kind="count-mismatch", severity="warning", message=message, place=place)
        )
    return Observations(
        inventory=Inventory(
            ids=(),
            names=tuple(dict.fromkeys(names)),
            stated=stated,
            artifact=source.path,
            place=place,
        ),
        problems=tuple(problems),
        truncated=stated is None,
    )


def _read_json(source: Source) -> Observations:
    tests = source.document.get("tests")
    if not isinstance(tests, list):
        raise ReadError(phrase("there is no list of tests"), "/tests")
    names = []
    for index, test in enumerate(tests):
        name = test.get("name") if isinstance(test, dict) else None
        if not isinstance(name, str) or not name.strip():
            raise ReadError(phrase("a test without a name"), f"/tests/{index}")
        names.append(clean(name))
    return _observed(source, names, len(names), "/tests")

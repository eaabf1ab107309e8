"""
The tests that exist: ``go test -list . ./...``.

https://pkg.go.dev/cmd/go#hdr-Testing_flags
The names of a package's tests, one a line, then a line that names the package.
Subtests are not listed: nobody knows of them before they run.
Benchmarks are, though ``go test`` does not run them; they are left out.
"""

from typing import Final

from reportgen.model.run import Inventory, Observations, Problem
from reportgen.model.text import clean, quote
from reportgen.patterns import pattern
from reportgen.readers.listings import head_lines, holds_nothing_but, numbered
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "go-list"
TITLE: Final = "Go inventory"
HINT: Final = "go test -list . ./... > go-list.txt"
HOLDS_TESTS: Final = False

_TEST = pattern(r"(?:Test|Fuzz|Example)\w*")
_BENCHMARK = pattern(r"Benchmark\w*")
_LISTED = pattern(r"ok {2}\t(?P<package>\S+)\t.*")
_FAILED = pattern(r"FAIL\t(?P<package>\S+)(?: \[(?P<why>[^\]]{1,80})\]|\t.*)?")
_OTHER = pattern(
    r"FAIL|(?:\?   )?\t\S+\t(?:\[no test files\]|coverage: .*)|\? +\t\S+\t\[no test files\]"
    r"|# \S.*|go: .*|\S+\.go:\d+(?::\d+)?: .*|\t.*"
)


def matches(source: Source) -> bool:
    """Whether names of tests and lines on packages are all that stands at its head."""
    return (
        source.kind == "text"
        and any(_TEST.fullmatch(line.strip()) for line in head_lines(source))
        and holds_nothing_but(source, _belongs)
    )


def _belongs(line: str) -> object:
    line = line.rstrip()
    patterns = (_TEST, _BENCHMARK, _LISTED, _FAILED, _OTHER)
    return next((found for each in patterns if (found := each.fullmatch(line))), None)


def read(source: Source) -> Observations:
    """Return the tests by package and name, as results have them."""
    ids: list[str] = []
    waiting: list[str] = []
    problems: list[Problem] = []
    number = 0
    for number, line in numbered(source):
        if _TEST.fullmatch(line):
            waiting.append(line)
        elif found := _LISTED.fullmatch(line):
            ids += [f"{clean(found['package'])}::{name}" for name in waiting]
            waiting = []
        elif found := _FAILED.fullmatch(line):
            ids += [f"{clean(found['package'])}::{name}" for name in waiting]
            waiting = []
            why = f": {quote(found['why'])}" if found["why"] else ""
            message = phrase(
                "go could not list the tests of {package}{why}",
                package=quote(found["package"]),
                why=why,
            )
            problems.append(
                Problem(kind="note", severity="warning", message=message, place=f"line {number}")
            )
    if waiting:
        message = phrase("the list ends before it names the package of its last tests")
        problems.append(
            Problem(kind="truncated", severity="error", message=message, place=f"line {number}")
        )
    return Observations(
        inventory=Inventory(
            ids=tuple(dict.fromkeys(ids)),
            names=tuple(dict.fromkeys(waiting)),
            artifact=source.path,
        ),
        problems=tuple(problems),
        truncated=bool(waiting),
    )

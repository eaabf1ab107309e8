"""
The tests that exist: ``pytest --collect-only -q``.

https://docs.pytest.org/en/stable/how-to/usage.html
One node id a line, then a line with the total.
``-qq`` prints ``file: count`` lines instead.
"""

from typing import Final

from reportgen.model.run import Inventory, Observations, Problem
from reportgen.model.units import plural
from reportgen.patterns import pattern
from reportgen.readers.listings import head_lines, numbered, plain
from reportgen.readers.nodes import case_of
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "pytest-collect"
TITLE: Final = "pytest inventory"
HINT: Final = "pytest --collect-only -q > collected.txt"
HOLDS_TESTS: Final = False

_PER_FILE = pattern(r"^(?P<file>\S[^:\n]*\.py): (?P<count>\d{1,7})$")
_TOTAL = pattern(
    r"^[=\s]*(?:(?P<selected>\d{1,8})/)?(?P<total>\d{1,8}|no) tests? collected"
    r"(?: \((?P<deselected>\d+) deselected\))?(?:, (?P<errors>\d+) errors?)?.* in [\d.:]+",
)
_ERROR = pattern(r"^ERROR (?P<where>\S+)")
# How a listing begins: ids, counts, pytest's headings, or at once its last line.
_BEGINS = pattern(
    r"^(?:[^\s:][^:\n]{0,1000}::\S|\S[^:\n]{0,1000}\.py: \d|=+ (?:test session starts|ERRORS) ="
    r"|.{0,1000} collected\b)"
)


def matches(source: Source) -> bool:
    """Whether a line is pytest's total of collected tests, or all lines are counts per file."""
    if source.kind != "text":
        return False
    head = head_lines(source)
    if not any(map(_BEGINS.match, head)):
        return False
    if _lists_files_only(head):
        return _lists_files_only([line for _, line in numbered(source)])
    return any(
        " collected" in piece and any(_TOTAL.match(plain(line)) for line in piece.split("\n"))
        for piece in source.line_pieces()
    )


def _lists_files_only(lines: list[str]) -> bool:
    """Whether it is what ``-qq`` prints: counts per file and nothing else."""
    return bool(lines) and all(_PER_FILE.match(line) for line in lines)


def read(source: Source) -> Observations:
    """Return the inventory, with ids that can be held against what ran."""
    ids: list[str] = []
    counted = 0
    stated: int | None = None
    errors = 0
    place = ""
    problems: list[Problem] = []
    for index, line in enumerate(map(plain, source.lines), 1):
        if (case := case_of(line)) is not None:
            ids.append(case)
        elif found := _PER_FILE.match(line):
            counted += int(found["count"])
            place = f"line {index}"
        elif found := _TOTAL.match(line):
            total = found["selected"] or found["total"]
            stated = 0 if total == "no" else int(total)
            errors = int(found["errors"] or 0)
            place = f"line {index}"
        elif found := _ERROR.match(line):
            problems.append(
                Problem(
                    kind="note",
                    severity="warning",
                    message=phrase("pytest could not collect {where}", where=found["where"]),
                    place=f"line {index}",
                )
            )
    listed = len(ids) or counted
    if stated is not None and listed and listed != stated:
        problems.append(
            Problem(
                kind="count-mismatch",
                severity="warning",
                message=phrase(
                    "lists {tests}, says that {stated:,} were collected",
                    tests=plural(listed, "test"),
                    stated=stated,
                ),
                place=place,
            )
        )
    if errors and not any(problem.kind == "note" for problem in problems):
        problems.append(
            Problem(
                kind="note",
                severity="warning",
                message=phrase(
                    "pytest met {errors} while collecting", errors=plural(errors, "error")
                ),
                place=place,
            )
        )
    return Observations(
        inventory=Inventory(
            ids=tuple(ids),
            stated=stated if stated is not None else listed,
            artifact=source.path,
            place=place,
        ),
        problems=tuple(problems),
    )

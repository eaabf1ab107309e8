"""
The tests of a report as a table, one row each: CSV by RFC 4180, with a header, in UTF-8.

Spreadsheets take what begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and may run it.
Such a text gets an apostrophe in front, behind a semicolon, too, at which some of them cut cells.
https://owasp.org/www-community/attacks/CSV_Injection
Every row is one line: line ends inside a text are shown by a sign, long texts are cut with a count.
Which cells do not say what the artifact said stands in the last column, by their names; what was
cut says so itself.
What is unknown is empty, never 0. What could not be read is an errored row of its own
(`render.lost`).
"""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from reportgen.model.report import Report
from reportgen.model.tests import Attempt, Case, Errored, Failed, Passed, Skipped
from reportgen.model.text import clean, one_line
from reportgen.render.lost import lost

NAME: Final = "csv"
SUFFIX: Final = ".csv"

COLUMNS: Final = (
    "id", "suite", "class", "name", "outcome", "flaky", "attempts", "duration_s", "file", "line",
    "findings", "cause", "message", "artifact", "place",
)  # fmt: skip
ALTERED: Final = "altered"
"""The last column: the names of the cells that were changed so that they are harmless."""
MOST: Final = 2_000
"""Characters of a cell; spreadsheets take 32,767, people far fewer."""
# The wide forms are the same to some of them.
_FORMULA: Final = re.compile(r"(?:^|(?<=;))(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
# Runners of CI systems take such for commands, anywhere in a line; see `render.terminal`.
_COMMAND: Final = re.compile(r"#(?=#\w*\[)")


def render(report: Report) -> str:
    """Return the cases of *report* as a table whose lines end in CRLF."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow((*COLUMNS, ALTERED))
    table.writerows(_rows(report))
    return written.getvalue()


def _rows(report: Report) -> Iterator[list[str]]:
    findings: dict[int, list[str]] = {}
    for found in report.findings:
        if found.case is not None:
            findings.setdefault(found.case, []).append(found.id)
    causes = {place: cause.id for cause in report.causes for place in cause.cases}
    for place, case in enumerate(report.cases):
        yield _row(case, " ".join(dict.fromkeys(findings.get(place, ()))), causes.get(place, ""))
    for case in lost(report):
        yield _row(case, "", "")


def _row(case: Case, findings: str, cause: str) -> list[str]:
    attempts, message = _outcome(case)
    cells = (
        case.id, case.suite, case.class_name, case.name,
        case.outcome.name, "yes" if case.is_flaky else "no", str(attempts),
        _seconds(case.duration_s), case.file or "", "" if case.line is None else str(case.line),
        findings, cause, message, case.artifact, case.place,
    )  # fmt: skip
    harmless = [_cell(text) for text in cells]
    altered = [
        name
        for name, before, after in zip(COLUMNS, cells, harmless, strict=True)
        if one_line(before, MOST) != after or "\n" in before.strip()
    ]
    return [*harmless, " ".join(altered)]


def _outcome(case: Case) -> tuple[int, str]:
    """Return how often the test was tried, as far as is told, and what it said."""
    attempts: tuple[Attempt, ...] = ()
    said = ""
    match case.outcome:
        case Passed(attempts=attempts):
            pass
        case (
            Failed(troubles=troubles, attempts=attempts)
            | Errored(troubles=troubles, attempts=attempts)
        ):
            said = "\n".join(each.message for each in troubles if each.message)
            said = said or troubles[0].headline
        case Skipped(reason=reason):
            return 0, reason
    return 1 + len(attempts), said


def _cell(text: str) -> str:
    """Return *text* as a cell may hold it: one line, and neither formula nor command."""
    return _COMMAND.sub("#\N{HAIR SPACE}", _FORMULA.sub("'", one_line(clean(text), MOST)))


def _seconds(value: float | None) -> str:
    """Return *value* in digits alone: an exponent is text to some."""
    if value is None:
        return ""
    text = repr(value + 0.0)
    return f"{Decimal(text):f}" if "e" in text else text

"""
Workflow commands of GitHub Actions: the worst findings as annotations, a sum before them.

A step shows ten errors; so the first says how much there is, and nine follow.
https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

import re
from collections.abc import Iterator
from typing import Final

from reportgen.model.report import Finding, Report
from reportgen.model.run import Severity
from reportgen.model.text import clean, one_line, parts
from reportgen.model.units import plural
from reportgen.render.addresses import is_inside
from reportgen.render.markdown.escaping import BLANK
from reportgen.wording import phrase, phrase_many

SHOWN: Final = 9
_MOST: Final = 1_000
_LEVEL: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
# Runners of GitHub and of Azure read such commands anywhere in a line.
_COMMAND: Final = re.compile(r"#(?=#\w*\[)")
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, shown: int = SHOWN) -> str:
    """Return the sum and at most *shown* findings, errors first, one command on each line."""
    return "".join(f"{line}\n" for line in _lines(report, shown))


def _lines(report: Report, shown: int) -> Iterator[str]:
    pressing = [found for found in report.findings if found.severity == "error"]
    pressing += [found for found in report.findings if found.severity == "warning"]
    level: Severity = pressing[0].severity if pressing else "info"
    counts = report.totals.counts
    said = phrase(
        "{headline}; {tests}, {red:,} red",
        headline=report.verdict.headline,
        tests=plural(counts.tests, "test"),
        red=counts.red,
    )
    if pressing:
        said += phrase_many(
            "; {n:,} finding needs attention", "; {n:,} findings need attention", len(pressing)
        )
    if len(pressing) > shown:
        said += phrase(", {shown} of {number:,} shown", shown=shown, number=len(pressing))
    yield _command(level, said, title="reportgen")
    for found in pressing[:shown]:
        yield _command(found.severity, found.reason, **_place(found, report))


def _place(found: Finding, report: Report) -> dict[str, str]:
    """Return the properties of the annotation of *found*: where it points, and its title."""
    case = report.cases[found.case] if found.case is not None else None
    place: dict[str, str] = {}
    if case and case.file and is_inside(case.file):
        place["file"] = case.file.replace("\\", "/")
        if case.line:
            place["line"] = str(case.line)
    return {**place, "title": f"{found.id}: {found.subject}"}


def _command(level: Severity, message: str, **properties: str) -> str:
    written = ",".join(f"{name}={_escaped(text, _PROPERTY)}" for name, text in properties.items())
    said = "".join(f"'{part.text}'" if part.quoted else part.text for part in parts(message))
    return f"::{_LEVEL[level]} {written}::{_escaped(said, _DATA)}"


def _escaped(text: str, table: dict[int, str]) -> str:
    line = one_line(clean(text), _MOST) or BLANK
    return _COMMAND.sub("#\N{HAIR SPACE}", line).translate(table)

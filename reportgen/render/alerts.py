"""Findings for tools that show each beside the code: where it stands, and what names it."""

from hashlib import blake2b
from typing import Final, NamedTuple

from reportgen.model.report import Finding, FindingId, Report
from reportgen.model.tests import Case
from reportgen.model.text import clean, parts
from reportgen.patterns import pattern
from reportgen.render.addresses import is_inside

GOOD_NEWS: Final[frozenset[FindingId]] = frozenset({"fixed", "new-test"})
"""Left out: such tools call everything that they are told an alert."""
_LINE: Final = pattern(r"lines? (\d{1,9})\b")


class Place(NamedTuple):
    """A path, relative and with slashes, and a line of it; *source* says that it is of the code."""

    path: str
    line: int | None
    source: bool


def alerts(report: Report) -> list[Finding]:
    """Return the findings of *report* that are worth an alert, in its order."""
    return [found for found in report.findings if found.id not in GOOD_NEWS]


def case_of(found: Finding, report: Report) -> Case | None:
    """Return the test that *found* is about."""
    return report.cases[found.case] if found.case is not None else None


def place_of(found: Finding, case: Case | None) -> Place | None:
    """Return the source of *case*, else the artifact that shows *found*; None without either."""
    if case is not None and case.file and is_inside(case.file):
        return Place(case.file.replace("\\", "/"), case.line, source=True)
    for evidence in found.evidence:
        if is_inside(evidence.artifact):
            line = _LINE.match(evidence.place)
            return Place(evidence.artifact, int(line[1]) if line else None, source=False)
    return None


def subject_key(found: Finding) -> str:
    """Return what stays the same of *found* in every run: its kind, and what it is about."""
    key = f"{found.id}\0{found.subject}".encode("utf-8", "surrogatepass")
    return blake2b(key, digest_size=8).hexdigest()


def message_of(found: Finding) -> str:
    """Return the reason, with quotes for quoted text."""
    said = "".join(f"'{each.text}'" if each.quoted else each.text for each in parts(found.reason))
    return clean(said).strip() or found.id

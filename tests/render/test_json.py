"""The JSON document, made in pieces: what it is when it is made at once, a test on each line."""

import json as plain

import pytest

from reportgen.model import document as doc
from reportgen.model.report import Report
from reportgen.model.tests import PASSED, Attempt, Case, Passed, Skipped
from reportgen.render import json
from tests.factories import make_case, make_failure, make_report

ODD = '\n "tests": []\n  ], "\\ \u2028 \x7f é'


def _reports(number: int) -> Report:
    """Return a report of *number* odd passes and, if there are any, of all else that may be."""
    cases = [make_case(f"{ODD}{at}") for at in range(number)]
    others = [
        make_failure(ODD, ODD, ODD),
        Case(ODD, "", ODD, Skipped(ODD), "a.xml", file=ODD, line=3, duration_s=1e-07),
        Case("s", ODD, "тест", Passed((Attempt("failed", ODD),)), "a.xml", duration_s=0.0),
        Case("s", "C", "t", Passed(), "a.xml", file="f.py", line=0, duration_s=12345678.125),
        Case("", "C", "", PASSED, "a.xml"),
    ]
    return make_report(cases=[*cases, *others] if number else [])


@pytest.mark.parametrize("number", [0, 1, 994, 995, 996, 2_500])
def test_pieces_are_the_whole(number: int) -> None:
    """However many tests there are, and whatever they are called."""
    report = _reports(number)
    whole = doc.adapter().dump_json(json.document(report))

    assert plain.loads(whole) == plain.loads(json.render(report))


def test_a_test_takes_a_line() -> None:
    """Line tools find a test, and the lines around the list are those of the rest."""
    report = _reports(1_500)
    lines = json.render(report).split("\n")
    first = lines.index(' "tests": [') + 1
    rows = [plain.loads(line.rstrip(",")) for line in lines[first : first + len(report.cases)]]

    assert [case.name for case in report.cases] == [row["name"] for row in rows]
    assert lines[first + len(report.cases)] == " ],"

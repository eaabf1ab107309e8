"""The table of tests: a row each, nothing that a spreadsheet would run, and what was changed."""

import csv as tables
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.report import Cause, Report
from reportgen.model.run import Problem
from reportgen.model.tests import Attempt, Case, Errored, Passed, Skipped, Trouble
from reportgen.model.text import one_line
from reportgen.render import csv
from tests.cli.jobs import SHIPPED, shipped
from tests.conftest import Golden, RunCli
from tests.factories import (
    make_artifact,
    make_case,
    make_failure,
    make_finding,
    make_report,
)
from tests.render.cases import CASES, HOSTILE, UNCLEAN, hostile_cases

FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def rows(report: Report) -> list[dict[str, str]]:
    """Return the rows of *report* by the names of the columns."""
    return list(tables.DictReader(io.StringIO(csv.render(report), newline=""), strict=True))


def row(case: Case) -> dict[str, str]:
    """Return the one row of *case*."""
    (found,) = rows(make_report(cases=[case]))
    return found


@given(st.lists(CASES, max_size=6))
def test_a_row_for_each_test(cases: list[Case]) -> None:
    """Each case has one row, in order, with its outcome; and each row is one line."""
    text = csv.render(make_report(cases=cases))
    found = rows(make_report(cases=cases))

    assert [case.outcome.name for case in cases] == [each["outcome"] for each in found]
    assert [case.id for case in cases] == [each["id"] for each in found]
    assert 1 + len(cases) == len(text.split("\r\n")) - 1
    assert "\n" not in text.replace("\r\n", "")


@given(st.lists(CASES, max_size=6))
def test_what_is_not_altered_is_as_it_was(cases: list[Case]) -> None:
    """A cell that the last column does not name says what the artifact said, on one line."""
    for case, found in zip(cases, rows(make_report(cases=cases)), strict=True):
        said = {"suite": case.suite, "class": case.class_name, "name": case.name}
        kept = {name: text for name, text in said.items() if name not in found["altered"].split()}

        assert {name: one_line(text) for name, text in kept.items()} == {
            name: found[name] for name in kept
        }


@given(UNCLEAN, UNCLEAN, UNCLEAN)
def test_no_cell_is_a_formula(first: str, second: str, third: str) -> None:
    """Whatever it says, and at whichever sign a spreadsheet cuts cells."""
    for found in rows(make_report(cases=hostile_cases(first, second, third))):
        for cell in found.values():
            assert [] == [each for each in cell.split(";") if FORMULA.match(each)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"),
        ("a; =1", "a;' =1"),
        ("1 - 1 = 0", "1 - 1 = 0"),
        ("a, -1", "a, -1"),
    ],
)
def test_formulas_are_guarded_and_told(said: str, expected: str) -> None:
    """An apostrophe stands where a formula would begin, and the last column names the cell."""
    found = row(make_failure(message=said))

    assert expected == found["message"]
    assert ("" if expected == said else "message") == found["altered"]


def test_line_ends_and_commands_are_told() -> None:
    """A row is a line, and no runner finds a command in it; both change what the text says."""
    found = row(make_case("##[error]x", outcome=Skipped("one\ntwo")))

    assert "one ⏎ two" == found["message"]
    assert "##[" not in found["name"]
    assert "name message" == found["altered"]


def test_long_texts_say_how_much_was_cut() -> None:
    """A cell holds what people read."""
    found = row(make_failure(message="x" * (csv.MOST + 7)))

    assert found["message"].endswith("… (+7 characters)")


def test_what_is_unknown_is_empty() -> None:
    """Never zero: a sum over the column is one of what was measured."""
    found = row(make_case(class_name="", duration_s=None, file=None, line=None))

    assert {"class": "", "duration_s": "", "file": "", "line": "", "cause": ""} == {
        name: found[name] for name in ("class", "duration_s", "file", "line", "cause")
    }


def test_times_have_no_exponent() -> None:
    """Spreadsheets read digits whatever their language."""
    assert "0.0000001" == row(make_case(duration_s=1e-7))["duration_s"]


def test_golden(golden: Golden) -> None:
    """A row of each kind, with findings and causes, and one for a file that was lost."""
    problem = Problem(kind="unreadable", severity="error", message="no XML", place="line 3")
    troubles = (Trouble("failure", "5 != 6"), Trouble("error", "cannot clean up"))
    text = csv.render(
        make_report(
            cases=[
                make_case(),
                make_case('adds, "quoted"', outcome=Passed((Attempt("failed", "5 != 6"),))),
                make_failure(),
                make_case("breaks", outcome=Errored(troubles), duration_s=None),
                make_case("=waits()", outcome=Skipped("no till here"), duration_s=None),
            ],
            findings=(make_finding(case=2), make_finding(id="flaky", case=1)),
            causes=(Cause(id="zerodivision-1f2e", says="division by zero", cases=(2,)),),
            artifacts=(
                make_artifact(),
                make_artifact("e2e.xml", status="rejected", holds_tests=True, problems=(problem,)),
            ),
        )
    )

    golden("tests.csv", text.replace("\r\n", "\n"))
    assert text.startswith("id,suite,class,name,outcome,")
    assert text.endswith("\r\n")


def test_hostile_text_stays_in_its_cell() -> None:
    """Quotes, commas and line ends begin no new one."""
    found = rows(make_report(cases=hostile_cases(HOSTILE, HOSTILE, HOSTILE)))

    assert {len(csv.COLUMNS) + 1} == {len(each) for each in found}
    assert {None} == {each.get(None) for each in found}  # type: ignore[call-overload]  # what is too much


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_runs_have_a_row_for_each_test(name: str, run_cli: RunCli) -> None:
    """As many rows as tests, and one for each file that lost some."""
    result = run_cli("report", *shipped(name), "--format", "csv")
    document = json.loads(run_cli("report", *shipped(name), "--format", "json").stdout)
    found = list(tables.DictReader(io.StringIO(result.stdout)))
    own = [each for each in found if each["class"] == "reportgen"]

    assert 0 == result.exit_code
    assert document["totals"]["tests"] == len(found) - len(own)
    assert ("truncated" == name) == bool(own)

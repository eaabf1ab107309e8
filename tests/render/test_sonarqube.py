"""Generic test execution data: tests below their files, and what has no place is counted."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.report import Report
from reportgen.model.run import Problem
from reportgen.model.tests import Case, Errored, Skipped, Trouble
from reportgen.render import sonarqube
from tests.cli.jobs import SHIPPED, shipped
from tests.conftest import Golden, RunCli
from tests.factories import make_artifact, make_case, make_failure, make_report
from tests.render.cases import CASES, HOSTILE, UNCLEAN, hostile_cases

SHAPE = {
    "testExecutions": {"version"},
    "file": {"path"},
    "testCase": {"name", "duration"},
    "failure": {"message"},
    "error": {"message"},
    "skipped": {"message"},
}


def tree(report: Report) -> ET.Element:
    """Return the document of *report*, which must be of the documented shape."""
    root = ET.fromstring(sonarqube.render(report))  # noqa: S314 - a document of our own making

    assert {"testExecutions"} == {root.tag}
    for element in root.iter():
        assert SHAPE[element.tag] == set(element.attrib)
        assert element.get("duration", "0").isdigit()
    return root


@given(st.lists(CASES, max_size=6))
def test_every_case_with_a_file_is_there(cases: list[Case]) -> None:
    """Below its file, with its outcome; each file stands once."""
    root = tree(make_report(cases=cases))
    names = {"failure": "failed", "error": "errored", "skipped": "skipped"}
    found = [names[case[0].tag] if len(case) else "passed" for case in root.iter("testCase")]
    files = [file.get("path") for file in root]

    assert sorted(case.outcome.name for case in cases if case.file) == sorted(found)
    assert len(files) == len({case.file for case in cases if case.file})


@given(UNCLEAN, UNCLEAN, UNCLEAN)
def test_any_text_is_well_formed(first: str, second: str, third: str) -> None:
    """Whatever stands in a text, no element begins there."""
    cases = hostile_cases(first, second, third)
    root = tree(make_report(cases=cases))

    assert sum(bool(case.file) for case in cases) == len(list(root.iter("testCase")))


def test_hostile_text_stays_text() -> None:
    """No text ends an element, an attribute or a comment."""
    (file,) = tree(make_report(cases=hostile_cases(HOSTILE, f"--> {HOSTILE}", HOSTILE)))

    assert 5 == len(file)


def test_golden(golden: Golden) -> None:
    """A case of each kind, and comments for what has no place."""
    problem = Problem(kind="unreadable", severity="error", message="no XML")
    troubles = (Trouble("failure", "5 != 6", "trace one"), Trouble("error", "gone", "trace two"))
    report = make_report(
        cases=[
            make_case(file="tests/test_unit.py"),
            make_failure(),
            make_case("far", file="tests/test_far.py", outcome=Errored(troubles), duration_s=None),
            make_case("waits", file="tests/test_unit.py", outcome=Skipped("no till here")),
            make_case("nowhere"),
        ],
        artifacts=(
            make_artifact("e2e.xml", status="rejected", holds_tests=True, problems=(problem,)),
        ),
    )

    golden("sonarqube.xml", sonarqube.render(report))
    assert 2 == len(tree(report))


def test_the_command_says_what_is_left_out(run_cli: RunCli) -> None:
    """On standard error, and in the document; where nothing is left out, nothing is said."""
    result = run_cli("report", *shipped("truncated"), "--format", "sonarqube")

    assert 0 == result.exit_code
    assert "left out: no artifact names the file" in result.stderr
    assert "could not be read in full" in result.stderr
    assert "<!-- " in result.stdout
    assert [] == sonarqube.left_out(make_report(cases=[make_failure()]))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_runs_keep_to_it(name: str, run_cli: RunCli) -> None:
    """What the command prints is a document of the right kind."""
    text = run_cli("report", *shipped(name), "--format", "sonarqube").stdout

    assert "testExecutions" == ET.fromstring(text).tag  # noqa: S314 - our own

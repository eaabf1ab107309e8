"""What stands beside the tests of a run: in the words of the command, and no longer than some."""

import json
from typing import Any

from reportgen.history.columns import column_of
from reportgen.model.report import Report
from reportgen.model.tests import Attempt, Passed, Skipped
from reportgen.website.data.documents import RunBeside
from reportgen.website.data.names import Names
from reportgen.website.pages import beside
from tests.factories import make_case, make_failure, make_finding, make_report, make_step

RED = make_failure("test_pays", file=None)


def read(report: Report, results: str | None = None) -> dict[str, Any]:
    """Return what the file of *report* says, once it is known to be as agreed."""
    text = beside.page(report, Names([column_of(report)]), results).text
    document: dict[str, Any] = json.loads(text.partition(",")[2].removesuffix(");\n"))
    RunBeside.model_validate(document)
    return document


def test_what_explains_a_failure() -> None:
    """Excuses by the ids of the tests; a finding about something else is none."""
    findings = (
        make_finding(id="known-issue", case=1),
        make_finding(id="known-issue", subject="api", case=None),
    )

    found = read(make_report(cases=[make_case(), RED], findings=findings))
    assert {RED.id: "known-issue"} == found["excuses"]


def test_names_are_there_where_there_are_results() -> None:
    """Of tests that failed at whatever attempt, with their places; of no others."""
    flaky = make_case("test_waits", outcome=Passed((Attempt("failed", "late"),)))
    report = make_report(cases=[make_case(), RED, flaky])

    assert "called" not in read(report)
    assert [[1, RED.id, RED.title], [2, flaky.id, flaky.title]] == read(report, "k")["called"]
    assert {flaky.id: 1} == read(report)["attempts"]


def test_a_rename_that_is_told_otherwise_is_left_out() -> None:
    """A record of a later version may word it as it likes: the page does without."""
    told = make_finding(id="new-test", reason="renamed", numbers={"renamed": 1}, case=0)

    assert "former" not in read(make_report(findings=(told,)))


def test_lists_have_an_end() -> None:
    """What is left out is counted, and reasons stand once."""
    steps = tuple(make_step(f"step-{n}") for n in range(beside.MOST + 3))
    skipped = [
        make_case(f"test_{n}", outcome=Skipped("not today")) for n in range(beside.MOST_SKIPS + 3)
    ]
    found = read(make_report(steps=steps, cases=skipped))

    assert (beside.MOST, 3) == (len(found["steps"]["rows"]), found["steps"]["left_out"])
    assert {"not today": beside.MOST_SKIPS} == {
        reason: len(tests) for reason, tests in found["skips"].items()
    }

"""The CTRF file: valid by the published schema, and our own reader counts in it what we counted."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.report import Report
from reportgen.model.run import Problem
from reportgen.model.tests import Attempt, Case, Errored, Failed, Passed, Skipped, Trouble, count
from reportgen.readers.tests import ctrf as reader
from reportgen.render import ctrf
from tests.cli.jobs import NOON, SHIPPED, put, shipped
from tests.conftest import Golden, RunCli
from tests.factories import make_artifact, make_case, make_failure, make_report, make_run
from tests.readers.siblings import source_of
from tests.render.cases import CASES, HOSTILE, UNCLEAN, hostile_cases
from tests.render.schemas import faults


def written(report: Report) -> dict[str, Any]:
    """Return what the document of *report* says."""
    made: dict[str, Any] = json.loads(ctrf.render(report))
    return made


def entries(*cases: Case) -> list[dict[str, Any]]:
    """Return how *cases* are listed."""
    made: list[dict[str, Any]] = written(make_report(cases=list(cases)))["results"]["tests"]
    return made


# ── the schema ──────────────────────────────────────────────────────────────────────────────────


def test_the_schema_refuses_what_is_none() -> None:
    """A schema that takes anything would prove nothing."""
    assert [] != faults("ctrf", {"results": {}})


@given(st.lists(CASES, max_size=6))
def test_the_schema_is_kept(cases: list[Case]) -> None:
    """Whatever the cases say, the document is one that validating tools take."""
    assert [] == faults("ctrf", written(make_report(cases=cases)))


@given(UNCLEAN, UNCLEAN, UNCLEAN)
def test_any_text_is_text(first: str, second: str, third: str) -> None:
    """Text that no reader has cleaned stands where it should and nowhere else."""
    document = written(make_report(cases=hostile_cases(first, second, third)))

    assert [] == faults("ctrf", document)
    assert {first or "(no name)"} == {test["name"] for test in document["results"]["tests"]}


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_runs_keep_to_it(name: str, run_cli: RunCli) -> None:
    """What the command prints is valid, whatever the artifacts are like."""
    result = run_cli("report", *shipped(name), "--format", "ctrf")

    assert 0 == result.exit_code
    assert [] == faults("ctrf", json.loads(result.stdout))


# ── there and back ──────────────────────────────────────────────────────────────────────────────


@given(st.lists(CASES, min_size=1, max_size=6))
def test_what_is_written_is_counted_the_same(cases: list[Case]) -> None:
    """Our own reader finds the same outcomes, order and times, and no fault in the summary."""
    source = source_of(ctrf.render(make_report(cases=cases)).encode(), "ctrf.json")

    assert reader.matches(source)
    observed = reader.read(source)

    assert [] == [problem.message for problem in observed.problems]
    assert count(cases) == count(observed.cases)
    assert [case.outcome.name for case in cases] == [case.outcome.name for case in observed.cases]
    assert [case.duration_s is None for case in cases] == [
        case.duration_s is None for case in observed.cases
    ]


def test_names_come_back() -> None:
    """A test with a class keeps its identity, so a history goes on where the format changes."""
    cases = [make_case(suite="unit › tills"), make_failure()]
    source = source_of(ctrf.render(make_report(cases=cases)).encode(), "ctrf.json")

    assert [case.id for case in cases] == [case.id for case in reader.read(source).cases]


def test_the_command_prints_what_it_reads(run_cli: RunCli) -> None:
    """``-f ctrf`` is evidence like any other: the totals are the same."""
    put({"junit.xml": (Path(__file__).parents[2] / "fixtures/junit/pytest-xunit1.xml").read_text()})
    printed = run_cli("report", "art", "--at", NOON, "-f", "ctrf", "-o", "out.json")
    before = json.loads(run_cli("report", "art", "-f", "json").stdout)["totals"]
    after = json.loads(run_cli("report", "out.json", "-f", "json").stdout)["totals"]

    assert 0 == printed.exit_code
    assert before.pop("duration_s") == pytest.approx(after.pop("duration_s"), abs=0.02)
    assert before == after


# ── what stands where ───────────────────────────────────────────────────────────────────────────


def test_golden(golden: Golden) -> None:
    """A case of each kind, a file that was lost, and all that is known of the run."""
    tries = (Attempt("failed", "4 != 6", "trace zero", 0.5, "said"), Attempt("errored", "gone"))
    troubles = (
        Trouble("failure", "5 != 6", "trace one", "AssertionError"),
        Trouble("error", "cannot clean up", "trace two", "OSError"),
    )
    problem = Problem(kind="unreadable", severity="error", message="no XML", place="line 3")
    report = make_report(
        run=make_run(job="e2e", url="https://ci.example/1", variant={"os": "linux"}),
        cases=[
            make_case(),
            make_case("flaky", outcome=Passed(tries)),
            make_failure(file="tests/test_unit.py", line=7),
            make_case(
                "breaks",
                duration_s=None,
                outcome=Errored(
                    troubles,
                    tries,
                    also_skipped=True,
                    output="hello\nthere",
                    attachments=("shots/a.png",),
                ),
            ),
            make_case("waits", duration_s=None, outcome=Skipped("no till here")),
        ],
        artifacts=(
            make_artifact(),
            make_artifact("e2e.xml", status="rejected", holds_tests=True, problems=(problem,)),
        ),
    )
    text = ctrf.render(report)

    golden("ctrf.json", text)
    assert [] == faults("ctrf", json.loads(text))


def test_what_was_not_seen_has_not_passed() -> None:
    """Only a case that passed counts as passed: lost files fail, skipped cases did not run."""
    problem = Problem(kind="truncated", severity="error", message="cut off")
    cut = make_artifact(status="partial", holds_tests=True, problems=(problem,))
    document = written(
        make_report(cases=[make_case(), make_case("x", outcome=Skipped())], artifacts=(cut,))
    )
    summary = document["results"]["summary"]

    assert {"tests": 3, "passed": 1, "failed": 1, "skipped": 1} == {
        name: summary[name] for name in ("tests", "passed", "failed", "skipped")
    }
    assert "junit.xml could not be read in full" == document["results"]["tests"][2]["message"]


def test_a_time_that_is_unknown_is_said_to_be() -> None:
    """The format demands a number; ``extra`` says that nobody measured it."""
    (test,) = entries(make_case(duration_s=None))

    assert 0 == test["duration"]
    assert {"reportgen": {"duration": "unknown"}} == test["extra"]


def test_a_moment_that_is_unknown_is_said_to_be() -> None:
    """The same holds for the run; our reader takes zero for no moment at all."""
    document = written(make_report(run=make_run(started_at=None)))
    summary = document["results"]["summary"]

    assert (0, 0) == (summary["start"], summary["stop"])
    assert "unknown" == summary["extra"]["reportgen"]["start"]


def test_a_flaky_case_tells_its_attempts() -> None:
    """It passed, and says how often it did not before."""
    (test,) = entries(make_case(outcome=Passed((Attempt("failed", "5 != 6"),))))

    assert ("passed", True, 1) == (test["status"], test["flaky"], test["retries"])
    assert [{"attempt": 1, "status": "failed", "message": "5 != 6"}] == test["retryAttempts"]


def test_a_red_case_is_marked_as_such_alone() -> None:
    """That it is marked as skipped, too, hides no failure."""
    (test,) = entries(make_case(outcome=Failed((Trouble("failure"),), also_skipped=True)))

    assert "failed" == test["status"]
    assert {"also-skipped": True} == test["extra"]["reportgen"]


def test_hostile_text_stays_text() -> None:
    """What could end a text in another format is one here."""
    document = written(make_report(cases=hostile_cases(HOSTILE, HOSTILE, HOSTILE)))

    assert {HOSTILE} == {test["name"] for test in document["results"]["tests"]}
    assert [] == faults("ctrf", document)

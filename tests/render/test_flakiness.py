"""The report of flakiness.io: valid by its schema, every try an attempt, no test merged away."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import UsageError
from reportgen.model.report import Report
from reportgen.model.run import Problem
from reportgen.model.tests import Attempt, Case, Errored, Passed, Skipped, Trouble, count
from reportgen.render import flakiness
from tests.cli.jobs import NOON, RED, SHIPPED, put, shipped
from tests.conftest import Golden, RunCli
from tests.factories import make_artifact, make_case, make_failure, make_report, make_run
from tests.render.cases import CASES, HOSTILE, UNCLEAN, hostile_cases
from tests.render.schemas import faults

COMMIT = "3f2a9c1b7d5e4f60718293a4b5c6d7e8f9012345"
AT = 1757943300000


def written(report: Report) -> dict[str, Any]:
    """Return what the document of *report* says, which must keep to the schema."""
    made: dict[str, Any] = json.loads(flakiness.render(report))

    assert [] == faults("flakiness", made)
    return made


def names_in(suite: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path and title of each test below *suite*."""
    for test in suite.get("tests", ()):
        yield (*path, test["title"])
    for inner in suite.get("suites", ()):
        yield from names_in(inner, (*path, inner["title"]))


def all_tests(suite: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each test below *suite*."""
    yield from suite.get("tests", ())
    for inner in suite.get("suites", ()):
        yield from all_tests(inner)


def one(case: Case) -> dict[str, Any]:
    """Return how *case* is told."""
    (test,) = all_tests(written(make_report(cases=[case])))
    return test


def test_the_schema_refuses_what_is_none() -> None:
    """A schema that takes anything would prove nothing."""
    assert [] != faults("flakiness", {"category": "reportgen"})


@given(st.lists(CASES, max_size=6))
def test_every_case_is_counted(cases: list[Case]) -> None:
    """As many tests with each outcome as the report has, none of which has the name of another."""
    document = written(make_report(cases=cases))
    ends = Counter(test["attempts"][-1]["status"] for test in all_tests(document))
    counts = count(cases)
    names = list(names_in(document))

    assert {"passed": counts.passed, "failed": counts.red, "skipped": counts.skipped} == {
        name: ends[name] for name in ("passed", "failed", "skipped")
    }
    assert len(names) == len(set(names))


@given(UNCLEAN, UNCLEAN, UNCLEAN)
def test_any_text_is_text(first: str, second: str, third: str) -> None:
    """Text that no reader has cleaned stands where it should, and no file is outside."""
    document = written(make_report(cases=hostile_cases(first, second, third)))

    for test in all_tests(document):
        assert not test.get("location", {"file": "x"})["file"].startswith(("/", "../"))


def test_hostile_text_stays_text() -> None:
    """What could end a text in another format is one here."""
    document = written(make_report(cases=hostile_cases(HOSTILE, "suite", HOSTILE)))

    assert HOSTILE in {test["title"] for test in all_tests(document)}


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_runs_keep_to_it(name: str, run_cli: RunCli) -> None:
    """What the command prints is valid, whatever the artifacts are like."""
    result = run_cli("report", *shipped(name), "--format", "flakiness", "--commit", COMMIT)

    assert 0 == result.exit_code
    assert [] == faults("flakiness", json.loads(result.stdout))


def test_golden(golden: Golden) -> None:
    """A case of each kind, and a file that was lost."""
    tries = (Attempt("failed", "4 != 6", "trace zero", 0.5, "said"), Attempt("errored", "gone"))
    troubles = (Trouble("failure", "5 != 6", "a trace"), Trouble("error", "cannot clean up"))
    problem = Problem(kind="unreadable", severity="error", message="no XML", place="line 3")
    report = make_report(
        run=make_run(job="e2e", url="https://ci.example/1", variant={"os": "linux"}),
        cases=[
            make_case(suite="unit › tills"),
            make_case("flaky", suite="unit › tills", outcome=Passed(tries)),
            make_failure(),
            make_case("breaks", duration_s=None, outcome=Errored(troubles, tries, output="hello")),
            make_case("waits", duration_s=None, outcome=Skipped("no till here")),
            make_case("alone", suite="", class_name=""),
        ],
        artifacts=(
            make_artifact(),
            make_artifact("e2e.xml", status="rejected", holds_tests=True, problems=(problem,)),
        ),
    )

    golden("flakiness.json", flakiness.render(report))
    assert 6 == len(list(all_tests(written(report))))


def test_tests_of_one_name_are_told_apart() -> None:
    """Readers of the format would take the second for another environment of the first."""
    document = written(make_report(cases=[make_case(), make_failure("test_adds"), make_case("x")]))
    titles = [test["title"] for test in all_tests(document)]

    assert ["test_adds", "test_adds – dupe #2", "x"] == titles


def test_a_try_is_an_attempt() -> None:
    """The failures come first, the pass is the last; what is unknown is left out."""
    attempts = one(make_case(outcome=Passed((Attempt("errored", "gone"),))))["attempts"]

    assert [
        {
            "environmentIdx": 0, "status": "failed", "startTimestamp": AT,
            "errors": [{"message": "gone"}],
        },
        {"environmentIdx": 0, "status": "passed", "startTimestamp": AT, "duration": 12},
    ] == attempts  # fmt: skip


def test_a_skip_is_expected() -> None:
    """What was not to run is no failure, and no pass."""
    (attempt,) = one(make_case(outcome=Skipped("no till")))["attempts"]

    assert ("skipped", "skipped") == (attempt["status"], attempt["expectedStatus"])
    assert [{"type": "skip", "description": "no till"}] == attempt["annotations"]


def test_what_was_lost_is_an_error_of_no_test() -> None:
    """Nobody saw it pass, and the format has a word for that."""
    problem = Problem(kind="truncated", severity="error", message="cut off")
    cut = make_artifact(status="partial", holds_tests=True, problems=(problem,))

    assert [
        {"message": "junit.xml could not be read in full", "stack": "error: cut off"}
    ] == written(make_report(artifacts=(cut,)))["unattributedErrors"]


@pytest.mark.parametrize("commit", [None, "3f2a9c1", "z" * 40])
def test_without_a_whole_commit_there_is_none(commit: str | None) -> None:
    """The format takes no other, and none is made up."""
    with pytest.raises(UsageError, match="whole commit"):
        flakiness.render(make_report(run=make_run(commit=commit)))


def test_without_a_moment_there_is_none() -> None:
    """The same holds for the time."""
    with pytest.raises(UsageError, match="moment"):
        flakiness.render(make_report(run=make_run(started_at=None)))


def test_the_command_says_what_is_missing(run_cli: RunCli) -> None:
    """It ends as with any mistake in its use."""
    result = run_cli("report", put(RED), "--at", NOON, "-f", "flakiness")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "--commit" in result.stderr

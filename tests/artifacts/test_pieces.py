"""Files that are pieces of one run: tries are attempts, fixtures are heard where tests are not."""

import json
from pathlib import Path

import pytest

from reportgen.artifacts import discover, read_run
from reportgen.model.run import Run
from reportgen.model.tests import Counts, Errored, Failed, Passed, count

Files = dict[str, object]


def result(at: int, status: str, history: str = "h1", **more: object) -> dict[str, object]:
    """Return a try that began *at* so many milliseconds into the run and took ten."""
    start = 1757943072000 + at
    return {
        "uuid": f"u{at}{status}", "historyId": history, "name": "adds", "fullName": "shop.adds",
        "status": status, "start": start, "stop": start + 10,
    } | more  # fmt: skip


def run_of(folder: Path, files: Files) -> Run:
    """Return what *files* come to."""
    for name, document in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_text(text, encoding="utf-8")
    return read_run(discover([str(folder)]))


def messages(run: Run) -> dict[str, list[str]]:
    """Return what is said of each artifact of which something is."""
    return {
        artifact.path: [problem.message for problem in artifact.problems]
        for artifact in run.artifacts
        if artifact.problems
    }


def test_tries_are_attempts(tmp_path: Path) -> None:
    """The last by its time is the outcome, whatever the files are called."""
    run = run_of(
        tmp_path,
        {
            "b-result.json": result(0, "failed"),
            "c-result.json": result(20, "broken"),
            "a-result.json": result(40, "passed"),
        },
    )
    (case,) = run.cases

    assert isinstance(case.outcome, Passed)
    assert ["failed", "errored"] == [attempt.outcome for attempt in case.outcome.attempts]
    assert "a-result.json" == case.artifact
    assert {
        name: ["a try of the test in a-result.json, where it counts as an attempt"]
        for name in ("b-result.json", "c-result.json")
    } == messages(run)


def test_a_failure_after_a_pass_is_a_failure(tmp_path: Path) -> None:
    """No earlier pass hides it."""
    run = run_of(tmp_path, {"a.json": result(0, "passed"), "b.json": result(20, "failed")})
    (case,) = run.cases

    assert isinstance(case.outcome, Failed)
    assert ["passed"] == [attempt.outcome for attempt in case.outcome.attempts]


def test_a_skip_after_a_failure_hides_nothing(tmp_path: Path) -> None:
    """The last try that came to a result counts."""
    run = run_of(tmp_path, {"a.json": result(0, "failed"), "b.json": result(20, "skipped")})

    assert Counts(1, 0, 1, 0, 0, 0) == count(run.cases)


def test_at_one_moment_the_red_one_is_the_last(tmp_path: Path) -> None:
    """Where nothing tells which came first, no failure becomes a flake."""
    for status, other in (("passed", "failed"), ("failed", "passed")):
        files: Files = {
            "a.json": result(0, status, stop=1757943072000),
            "b.json": result(0, other, stop=1757943072000),
        }
        run = run_of(tmp_path, files)

        assert ["failed"] == [case.outcome.name for case in run.cases]


def test_the_number_of_a_retry_beats_that(tmp_path: Path) -> None:
    """Some adapters say which try it is."""
    retry = [{"name": "Retry", "value": "1", "excluded": True}]
    files: Files = {
        "a.json": result(0, "passed", stop=1757943072000, parameters=retry),
        "b.json": result(0, "failed", stop=1757943072000),
    }

    assert Counts(1, 1, 0, 0, 0, 1) == count(run_of(tmp_path, files).cases)


def test_what_runs_at_the_same_time_is_no_try(tmp_path: Path) -> None:
    """Two browsers that share an id are two results: a green one does not explain a red one."""
    run = run_of(tmp_path, {"a.json": result(0, "failed"), "b.json": result(5, "passed")})

    assert Counts(2, 1, 1, 0, 0, 0) == count(run.cases)
    assert {"a.json", "b.json"} == set(messages(run))


def test_other_tests_and_other_folders_stay_apart(tmp_path: Path) -> None:
    """Shards and environments have folders of their own; no id, no try."""
    files: Files = {
        "linux/a.json": result(0, "failed"),
        "mac/a.json": result(20, "passed"),
        "mac/b.json": result(40, "passed", "h2", name="subtracts"),
        "mac/c.json": result(60, "failed", "", name="divides"),
        "mac/d.json": result(80, "passed", "", name="divides"),
    }

    assert Counts(5, 3, 2, 0, 0, 0) == count(run_of(tmp_path, files).cases)


def test_a_fixture_is_told_where_no_test_shows_it(tmp_path: Path) -> None:
    """What broke after green tests is in no result; what made one red is not told twice."""
    afters = [{"name": "drop tables", "status": "broken", "statusDetails": {"trace": "a\nlocked"}}]
    files: Files = {
        "a.json": result(0, "passed"),
        "b.json": result(20, "failed", "h2"),
        "green.json": {"uuid": "c1", "children": ["u0passed"], "afters": afters},
        "red.json": {"uuid": "c2", "children": ["u0passed", "u20failed"], "afters": afters},
        "none.json": {"uuid": "c3", "afters": afters},
    }
    said = ['the fixture "drop tables" broke after its tests: locked']

    assert {"green.json": said, "none.json": said} == messages(run_of(tmp_path, files))


def test_a_fixture_that_broke_is_no_success(tmp_path: Path) -> None:
    """It is an error outside any test, as a suite of JUnit that broke."""
    afters = [{"name": "drop tables", "status": "failed"}]
    files: Files = {"a.json": result(0, "passed"), "c.json": {"uuid": "c1", "afters": afters}}
    run = run_of(tmp_path, files)

    assert [("suite-error", "error")] == [
        (problem.kind, problem.severity) for each in run.artifacts for problem in each.problems
    ]


@pytest.mark.parametrize("name", ["x-attachment.json", "x-attachment", "x-attachment.tar"])
def test_attachments_are_left_aside(tmp_path: Path, name: str) -> None:
    """Whatever they are: neither health, nor broken evidence."""
    run = run_of(tmp_path, {"a.json": result(0, "passed"), name: '{"status": "UP"'})
    (attached,) = (each for each in run.artifacts if each.path.startswith("x"))

    assert ("ignored", False) == (attached.status, attached.holds_tests)
    assert ["attached to a test, so not read"] == messages(run)[attached.path]


def test_attachments_elsewhere_are_files_like_any(tmp_path: Path) -> None:
    """The name says nothing where no results lie beside it."""
    health = {"status": "UP", "components": {"db": {"status": "UP"}}}
    run = run_of(tmp_path, {"health-attachment.json": health})

    assert [] != list(run.services)


def test_a_result_that_is_cut_off_held_a_test(tmp_path: Path) -> None:
    """Nobody knows what it said, so nothing that is green proves that all was."""
    files: Files = {
        "a-result.json": result(0, "passed"),
        "b-result.json": json.dumps(result(20, "failed", "h2"))[:90],
        "other.json": '{"a": ',
    }
    run = run_of(tmp_path, files)

    assert {"a-result.json": True, "b-result.json": True, "other.json": False} == {
        artifact.path: artifact.holds_tests for artifact in run.artifacts
    }


# ── beside another format ───────────────────────────────────────────────────────────────────────


def junit(*cases: str) -> str:
    """Return a JUnit report of *cases*."""
    return f'<testsuite name="shop">{"".join(cases)}</testsuite>'


GREEN = '<testcase name="adds" time="0.01"/>'
RED = '<testcase name="adds" time="0.01"><failure message="5 != 6"/></testcase>'


def test_the_same_results_count_once(tmp_path: Path) -> None:
    """Allure in its folder, JUnit beside that: one run, told twice."""
    run = run_of(
        tmp_path, {"junit.xml": junit(GREEN), "allure-results/a.json": result(0, "passed")}
    )

    assert Counts(1, 1, 0, 0, 0, 0) == count(run.cases)
    assert ["allure-results/a.json"] == [*messages(run)]


def test_of_many_pieces_one_says_so(tmp_path: Path) -> None:
    """Thousands of files that are left out for one reason are one finding."""
    files: Files = {
        "junit.xml": junit(GREEN, GREEN.replace("adds", "subtracts")),
        "al/a.json": result(0, "passed"),
        "al/b.json": result(20, "passed", "h2", name="subtracts"),
    }
    run = run_of(tmp_path, files)

    assert {
        "al/a.json": ("duplicate", "the same 2 results as in junit.xml, in another format"),
        "al/b.json": ("note", "the same 1 result as in junit.xml, in another format"),
    } == {
        artifact.path: (problem.kind, problem.message.partition(":")[0])
        for artifact in run.artifacts
        for problem in artifact.problems
    }


def test_whoever_tells_of_retries_counts(tmp_path: Path) -> None:
    """JUnit has the pass alone, or each try as a pass, as pytest does: Allure says it is flaky."""
    tries: Files = {"al/a.json": result(0, "failed"), "al/b.json": result(20, "passed")}
    for number, cases in enumerate(([GREEN], [GREEN, GREEN])):
        run = run_of(tmp_path / str(number), {**tries, "junit.xml": junit(*cases)})
        (case,) = run.cases

        assert case.is_flaky


def test_times_may_be_those_of_all_tries(tmp_path: Path) -> None:
    """Playwright's JUnit adds them up, Allure has the last: one test all the same."""
    start = 1757943072000
    files: Files = {
        "al/a.json": result(0, "failed", stop=start + 900),
        "al/b.json": result(1000, "failed", stop=start + 1700),
        "junit.xml": junit(RED.replace("0.01", "1.6")),
    }

    assert Counts(1, 0, 1, 0, 0, 0) == count(run_of(tmp_path, files).cases)


def test_a_red_result_without_its_like_is_kept(tmp_path: Path) -> None:
    """More failures than tries are two reports that disagree: both count."""
    run = run_of(tmp_path, {"junit.xml": junit(RED), "al/a.json": result(0, "passed")})

    assert Counts(2, 1, 1, 0, 0, 0) == count(run.cases)


def test_a_test_that_the_other_lacks_is_kept(tmp_path: Path) -> None:
    """Neither report stands in the other where each has a test of its own."""
    other = '<testcase name="subtracts" time="0.01"/>'
    files: Files = {
        "junit.xml": junit(GREEN, other),
        "al/a.json": result(0, "passed"),
        "al/b.json": result(20, "broken", "h2", name="divides"),
    }
    run = run_of(tmp_path, files)

    assert {"adds", "subtracts", "divides"} == {case.name for case in run.cases}
    assert any(isinstance(case.outcome, Errored) for case in run.cases)

"""Steps as CI systems list them: pages, attempts, ends that no part explains, odd input."""

import json
from typing import Any

import pytest

from reportgen.model.run import Run
from tests.readers.files import read_json, read_text

JOB: dict[str, Any] = {
    "id": 1,
    "run_id": 9,
    "run_attempt": 1,
    "name": "unit",
    "status": "completed",
    "conclusion": "success",
    "steps": [],
}
LINT = {**JOB, "id": 2, "name": "lint"}
GITLAB: dict[str, Any] = {
    "id": 1,
    "name": "unit",
    "stage": "test",
    "status": "success",
    "allow_failure": False,
    "pipeline": {"id": 5},
}
STAGE = {"name": "Unit", "status": "SUCCESS"}
BUILD: dict[str, Any] = {"name": "#1", "status": "SUCCESS", "durationMillis": 1, "stages": [STAGE]}
RECORD: dict[str, Any] = {
    "id": "t",
    "parentId": "j",
    "type": "Task",
    "name": "Unit",
    "state": "completed",
    "result": "succeeded",
}
CIRCLE: dict[str, Any] = {
    "id": "a",
    "name": "unit",
    "status": "success",
    "type": "build",
    "project_slug": "gh/acme/till",
}
KITE: dict[str, Any] = {"number": 1, "state": "failed", "pipeline": {"name": "Till"}, "commit": "c"}


def github(*jobs: dict[str, Any]) -> dict[str, Any]:
    """Return a page that holds *jobs*."""
    return {"total_count": len(jobs), "jobs": [{**JOB, **job} for job in jobs]}


def part(conclusion: str | None, status: str = "completed") -> dict[str, Any]:
    """Return a step of a job of GitHub's."""
    return {"name": "part", "number": 1, "status": status, "conclusion": conclusion}


def told(run: Run) -> list[tuple[str, str]]:
    """Return the names of the steps and how they ended."""
    return [(step.name, step.status) for step in run.steps]


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        ({"conclusion": "success"}, [("unit", "passed")]),
        ({"conclusion": "neutral"}, [("unit", "passed")]),
        ({"conclusion": "action_required"}, [("unit", "failed")]),
        ({"conclusion": "stale"}, [("unit", "unknown")]),
        ({"conclusion": None}, [("unit", "unknown")]),
        ({"conclusion": None, "status": "queued"}, [("unit", "running")]),
        ({"conclusion": "success", "status": "in_progress"}, [("unit", "running")]),
        ({"conclusion": "success", "status": "wandering"}, [("unit", "unknown")]),
        ({"conclusion": ["success"]}, [("unit", "unknown")]),
        ({"conclusion": "success", "steps": [part("success")]}, [("part", "passed")]),
        ({"conclusion": "failure", "steps": [part("failure")]}, [("part", "failed")]),
        (
            {"conclusion": "timed_out", "steps": [part("cancelled")]},
            [("part", "cancelled"), ("unit", "failed")],
        ),
        (
            {"conclusion": "cancelled", "steps": [part("success")]},
            [("part", "passed"), ("unit", "cancelled")],
        ),
        (
            {"conclusion": None, "status": "in_progress", "steps": [part("success")]},
            [("part", "passed"), ("unit", "running")],
        ),
        ({"conclusion": "skipped", "steps": None}, [("unit", "skipped")]),
        ({"conclusion": "success", "steps": "none"}, [("unit", "passed")]),
    ],
)
def test_github_jobs(job: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """A job is told by its steps, and by itself where they do not explain how it ended."""
    assert expected == told(read_json("jobs.json", github(job)))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(github({}, {"name": "lint"})),
        json.dumps([{"total_count": 2, "jobs": [JOB]}, {"total_count": 2, "jobs": [LINT]}]),
        "".join(json.dumps({"total_count": 2, "jobs": [each]}) for each in (JOB, LINT)),
        f"{json.dumps(JOB)}\n{json.dumps(LINT)}\n",
        json.dumps([JOB, LINT]),
    ],
)
def test_pages_of_github(text: str) -> None:
    """It makes no difference how the pages were put together."""
    run = read_text("jobs.json", text)

    assert [("github-jobs", ())] == [(a.format, a.problems) for a in run.artifacts]
    assert 2 == len(run.steps)


def test_a_page_that_is_missing_is_told() -> None:
    """A list that holds fewer jobs than it counts is not the whole run."""
    (artifact,) = read_json("jobs.json", {"total_count": 31, "jobs": [JOB]}).artifacts

    assert ["count-mismatch"] == [problem.kind for problem in artifact.problems]
    assert "1 of 31 jobs" in artifact.problems[0].message


def test_the_last_attempt_counts() -> None:
    """Of a job that was run again the earlier attempts are there and superseded."""
    run = read_json(
        "jobs.json",
        github({"conclusion": "failure"}, {"run_attempt": 2}, {"name": "lint", "run_attempt": 1}),
    )

    assert [True, False, False] == [step.superseded for step in run.steps]
    assert [1, 2, 1] == [step.attempt for step in run.steps]


def test_gitlab_counts_the_newest_of_a_name() -> None:
    """A job that was retried is told by its word, or by a later one of its name and pipeline."""
    jobs = [
        {**GITLAB, "id": 4, "name": "lint", "retried": True},
        {**GITLAB, "id": 3},
        {**GITLAB, "id": 2, "status": "failed"},
        {**GITLAB, "id": 1, "pipeline": {"id": 4}},
    ]
    run = read_json("jobs.json", jobs)

    assert [
        ("unit", "passed", False),
        ("unit", "failed", True),
        ("unit", "passed", False),
        ("lint", "passed", True),
    ] == [(step.name, step.status, step.superseded) for step in run.steps]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *((word, "running") for word in ("created", "pending", "preparing", "scheduled")),
        *((word, "running") for word in ("waiting_for_resource", "canceling", "running")),
        *((word, "skipped") for word in ("skipped", "manual")),
        ("canceled", "cancelled"),
        ("cancelled", "unknown"),
        ("green", "unknown"),
    ],
)
def test_words_of_gitlab(word: str, status: str) -> None:
    """What has not ended is running, what waits for a person did not run; nothing is guessed."""
    run = read_json("jobs.json", [{**GITLAB, "status": word, "allow_failure": True}])

    assert [(status, False)] == [(step.status, step.allowed_failure) for step in run.steps]
    assert (status == "unknown") == bool(run.artifacts[0].problems)


@pytest.mark.parametrize("number", [None, "7", True, 1e300, -(10**400), [1]])
def test_a_number_of_gitlab_that_is_none(number: object) -> None:
    """A job without a number that can be counted is read all the same."""
    run = read_json("jobs.json", [{**GITLAB, "id": number}, {**GITLAB, "id": 2, "name": "lint"}])

    assert {"unit", "lint"} == {step.name for step in run.steps}


def test_a_build_of_jenkins_can_fail_outside_of_its_stages() -> None:
    """A failure that no stage shows is told of the build."""
    failed = {**BUILD, "status": "FAILED"}

    assert [("Unit", "passed"), ("#1", "failed")] == told(read_json("stages.json", failed))
    assert [("Unit", "passed")] == told(read_json("stages.json", BUILD))


def test_several_builds_of_jenkins_are_several_runs() -> None:
    """A list of builds is refused: their stages are not of one run."""
    (artifact,) = read_json("stages.json", [BUILD, BUILD]).artifacts

    assert "rejected" == artifact.status
    assert "2 builds" in artifact.problems[0].message


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([RECORD], [("Unit", "passed")]),
        ([{**RECORD, "type": "Checkpoint"}], []),
        ([{**RECORD, "state": "pending", "result": None}], [("Unit", "running")]),
        ([{**RECORD, "state": "odd"}], [("Unit", "unknown")]),
        ([{**RECORD, "result": "succeededWithIssues"}], [("Unit", "passed")]),
        (
            [{**RECORD, "result": "succeededWithIssues", "issues": [{"type": "error"}]}],
            [("Unit", "failed")],
        ),
        (
            [
                {**RECORD, "type": "Job", "id": "j", "parentId": None, "name": "J"},
                {**RECORD, "order": 2, "name": "B"},
                {**RECORD, "order": 1, "name": "A", "id": "u"},
            ],
            [("A", "passed"), ("B", "passed")],
        ),
        (
            [
                {**RECORD, "type": "Job", "id": "j", "name": "J", "result": "canceled"},
                RECORD,
            ],
            [("Unit", "passed"), ("J", "cancelled")],
        ),
        # A circle is no tree, and a step all the same.
        (
            [
                {**RECORD, "id": "a", "parentId": "b", "name": "A"},
                {**RECORD, "id": "b", "parentId": "a", "name": "B"},
            ],
            [("A", "passed"), ("B", "passed")],
        ),
    ],
)
def test_records_of_azure(records: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    """Tasks are steps, in the order of the build; a job is one where they do not explain it."""
    assert expected == told(read_json("timeline.json", {"records": records}))


def test_attempts_of_azure() -> None:
    """Of a stage that was run again the tasks of the earlier attempt are superseded."""
    stage = {**RECORD, "type": "Stage", "parentId": None, "identifier": "Check", "name": "Check"}
    records = [
        {**stage, "id": "s1", "attempt": 1, "result": "failed"},
        {**RECORD, "id": "t1", "parentId": "s1", "result": "failed"},
        {**stage, "id": "s2", "attempt": 2},
        {**RECORD, "id": "t2", "parentId": "s2"},
    ]
    run = read_json("timeline.json", {"records": records})

    assert [("failed", True), ("passed", False)] == [
        (step.status, step.superseded) for step in run.steps
    ]


@pytest.mark.parametrize(
    ("word", "status", "superseded"),
    [
        ("retried", "unknown", True),
        ("queued", "running", False),
        ("terminated-unknown", "failed", False),
        ("SUCCESS", "unknown", False),
    ],
)
def test_words_of_circleci(word: str, status: str, *, superseded: bool) -> None:
    """A word that says nothing of the end is no success."""
    page = {"items": [{**CIRCLE, "status": word}], "next_page_token": None}
    run = read_json("jobs.json", page)

    assert [(status, superseded)] == [(step.status, step.superseded) for step in run.steps]


@pytest.mark.parametrize(
    ("actions", "status"),
    [
        ([], "unknown"),
        ([{"status": "success"}, {"status": "canceled"}], "cancelled"),
        ([{"status": "success"}, {"status": "success", "timedout": True}], "failed"),
        ([{"status": "success"}, {"status": "who knows"}], "unknown"),
    ],
)
def test_containers_of_circleci(actions: list[object], status: str) -> None:
    """A step is as its worst container; one without any is not known."""
    job = {
        "build_num": 1, "status": "success", "outcome": "success", "lifecycle": "finished",
        "steps": [{"name": "Unit", "actions": actions}],
    }  # fmt: skip

    assert ("Unit", status) == told(read_json("job.json", job))[0]


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        ({"state": "finished", "exit_status": 0}, ("unit", "passed")),
        ({"state": "finished", "exit_status": 3}, ("unit", "failed")),
        ({"state": "finished"}, ("unit", "unknown")),
        ({"state": "waiting"}, ("unit", "running")),
        ({"state": "broken"}, ("unit", "skipped")),
    ],
)
def test_jobs_of_buildkite(job: dict[str, Any], expected: tuple[str, str]) -> None:
    """What never ran is skipped, and what merely finished is told by its exit status."""
    jobs = [{"id": "a", "type": "script", "name": "unit", **job}, {"id": "b", "type": "waiter"}]

    assert [expected] == told(read_json("build.json", {**KITE, "state": "running", "jobs": jobs}))


def test_a_build_of_buildkite_that_failed_without_a_job() -> None:
    """A failure that no job shows is told of the build."""
    assert [("Till", "failed")] == told(read_json("build.json", {**KITE, "jobs": []}))


@pytest.mark.parametrize("odd", [None, 1, True, "x", [], ["success"], {}, {"a": 1}, 10**400])
@pytest.mark.parametrize(
    "document",
    [
        github({"steps": [part("failure")], "html_url": "u", "started_at": "2026-03-09T07:00:00Z"}),
        {"databaseId": 1, "attempt": 1, "jobs": [{**JOB, "databaseId": 1}]},
        [{**GITLAB, "duration": 1, "started_at": "x", "failure_reason": "y", "retried": False}],
        {**BUILD, "startTimeMillis": 1, "stages": [{**STAGE, "error": {"message": "m"}}]},
        {"records": [{**RECORD, "order": 1, "attempt": 1, "identifier": "i", "issues": []}]},
        {"next_page_token": None, "items": [{**CIRCLE, "started_at": "x", "stopped_at": "y"}]},
        {
            **KITE,
            "jobs": [
                {"id": "a", "type": "script", "name": "u", "state": "failed", "exit_status": 1,
                 "soft_failed": True, "retries_count": 1, "signal_reason": "s"}
            ],
        },
        [{"name": "build", "status": "passed", "duration_s": 1, "attempt": 1, "reason": "r"}],
    ],
    ids=["github", "gh", "gitlab", "jenkins", "azure", "circleci", "buildkite", "plain"],
)  # fmt: skip
def test_odd_values(document: Any, odd: object) -> None:  # noqa: ANN401 - JSON is anything
    """Whatever stands anywhere in a document, it costs a value or the file, never the run."""
    for changed in _changed(document, odd):
        (artifact,) = read_json("odd.json", changed).artifacts

        assert artifact.status in {"read", "partial", "rejected", "ignored"}


def _changed(value: Any, odd: object) -> list[Any]:  # noqa: ANN401 - JSON is anything
    """Return *value* once for each place in it, with *odd* there."""
    if isinstance(value, dict):
        return [
            {**value, key: inner}
            for key, old in value.items()
            for inner in [odd, *_changed(old, odd)]
        ]
    if isinstance(value, list):
        return [
            [*value[:index], inner, *value[index + 1 :]]
            for index, old in enumerate(value)
            for inner in [odd, *_changed(old, odd)]
        ]
    return []

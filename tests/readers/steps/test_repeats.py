"""What stands twice in a file of steps: jobs on overlapping pages, contexts of several jobs."""

import json

from tests.readers.files import read_text


def job(number: int, conclusion: str | None) -> dict[str, object]:
    """Return a job of GitHub's REST API."""
    status = "completed" if conclusion else "in_progress"
    return {
        "id": number, "run_id": 1, "name": f"till {number}", "status": status,
        "conclusion": conclusion, "steps": [],
    }  # fmt: skip


def test_a_job_on_two_pages_is_one() -> None:
    """A job that a later page repeats is one step, as it was told last."""
    pages = [
        {"total_count": 2, "jobs": [job(1, "success"), job(2, None)]},
        {"total_count": 2, "jobs": [job(2, "failure")]},
    ]
    run = read_text("jobs.json", "".join(map(json.dumps, pages)))

    assert [("till 1", "passed"), ("till 2", "failed")] == [(s.name, s.status) for s in run.steps]
    assert () == run.artifacts[0].problems


def test_a_gitlab_job_on_two_pages_is_no_retry() -> None:
    """Only another number makes another attempt."""
    one = {"id": 3, "name": "till", "stage": "build", "status": "success", "allow_failure": False,
           "pipeline": {"id": 1}}  # fmt: skip
    run = read_text("jobs.json", json.dumps([one]) + json.dumps([one]))

    assert [("till", False)] == [(step.name, step.superseded) for step in run.steps]


def test_contexts_of_several_jobs() -> None:
    """Contexts that stand one after the other are all read, each step with its own place."""
    steps = {"till": {"outputs": {}, "outcome": "failure", "conclusion": "failure"}}
    needs = {"till": {"outputs": {}, "result": "failure"}}

    for context in (steps, needs):
        run = read_text("steps.json", json.dumps(context) + json.dumps(context))

        assert [("failed", "/0/till"), ("failed", "/1/till")] == [
            (step.status, step.place) for step in run.steps
        ]
        assert () == run.services

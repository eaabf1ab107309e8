"""
The jobs of a CircleCI workflow, or the steps of one job.

https://circleci.com/docs/api/v2/#operation/listWorkflowJobs and, for the steps,
https://circleci.com/docs/api/v1/#single-job (``steps[].actions[]``, one action per container).
A list with a ``next_page_token`` is not the whole workflow.
What a step ran may hold secrets and is never read.
"""

from collections.abc import Iterator
from typing import Any, Final

from reportgen.model.run import Observations, Problem
from reportgen.model.steps import Step, StepStatus
from reportgen.readers.jobs import (
    Item,
    elapsed,
    known,
    lasted,
    objects,
    observed,
    pages,
    step,
    unexplained,
)
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.shapes import as_object, as_text
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "circleci"
TITLE: Final = "CircleCI workflow jobs, or the steps of a job"
HINT: Final = "curl …/api/v2/workflow/ID/job > jobs.json, or …/api/v1.1/project/SLUG/JOB > job.json"
HOLDS_TESTS: Final = False

_STATUSES: Final[dict[str, StepStatus]] = {
    "success": "passed",
    "fixed": "passed",
    "failed": "failed",
    "infrastructure_fail": "failed",
    "timedout": "failed",
    "unauthorized": "failed",
    "terminated-unknown": "failed",
    "no_tests": "skipped",
    "canceled": "cancelled",
    "not_run": "skipped",
    **dict.fromkeys(
        ("running", "queued", "scheduled", "not_running", "on_hold", "blocked"), "running"
    ),
}
_SPEAKING: Final = frozenset(
    ["infrastructure_fail", "timedout", "unauthorized", "terminated-unknown"]
)
_JOB_KEYS: Final = frozenset(["id", "name", "status", "type", "project_slug"])
_WORST: Final = ("failed", "cancelled", "unknown", "running", "passed", "skipped")


def matches(source: Source) -> bool:
    """Whether all that is there is pages of a workflow's jobs, or it is one job with its steps."""
    if source.kind != "json":
        return False
    found = list(pages(source.documents))
    if len(found) == 1 and _is_job(found[0].value):
        return True
    return any(item.value.get("items") for item in found) and all(
        _is_page(item.value) for item in found
    )


def _is_page(value: dict[str, Any]) -> bool:
    items = value.get("items")
    return (
        "next_page_token" in value
        and isinstance(items, list)
        and all(
            isinstance(item, dict)
            and {"id", "name", "status", "type", "project_slug"} <= item.keys()
            for item in items
        )
    )


def _is_job(value: dict[str, Any]) -> bool:
    steps = value.get("steps")
    return (
        {"build_num", "status", "outcome", "lifecycle"} <= value.keys()
        and isinstance(steps, list)
        and all(isinstance(each, dict) and {"name", "actions"} <= each.keys() for each in steps)
    )


def read(source: Source) -> Observations:
    """Return the jobs of the workflow, or the steps of the job, in the file's order."""
    found = list(pages(source.documents))
    if not _is_page(found[0].value):
        return _read_job(source.path, found[0])
    jobs = [job for at, page in found for job in objects(page["items"], *at, "items")]
    ends = (moment(job.get("stopped_at")) for _, job in jobs)
    steps = (
        step(
            job["name"],
            known(_STATUSES, job["status"]),
            job["status"],
            source.path,
            at,
            duration_s=elapsed(job.get("started_at"), job.get("stopped_at")),
            started_at=moment(job.get("started_at")),
            superseded=job["status"] == "retried",
            stated_reason=_speaking(job["status"]),
        )
        for at, job in jobs
    )
    return observed(steps, _unfinished(found), ends)


def _unfinished(found: list[Item]) -> Iterator[Problem]:
    """Yield the problem that the last page says that more follow."""
    at, page = found[-1]
    if page["next_page_token"]:
        yield Problem(
            kind="count-mismatch",
            severity="warning",
            message=phrase("more jobs follow on the next page, which is not in the file"),
            place=pointer(*at, "next_page_token"),
        )


def _read_job(path: str, job: Item) -> Observations:
    """Return the steps of one job; what its containers did differently is told by the worst."""
    at, value = job
    name = as_text(as_object(value.get("workflows")).get("job_name"))
    steps = [_worst(path, part, name) for part in objects(value["steps"], *at, "steps")]
    word = value["outcome"] or value["status"]
    status = known(_STATUSES, word)
    if unexplained(status, [each.status for each in steps]):
        steps.append(
            step(
                name or f"job {value['build_num']}", status, word, path, at,
                duration_s=lasted(value.get("build_time_millis"), 1e-3),
                started_at=moment(value.get("start_time")),
                url=value.get("build_url"),
                stated_reason=_speaking(word),
            )
        )  # fmt: skip
    return observed(steps, moments=[moment(value.get("stop_time"))])


def _worst(path: str, part: Item, job: str) -> Step:
    actions = list(objects(part.value["actions"], *part.at, "actions"))
    told = [(_action_status(action), at, action) for at, action in actions]
    if not told:
        return step(part.value["name"], "unknown", None, path, part.at, job=job)
    status, at, action = min(told, key=lambda each: _WORST.index(each[0]))
    word, code = action.get("status"), action.get("exit_code")
    is_code = isinstance(code, int) and not isinstance(code, bool) and code != 0
    times = [lasted(each.get("run_time_millis"), 1e-3) for _, each in actions]
    return step(
        part.value["name"],
        status,
        word,
        path,
        at,
        duration_s=max((time for time in times if time is not None), default=None),
        job=job,
        started_at=moment(action.get("start_time")),
        stated_reason=_speaking(word) or (f"exit status {code}" if is_code else None),
    )


def _speaking(word: object) -> str | None:
    """Return *word* where it says why something ended, beyond that it did."""
    said = as_text(word)
    return said if said in _SPEAKING else None


def _action_status(action: dict[str, Any]) -> StepStatus:
    """Return how a container ended the step; a flag of trouble outweighs a word."""
    if any(action.get(flag) is True for flag in ("failed", "timedout", "infrastructure_fail")):
        return "failed"
    return known(_STATUSES, action.get("status"))

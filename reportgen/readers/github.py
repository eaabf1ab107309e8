"""
The jobs of a GitHub Actions run, as its REST API and its command line both list them.

https://docs.github.com/rest/actions/workflow-jobs and the failure states of ``gh``,
https://github.com/cli/cli/tree/trunk/pkg/cmd/run/shared.
A step that went on by ``continue-on-error`` shows the conclusion success here:
what happened to it stands in ``toJSON(steps)`` alone.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from reportgen.model.run import Observations, Problem
from reportgen.model.steps import Step, StepStatus
from reportgen.readers.jobs import (
    Item,
    elapsed,
    known,
    objects,
    observed,
    outdated,
    step,
    unexplained,
    whole,
)
from reportgen.readers.numbers import moment
from reportgen.readers.shapes import as_text

_CONCLUSIONS: Final[dict[str, StepStatus]] = {
    "success": "passed",
    "neutral": "passed",
    "failure": "failed",
    "timed_out": "failed",
    "startup_failure": "failed",
    "action_required": "failed",
    "cancelled": "cancelled",
    "skipped": "skipped",
}
_UNENDED: Final = frozenset(["queued", "in_progress", "waiting", "requested", "pending"])


class Keys(NamedTuple):
    """What one of the two calls the fields of a job and its steps."""

    started: str
    completed: str
    attempt: str
    run: str
    url: str


def read_jobs(
    path: str, jobs: Iterable[Item], keys: Keys, problems: Iterable[Problem] = ()
) -> Observations:
    """
    Return the steps of *jobs*, which stand in the artifact *path*.

    A job that has no steps is one; so is the end of a job that none of its steps ended with.
    Of a job that was run again the last attempt counts.
    """
    listed = list(jobs)
    old = outdated(
        ((str(job.get(keys.run)), as_text(job.get("name"))), whole(job.get(keys.attempt)) or 1)
        for _, job in listed
    )
    steps = [
        each
        for job, is_old in zip(listed, old, strict=True)
        for each in _of_job(path, job, keys, superseded=is_old)
    ]
    ends = (moment(job.get(keys.completed)) for _, job in listed)
    return observed(steps, problems, ends)


def _of_job(path: str, job: Item, keys: Keys, *, superseded: bool) -> Iterator[Step]:
    whole_status, word = _status(job.value)
    parts = list(objects(job.value.get("steps"), *job.at, "steps"))
    statuses = []
    for part in parts:
        status, said = _status(part.value)
        statuses.append(status)
        yield step(
            part.value.get("name"), status, said, path, part.at,
            # The job went on to its success: the failure was permitted.
            allowed_failure=whole_status == "passed",
            job=job.value.get("name"),
            stated_reason=_speaking(status, said),
            **_common(part.value, job.value, keys, superseded=superseded),
        )  # fmt: skip
    if unexplained(whole_status, statuses):
        yield step(
            job.value.get("name"), whole_status, word, path, job.at,
            stated_reason=_speaking(whole_status, word),
            **_common(job.value, job.value, keys, superseded=superseded),
        )  # fmt: skip


def _common(
    value: dict[str, Any], job: dict[str, Any], keys: Keys, *, superseded: bool
) -> dict[str, Any]:
    """Return the fields that a step and a job have alike."""
    return {
        "duration_s": elapsed(value.get(keys.started), value.get(keys.completed)),
        "started_at": moment(value.get(keys.started)),
        "attempt": job.get(keys.attempt),
        "superseded": superseded,
        "url": job.get(keys.url),
    }


def _speaking(status: StepStatus, word: str | None) -> str | None:
    """Return *word* where it says more than that something failed."""
    return word if status == "failed" and word != "failure" else None


def _status(value: dict[str, Any]) -> tuple[StepStatus, str | None]:
    """Return how *value* ended and GitHub's own word for it; what has no end is running."""
    state, conclusion = as_text(value.get("status")), value.get("conclusion")
    if state in _UNENDED:
        return "running", state
    if not conclusion and state in {"", "completed"}:
        return ("unknown" if state else "running"), state or None
    if state not in {"", "completed"}:
        return "unknown", state
    return known(_CONCLUSIONS, conclusion), as_text(conclusion) or str(conclusion)

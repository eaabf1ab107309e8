"""
The jobs of a GitLab pipeline: ``/projects/:id/pipelines/:id/jobs``.

https://docs.gitlab.com/api/jobs/#list-pipeline-jobs
The newest comes first; a job that was retried is there only with ``include_retried=true``,
and the one with the highest number counts.
A job that waits for a person (``manual``) did not run; ``canceled`` has one l.
"""

from typing import Any, Final

from reportgen.model.run import Observations
from reportgen.model.steps import StepStatus
from reportgen.readers.jobs import Item, known, lasted, observed, once, outdated, pages, step
from reportgen.readers.numbers import moment
from reportgen.readers.shapes import as_object
from reportgen.readers.source import Source

NAME: Final = "gitlab-jobs"
TITLE: Final = "GitLab jobs of a pipeline"
HINT: Final = "curl '…/api/v4/projects/ID/pipelines/ID/jobs?per_page=100' > jobs.json"
HOLDS_TESTS: Final = False

_STATUSES: Final[dict[str, StepStatus]] = {
    "success": "passed",
    "failed": "failed",
    "canceled": "cancelled",
    "skipped": "skipped",
    "manual": "skipped",
    **dict.fromkeys(
        (
            "created", "waiting_for_resource", "waiting_for_callback", "preparing", "pending",
            "running", "canceling", "scheduled",
        ),
        "running",
    ),
}  # fmt: skip


def matches(source: Source) -> bool:
    """Whether all that is there is jobs that name their stage, their pipeline and a permission."""
    if source.kind != "json":
        return False
    found = list(pages(source.documents))
    needed = {"id", "name", "status", "stage", "pipeline", "allow_failure"}
    return bool(found) and all(needed <= item.value.keys() for item in found)


def read(source: Source) -> Observations:
    """Return the jobs, the oldest first."""
    jobs = sorted(once(pages(source.documents)), key=_number)
    old = outdated((_identity(job.value), place) for place, job in enumerate(jobs))
    steps = (
        step(
            job.value["name"],
            known(_STATUSES, job.value["status"]),
            job.value["status"],
            source.path,
            job.at,
            allowed_failure=job.value["allow_failure"] is True,
            duration_s=lasted(job.value.get("duration")),
            started_at=moment(job.value.get("started_at")),
            superseded=is_old or job.value.get("retried") is True,
            url=job.value.get("web_url"),
            stated_reason=job.value.get("failure_reason"),
        )
        for job, is_old in zip(jobs, old, strict=True)
    )
    return observed(steps, moments=(moment(job.value.get("finished_at")) for job in jobs))


def _number(job: Item) -> float:
    """Return the number by which jobs are counted up; one that has none comes last."""
    number = job.value["id"]
    is_number = isinstance(number, int) and not isinstance(number, bool)
    return number if is_number and abs(number) < 1 << 62 else float("inf")


def _identity(job: dict[str, Any]) -> tuple[str, str]:
    """Return what a job and its retries share: names are unique within a pipeline."""
    return str(as_object(job["pipeline"]).get("id")), str(job["name"])

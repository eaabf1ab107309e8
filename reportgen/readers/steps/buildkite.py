"""
A Buildkite build with its jobs: ``/v2/organizations/{org}/pipelines/{slug}/builds/{number}``.

https://buildkite.com/docs/apis/rest-api/builds and, for the states,
https://buildkite.com/docs/pipelines/configure/defining-steps#job-states.
A broken job never ran: what it depends on, or its own condition, ruled it out.
Waits and blocks are no work and no steps; a triggered build is one.
What a job ran and its environment may hold secrets and are never read.
"""

from typing import Any, Final

from reportgen.model.run import Observations
from reportgen.model.steps import Step, StepStatus
from reportgen.readers.jobs import elapsed, known, objects, observed, step, unexplained
from reportgen.readers.numbers import moment
from reportgen.readers.shapes import as_object, as_text
from reportgen.readers.source import Source

NAME: Final = "buildkite"
TITLE: Final = "Buildkite build"
HINT: Final = "curl …/v2/organizations/ORG/pipelines/PIPELINE/builds/NUMBER > build.json"
HOLDS_TESTS: Final = False

_STATES: Final[dict[str, StepStatus]] = {
    "passed": "passed",
    "failed": "failed",
    "failing": "failed",
    "timed_out": "failed",
    "expired": "failed",
    "canceled": "cancelled",
    **dict.fromkeys(
        (
            "skipped", "not_run", "broken", "waiting_failed", "blocked_failed", "unblocked_failed",
        ),
        "skipped",
    ),
    **dict.fromkeys(
        (
            "creating", "pending", "waiting", "blocked", "unblocked", "limiting", "limited",
            "platform_limiting", "platform_limited", "scheduled", "assigned", "accepted",
            "running", "canceling", "timing_out",
        ),
        "running",
    ),
}  # fmt: skip
_WORK: Final = frozenset(["script", "trigger"])


def matches(source: Source) -> bool:
    """Whether it is one build with a number, a state and a pipeline, and jobs of known types."""
    if source.kind != "json" or not isinstance(source.document, dict):
        return False
    build = source.document
    jobs = build.get("jobs")
    return (
        {"number", "state", "pipeline", "commit"} <= build.keys()
        and isinstance(jobs, list)
        and all(isinstance(job, dict) and {"id", "type"} <= job.keys() for job in jobs)
    )


def read(source: Source) -> Observations:
    """Return the jobs in the build's order; the build itself where none of them ended like it."""
    build = source.document
    jobs = [job for job in objects(build["jobs"], "jobs") if as_text(job.value["type"]) in _WORK]
    steps = [_step(source.path, at, job) for at, job in jobs]
    status = known(_STATES, build["state"])
    if status not in {"skipped", "running"} and unexplained(
        status, [each.status for each in steps]
    ):
        name = as_text(as_object(build["pipeline"]).get("name")) or f"build {build['number']}"
        steps.append(
            step(
                name, status, build["state"], source.path, (),
                duration_s=elapsed(build.get("started_at"), build.get("finished_at")),
                started_at=moment(build.get("started_at")),
                url=build.get("web_url"),
            )
        )  # fmt: skip
    return observed(steps, moments=(moment(job.get("finished_at")) for _, job in jobs))


def _step(path: str, at: tuple[str | int, ...], job: dict[str, Any]) -> Step:
    status = _status(job)
    retries = job.get("retries_count")
    is_count = isinstance(retries, int) and not isinstance(retries, bool)
    return step(
        as_text(job.get("name")) or as_text(job.get("label")) or job.get("step_key"),
        status,
        job.get("state"),
        path,
        at,
        allowed_failure=job.get("soft_failed") is True,
        duration_s=elapsed(job.get("started_at"), job.get("finished_at")),
        started_at=moment(job.get("started_at")),
        attempt=retries + 1 if isinstance(retries, int) and is_count else None,
        superseded=job.get("retried") is True,
        url=job.get("web_url"),
        stated_reason=_reason(job),
    )


def _status(job: dict[str, Any]) -> StepStatus:
    """Return how *job* ended; one that is merely finished is told by its exit status."""
    if job.get("state") != "finished":
        return known(_STATES, job.get("state"))
    code = job.get("exit_status")
    if not isinstance(code, int) or isinstance(code, bool):
        return "unknown"
    return "failed" if code else "passed"


def _reason(job: dict[str, Any]) -> str | None:
    """Return why *job* did not pass, as far as its own fields tell."""
    state = as_text(job.get("state"))
    if state in {"timed_out", "expired", "broken"}:
        return state
    if signal := as_text(job.get("signal_reason")):
        return signal
    code = job.get("exit_status")
    is_code = isinstance(code, int) and not isinstance(code, bool) and code != 0
    return f"exit status {code}" if is_code and state != "canceled" else None

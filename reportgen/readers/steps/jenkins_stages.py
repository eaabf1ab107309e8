"""
The stages of a Jenkins Pipeline build: ``JOB/BUILD/wfapi/describe``.

https://github.com/jenkinsci/pipeline-stage-view-plugin/blob/master/rest-api/README.md
Written by the Pipeline: REST API plugin.
A stage that is unstable went on by permission: something in it failed.
A build can fail outside of every stage; then its own status is the only word of it.
"""

from typing import Any, Final

from reportgen.errors import ReadError
from reportgen.model.run import Observations
from reportgen.model.steps import Step, StepStatus
from reportgen.readers.jobs import known, lasted, objects, observed, pages, step, unexplained
from reportgen.readers.numbers import moment
from reportgen.readers.shapes import as_object, as_text
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "jenkins-stages"
TITLE: Final = "Jenkins stages (wfapi)"
HINT: Final = 'curl "${BUILD_URL}wfapi/describe" > stages.json'
HOLDS_TESTS: Final = False

_STATUSES: Final[dict[str, StepStatus]] = {
    "SUCCESS": "passed",
    "FAILED": "failed",
    "UNSTABLE": "failed",
    "ABORTED": "cancelled",
    "NOT_EXECUTED": "skipped",
    "IN_PROGRESS": "running",
    "QUEUED": "running",
    "PAUSED_PENDING_INPUT": "running",
}


def matches(source: Source) -> bool:
    """Whether it is a build with a status, a duration and a list of stages, or a list of such."""
    if source.kind != "json":
        return False
    found = list(pages(source.documents))
    return bool(found) and all(_is_build(item.value) for item in found)


def _is_build(value: dict[str, Any]) -> bool:
    stages = value.get("stages")
    return (
        {"name", "status", "durationMillis"} <= value.keys()
        and isinstance(stages, list)
        and all(isinstance(stage, dict) and {"name", "status"} <= stage.keys() for stage in stages)
    )


def read(source: Source) -> Observations:
    """
    Return the stages, in the order they began.

    Raises:
        ReadError: it is a list of several builds, which are different runs.

    """
    builds = list(pages(source.documents))
    if len(builds) > 1:
        raise ReadError(
            phrase(
                "{n:,} builds, which are different runs; save one: BUILD/wfapi/describe",
                n=len(builds),
            )
        )
    at, build = builds[0]
    stages = list(objects(build["stages"], *at, "stages"))
    steps = [_step(source.path, each.at, each.value) for each in stages]
    if unexplained(known(_STATUSES, build["status"]), [each.status for each in steps]):
        steps.append(_step(source.path, at, build))
    ends = (moment(build.get("endTimeMillis")),)
    return observed(steps, moments=ends)


def _step(path: str, at: tuple[str | int, ...], value: dict[str, Any]) -> Step:
    error = as_object(value.get("error"))
    return step(
        value["name"],
        known(_STATUSES, value["status"]),
        value["status"],
        path,
        at,
        allowed_failure=value["status"] == "UNSTABLE",
        duration_s=lasted(value.get("durationMillis"), 1e-3),
        started_at=moment(value.get("startTimeMillis")),
        stated_reason=as_text(error.get("message")) or error.get("type"),
    )

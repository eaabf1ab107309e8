"""
The timeline of an Azure Pipelines build: ``_apis/build/builds/{id}/timeline``.

https://learn.microsoft.com/rest/api/azure/devops/build/timeline/get
One flat list of records; ``parentId`` makes a tree of stages, phases, jobs and tasks of it.
A task with ``continueOnError`` that failed says succeededWithIssues and has an issue of type error;
one that only warned says the same without.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from reportgen.model.run import Observations
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
from reportgen.readers.shapes import as_number, as_text
from reportgen.readers.source import Source

NAME: Final = "azure-timeline"
TITLE: Final = "Azure Pipelines timeline"
HINT: Final = (
    "az devops invoke --area build --resource timeline --api-version 7.1 "
    "--route-parameters project=PROJECT buildId=ID > timeline.json"
)
HOLDS_TESTS: Final = False

_RESULTS: Final[dict[str, StepStatus]] = {
    "succeeded": "passed",
    "failed": "failed",
    "abandoned": "failed",
    "canceled": "cancelled",
    "skipped": "skipped",
}
_RANKS: Final = {"Stage": 0, "Phase": 1, "Job": 2, "Task": 3}
# Stages, phases, jobs and tasks are four levels; what is nested deeper goes in a circle.
_DEEPEST: Final = 6


class _Record(NamedTuple):
    at: tuple[str | int, ...]
    value: dict[str, Any]
    above: tuple[dict[str, Any], ...]
    """The records it is a part of, the nearest first."""
    order: tuple[float, ...]


def matches(source: Source) -> bool:
    """Whether its records have a type, a state and a result, and name what they are part of."""
    if source.kind != "json" or not isinstance(source.document, dict):
        return False
    records = source.document.get("records")
    return (
        isinstance(records, list)
        and bool(records)
        and all(
            isinstance(record, dict)
            and {"id", "parentId", "type", "name", "state", "result"} <= record.keys()
            for record in records
        )
    )


def read(source: Source) -> Observations:
    """
    Return the tasks in the order of the build.

    A job, a phase or a stage is a step where it has none, or where none ended like it.
    """
    records = [each for each in _records(source.document) if as_text(each.value["type"]) in _RANKS]
    old = _outdated_ids(records)
    told: dict[str, list[StepStatus]] = {}
    made: list[tuple[_Record, Step]] = []
    for record in sorted(records, key=lambda each: -_RANKS[as_text(each.value["type"])]):
        kind, status = record.value["type"], _status(record.value)
        own = told.get(_id(record.value), [])
        if kind == "Task" or unexplained(status, own):
            superseded = any(_id(each) in old for each in (record.value, *record.above))
            made.append((record, _step(source.path, record, status, superseded=superseded)))
            for above in record.above:
                told.setdefault(_id(above), []).append(status)
    made.sort(key=lambda pair: pair[0].order)
    ends = (moment(record.value.get("finishTime")) for record in records)
    return observed((each for _, each in made), moments=ends)


def _records(document: dict[str, Any]) -> Iterator[_Record]:
    listed = list(objects(document["records"], "records"))
    by_id = {_id(item.value): item.value for item in listed}
    for number, (at, value) in enumerate(listed):
        above: list[dict[str, Any]] = []
        parent = by_id.get(as_text(value["parentId"]))
        while parent is not None and parent is not value and len(above) < _DEEPEST:
            above.append(parent)
            parent = by_id.get(as_text(parent["parentId"]))
        orders = [as_number(each.get("order")) or 0 for each in (*reversed(above), value)]
        # What ends a whole comes after its parts.
        last = float("inf") if value["type"] != "Task" else 0
        yield _Record(at, value, tuple(above), (*orders, last, number))


def _id(value: dict[str, Any]) -> str:
    return as_text(value["id"]) or str(id(value))


def _outdated_ids(records: list[_Record]) -> set[str]:
    """Return the records of which a later attempt is there."""
    tried = [each for each in records if as_text(each.value.get("identifier"))]
    old = outdated(
        (
            (each.value["type"], as_text(each.value["identifier"])),
            whole(each.value.get("attempt")) or 1,
        )
        for each in tried
        if each.value["type"] != "Task"
    )
    wholes = (each for each in tried if each.value["type"] != "Task")
    return {_id(each.value) for each, is_old in zip(wholes, old, strict=True) if is_old}


def _step(path: str, record: _Record, status: StepStatus, *, superseded: bool) -> Step:
    value = record.value
    jobs = (each.get("name") for each in record.above if each["type"] == "Job")
    allowed = value["result"] == "succeededWithIssues"
    return step(
        value["name"],
        status,
        value["result"] or value["state"],
        path,
        record.at,
        allowed_failure=allowed,
        duration_s=elapsed(value.get("startTime"), value.get("finishTime")),
        job=next(jobs, None),
        started_at=moment(value.get("startTime")),
        attempt=value.get("attempt"),
        superseded=superseded,
        stated_reason=_error(value) or ("abandoned" if value["result"] == "abandoned" else None),
    )


def _status(value: dict[str, Any]) -> StepStatus:
    if as_text(value["state"]) in {"pending", "inProgress"}:
        return "running"
    if value["state"] != "completed":
        return "unknown"
    if value["result"] == "succeededWithIssues":
        return "failed" if _error(value) else "passed"
    return known(_RESULTS, value["result"])


def _error(value: dict[str, Any]) -> str | None:
    """Return the first error that the record tells of, if any."""
    issues: Iterator[Item] = objects(value.get("issues"))
    return next(
        (
            as_text(issue.get("message")) or "error"
            for _, issue in issues
            if as_text(issue.get("type")) == "error"
        ),
        None,
    )

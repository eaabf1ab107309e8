"""
The stages of a Jenkins Pipeline build as Blue Ocean lists them: ``…/runs/N/nodes/``.

https://github.com/jenkinsci/blueocean-plugin/tree/master/blueocean-rest#get-pipeline-run-nodes
``state`` says whether a stage ended, ``result`` how; both are no word, or null, before it begins.
"""

from typing import Any, Final

from reportgen.model.run import Observations
from reportgen.model.steps import Step, StepStatus
from reportgen.readers.jobs import Item, known, lasted, observed, pages, step
from reportgen.readers.numbers import moment
from reportgen.readers.shapes import as_text
from reportgen.readers.source import Source

NAME: Final = "jenkins-nodes"
TITLE: Final = "Jenkins stages (Blue Ocean)"
HINT: Final = "curl …/blue/rest/organizations/jenkins/pipelines/JOB/runs/N/nodes/ > nodes.json"
HOLDS_TESTS: Final = False

_RESULTS: Final[dict[str, StepStatus]] = {
    "SUCCESS": "passed",
    "FAILURE": "failed",
    "UNSTABLE": "failed",
    "ABORTED": "cancelled",
    "NOT_BUILT": "skipped",
}
_STATES: Final[dict[str, StepStatus]] = {
    "QUEUED": "running",
    "RUNNING": "running",
    "PAUSED": "running",
    "SKIPPED": "skipped",
    "NOT_BUILT": "skipped",
}
_KEYS: Final = frozenset(["displayName", "durationInMillis", "id", "result", "state"])


def matches(source: Source) -> bool:
    """Whether all that is there is nodes with a state, a result and a duration."""
    if source.kind != "json":
        return False
    found = list(pages(source.documents))
    return bool(found) and all(item.value.keys() >= _KEYS for item in found)


def read(source: Source) -> Observations:
    """Return the stages and branches, in the file's order."""
    return observed(_step(source.path, item) for item in pages(source.documents))


def _step(path: str, node: Item) -> Step:
    value = node.value
    status, word = _status(value)
    return step(
        value["displayName"],
        status,
        word,
        path,
        node.at,
        allowed_failure=word == "UNSTABLE",
        duration_s=lasted(value["durationInMillis"], 1e-3) if status != "skipped" else None,
        started_at=moment(value.get("startTime")),
        stated_reason=value.get("causeOfBlockage"),
    )


def _status(value: dict[str, Any]) -> tuple[StepStatus, str]:
    """Return how the node ended and Jenkins' own word for it; null is what never began."""
    state, result = as_text(value["state"]), as_text(value["result"])
    if state == "FINISHED":
        return known(_RESULTS, result), result or state
    if not state and value["state"] is None:
        return "skipped", result
    return known(_STATES, state), state

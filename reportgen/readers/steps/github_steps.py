"""
GitHub's ``toJSON(steps)``.

https://docs.github.com/actions/reference/workflows-and-actions/contexts#steps-context
``outcome`` is what happened; ``conclusion`` is that after ``continue-on-error``.
Outputs may hold secrets and are never read.
The contexts of several jobs may stand one after the other.
"""

from typing import Any, Final

from reportgen.model.run import Observations
from reportgen.readers.jobs import contexts, known, observed, step
from reportgen.readers.source import Source
from reportgen.readers.statuses import GITHUB_RESULTS

NAME: Final = "github-steps"
TITLE: Final = "GitHub steps context"
HINT: Final = "printf '%s' \"$STEPS\" > steps.json, with STEPS: ${{ toJSON(steps) }} in env"
HOLDS_TESTS: Final = False


def matches(source: Source) -> bool:
    """Whether the values are objects, and outcome and conclusion are what they tell."""
    return source.kind == "json" and any(
        {"outcome", "conclusion"} <= value.keys()
        for _, _, value in contexts(source.documents, _is_one)
    )


def _is_one(document: dict[str, Any]) -> bool:
    return all(isinstance(value, dict) for value in document.values())


def read(source: Source) -> Observations:
    """Return the steps in the order they ran."""
    return observed(
        step(
            name,
            known(GITHUB_RESULTS, value.get("outcome")),
            value.get("outcome"),
            source.path,
            at,
            allowed_failure=value.get("conclusion") == "success",
        )
        for at, name, value in contexts(source.documents, _is_one)
    )

"""
GitHub's ``toJSON(needs)``: the jobs that the reporting job waited for.

https://docs.github.com/actions/reference/workflows-and-actions/contexts#needs-context
Direct dependencies only; a matrix is one entry.
Several contexts may stand one after the other.
"""

from typing import Any, Final

from reportgen.model.run import Observations
from reportgen.readers.jobs import contexts, known, observed, step
from reportgen.readers.source import Source
from reportgen.readers.statuses import GITHUB_RESULTS

NAME: Final = "github-needs"
TITLE: Final = "GitHub needs context"
HINT: Final = "printf '%s' \"$NEEDS\" > needs.json, with NEEDS: ${{ toJSON(needs) }} in env"
HOLDS_TESTS: Final = False


def matches(source: Source) -> bool:
    """Whether every value has a result and outputs, and none an outcome."""
    return source.kind == "json" and bool(contexts(source.documents, _is_one))


def _is_one(document: dict[str, Any]) -> bool:
    return all(
        isinstance(value, dict) and {"result", "outputs"} <= value.keys() and "outcome" not in value
        for value in document.values()
    )


def read(source: Source) -> Observations:
    """Return one step per job, in the file's order."""
    return observed(
        step(
            name,
            known(GITHUB_RESULTS, value["result"]),
            value["result"],
            source.path,
            at,
        )
        for at, name, value in contexts(source.documents, _is_one)
    )

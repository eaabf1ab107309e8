"""
GitHub's ``toJSON(needs)``: the jobs that the reporting job waited for.

https://docs.github.com/actions/reference/workflows-and-actions/contexts#needs-context
Direct dependencies only; a matrix is one entry.
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.readers.jobs import known, observed, step
from reportgen.readers.source import Source
from reportgen.readers.statuses import GITHUB_RESULTS

NAME: Final = "github-needs"
TITLE: Final = "GitHub needs context"
HINT: Final = "printf '%s' \"$NEEDS\" > needs.json, with NEEDS: ${{ toJSON(needs) }} in env"
HOLDS_TESTS: Final = False


def matches(source: Source) -> bool:
    """Whether every value has a result and outputs, and none an outcome."""
    if source.kind != "json":
        return False
    document = source.document
    return (
        isinstance(document, dict)
        and bool(document)
        and all(
            isinstance(v, dict) and {"result", "outputs"} <= v.keys() and "outcome" not in v
            for v in document.values()
        )
    )


def read(source: Source) -> Observations:
    """Return one step per job, in the document's order."""
    return observed(
        step(
            name,
            known(GITHUB_RESULTS, value["result"]),
            value["result"],
            source.path,
            (name,),
        )
        for name, value in source.document.items()
    )

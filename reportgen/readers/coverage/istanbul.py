"""
Istanbul's ``coverage-summary.json``: what nyc, c8, Jest and Vitest write as ``json-summary``.

The shape is that of https://github.com/istanbuljs/istanbuljs, its ``istanbul-reports``:
``total`` and one member for each file, each with lines, statements, functions and branches.
"""

from typing import Any, Final

from reportgen.errors import ReadError
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.members import Members, parsed
from reportgen.readers.pointers import pointer
from reportgen.readers.source import Source
from reportgen.readers.totals import Share, count, observed
from reportgen.wording import phrase

NAME: Final = "istanbul"
TITLE: Final = "Istanbul coverage summary"
HINT: Final = "c8 or nyc --reporter json-summary, jest --coverage --coverageReporters json-summary"
HOLDS_TESTS: Final = False

_BEGINS = pattern(
    r'\ufeff?\s*\{\s*"total"\s*:\s*\{\s*"(?:lines|statements|functions|branches)"\s*:\s*\{'
    r'\s*"total"\s*:'
)
_KEYS = frozenset({"lines", "statements", "functions", "branches"})


def matches(source: Source) -> bool:
    """Whether it begins like the summary; in another order of its members, all is parsed."""
    if source.kind != "json":
        return False
    if _BEGINS.match(source.head_text):
        return True
    documents = parsed(source)
    document = documents[0] if len(documents) == 1 else None
    total = document.get("total") if isinstance(document, dict) else None
    return (
        isinstance(total, dict)
        and total.keys() >= _KEYS
        and all(isinstance(total[key], dict) and "covered" in total[key] for key in _KEYS)
    )


def read(source: Source) -> Observations:
    """
    Return the totals of *source*.

    Raises:
        ReadError: it is cut off, or states no totals.

    """
    json = Members(source)
    total: dict[str, Any] | None = None
    for number in json.documents():
        if number > 1:
            raise ReadError(phrase("holds more than one summary"), f"line {json.line}")
        for key in json.members():
            if key == "total" and json.next == "{":
                total = json.value()
    if total is None:
        raise ReadError(phrase("states no totals"), pointer("total"))
    return observed(
        source, _share(total.get("lines")), _share(total.get("branches")), pointer("total")
    )


def _share(stated: object) -> Share:
    if not isinstance(stated, dict):
        return Share()
    return Share(count(stated.get("covered")), count(stated.get("total")))

"""
coverage.py's JSON report: ``meta``, ``files``, ``totals``.

The format is https://coverage.readthedocs.io/en/latest/commands/cmd_json.html.
``totals`` stands last, after lists of every line; the file is walked, so that these are never held.
Branches are counted where ``num_branches`` is there: without ``--branch`` it is not.
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

NAME: Final = "coverage-py"
TITLE: Final = "coverage.py JSON"
HINT: Final = "coverage json, pytest --cov --cov-report json"
HOLDS_TESTS: Final = False

_BEGINS = pattern(
    r'\ufeff?\s*\{\s*"meta"\s*:\s*\{[^{}]{0,500}"branch_coverage"\s*:[^{}]{0,500}\}'
    r'\s*,\s*"(?:files|totals)"'
)


def matches(source: Source) -> bool:
    """Whether it begins like the report; in another order of its members, all is parsed."""
    if source.kind != "json":
        return False
    if _BEGINS.match(source.head_text):
        return True
    documents = parsed(source)
    document = documents[0] if len(documents) == 1 else None
    return (
        isinstance(document, dict)
        and document.keys() >= {"meta", "files", "totals"}
        and isinstance(document["totals"], dict)
        and document["totals"].keys() >= {"covered_lines", "num_statements"}
    )


def read(source: Source) -> Observations:
    """
    Return the totals of *source*.

    Raises:
        ReadError: it is cut off, or states no totals.

    """
    json = Members(source)
    totals: dict[str, Any] | None = None
    for number in json.documents():
        if number > 1:
            raise ReadError(phrase("holds more than one report"), f"line {json.line}")
        for key in json.members():
            if key == "totals" and json.next == "{":
                totals = json.value()
            elif key == "files" and json.next == "{":
                for _file in json.members():
                    pass
    if totals is None:
        raise ReadError(phrase("states no totals"), pointer("totals"))
    return observed(
        source,
        Share(count(totals.get("covered_lines")), count(totals.get("num_statements"))),
        Share(count(totals.get("covered_branches")), count(totals.get("num_branches"))),
        pointer("totals"),
    )

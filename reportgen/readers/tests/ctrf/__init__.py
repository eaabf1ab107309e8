"""
CTRF, the Common Test Report Format: one JSON shape that many test tools' reporters write.

The schema is https://github.com/ctrf-io/ctrf/blob/main/schema/ctrf.schema.json.
``duration`` counts milliseconds; ``start`` and ``stop`` milliseconds since the epoch, older
reporters write seconds. A suite is a list of names, in older files one text with ``>`` between.
``skipped``, ``pending`` and ``other`` did not pass: `other` is what the tool calls ``rawStatus``.
A test that passed after a failed attempt is flaky.
Tests of pytest bear their node id, which holds what JUnit calls class and name.
The file is read test by test, so that its size matters little, and one that is cut off keeps the
tests before the cut.
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.members import parsed
from reportgen.readers.source import Source
from reportgen.readers.tests.ctrf.document import Document

NAME: Final = "ctrf"
TITLE: Final = "CTRF"
HINT: Final = "a CTRF reporter, for example pytest --ctrf report.json"
HOLDS_TESTS: Final = True

_BEGINS = pattern(
    r"""\ufeff?\s*\{\s*(?:"reportFormat"\s*:\s*"CTRF"|"results"\s*:\s*\{\s*"tool"\s*:\s*\{)"""
)
_KEYS = frozenset({"tool", "summary", "tests"})


def matches(source: Source) -> bool:
    """Whether each document is a CTRF report; where it begins like one, no more is parsed."""
    if source.kind != "json":
        return False
    if _BEGINS.match(source.head_text):
        return True
    documents = parsed(source)
    return bool(documents) and all(
        _is_report(each)
        for document in documents
        for each in (document if isinstance(document, list) and document else [document])
    )


def read(source: Source) -> Observations:
    """
    Return the cases of *source*, as many as can be had.

    Raises:
        ReadError: nothing of it can be used.

    """
    return Document(source).observations()


def _is_report(document: object) -> bool:
    if not isinstance(document, dict):
        return False
    results = document.get("results")
    return isinstance(results, dict) and (
        results.keys() >= _KEYS or document.get("reportFormat") == "CTRF"
    )

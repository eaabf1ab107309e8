"""
JaCoCo's XML report, and Kover's, which is the same.

The document type is https://www.jacoco.org/jacoco/trunk/coverage/report.dtd.
The counters that stand directly in the root, at its end, are the totals; those of packages and
groups are parts of them.
Classes that were compiled without line numbers have no ``LINE`` counter.
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers import doctype
from reportgen.readers.source import Source
from reportgen.readers.totals import Share, count, observed
from reportgen.readers.xml import Parser

NAME: Final = "jacoco"
TITLE: Final = "JaCoCo XML coverage"
HINT: Final = "mvn jacoco:report, gradle jacocoTestReport with xml.required"
HOLDS_TESTS: Final = False

_SAYS_SO = pattern(
    r"-//JACOCO//DTD"
    r"|<counter\s+type\s*=\s*[\"'](?:INSTRUCTION|BRANCH|LINE|COMPLEXITY|METHOD|CLASS)[\"']"
)


def matches(source: Source) -> bool:
    """Whether the root is a report, and of JaCoCo."""
    return (
        source.kind == "xml"
        and source.root == "report"
        and _SAYS_SO.search(source.head_text) is not None
    )


def read(source: Source) -> Observations:
    """
    Return the totals of *source*.

    Raises:
        ReadError: it breaks before its end, where they stand.

    """
    document = _Document(source)
    error = doctype.run(document.parser, source)
    if error is not None:
        raise doctype.not_xml(error)
    shares = document.shares
    return observed(
        source,
        shares.get("LINE", Share()),
        shares.get("BRANCH", Share()),
        f"line {document.at}",
        document.name,
    )


class _Document:
    """One pass: the counters of the root."""

    def __init__(self, source: Source) -> None:
        self.parser = Parser(source, self._start, self._end, lambda _: None)
        self.shares: dict[str, Share] = {}
        self.name = ""
        self.at = 1
        self._depth = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self.name = attributes.get("name", "")
        elif self._depth == 2 and name == "counter":
            missed, covered = count(attributes.get("missed")), count(attributes.get("covered"))
            if missed is not None and covered is not None:
                self.shares[attributes.get("type", "")[:20]] = Share(covered, covered + missed)
                self.at = self.parser.line

    def _end(self, _: str) -> None:
        self._depth -= 1

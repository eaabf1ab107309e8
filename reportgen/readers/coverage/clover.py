"""
Clover XML: ``<coverage><project><metrics …/>``, of PHPUnit, and of Jest unless told otherwise.

The schema is http://schemas.atlassian.com/clover3/clover.xsd.
The metrics directly in the project are the totals; PHPUnit puts them last, Istanbul first.
Clover counts statements, which both write as lines; conditionals are branches.
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers import doctype
from reportgen.readers.source import Source
from reportgen.readers.totals import Share, count, observed
from reportgen.readers.xml import Parser

NAME: Final = "clover"
TITLE: Final = "Clover XML coverage"
HINT: Final = "phpunit --coverage-clover clover.xml, jest --coverage"
HOLDS_TESTS: Final = False

_ROOT = pattern(r"<coverage(?:\s[^<>]{0,2000})?>\s{0,1000}<(?:test)?project\b")


def matches(source: Source) -> bool:
    """Whether the root holds a project; Cobertura's holds packages."""
    return (
        source.kind == "xml"
        and source.root == "coverage"
        and _ROOT.search(source.head_text) is not None
    )


def read(source: Source) -> Observations:
    """
    Return the totals of *source*.

    Raises:
        ReadError: it breaks before they are known.

    """
    document = _Document(source)
    error = doctype.run(document.parser, source)
    if error is not None and document.lines.total is None:
        raise doctype.not_xml(error)
    return observed(source, document.lines, document.branches, f"line {document.at}", broken=error)


class _Document:
    """One pass: the metrics of the project."""

    def __init__(self, source: Source) -> None:
        self.parser = Parser(source, self._start, self._end, lambda _: None)
        self.lines = Share()
        self.branches = Share()
        self.at = 1
        self._open: list[str] = []

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if name == "metrics" and self._open == ["coverage", "project", "metrics"]:
            self.at = self.parser.line
            self.lines = _share(attributes, "statements")
            self.branches = _share(attributes, "conditionals")

    def _end(self, _: str) -> None:
        self._open.pop()


def _share(attributes: dict[str, str], what: str) -> Share:
    return Share(count(attributes.get(f"covered{what}")), count(attributes.get(what)))

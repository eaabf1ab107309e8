"""
Cobertura XML: ``<coverage>`` with packages; most coverage tools can write it.

The document type is https://github.com/cobertura/cobertura, ``coverage-04.dtd``; gcovr, Jest and
coverage.py write it, too.
``lines-covered`` and ``lines-valid`` of the root are the totals.
Older writers leave them out; then the lines of the classes are counted. Those of their methods are
the same lines once more.
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers import doctype
from reportgen.readers.source import Source
from reportgen.readers.totals import Share, count, observed
from reportgen.readers.xml import Parser

NAME: Final = "cobertura"
TITLE: Final = "Cobertura XML coverage"
HINT: Final = "coverage xml, gcovr --cobertura x.xml, jest --coverage --coverageReporters cobertura"
HOLDS_TESTS: Final = False

_ROOT = pattern(r"<(?:\w{1,50}:)?coverage\s[^<>]{0,5000}?\b(?:line-rate|lines-valid)\s*=")
_CONDITIONS = pattern(r"\((\d{1,9})/(\d{1,9})\)")


def matches(source: Source) -> bool:
    """Whether the root is that of Cobertura; Clover's and others' are called the same."""
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
    lines, branches = document.lines, document.branches
    if lines.total is None:
        lines, branches = document.counted
    return observed(source, lines, branches, f"line {document.at}", broken=error)


class _Document:
    """One pass: the root's totals, or what its lines come to."""

    def __init__(self, source: Source) -> None:
        self.parser = Parser(source, self._start, self._end, lambda _: None)
        self.lines = Share()
        self.branches = Share()
        self.at = 1
        self._begun = False
        self._in_methods = 0
        self._lines = [0, 0]
        self._branches = [0, 0]

    @property
    def counted(self) -> tuple[Share, Share]:
        """The lines and branches of all classes."""
        return Share(*self._lines), Share(*self._branches)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._begun:
            self._begun = True
            self.at = self.parser.line
            self.lines = _stated(attributes, "lines")
            self.branches = _stated(attributes, "branches")
        elif self.lines.total is not None:
            return
        elif name == "methods":
            self._in_methods += 1
        elif name == "line" and not self._in_methods:
            self._count(attributes)

    def _end(self, name: str) -> None:
        if name == "methods" and self._in_methods:
            self._in_methods -= 1

    def _count(self, attributes: dict[str, str]) -> None:
        self._lines[0] += bool(count(attributes.get("hits")))
        self._lines[1] += 1
        if found := _CONDITIONS.search(attributes.get("condition-coverage", "")[:100]):
            self._branches[0] += int(found[1])
            self._branches[1] += int(found[2])


def _stated(attributes: dict[str, str], what: str) -> Share:
    """Return what the root states; half a statement is none."""
    covered, total = (
        count(attributes.get(f"{what}-covered")),
        count(attributes.get(f"{what}-valid")),
    )
    return Share() if covered is None or total is None else Share(covered, total)

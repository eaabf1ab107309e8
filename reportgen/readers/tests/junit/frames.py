"""What is open while a JUnit file streams by: suites and cases."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reportgen.model.tests import Trouble
from reportgen.readers.results.text import BoundedText


@dataclass(slots=True)
class SuiteFrame:
    """A suite that is open. *declared* are its attributes, the counts are of what it holds."""

    path: str
    file: str | None
    declared: dict[str, str]
    line: int
    first_case: int = 0
    tests: int = 0
    failed: int = 0
    errored: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    variant: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class CaseFrame:
    """
    A case that is open; *element* appears with its first child that matters.

    *output* is what it wrote so far: whether it is kept shows when the case ends.
    *variant* are its properties that tell environments apart.
    """

    attributes: dict[str, str]
    line: int
    depth: int
    element: Element | None = None
    results: int = 0
    output: BoundedText | None = None
    variant: dict[str, str] | None = None
    unknown: set[str] = field(default_factory=set)

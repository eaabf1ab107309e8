"""
JUnit XML: Ant, Surefire, pytest, Jest and everything that says ``<testcase>``.

There is no binding specification; https://github.com/testmoapp/junitxml collects the dialects.
Counting: one verdict for each ``<testcase>`` wherever it stands, from its direct children only:
error > failure > skipped > a status that says failed > one that says not run > passed.
What suites declare about themselves serves only to report that it differs.
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.readers.results.document import read_document
from reportgen.readers.source import Source
from reportgen.readers.tests.junit.document import Document

NAME: Final = "junit"
TITLE: Final = "JUnit XML"
HINT: Final = "the JUnit reporter of nearly every test tool (pytest --junitxml, Surefire, Jest …)"
HOLDS_TESTS: Final = True

_ROOTS = {"testsuites", "testsuite", "testcase"}


def matches(source: Source) -> bool:
    """Whether the root element is one of JUnit's."""
    return source.kind == "xml" and source.root in _ROOTS


def read(source: Source) -> Observations:
    """
    Return the cases of *source*, as many as can be had.

    Raises:
        ReadError: nothing of it can be used: a guard was hit, or it breaks before the first case.

    """
    return read_document(source, Document)

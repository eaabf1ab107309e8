"""The same verdicts as junitparser, wherever it has one; each exception has its reason."""

from pathlib import Path

import junitparser
import pytest
from junitparser import JUnitXml

from reportgen.readers.source import Source
from reportgen.readers.tests import junit
from tests.conftest import ROOT
from tests.readers.junit.reading import DIALECTS, read_bytes, well_formed

# Where we know better, by the first words of the file's name.
EXCEPTIONS = {
    "03-": "junitparser sees no case outside a suite",
    "04-": "junitparser credits the inner case's failure to the outer one",
    "09-": "another root, which neither reads",
    "10-": "junitparser refuses a namespaced root",
    "16-": "junitparser knows no status attribute",
    "17-": "junitparser knows no status attribute",
    "18-": "junitparser does not know <skip>",
    "24-": "junitparser takes markup inside the output for a result",
    "08-": "junitparser knows no status attribute",
    "ctest-": "junitparser knows no status attribute",
    "gtest": "junitparser knows no status attribute",
    "3": "not well formed, or refused on purpose",
}


def comparable(folder: Path) -> list[Path]:
    """Return the files of *folder* that junitparser is expected to read as we do."""
    return [path for path in well_formed(folder) if not path.name.startswith(tuple(EXCEPTIONS))]


def theirs(path: Path) -> list[tuple[str, str]]:
    """Return name and verdict of each case, in the order of the file, by junitparser."""
    found = JUnitXml.fromfile(str(path))
    cases = [
        junitparser.TestCase.fromelem(element)  # type: ignore[no-untyped-call]  # junitparser has none
        for element in found._elem.iter("testcase")
    ]
    return [(case.name or "", verdict(case)) for case in cases]


def verdict(case: junitparser.TestCase) -> str:
    """Return the verdict by our rule, from what junitparser says are the results."""
    kinds = {type(result).__name__ for result in case.result}
    for kind, name in (("Error", "errored"), ("Failure", "failed"), ("Skipped", "skipped")):
        if kind in kinds:
            return name
    return "passed"


@pytest.mark.parametrize(
    "path",
    comparable(ROOT / "fixtures" / "junit") + comparable(DIALECTS),
    ids=lambda path: path.name,
)
def test_verdicts_agree(path: Path) -> None:
    """Two readers of different make come to the same verdict for each case."""
    observed = junit.read(Source(path.name, lambda: path.open("rb")))

    assert sorted(outcome for _, outcome in theirs(path)) == sorted(
        case.outcome.name for case in observed.cases
    )


def test_the_order_agrees_too() -> None:
    """Cases come in the order of the file, not those of the outer suite first."""
    path = DIALECTS / "02-nested-suites.xml"

    assert theirs(path) == [
        (case.name, case.outcome.name) for case in read_bytes(path.read_bytes()).cases
    ]

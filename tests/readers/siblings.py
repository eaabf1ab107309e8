"""Reading a fixture with one reader, and saying briefly what came out."""

from io import BytesIO
from pathlib import Path

from reportgen.model.run import Observations
from reportgen.model.tests import Case, Errored, Failed, Passed, Skipped
from reportgen.readers import Reader
from reportgen.readers.source import Source
from tests.conftest import ROOT

FIXTURES = ROOT / "fixtures"


def source_of(data: bytes, name: str = "results.xml") -> Source:
    """Return *data* as a file called *name*."""
    return Source(name, lambda: BytesIO(data))


def read(reader: Reader, path: Path) -> Observations:
    """Read *path*, after the reader has recognised it."""
    source = source_of(path.read_bytes(), path.name)
    assert reader.matches(source), f"{reader.NAME} does not recognise {path.name}"
    return reader.read(source)


def told(case: Case) -> tuple[str, str]:
    """Return the outcome of a case and what it says."""
    match case.outcome:
        case Failed() | Errored() as red:
            return red.name, "; ".join(trouble.headline for trouble in red.troubles)
        case Skipped() as skipped:
            return "skipped", skipped.reason
        case Passed():
            return "passed", ""


def outcomes(observed: Observations) -> dict[str, tuple[str, str]]:
    """Return what each case came to, by name; names must differ."""
    found = {case.name: told(case) for case in observed.cases}
    assert len(found) == len(observed.cases), "two cases of one name"
    return found


def problems(observed: Observations) -> list[tuple[str, str, str]]:
    """Return kind, message and place of each problem."""
    return [(problem.kind, problem.message, problem.place) for problem in observed.problems]

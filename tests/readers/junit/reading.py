"""Reading fixtures the way a run does, and saying briefly what came out."""

from io import BytesIO
from pathlib import Path

from reportgen.artifacts import Found, discover, read_run
from reportgen.model.run import Artifact, Run
from reportgen.model.tests import Case, Errored, Failed, Skipped, Trouble
from tests.conftest import ROOT

DIALECTS = ROOT / "fixtures" / "dialects"


def read(*names: str) -> Run:
    """Read files of ``fixtures/dialects``."""
    return read_run(discover([str(DIALECTS / name) for name in names]))


def read_bytes(data: bytes, name: str = "junit.xml") -> Run:
    """Read *data* as if it were a file called *name*."""
    return read_run([Found(name, len(data), lambda: BytesIO(data))])


def artifact(run: Run) -> Artifact:
    """Return the only artifact."""
    (only,) = run.artifacts
    return only


def verdicts(run: Run) -> list[tuple[str, str]]:
    """Return name and outcome of each case, in order."""
    return [(case.name, case.outcome.name) for case in run.cases]


def case(run: Run, name: str) -> Case:
    """Return the only case called *name*."""
    (found,) = (each for each in run.cases if each.name == name)
    return found


def troubles(run: Run, name: str) -> list[tuple[str, str, str, str]]:
    """Return kind, type, message and detail of each trouble of the case called *name*."""
    outcome = case(run, name).outcome
    assert isinstance(outcome, Failed | Errored), f"{name} is {outcome.name}"
    return [_told(trouble) for trouble in outcome.troubles]


def _told(trouble: Trouble) -> tuple[str, str, str, str]:
    return trouble.kind, trouble.type, trouble.message, trouble.detail


def reason(run: Run, name: str) -> str:
    """Return why the case called *name* was skipped."""
    outcome = case(run, name).outcome
    assert isinstance(outcome, Skipped), f"{name} is {outcome.name}"
    return outcome.reason


def problems(run: Run) -> list[tuple[str, str, str, str]]:
    """Return kind, severity, message and place of each problem of the only artifact."""
    return [
        (problem.kind, problem.severity, problem.message, problem.place)
        for problem in artifact(run).problems
    ]


def well_formed(folder: Path) -> list[Path]:
    """Return the XML files of *folder* itself, sorted."""
    return sorted(path for path in folder.iterdir() if path.suffix == ".xml")

"""A run.json is readable for ever: each version of its schema has files that were written by it."""

import json
from pathlib import Path

import pytest

from reportgen.cli.documents import report_in
from reportgen.model.document import SCHEMA_VERSION
from reportgen.model.tests import count
from tests.cli.jobs import NOON, RED, put
from tests.conftest import ROOT, RunCli

FOLDER = ROOT / "fixtures" / "documents"
FILES = sorted(FOLDER.glob("run-*/*.json"))


def test_every_version_has_files() -> None:
    """Whoever raises the version leaves what the former one wrote."""
    assert {f"run-{version}" for version in range(1, SCHEMA_VERSION + 1)} == {
        path.parent.name for path in FILES
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_old_file_says_what_it_said(path: Path) -> None:
    """Verdict, counts, findings and services are those of the file, whatever was added since."""
    document = json.loads(path.read_text("utf-8"))
    report = report_in(path)

    assert report is not None
    assert f"run-{document['schema_version']}" == path.parent.name
    assert document["run"]["id"] == report.run.id
    for axis in ("change", "environment", "evidence", "decision", "headline"):
        assert document["verdict"][axis] == getattr(report.verdict, axis)
    for name, number in count(report.cases)._asdict().items():
        assert document["totals"][name] == number
    assert [each["id"] for each in document["findings"]] == [each.id for each in report.findings]
    assert [each["name"] for each in document["services"]] == [
        each.name for each in report.services
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_old_file_is_a_base(path: Path, run_cli: RunCli) -> None:
    """Commands that take a run.json take it."""
    put(RED)
    compared = run_cli("compare", path, "art", "--format", "json")
    judged = run_cli("report", "art", "--at", NOON, "--base", path, "--format", "json")

    assert (0, 0) == (compared.exit_code, judged.exit_code)
    assert json.loads(judged.stdout)["totals"]["tests"] == 2


def test_a_newer_file_is_refused_as_one(run_cli: RunCli) -> None:
    """What its fields mean is not known, so nothing is read of it."""
    document = json.loads(FILES[0].read_text("utf-8")) | {"schema_version": SCHEMA_VERSION + 1}
    Path("newer.json").write_text(json.dumps(document), "utf-8")
    result = run_cli("report", put(RED), "--at", NOON, "--base", "newer.json")

    assert 2 == result.exit_code
    assert "schema_version" in result.stderr

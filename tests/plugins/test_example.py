"""The example package, built and installed as anybody's would be."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, RunCli

EXAMPLE = ROOT / "docs" / "examples" / "reportgen-example"
NOON = "2025-09-15T12:00:00Z"
RESULTS = "ACME-RESULTS 1\nok boots\nFAIL pays: 402 @all\nok TODO refunds\nEND\n"


@pytest.fixture(scope="module")
def site_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the example into a folder of its own."""
    base = tmp_path_factory.mktemp("example")
    # Building leaves files behind.
    shutil.copytree(EXAMPLE, base / "source")
    subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--no-build-isolation", "--no-index",
            "--target", base / "installed", base / "source",
        ],
        cwd=base,
        check=True,
    )  # fmt: skip
    return base / "installed"


@pytest.fixture(autouse=True)
def example(site_packages: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Make the package importable, and lay results of its format where the command looks."""
    monkeypatch.syspath_prepend(str(site_packages))
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "results.acme").write_text(RESULTS, "utf-8")
    yield
    for module in [name for name in sys.modules if name.startswith("reportgen_example")]:
        del sys.modules[module]


def test_its_reader_and_its_finding_take_part(run_cli: RunCli) -> None:
    """Tests are counted, the placeholder is found, and both packages are named."""
    run = json.loads(run_cli("report", "art", "--at", NOON, "--format", "json").stdout)
    (held,) = run["artifacts"]
    found = [each["reason"] for each in run["findings"] if each["id"] == "plugin"]

    assert ("acme-results", "read") == (held["format"], held["status"])
    assert {"boots": "passed", "pays": "failed", "TODO refunds": "passed"} == {
        test["name"]: test["outcome"] for test in run["tests"]
    }
    assert ["`acme-rules/placeholder`: `TODO refunds is a placeholder and tests nothing`"] == found
    assert [
        (
            "2 plugins took part: `acme-results` (`reportgen-example 1.0`) and "
            "`acme-rules` (`reportgen-example 1.0`)"
        )
    ] == [claim["text"] for claim in run["verdict"]["claims"] if claim["id"] == "plugins"]


def test_a_file_that_was_cut_is_no_proof(run_cli: RunCli, tmp_path: Path) -> None:
    """The example shows how to say so."""
    (tmp_path / "art" / "results.acme").write_text("ACME-RESULTS 1\nok boots\n", "utf-8")
    run = json.loads(run_cli("report", "art", "--at", NOON, "--format", "json").stdout)

    assert ("partial", "unproven") == (run["artifacts"][0]["status"], run["verdict"]["change"])


def test_its_renderer_and_its_target_print(run_cli: RunCli) -> None:
    """By their names, as the formats and targets of ours."""
    line = run_cli("report", "art", "--at", NOON, "--format", "acme-line").stdout
    board = run_cli("report", "art", "--at", NOON, "--target", "acme-board").stdout

    assert "regressed | 2/3 | fix\n" == line
    assert 0 < len(board) <= 3_800


def test_they_are_listed(run_cli: RunCli) -> None:
    """With the package that they came with."""
    formats = run_cli("formats").stdout.splitlines()[-1]
    targets = run_cli("targets").stdout.splitlines()[-1]

    assert formats.startswith("plugin")
    assert "Results of Acme's test bench · from reportgen-example 1.0" in formats
    assert "Acme's board · from reportgen-example 1.0" in targets

"""A history that cannot be reached: the job gets its report, and nothing is taken for nothing."""

import json
import os
import subprocess
from pathlib import Path
from unittest import mock

import pytest

from reportgen.errors import UnreachableHistoryError
from reportgen.history.places import Folder, Git
from tests.analysis.jobs import GREEN
from tests.cli.jobs import LATER, NOON, RED, contents, put
from tests.conftest import RunCli

WHY = "the history could not be reached"


@pytest.fixture
def nowhere(tmp_path: Path) -> str:
    """Return the address of a history that cannot be reached."""
    return f"git+{(tmp_path / 'none.git').as_uri()}"


@pytest.mark.parametrize("base", [(), ("--base", "main")], ids=["newest", "named"])
def test_a_report_is_made(base: tuple[str, ...], nowhere: str, run_cli: RunCli) -> None:
    """It says in every format that nothing was compared and why, and ends well."""
    said = {
        form: run_cli("report", put(RED), "--history", nowhere, "--format", form, "-q", *base)
        for form in ("markdown", "html", "text", "json")
    }
    verdict = json.loads(said["json"].stdout)["verdict"]
    (claim,) = (each for each in verdict["claims"] if each["id"] == "compared")

    assert [0] * 4 == [result.exit_code for result in said.values()]
    assert f"**not compared:** {WHY}" in said["markdown"].stdout
    assert f"regressions ({WHY})" in said["markdown"].stdout
    assert f"<li>not compared: {WHY}</li>" in said["html"].stdout
    assert f"Not compared: {WHY}. What is new, fixed or gone is not known." in said["html"].stdout
    assert f"not compared: {WHY}" in said["text"].stdout
    assert ("unproven", f"compared with no earlier run: {WHY}") == (claim["state"], claim["text"])
    assert "regressed" == verdict["change"]
    for form, result in said.items():
        assert "no earlier run to compare with" not in result.stdout.casefold(), form
        assert result.stderr.startswith("reportgen: warning: cannot read the history"), form
        assert "nothing is compared, so each failure counts as new" in result.stderr, form


@pytest.mark.parametrize("base", [(), ("--base", "old.json")], ids=["newest", "file"])
def test_a_build_records_nothing(base: tuple[str, ...], nowhere: str, run_cli: RunCli) -> None:
    """It writes its reports, and then stops: the run is not recorded, which is no success."""
    run_cli("report", put(GREEN, "old"), "--at", NOON, "--format", "json", "-o", "old.json")
    result = run_cli("build", put(RED), "--at", LATER, "--history", nowhere, *base)

    assert 2 == result.exit_code
    assert {"report.md", "report.html", "run.json"} == contents(Path("public")).keys()
    assert "change regressed" in result.stdout
    assert f'the run was not recorded in the history "{nowhere}"' in result.stderr
    assert "recorded  " not in result.stderr
    assert ("nothing is compared" in result.stderr) == (not base)


def test_the_way_that_is_told_works(nowhere: str, run_cli: RunCli, tmp_path: Path) -> None:
    """What the message says to do later brings the run in, as the one that it is."""
    told = run_cli("build", put(RED), "--at", NOON, "--history", nowhere).stderr
    _, add, bring = told.replace("FOLDER", "kept").replace(", or keep", "; keep").rsplit(": ", 2)
    added = run_cli(*add.partition(";")[0].split()[1:], "--at", NOON)
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "none.git"], check=True)
    brought = run_cli(*bring.split()[1:])
    run_id = json.loads(Path("public/run.json").read_text("utf-8"))["run"]["id"]

    assert (0, 0) == (added.exit_code, brought.exit_code)
    assert f"{run_id}\n" == added.stdout == brought.stdout


def test_adding_records_nothing(nowhere: str, run_cli: RunCli) -> None:
    """No id is printed of a run that nobody has."""
    result = run_cli("history", "add", put(RED), "--at", NOON, "--history", nowhere)

    assert (2, "") == (result.exit_code, result.stdout)
    assert "the run was not recorded" in result.stderr


def test_the_gate_fails_closed(nowhere: str, run_cli: RunCli) -> None:
    """Failures that nothing excuses are new; rules beside a base that are asked do not pass."""
    arguments = ("--at", NOON, "--history", nowhere, "--quiet")
    red = run_cli("check", put(RED), *arguments)
    green = run_cli("check", put(GREEN, "green"), *arguments)
    Path("reportgen.toml").write_text("[gate]\nmax-missing-tests = 0\n", encoding="utf-8")
    asked = run_cli("check", "green", *arguments)

    assert [10, 0, 10] == [result.exit_code for result in (red, green, asked)]
    assert "max-new-failures: 1 new, 0 allowed" in red.stderr
    assert f"nothing was compared: {WHY}\n" in red.stderr
    assert "nothing is compared, so each failure counts as new" in green.stderr
    assert "max-missing-tests: could not be judged" in asked.stderr


def test_a_branch_that_can_be_reached_again(nowhere: str, tmp_path: Path) -> None:
    """A place that could not be reached is asked again, and is never taken for an empty one."""
    place = Git(nowhere, os.environ)
    for _ in range(2):
        with pytest.raises(UnreachableHistoryError):
            list(place.names("runs"))
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "none.git"], check=True)

    assert [] == list(place.names("runs"))
    place.close()


def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    """A local folder that cannot be listed is no empty history either."""
    (tmp_path / "runs").mkdir()
    denied = PermissionError(13, "Permission denied")
    with (
        mock.patch("os.scandir", side_effect=denied),
        pytest.raises(UnreachableHistoryError, match="permission denied"),
    ):
        list(Folder(tmp_path).names("runs"))

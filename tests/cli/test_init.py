"""``reportgen init``: what it writes, what it keeps, and what it says."""

from pathlib import Path

import pytest

from reportgen.recipes import SYSTEMS
from tests.cli.jobs import contents
from tests.conftest import RunCli
from tests.recipes.test_tools import put

PYTEST = {"pyproject.toml": "[tool.pytest.ini_options]\n"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_run_twice_it_changes_nothing(system: str, run_cli: RunCli, tmp_path: Path) -> None:
    """The second time every file is kept, to the byte, whatever was there the first time."""
    put(tmp_path, PYTEST)
    first = run_cli("init", "--ci", system)
    after = contents(tmp_path)
    second = run_cli("init", "--ci", system)
    third = run_cli("init")

    assert (0, 0, 0) == (first.exit_code, second.exit_code, third.exit_code), first.stderr
    assert {"pyproject.toml", "reportgen.toml", SYSTEMS[system].first} == set(after)
    assert after == contents(tmp_path)
    assert "wrote" not in second.stdout
    assert "wrote" not in third.stdout


@pytest.mark.parametrize("system", [name for name in SYSTEMS if name != "github"])
def test_what_is_there_is_never_replaced(system: str, run_cli: RunCli, tmp_path: Path) -> None:
    """A pipeline of the user's stays; ours goes beside it, and how it is used is said."""
    theirs = SYSTEMS[system].first
    put(tmp_path, {theirs: "# mine\n"})
    result = run_cli("init")
    after = contents(tmp_path)

    assert b"# mine\n" == after[theirs]
    assert {theirs, "reportgen.toml", SYSTEMS[system].beside} == set(after)
    assert f"next      {SYSTEMS[system].attach}\n" in result.stdout
    assert after == (run_cli("init"), contents(tmp_path))[1]


def test_says_what_it_did(run_cli: RunCli, tmp_path: Path) -> None:
    """What was found, what was written, and the next step, a line each."""
    put(tmp_path, {**PYTEST, ".github/workflows/lint.yml": ""})
    result = run_cli("init")

    assert (
        "found     pytest (pyproject.toml)\n"
        "found     GitHub Actions (.github/workflows)\n"
        "wrote     reportgen.toml\n"
        "wrote     .github/workflows/reportgen.yml\n"
        "next      read what was written, then run the tests, and see what they leave: "
        "reportgen doctor artifacts\n"
    ) == result.stdout


def test_a_dry_run_writes_nothing(run_cli: RunCli, tmp_path: Path) -> None:
    """It says what it would do, and does nothing."""
    result = run_cli("init", "--ci", "gitlab", "--dry-run")

    assert {} == contents(tmp_path)
    assert "would write .gitlab-ci.yml\n" in result.stdout
    assert "missing   no test tool was recognised" in result.stdout


def test_no_link_is_written_through(run_cli: RunCli, tmp_path: Path) -> None:
    """Where a folder of the way leads elsewhere nothing is written there."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / ".github").symlink_to(elsewhere)
    result = run_cli("init", inside)

    assert 0 == result.exit_code
    assert {} == contents(elsewhere)
    assert "kept      .github/workflows/reportgen.yml: a symbolic link stands in its way\n" in (
        result.stdout
    )


def test_a_configuration_in_pyproject_is_kept(run_cli: RunCli, tmp_path: Path) -> None:
    """A second configuration would hide the first."""
    put(tmp_path, {"pyproject.toml": "[tool.reportgen.gate]\nmin-tests = 2\n"})
    result = run_cli("init")

    assert "kept      reportgen.toml: pyproject.toml has [tool.reportgen]\n" in result.stdout
    assert {"pyproject.toml"} == set(contents(tmp_path))


def test_a_folder_that_is_none_is_refused(run_cli: RunCli) -> None:
    """It ends with 2 and the next step."""
    result = run_cli("init", "nowhere")

    assert 2 == result.exit_code
    assert 'reportgen: "nowhere" is no folder\n' in result.stderr

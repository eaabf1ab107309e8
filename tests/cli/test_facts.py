"""What the command line says of the run: it beats the CI system, and it is checked."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.jobs import NOON, RED, put
from tests.cli.test_report import GITHUB, document
from tests.conftest import RunCli

STATED = (
    "--commit", "4f2a9c1d", "--branch", "topic", "--pull-request", "#1041",
    "--url", "https://ci.example.org/runs/9", "--attempt", "3", "--shard", "2/4",
    "--variant", "python=3.12", "--variant", "os=linux",
)  # fmt: skip
FACTS = {
    "commit": "4f2a9c1d",
    "branch": "topic",
    "pull_request": 1041,
    "url": "https://ci.example.org/runs/9",
    "attempt": 3,
    "shard_index": 1,
    "shard_total": 4,
    "variant": {"os": "linux", "python": "3.12"},
}


def run_of(run_cli: RunCli, *arguments: str, env: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the identity of the report on one red run."""
    result = run_cli("report", put(RED), "-f", "json", "--at", NOON, *arguments, env=env)
    run: dict[str, Any] = document(result.stdout)["run"]
    return run


@pytest.mark.parametrize("env", [{}, GITHUB])
def test_the_command_line_beats_the_environment(env: dict[str, str], run_cli: RunCli) -> None:
    """Each option says its fact, whatever the CI system says."""
    run = run_of(run_cli, *STATED, env=env)

    assert {key: run[key] for key in FACTS} == FACTS
    assert ("github" if env else "none") == run["ci"]


def test_what_is_not_stated_is_the_environments(run_cli: RunCli) -> None:
    """An option replaces its own fact and no other."""
    run = run_of(run_cli, "--branch", "refs/heads/other", env=GITHUB)

    assert ("abc", "other", 9) == (run["commit"], run["branch"], run["pull_request"])


@pytest.mark.parametrize("command", ["report", "check", "build"])
def test_every_command_takes_them(command: str, run_cli: RunCli) -> None:
    """report, check and build read the same options."""
    result = run_cli(command, put(RED), "--at", NOON, *STATED, "--job", "unit")

    assert (10 if command == "check" else 0) == result.exit_code, result.stderr


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_they_are_shown(form: str, run_cli: RunCli) -> None:
    """The job and the branch to merge into stand beside branch and commit."""
    env = {**GITHUB, "GITHUB_BASE_REF": "release/2"}
    text = run_cli("report", put(RED), "-f", form, "--job", "unit", env=env).stdout
    code = "`{}`" if form == "markdown" else '<code dir="auto">{}</code>'

    assert f"{code.format('topic')} into {code.format('release/2')}" in text
    assert f"job {code.format('unit')}" in text


def test_the_job_tells_runs_apart(run_cli: RunCli) -> None:
    """Two jobs with the same artifacts at the same moment are two runs; no job is as ever."""
    ids = [run_of(run_cli, *job)["id"] for job in ((), ("--job", "a"), ("--job", "b"))]

    assert 3 == len(set(ids))


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--commit", "", "--commit 3f2a9c1b"),
        ("--commit", "abc def", "--commit 3f2a9c1b"),
        ("--commit", "x" * 10_000, "--commit 3f2a9c1b"),
        ("--branch", "a\nb", "--branch main"),
        ("--pull-request", "twelve", "--pull-request 1041"),
        ("--pull-request", "0", "--pull-request 1041"),
        ("--pull-request", "²", "--pull-request 1041"),
        ("--pull-request", "9" * 30, "--pull-request 1041"),
        ("--url", "ci.example.org", "--url https://ci.example.org/runs/17"),
        ("--url", "javascript:alert(1)", "--url https://ci"),
        ("--attempt", "0", "--attempt 2"),
        ("--attempt", "1.5", "--attempt 2"),
        ("--shard", "5/4", "--shard 2/4"),
        ("--shard", "0/4", "--shard 2/4"),
        ("--shard", "2", "--shard 2/4"),
        ("--job", "  ", "--job unit-tests"),
        ("--variant", "linux", "--variant os=linux"),
        ("--variant", "=linux", "--variant os=linux"),
        ("--variant", "os=", "--variant os=linux"),
        ("--variant", "os=\x1b[31m", "--variant os=linux"),
    ],
)
def test_wrong_values(option: str, value: str, hint: str, run_cli: RunCli) -> None:
    """A value that cannot be is wrong usage, told with an example before anything is read."""
    result = run_cli("report", "no-such-folder", option, value)

    assert (2, "") == (result.exit_code, result.stdout)
    assert hint in result.stderr
    assert "\x1b" not in result.stderr
    assert len(result.stderr) < 400


def test_a_property_of_two_values(run_cli: RunCli) -> None:
    """A run is of one variant."""
    result = run_cli("report", put(RED), "--variant", "os=linux", "--variant", "os=windows")

    assert 2 == result.exit_code
    assert '"os" two values' in result.stderr


@pytest.mark.parametrize("command", ["report", "check", "build"])
def test_help_shows_them_together(command: str, run_cli: RunCli) -> None:
    """The options on the run have a panel of their own, with what each takes."""
    _, _, panel = run_cli(command, "--help").stdout.partition("\nThe run:\n")
    options = [line.split("  ")[1] for line in panel.splitlines() if line.startswith("  --")]

    assert options == [
        "--commit SHA", "--branch NAME", "--pull-request NUMBER", "--url URL", "--attempt N",
        "--shard N/M", "--job NAME", "--variant KEY=VALUE",
    ]  # fmt: skip


def test_the_event_on_disk(run_cli: RunCli, tmp_path: Path) -> None:
    """The event of a pull request is read from disk, unless it is too large or no file."""
    sha = "9c8b7a6f" * 5
    env = {**GITHUB, "GITHUB_EVENT_NAME": "pull_request"}
    path = tmp_path / "event.json"
    path.write_text(f'{{"pull_request": {{"head": {{"sha": "{sha}"}}}}}}')
    huge = tmp_path / "huge.json"
    huge.write_bytes(path.read_bytes() + b" " * (8 << 20))

    assert sha == run_of(run_cli, env={**env, "GITHUB_EVENT_PATH": str(path)})["commit"]
    for other in (huge, tmp_path, tmp_path / "none", "x" * 999):
        seen = run_of(run_cli, env={**env, "GITHUB_EVENT_PATH": str(other)})
        assert "abc" == seen["commit"]

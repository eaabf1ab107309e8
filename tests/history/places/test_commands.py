"""The commands with a history that is not in a folder."""

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from unittest import mock

import pytest

from reportgen.history.places import ChangedMeanwhileError, Git
from tests.analysis.jobs import GREEN
from tests.cli.jobs import RED, contents, put
from tests.conftest import CliResult, RunCli

pytestmark = pytest.mark.xdist_group("s3")
Run: TypeAlias = Callable[..., CliResult]
NOON, LATER = "2025-09-15T12:00:00Z", "2025-09-16T12:00:00Z"


@pytest.fixture(params=["git", "s3", "memory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a history that does not exist yet."""
    match request.param:
        case "git":
            return f"git+{request.getfixturevalue('bare').as_uri()}"
        case "s3":
            request.getfixturevalue("s3_environ")
            return f"s3://runs/{tmp_path.name}"
        case kind:
            return f"{kind}://{tmp_path.name}"


@pytest.fixture
def run(request: pytest.FixtureRequest, address: str, run_cli: RunCli) -> Run:
    """Return the command line, with the history and what it takes to reach it."""
    env = request.getfixturevalue("s3_environ") if address.startswith("s3:") else {}
    return lambda *arguments: run_cli(*arguments, "--history", address, env=env)


def test_a_history_elsewhere(run: Run, address: str) -> None:
    """Runs are recorded, compared with, listed, shown, verified, thinned out, and made a site."""
    first = run("build", put(GREEN), "--at", NOON, "--branch", "main", "--commit", "a" * 40)
    second = run("build", put(RED), "--at", LATER, "--branch", "main", "--commit", "b" * 40)
    again = run("build", put(RED), "--at", LATER, "--branch", "main", "--commit", "b" * 40)
    listed = run("history", "list").stdout.splitlines()[1:]
    shown = run("history", "show", listed[0].split()[0])
    verified = run("history", "verify")
    pruned = run("history", "prune", "--keep-runs", "1")
    left = run("history", "list").stdout.splitlines()[1:]
    site = run("site", "--out", "site")
    none = run("history", "list", "--branch", "other")

    assert [0] * 7 == [
        each.exit_code for each in (first, second, again, shown, verified, pruned, site)
    ]
    assert "recorded  " in first.stderr
    assert address in first.stderr
    assert "known     " in again.stderr
    assert "new failure" in second.stdout
    assert 2 == len(listed)
    assert listed[:1] == left
    assert "2 runs verified" in verified.stderr
    assert "1 run removed, 1 kept" in pruned.stderr
    assert Path("site", "index.html").is_file()
    assert 0 == none.exit_code
    assert not Path("reportgen-history").exists()


@pytest.mark.parametrize(
    ("command", "code"),
    [(("history", "list"), 2), (("history", "verify"), 2), (("site", "--out", "site"), 3)],
)
def test_a_history_that_is_not_there(
    command: tuple[str, ...], code: int, run: Run, address: str
) -> None:
    """It is told by its address, with what to do next; looking does not make it."""
    first, second = run(*command), run(*command)

    assert (code, first) == (first.exit_code, second)
    assert f'there is no history at "{address}"\n  next: record a run' in first.stderr
    assert not Path("site").exists()


def test_a_refusal_keeps_the_reports(bare: Path, run_cli: RunCli) -> None:
    """Where the run cannot be recorded the reports are written, and the message says both."""
    hook = bare / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    address = f"git+{bare.as_uri()}"
    with mock.patch("time.sleep"):
        result = run_cli("build", put(RED), "--at", NOON, "--history", address)

    assert 2 == result.exit_code
    assert (
        "\nwrote     public/report.md, public/report.html, public/run.json\n"
        f'reportgen: cannot write to the history "{address}": '
        "[remote rejected] (pre-receive hook declined); nothing was published in 3 tries\n"
        "  next: run the same command again when it can be written to, or record in a folder with "
        "--history FOLDER and bring that in later with: reportgen history import FOLDER\n"
    ) == result.stderr
    assert {"report.md", "report.html", "run.json"} <= contents(Path("public")).keys()


def test_an_address_with_a_password(run_cli: RunCli) -> None:
    """No message shows it."""
    address = "git+https://me:secret@127.0.0.1:1/repo.git"
    for code, *command in (
        (2, "build", put(RED)), (10, "check", put(RED)), (2, "history", "list"), (2, "site"),
    ):  # fmt: skip
        result = run_cli(*command, "--history", address)

        assert code == result.exit_code
        assert 'cannot read the history "git+https://127.0.0.1:1/repo.git"' in result.stderr
        assert "secret" not in result.stderr
        assert "me:" not in result.stderr


def test_one_command_fetches_once(bare: Path, run_cli: RunCli) -> None:
    """Comparing, recording and building the site share one clone, which is gone in the end."""
    scratch = Path("scratch").resolve()
    scratch.mkdir()
    with (
        mock.patch.object(tempfile, "tempdir", str(scratch)),
        mock.patch.object(Git, "_fetch", autospec=True, side_effect=Git._fetch) as fetch,
    ):
        result = run_cli("build", put(RED), "--at", NOON, "--history", f"git+{bare.as_uri()}")

    assert 0 == result.exit_code
    assert 1 == fetch.call_count
    assert [] == list(scratch.iterdir())


def test_others_prune_at_the_same_moment(
    bare: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run is recorded once more where others changed the ground; pruning asks to be repeated."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    address = f"git+{bare.as_uri()}"
    failing = iter([True, False, True])
    real = Git.publish

    def publish(self: Git) -> None:
        if (self._added or self._removed) and next(failing, False):
            self._forget()
            raise ChangedMeanwhileError("others changed the history at the same moment")
        real(self)

    monkeypatch.setattr(Git, "publish", publish)
    added = run_cli("history", "add", put(GREEN), "--at", NOON, "--history", address)
    run_cli("history", "add", put(RED), "--at", LATER, "--history", address)
    failing = iter([True])
    pruned = run_cli("history", "prune", "--keep-runs", "1", "--history", address)
    listed = run_cli("history", "list", "--history", address).stdout.splitlines()[1:]

    assert (0, 2) == (added.exit_code, pruned.exit_code)
    assert "recorded" in added.stderr
    assert (
        f'reportgen: nothing was written to the history "{address}": '
        "others changed the history at the same moment\n  next: run the same command again\n"
    ) in pruned.stderr
    assert 2 == len(listed)


def test_the_branch_is_readable_by_anyone(bare: Path, run_cli: RunCli) -> None:
    """A clone of the branch is a history in a folder."""
    address = f"git+{bare.as_uri()}#data"
    run_cli("history", "add", put(GREEN), "--at", NOON, "--history", address)
    subprocess.run(["git", "clone", "--quiet", "--branch", "data", bare, "clone"], check=True)

    assert (
        run_cli("history", "list", "--history", address).stdout
        == run_cli("history", "list", "--history", "clone").stdout
    )


def test_a_run_is_brought_in_later(run: Run, run_cli: RunCli) -> None:
    """What was recorded in a folder while the history could not be written is taken over."""
    run("history", "add", put(GREEN), "--at", NOON)
    kept = run_cli("history", "add", put(RED), "--at", LATER, "--history", "kept").stdout.strip()
    taken = run("history", "import", "kept")
    listed = run("history", "list").stdout.splitlines()[1:]

    assert (0, [kept]) == (taken.exit_code, taken.stdout.split())
    assert 2 == len(listed)
    assert kept == listed[0].split()[0]

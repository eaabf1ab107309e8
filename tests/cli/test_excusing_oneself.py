"""No run excuses itself: not by its record, its report, its files, or its branch."""

import json
from pathlib import Path

import pytest

from tests.analysis.jobs import DATABASE_DOWN, GREEN, Files, failed, passed, suite
from tests.cli.jobs import LATER, NOON, RED, put
from tests.conftest import CliResult, RunCli

A_DAY_ON = "2025-09-17T12:00:00Z"
AGAIN: Files = {"junit.xml": str(RED["junit.xml"]).replace("0.1", "0.2")}
"""The same failure in a later run: other bytes, as times always differ."""


def on(branch: str, commit: str) -> dict[str, str]:
    """Return the environment of a push of *commit* to *branch*."""
    return {"GITLAB_CI": "true", "CI_COMMIT_BRANCH": branch, "CI_COMMIT_SHA": commit}


def run_id() -> str:
    """Return the id of the run that was built last."""
    return str(json.loads(Path("public/run.json").read_text("utf-8"))["run"]["id"])


@pytest.mark.parametrize("at", [NOON, LATER], ids=["same-moment", "later"])
@pytest.mark.parametrize("base", ["none", "run.json", "run-id"])
def test_the_same_results(base: str, at: str, run_cli: RunCli) -> None:
    """Whatever is named as base, results that are the run's own make no failure an old one."""
    run_cli("build", put(RED), "--at", NOON)
    named = {
        "none": (),
        "run.json": ("--base", "public/run.json"),
        "run-id": ("--base", run_id()),
    }[base]
    result = run_cli("check", "art", "--at", at, *named)

    assert result.exit_code in {2, 10}, result.stderr


class TestBranches:
    """A failure is old where the settled line had it, and nowhere else."""

    def check(self, run_cli: RunCli, files: Files, at: str, env: dict[str, str]) -> CliResult:
        """Build a run, then check it."""
        run_cli("build", put(files), "--at", at, env=env)
        return run_cli("check", "art", "--at", at, env=env)

    def test_pushing_again_mends_nothing(self, run_cli: RunCli) -> None:
        """A topic branch that was red and is red in the same way stays red."""
        codes = [
            self.check(run_cli, files, at, on("topic", commit)).exit_code
            for files, at, commit in ((RED, NOON, "a"), (AGAIN, LATER, "b"))
        ]

        assert [10, 10] == codes

    def test_repeating_mends_nothing(self, run_cli: RunCli) -> None:
        """The same commit once more, with the same failure, stays red, also on main."""
        codes = [
            self.check(run_cli, files, at, on("main", "a")).exit_code
            for files, at in ((RED, NOON), (AGAIN, LATER))
        ]

        assert [10, 10] == codes

    def test_what_main_has_is_old_on_a_branch(self, run_cli: RunCli) -> None:
        """A failure that the default branch has already is not the branch's."""
        self.check(run_cli, RED, NOON, on("main", "a"))

        assert 0 == self.check(run_cli, AGAIN, LATER, on("topic", "b")).exit_code

    def test_what_a_branch_has_is_new_on_main(self, run_cli: RunCli) -> None:
        """A failure that only an unmerged branch had is new where it is merged."""
        self.check(run_cli, GREEN, NOON, on("main", "a"))
        self.check(run_cli, RED, LATER, on("topic", "b"))

        assert 10 == self.check(run_cli, AGAIN, A_DAY_ON, on("main", "c")).exit_code

    def test_what_was_fixed_on_the_branch_is_fixed(self, run_cli: RunCli) -> None:
        """A branch that is green again passes, whatever it was before."""
        self.check(run_cli, RED, NOON, on("topic", "a"))

        assert 0 == self.check(run_cli, GREEN, LATER, on("topic", "b")).exit_code


@pytest.mark.parametrize("base", ["history", "run.json", "folder"])
def test_an_outage_makes_no_old_failure(base: str, run_cli: RunCli) -> None:
    """A test that could not judge during an outage is new when it then fails by itself."""
    refused = failed("pays", "ConnectionRefusedError: connection refused", kind="error")
    put({"junit.xml": suite(passed("adds"), refused), **DATABASE_DOWN}, "outage")
    run_cli("build", "outage", "--at", NOON)
    named = {
        "history": (),
        "run.json": ("--base", "public/run.json"),
        "folder": ("--base", "outage"),
    }
    result = run_cli("check", put(RED), "--at", LATER, *named[base])

    assert 10 == result.exit_code
    assert "max-new-failures: 1 new, 0 allowed" in result.stderr


def test_where_no_branch_is_known_nothing_settles(run_cli: RunCli) -> None:
    """Without a branch nobody has accepted an earlier run: what was new there is new still."""
    codes = []
    for files, at in ((RED, NOON), (AGAIN, LATER)):
        run_cli("build", put(files), "--at", at)
        codes.append(run_cli("check", "art", "--at", at).exit_code)

    assert [10, 10] == codes


class TestForks:
    """A pull request from a branch of a fork that is called main is no run of main."""

    FORK = ("--branch", "main", "--pull-request", "7", "--commit", "f0f0f0f0")

    def check(self, run_cli: RunCli, *facts: str) -> CliResult:
        """Check a failure that a pull request of a fork had a day ago, recorded here."""
        run_cli("history", "add", put(RED, "fork"), "--at", NOON, *self.FORK)
        return run_cli("check", put(AGAIN), "--at", LATER, *facts)

    @pytest.mark.parametrize(
        "facts",
        [
            ("--branch", "main"),
            ("--branch", "topic"),
            ("--branch", "main", "--pull-request", "8"),
            ("--branch", "main", "--pull-request", "7"),
        ],
    )
    def test_its_failure_is_new(self, facts: tuple[str, ...], run_cli: RunCli) -> None:
        """On main, on a branch, in another fork and in the fork itself, the failure is new."""
        result = self.check(run_cli, *facts)

        assert 10 == result.exit_code
        assert "max-new-failures: 1 new, 0 allowed" in result.stderr

    def test_main_is_not_its_name(self, run_cli: RunCli) -> None:
        """Who names main as the base does not get the fork; where there is no other, nothing."""
        alone = self.check(run_cli, "--branch", "topic", "--base", "main")
        run_cli("history", "add", put(GREEN, "main"), "--at", "2025-09-14T12:00:00Z",
                "--branch", "main", "--commit", "a0a0a0a0")  # fmt: skip
        beside = self.check(run_cli, "--branch", "topic", "--base", "main")

        assert 2 == alone.exit_code
        assert 'no run, commit or branch recorded in "reportgen-history"' in alone.stderr
        assert 10 == beside.exit_code

    def test_a_branch_of_a_pull_request_has_its_name(self, run_cli: RunCli) -> None:
        """Another branch of which only pull requests ran is found by its name."""
        run_cli("history", "add", put(RED), "--at", NOON, "--branch", "topic",
                "--pull-request", "7", "--commit", "f0f0f0f0")  # fmt: skip
        result = run_cli("report", put(AGAIN), "--at", LATER, "--base", "topic", "-f", "text")

        assert "compared with run of 2025-09-15 12:00 UTC" in result.stdout

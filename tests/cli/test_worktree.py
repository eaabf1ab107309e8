"""What git says of the work tree in which the artifacts lie, and when it is not asked."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.jobs import GREEN, write
from tests.cli.jobs import NOON
from tests.cli.test_report import document
from tests.conftest import RunCli, start_environment

NOTHING = (None, None)
JUNIT = str(GREEN["junit.xml"])


def git(folder: Path, *arguments: str) -> str:
    """Run git in *folder*, without anyone's settings, and return what it prints."""
    who = ("-c", "user.name=runner", "-c", "user.email=runner@example.org")
    calm = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *who, *arguments],
        cwd=folder,
        env=start_environment(folder) | calm,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(folder: Path) -> str:
    """Commit all that is not ignored in *folder* and return the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "all")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Return a repository with one commit on the branch ``topic/a``; ``out/`` is ignored."""
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "topic/a")
    write(folder, {"till.py": "prices = []\n", ".gitignore": "out/\n", "kept/old.xml": JUNIT})
    commit(folder)
    write(folder, {"out/junit.xml": JUNIT, "new/junit.xml": JUNIT})
    return folder


def said(
    run_cli: RunCli, *arguments: str | Path, env: Mapping[str, str] | None = None
) -> tuple[Any, Any]:
    """Return the commit and the branch of the report on *arguments*."""
    result = run_cli("report", *arguments, "-f", "json", "--at", NOON, env=env)
    run = document(result.stdout)["run"]
    return run["commit"], run["branch"]


@pytest.mark.parametrize("path", ["out", "out/junit.xml", "new", "."])
def test_untracked_artifacts(path: str, repo: Path, run_cli: RunCli) -> None:
    """Artifacts that git does not track are results of what is checked out."""
    if path == ".":
        git(repo, "rm", "--quiet", "kept/old.xml")
        commit(repo)
        (repo / "new" / "junit.xml").unlink()

    assert (git(repo, "rev-parse", "HEAD"), "topic/a") == said(run_cli, repo / path)


@pytest.mark.parametrize("path", ["kept", "kept/old.xml", "."])
def test_tracked_artifacts(path: str, repo: Path, run_cli: RunCli) -> None:
    """An artifact that git tracks is part of a commit and no result of it."""
    assert NOTHING == said(run_cli, repo / path)


def test_what_is_tracked_beside_the_artifacts(repo: Path, run_cli: RunCli) -> None:
    """A tracked file that is no artifact does not matter."""
    write(repo, {"out/.gitkeep": ""})
    git(repo, "add", "--force", "out/.gitkeep")

    assert (commit(repo), "topic/a") == said(run_cli, repo / "out")


@pytest.mark.parametrize(
    "spoiled",
    [
        "outside",
        "unborn",
        "detached",
        "bare",
        "both",
        "stdin",
        "pattern",
        "missing",
        "inner",
        "git-folder",
    ],
)
def test_nothing_is_said(spoiled: str, repo: Path, tmp_path: Path, run_cli: RunCli) -> None:
    """Where git has nothing certain to say, nothing is said."""
    paths: list[str | Path] = [repo / "out"]
    match spoiled:
        case "outside":
            write(tmp_path, {"art/junit.xml": JUNIT})
            paths = [tmp_path / "art"]
        case "unborn":
            git(repo, "checkout", "--quiet", "--orphan", "new")
        case "detached":
            git(repo, "checkout", "--quiet", "--detach")
        case "bare":
            git(repo, "clone", "--quiet", "--bare", ".", "bare")
            write(repo, {"bare/junit.xml": JUNIT})
            paths = [repo / "bare" / "junit.xml"]
        case "both":
            write(tmp_path, {"art/junit.xml": JUNIT})
            paths = [repo / "out", tmp_path / "art"]
        case "stdin":
            paths.append("-")
        case "pattern":
            paths = [str(repo / "o*" / "*.xml")]
        case "missing":
            paths = [repo / "kept", tmp_path / "no-such-folder" / "junit.xml"]
        case "inner":
            git(repo, "init", "--quiet", "out")
            paths = [repo / "out", repo / "new"]
        case _:
            write(repo, {".git/junit.xml": JUNIT})
            paths = [repo / ".git" / "junit.xml"]

    assert NOTHING == said(run_cli, *paths)


@pytest.mark.parametrize(
    "arguments", [("--commit", "abc"), ("--job", "unit"), ("--variant", "os=linux")]
)
def test_the_command_line_silences_git(
    arguments: tuple[str, str], repo: Path, run_cli: RunCli
) -> None:
    """Who says what the run is says all of it."""
    known = "abc" if arguments[0] == "--commit" else None

    assert (known, None) == said(run_cli, repo / "out", *arguments)


def test_a_ci_system_silences_git(repo: Path, run_cli: RunCli) -> None:
    """A CI system that states no commit is not corrected by what happens to be checked out."""
    assert NOTHING == said(run_cli, repo / "out", env={"CIRCLECI": "true"})


def test_the_environment_does_not_lead_elsewhere(
    repo: Path, tmp_path: Path, run_cli: RunCli
) -> None:
    """GIT_DIR and its like name another repository, which is not asked."""
    write(tmp_path, {"art/junit.xml": JUNIT})
    env = {"GIT_DIR": str(repo / ".git"), "GIT_WORK_TREE": str(tmp_path)}

    assert NOTHING == said(run_cli, tmp_path / "art", env=env)


def test_without_git(repo: Path, tmp_path: Path, run_cli: RunCli) -> None:
    """A machine without git gives a report without commit."""
    assert NOTHING == said(run_cli, repo / "out", env={"PATH": str(tmp_path)})


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for git is a shell script")
@pytest.mark.parametrize("does", ["exit 128", "exec /bin/sleep 60", "echo true", "kill -9 $$"])
def test_a_git_that_does_not_answer(
    does: str, repo: Path, tmp_path: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A git that fails, hangs or answers something else is not believed."""
    monkeypatch.setattr("reportgen.cli.worktree.TIMEOUT_S", 0.05)
    program = tmp_path / "bin" / "git"
    write(tmp_path, {"bin/git": f"#!/bin/sh\n{does}\n"})
    program.chmod(0o755)

    assert NOTHING == said(run_cli, repo / "out", env={"PATH": str(program.parent)})


@pytest.mark.skipif(sys.platform == "win32", reason="what would run is a shell script")
def test_a_hostile_repository_runs_nothing(repo: Path, tmp_path: Path, run_cli: RunCli) -> None:
    """What a repository's configuration and hooks name is never started."""
    mark, script = tmp_path / "was-run", tmp_path / "run-me"
    write(tmp_path, {"run-me": f"#!/bin/sh\ntouch '{mark}'\n"})
    script.chmod(0o755)
    settings = {
        "core.fsmonitor": script,
        "core.hooksPath": tmp_path / "hooks",
        "core.pager": script,
        "core.sshCommand": script,
        "alias.rev-parse": f"!{script}",
        "alias.ls-files": f"!{script}",
        "filter.all.clean": script,
        "extensions.partialClone": "away",
        "remote.away.url": f"ext::{script}",
        "remote.away.promisor": "true",
        "protocol.ext.allow": "always",
    }
    write(tmp_path, {"hooks/post-index-change": f"#!/bin/sh\ntouch '{mark}'\n"})
    (tmp_path / "hooks" / "post-index-change").chmod(0o755)
    expected = git(repo, "rev-parse", "HEAD")
    for name, value in settings.items():
        git(repo, "config", name, str(value))
    before = (repo / ".git" / "index").read_bytes()
    for folder in (repo / ".git" / "objects").glob("??"):
        folder.rename(folder.with_name(f"gone-{folder.name}"))

    assert (expected, "topic/a") == said(run_cli, repo / "out")
    assert not mark.exists()
    assert before == (repo / ".git" / "index").read_bytes()

"""Git, the program: how it logs in, what it leaves alone, and what it leaves behind."""

import os
import subprocess
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from reportgen.errors import UsageError
from reportgen.history.places import Git
from reportgen.history.places.git_program import GitError, _reason
from tests.history.places import servers
from tests.history.places.branches import git, publish


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for others, where there are none."""
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("nix.git", "does not appear to be a git repository"),
        ("history.git#other", ""),
    ],
)
def test_what_is_not_there(end: str, words: str, tmp_path: Path, environ: dict[str, str]) -> None:
    """A repository that is missing stops the command; a branch that is missing is made."""
    git("init", "--quiet", "--bare", tmp_path / "history.git")
    with closing(Git(f"git+{tmp_path.as_uri()}/{end}", environ)) as place:
        if not words:
            assert not place.exists()
            return
        with pytest.raises(UsageError, match=words):
            place.exists()


def test_without_git(address: str, environ: dict[str, str], tmp_path: Path) -> None:
    """The program that is missing is named."""
    place = Git(address, environ | {"PATH": str(tmp_path)})

    with pytest.raises(UsageError, match="there is no git here"):
        place.exists()


def test_nothing_is_left_behind(
    address: str, environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The temporary repository is gone when the place is closed, or forgotten."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    publish(address, environ, "runs/a")
    after_closing = list(scratch.iterdir())
    place = Git(address, environ)
    place.read("runs/a")
    while_open = list(scratch.iterdir())
    del place

    assert [] == after_closing
    assert 1 == len(while_open)
    assert [] == list(scratch.iterdir())


HOSTILE = ("pre-push", "post-checkout", "reference-transaction", "post-index-change")


@pytest.mark.skipif(os.name == "nt", reason="writes programs for a shell")
def test_nothing_of_ours_runs(
    address: str, bare: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    """
    Hooks, askpass, pagers, editors and other repositories of the surroundings are left alone.

    What runs where the branch is received is a matter of the repository there, and guards it.
    """
    program, ran = tmp_path / "program", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\npwd >> {ran}\n")
    program.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in HOSTILE:
        (hooks / name).symlink_to(program)
    config = tmp_path / "config"
    config.write_text(
        f"[core]\n\thooksPath = {hooks}\n\tfsmonitor = {program}\n\taskPass = {program}\n"
        f"\tpager = {program}\n[init]\n\ttemplateDir = {tmp_path}\n[commit]\n\tgpgSign = true\n"
        f"[push]\n\tgpgSign = true\n[gpg]\n\tprogram = {program}\n"
    )
    surroundings = {
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_DIR": str(tmp_path / "nix"),
        "GIT_WORK_TREE": str(tmp_path / "nix"),
        "GIT_INDEX_FILE": str(tmp_path / "nix"),
        "GIT_OBJECT_DIRECTORY": str(tmp_path / "nix"),
        "GIT_ASKPASS": str(program),
        "GIT_PAGER": str(program),
        "GIT_EDITOR": str(program),
        "GIT_EXTERNAL_DIFF": str(program),
        "GIT_TRACE": str(tmp_path / "trace"),
        "GIT_COMMITTER_NAME": "somebody else",
        "GIT_NAMESPACE": "elsewhere",
    }
    publish(address, environ | surroundings, "runs/a")
    with closing(Git(address, environ)) as place:
        names = list(place.names("runs"))

    assert ["runs/a"] == names
    assert {str(bare)} == set(ran.read_text().splitlines())
    assert not (tmp_path / "trace").exists()


def test_login(bare: Path, environ: dict[str, str]) -> None:
    """A password in the address lets git in over http; no process has it among its arguments."""
    git("-C", bare, "config", "http.receivepack", "true")
    lines: list[str] = []
    real = subprocess.Popen

    class Spy(real):  # type: ignore[misc, valid-type]  # a class that is looked up
        """Keeps what is started."""

        def __init__(self, words: list[str], **more: object) -> None:
            lines.extend([*map(str, words), *map(str, dict(more.get("env") or {}).values())])  # type: ignore[call-overload]  # an environment is a mapping
            super().__init__(words, **more)

    with servers.git_over_http(bare.parent, "me:p@ss") as host:
        address = f"git+http://me:p%40ss@{host}/{bare.name}#data"
        with mock.patch("subprocess.Popen", Spy):
            publish(address, environ, "runs/a")
            with closing(Git(address, environ)) as place:
                names = list(place.names("runs"))
        with closing(Git(address.replace("p%40ss", "wrong"), environ)) as place:
            with pytest.raises(UsageError) as caught:
                place.exists()
            shown = f"{caught.value.message} {caught.value.hint} {place.where('runs/a')}"

    assert ["runs/a"] == names
    assert lines
    assert [] == [line for line in lines if "p%40ss" in line or "p@ss" in line]
    assert "Authentication failed" in shown
    assert "wrong" not in shown.split()
    assert "me:" not in shown


@pytest.mark.skipif(os.name == "nt", reason="writes programs for a shell")
def test_ssh(bare: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """The program that the surroundings name for ssh is asked, with no terminal to ask anybody."""
    program, asked = tmp_path / "ssh", tmp_path / "asked"
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {asked}\n'
        f"(: < /dev/tty) 2> /dev/null && echo terminal >> {asked}\n"
        'for last; do :; done\nexec sh -c "$last"\n'
    )
    program.chmod(0o755)
    surroundings = {"GIT_SSH_COMMAND": str(program), "GIT_SSH_VARIANT": "ssh"}
    address = f"git+ssh://git@example.org:2222{bare.as_posix()}#data"
    publish(address, environ | surroundings, "runs/a")
    lines = asked.read_text().splitlines()

    assert "runs/a" == git("-C", bare, "ls-tree", "-r", "--name-only", "data")
    assert lines
    assert all("-p 2222 git@example.org git-" in line for line in lines)


def test_another_format_of_objects(environ: dict[str, str], tmp_path: Path) -> None:
    """A repository whose commits have longer names is refused, in git's own words."""
    git("init", "--quiet", "--bare", "--object-format=sha256", tmp_path / "long.git")
    with closing(Git(f"git+{tmp_path.as_uri()}/long.git", environ)) as place:
        place.add("runs/a", b"")
        with pytest.raises(GitError, match=r"algorithms|hash|object format"):
            place.publish()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((), ""),
        (("odd",), "odd"),
        (
            (
                "git@h: Permission denied (publickey).",
                "fatal: Could not read from remote repository.",
                "",
                "Please make sure you have the correct access rights",
                "and the repository exists.",
            ),
            "git@h: Permission denied (publickey).; fatal: Could not read from remote repository.",
        ),
        (
            ("remote: Permission to o/r denied.", "fatal: unable to access 'https://u:p@h/r?t=1'"),
            "remote: Permission to o/r denied.; fatal: unable to access 'https://h/r'",
        ),
        (
            (
                "To https://h/r",
                "!\ta:b\t[rejected] (fetch first)",
                "Done",
                "error: failed to push some refs to 'h'",
                "hint: Updates were rejected",
            ),
            "[rejected] (fetch first)",
        ),
        (("fatal: \x1b[31mred\x1b[0m",), "fatal: red"),
    ],
)
def test_why_git_failed(lines: tuple[str, ...], reason: str) -> None:
    """The reason is there; hints, passwords, and what a terminal obeys are not."""
    assert reason == _reason("\n".join(lines).encode())

"""
Git, the program, on a bare repository of our own that lies in a temporary folder.

It runs no hook and no program that a repository names, asks nobody, and works in nobody's clone:
of the variables ``GIT_*`` it gets those by which people and CI systems say how to log in
(``GIT_SSH*``, ``GIT_SSL_*``, ``GIT_CONFIG_COUNT`` with its keys and values, ``GIT_CONFIG_GLOBAL``
and ``_SYSTEM``), and no other.
A password in an address is handed over in a file, where no list of processes shows it.
"""

import os
import shlex
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final, cast
from urllib.parse import urlsplit

from reportgen.errors import UsageError
from reportgen.history.places.addresses import Remote, without_credentials
from reportgen.model.text import clean, one_line
from reportgen.wording import phrase

TIMEOUT_S: Final = 600
_KEPT: Final = ("GIT_SSH", "GIT_SSL_", "GIT_CONFIG_")
_DROPPED: Final = frozenset({"GIT_CONFIG", "GIT_CONFIG_PARAMETERS"})
_SILENT: Final = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS_REQUIRE": "never",
    "GIT_ALLOW_PROTOCOL": "file:http:https:ssh",
    "LC_ALL": "C",
}
_SETTINGS: Final = (
    f"core.hooksPath={os.devnull}", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false",
    "protocol.ext.allow=never", "push.gpgSign=false", "push.followTags=false",
    "submodule.recurse=false", "http.lowSpeedLimit=100", "http.lowSpeedTime=60",
)  # fmt: skip
_SAYING: Final = ("fatal:", "error:", "remote:", "ERROR:")
_IDLE: Final = ("hint:", "error: failed to push some refs")


class GitError(OSError):
    """Git refused; the text is the last that it said."""


class Repository:
    """A bare repository that is thrown away, from which one *remote* can be reached."""

    def __init__(self, remote: Remote, environ: Mapping[str, str]) -> None:
        program = shutil.which("git", path=environ.get("PATH"))
        if program is None:
            raise UsageError(
                phrase("the history is a branch in git, and there is no git here"),
                phrase("install git"),
            )
        self._environ = {k: v for k, v in environ.items() if _is_kept(k.upper())} | _SILENT
        self.folder = Path(tempfile.mkdtemp(prefix="reportgen-"))
        self._reader: list[subprocess.Popen[bytes]] = []
        self.close = weakref.finalize(self, _give_back, self.folder, self._reader)
        settings = [*_SETTINGS, *_login(remote, self.folder)]
        self._command = [
            program,
            f"--git-dir={self.folder / 'repository'}",
            *(word for setting in settings for word in ("-c", setting)),
        ]
        self("init", "--quiet", "--bare", "--template=", str(self.folder / "repository"))

    def __call__(self, *words: str, data: bytes = b"") -> bytes:
        """
        Return what git prints.

        Raises:
            GitError: it failed.

        """
        try:
            done = subprocess.run(  # noqa: S603 - no shell; what is not ours was checked
                [*self._command, *words],
                cwd=self.folder,
                env=self._environ,
                input=data,
                capture_output=True,
                timeout=TIMEOUT_S,
                start_new_session=True,  # no terminal that ssh could ask on
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise GitError(
                phrase(
                    "git {command} took longer than {seconds} s",
                    command=words[0],
                    seconds=TIMEOUT_S,
                )
            ) from error
        if done.returncode:
            raise GitError(
                _reason(done.stdout + b"\n" + done.stderr)
                or phrase("git {command} failed", command=words[0])
            )
        return done.stdout

    def blob(self, sha: str) -> bytes:
        """
        Return the content of the file *sha*.

        Raises:
            GitError: there is none.

        """
        if not self._reader:
            self._reader.append(
                subprocess.Popen(  # noqa: S603 - no shell, and the words are ours
                    [*self._command, "cat-file", "--batch"],
                    cwd=self.folder,
                    env=self._environ,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            )
        (reader,) = self._reader
        asked, answer = cast("IO[bytes]", reader.stdin), cast("IO[bytes]", reader.stdout)
        asked.write(f"{sha}\n".encode())
        asked.flush()
        header = answer.readline().split()
        if len(header) != 3 or header[1] != b"blob":
            raise GitError(phrase("git does not have it"))
        content = answer.read(int(header[2]) + 1)[:-1]
        if len(content) != int(header[2]):
            raise GitError(phrase("git does not have all of it"))
        return content


def _is_kept(name: str) -> bool:
    return not name.startswith("GIT_") or (name.startswith(_KEPT) and name not in _DROPPED)


def _login(remote: Remote, folder: Path) -> tuple[str, ...]:
    """Write the credentials of *remote* to a file; return the settings that let git read it."""
    if not (remote.user or remote.password):
        return ()
    file, host = folder / "credentials", urlsplit(remote.url)
    entry = f"{host.scheme}://{remote.user}:{remote.password}@{host.netloc}\n"
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:  # noqa: PTH123 - a Path cannot be opened with these rights at once
        stream.write(entry)
    helper = f"store --file={shlex.quote(file.as_posix())}"
    return "credential.helper=", f"credential.helper={helper}", "credential.useHttpPath=false"


def _reason(output: bytes) -> str:
    """Return what git, or the other side, says of why it failed."""
    text = clean(without_credentials(output.decode("utf-8", "replace")))
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line and not line.startswith(_IDLE)]
    rejected = [line.split("\t")[-1] for line in lines if line.startswith("!")]
    said = [line for line in lines if line.startswith(_SAYING)]
    if not rejected and len(said) < 2:
        # "Could not read from remote repository": the line above is that of ssh.
        at = lines.index(said[0]) if said else len(lines) - 1
        said = lines[max(at - 1, 0) : at + 1]
    return one_line("; ".join([*rejected, *said[-3:]]))


def _give_back(folder: Path, reader: list[subprocess.Popen[bytes]]) -> None:
    for process in reader:
        process.kill()
        process.communicate()
    shutil.rmtree(folder, ignore_errors=True)

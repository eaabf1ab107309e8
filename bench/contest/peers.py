"""
Who takes part: how each tool is installed, called, and which file a browser opens.

Versions are pinned, so that two tables can be compared. What cannot be installed is named with what
it took when it could, in another run: https://github.com/EnricoMi/publish-unit-test-result-action,
Velvet and flakemap are such.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple


class Inputs(NamedTuple):
    """The same results as many files in a folder, and as one file."""

    folder: Path
    one: Path


class Peer(NamedTuple):
    """
    A tool: *package* is what installs it, *program* where that puts it.

    *call* returns the arguments for some inputs and a place for the output, *page* what of the
    output a browser opens, and *does* says what it makes.
    """

    name: str
    package: str
    program: str
    call: Callable[[Inputs, Path], list[str]]
    does: str
    page: str | None = None


class Absent(NamedTuple):
    """A tool that is not installed by us, and how many times a bare parse it took elsewhere."""

    name: str
    times_parse: int
    peak_mb: int
    does: str


_NODE: Final = "npm/node_modules"
NPM: Final = (
    Peer(
        "junit-to-ctrf", "junit-to-ctrf@0.0.14", f"{_NODE}/.bin/junit-to-ctrf",
        lambda inputs, out: [f"{inputs.folder}/*.xml", "-o", f"{out}/ctrf.json"], "JSON",
    ),
    Peer(
        "xunit-viewer", "xunit-viewer@10.6.1", f"{_NODE}/.bin/xunit-viewer",
        lambda inputs, out: ["-r", str(inputs.folder), "-o", f"{out}/index.html"], "HTML",
        "index.html",
    ),
    Peer(
        "Allure 2", "allure-commandline@2.46.1", f"{_NODE}/allure-commandline/dist/bin/allure",
        lambda inputs, out: ["generate", str(inputs.folder), "-o", str(out), "--clean"],
        "a site of one run", "index.html#suites",
    ),
    Peer(
        "Allure 3", "allure@3.18.0", f"{_NODE}/.bin/allure",
        lambda inputs, out: ["generate", str(inputs.folder), "-o", str(out)],
        "a site of one run",  # its page is idle before it shows a test, so that no time is told
    ),
)  # fmt: skip
PIP: Final = (
    Peer(
        "junit2html", "junit2html==31.1.4", "pip/bin/junit2html",
        lambda inputs, out: [str(inputs.one), f"{out}/index.html"], "HTML", "index.html",
    ),
)  # fmt: skip
PEERS: Final = (*PIP, *NPM)
ABSENT: Final = (
    Absent("EnricoMi/publish-unit-test-result", 8, 291, "parse and summary"),
    Absent("Velvet 2.1.3", 28, 1_700, "HTML"),
    Absent("flakemap 0.3.7", 224, 7_200, "HTML"),
)
"""Measured in November 2026 with 100,000 tests on another machine of this kind."""


def install(tools: Path) -> list[str]:
    """Install into the folder *tools* what is not there yet; return what did not succeed."""
    failed = []
    for peers, installer in ((PIP, _pip), (NPM, _npm)):
        missing = [peer for peer in peers if not (tools / peer.program).exists()]
        if missing and not installer(tools, [peer.package for peer in missing]):
            failed += [peer.name for peer in missing if not (tools / peer.program).exists()]
    return failed


def command(peer: Peer, tools: Path, inputs: Inputs, out: Path) -> list[str] | None:
    """Return how *peer* is called, or None where it cannot be: it or what runs it is not here."""
    program = tools / peer.program
    needs = "java" if peer.name == "Allure 2" else "node" if peer in NPM else sys.executable
    if not program.exists() or shutil.which(needs) is None:
        return None
    return [str(program), *peer.call(inputs, out)]


def _pip(tools: Path, packages: list[str]) -> bool:
    python = tools / "pip" / "bin" / "python"
    return _done([sys.executable, "-m", "venv", str(tools / "pip")]) and _done(
        [str(python), "-m", "pip", "install", "--quiet", *packages]
    )


def _npm(tools: Path, packages: list[str]) -> bool:
    (tools / "npm").mkdir(parents=True, exist_ok=True)
    return shutil.which("npm") is not None and _done(
        ["npm", "install", "--prefix", str(tools / "npm"), "--no-audit", "--no-fund", *packages]
    )


def _done(words: list[str]) -> bool:
    return subprocess.run(words, check=False, stdout=subprocess.DEVNULL).returncode == 0

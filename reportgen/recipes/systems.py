"""Which CI system a repository uses, and where a workflow for it goes."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from reportgen.recipes.repository import Repository

MARK: Final = "Written by `reportgen init`"
"""What tells a file that was written by us from one that was there before."""


class System(NamedTuple):
    """
    A CI system: *signs* show that it is used, *host* is part of the address of its repositories.

    *template* is the file of the recipe. *first* is where the system looks for its one file,
    *beside* where ours goes when that is taken; *attach* says how it is used from there.
    """

    name: str
    title: str
    signs: tuple[str, ...]
    host: str
    template: str
    first: str
    beside: str
    attach: str


_ALL: Final = (
    System(
        "github", "GitHub Actions", (".github/workflows", ".github"), "github.", "github.yml",
        ".github/workflows/reportgen.yml", ".github/workflows/reportgen.yml", "",
    ),
    System(
        "gitlab", "GitLab CI", (".gitlab-ci.yml", ".gitlab"), "gitlab.", "gitlab.yml",
        ".gitlab-ci.yml", ".gitlab/reportgen.yml",
        "add to .gitlab-ci.yml: include: [{local: .gitlab/reportgen.yml}]",
    ),
    System(
        "jenkins", "Jenkins", ("Jenkinsfile",), "jenkins.", "jenkins.groovy",
        "Jenkinsfile", "reportgen.Jenkinsfile",
        "make a pipeline job whose script path is reportgen.Jenkinsfile, "
        "or copy its post block into your Jenkinsfile",
    ),
    System(
        "azure", "Azure Pipelines", ("azure-pipelines.yml", "azure-pipelines.yaml"), "dev.azure.",
        "azure.yml", "azure-pipelines.yml", "azure-pipelines.reportgen.yml",
        "make a pipeline of azure-pipelines.reportgen.yml, or copy its last steps into yours",
    ),
    System(
        "circleci", "CircleCI", (".circleci",), "circleci.", "circleci.yml",
        ".circleci/config.yml", ".circleci/reportgen.yml",
        "copy the job of .circleci/reportgen.yml into .circleci/config.yml",
    ),
    System(
        "buildkite", "Buildkite", (".buildkite",), "buildkite.", "buildkite.yml",
        ".buildkite/pipeline.yml", ".buildkite/reportgen.yml",
        "add a step that runs: buildkite-agent pipeline upload .buildkite/reportgen.yml",
    ),
)  # fmt: skip
SYSTEMS: Final[Mapping[str, System]] = MappingProxyType({each.name: each for each in _ALL})
"""By the names that `init --ci` takes; those that are looked for first come first."""
_REMOTE: Final = re.compile(r"^\s*url\s*=\s*(\S+)", re.MULTILINE)
_HOST: Final = re.compile(r"(?:[a-z+]+://)?(?:[^/@\s]*@)?([a-z0-9.-]+)", re.IGNORECASE)


class Detected(NamedTuple):
    """A CI system, and *because* of what it is thought to be used: a file, or a host."""

    system: System
    because: str


def system_in(repository: Repository) -> Detected | None:
    """Return the CI system of *repository*: that of its files, else that of its remote."""
    for system in _ALL:
        for sign in system.signs:
            if repository.has(sign):
                return Detected(system, sign)
    for remote in _REMOTE.findall(repository.text(".git/config") or ""):
        address = _HOST.match(remote)
        host = f"{address[1].lower()}." if address else ""
        for system in _ALL:
            if system.host in host:
                return Detected(system, f"the remote at {address[1].lower()}" if address else "")
    return None


def place_of(system: System, repository: Repository) -> str:
    """Return where the workflow for *system* goes: its one file unless that is somebody's."""
    if not repository.has(system.first) or MARK in (repository.text(system.first) or ""):
        return system.first
    return system.beside

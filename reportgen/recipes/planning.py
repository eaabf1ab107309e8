"""What `init` would write into a folder, and why: decided before anything is written."""

from pathlib import Path
from typing import NamedTuple

from reportgen.recipes.repository import Repository
from reportgen.recipes.systems import SYSTEMS, Detected, place_of, system_in
from reportgen.recipes.tools import Tool, tools_in
from reportgen.recipes.workflows import configuration, workflow


class Planned(NamedTuple):
    """A file to be written at *name*, below the folder; *kept* says why it is left as it is."""

    name: str
    content: str
    kept: str = ""


class Plan(NamedTuple):
    """
    What was found in a folder, and what follows.

    *files* are in the order in which they are written; *attach* says how a workflow is put to use
    that the CI system does not find by itself; *notes* what could not be looked at.
    """

    tools: tuple[Tool, ...]
    ci: Detected | None
    files: tuple[Planned, ...]
    attach: str
    notes: tuple[str, ...]


def plan(folder: Path, ci: str | None = None) -> Plan:
    """
    Return what *folder* needs; *ci* names the system where it is not to be told by its files.

    Nothing is written. What the folder holds is never run, and never replaced.
    """
    repository = Repository(folder)
    tools = tools_in(repository)
    found = Detected(SYSTEMS[ci], "") if ci else system_in(repository)
    in_project = "[tool.reportgen" in (repository.text("pyproject.toml") or "")
    settings = _planned("reportgen.toml", configuration(), repository)
    if in_project and not settings.kept:
        settings = settings._replace(kept="pyproject.toml has [tool.reportgen]")
    files = [settings]
    attach = ""
    if found:
        place = place_of(found.system, repository)
        files.append(_planned(place, workflow(found.system, tools), repository))
        attach = found.system.attach if place != found.system.first else ""
    return Plan(tools, found, tuple(files), attach, tuple(repository.notes))


def _planned(name: str, content: str, repository: Repository) -> Planned:
    if repository.leads_outside(name):
        return Planned(name, content, "a symbolic link stands in its way")
    return Planned(name, content, "it is there already" if repository.has(name) else "")

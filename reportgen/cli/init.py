"""``reportgen init``: a configuration and a workflow for a repository."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.recipes import Plan


class CiName(StrEnum):
    """The CI systems for which a workflow can be written."""

    GITHUB = "github"
    GITLAB = "gitlab"
    JENKINS = "jenkins"
    AZURE = "azure"
    CIRCLECI = "circleci"
    BUILDKITE = "buildkite"


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The repository; by default this folder.")
    ] = Path(),
    ci: Annotated[
        CiName | None,
        typer.Option("--ci", help="The CI system. Default: the one whose files are there."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")
    ] = False,
) -> None:
    """
    Write a commented reportgen.toml and a workflow that runs your tests and reports on them.

    What is there already is kept: run twice it changes nothing.

    Example: reportgen init --ci github --dry-run
    """
    from reportgen import files
    from reportgen.cli.console import emit
    from reportgen.errors import UsageError
    from reportgen.recipes import plan

    if not folder.is_dir():
        raise UsageError(f'"{folder}" is no folder', "name the folder of your repository")
    planned = plan(folder, ci.value if ci else None)
    if not dry_run:
        for each in planned.files:
            if not each.kept:
                files.write(folder / each.name, each.content.encode())
    emit("".join(f"{line}\n" for line in _told(planned, dry_run=dry_run)), None)


def _told(planned: "Plan", *, dry_run: bool) -> "Iterator[str]":
    """Yield what was found, what was written or kept, and what to do next."""
    yield from _found(planned)
    wrote = "would write" if dry_run else "wrote    "
    for each in planned.files:
        yield f"kept      {each.name}: {each.kept}" if each.kept else f"{wrote} {each.name}"
    yield from _next(planned)


def _found(planned: "Plan") -> "Iterator[str]":
    for tool in planned.tools:
        yield f"found     {tool.title} ({tool.found})"
    if planned.ci and planned.ci.because:
        yield f"found     {planned.ci.system.title} ({planned.ci.because})"
    elif planned.ci:
        yield f"for       {planned.ci.system.title}"
    for note in planned.notes:
        yield f"warning   {note}"


def _next(planned: "Plan") -> "Iterator[str]":
    if not planned.tools:
        where = "into the workflow" if planned.ci else "where your CI runs it"
        yield f"missing   no test tool was recognised: put your test command {where}"
    if not planned.ci:
        yield "missing   no CI system was recognised: name it, as in reportgen init --ci github"
    for tool in planned.tools:
        if tool.needs:
            yield f"next      for {tool.title}: {tool.needs}"
    if planned.attach:
        yield f"next      {planned.attach}"
    read = "" if all(each.kept for each in planned.files) else "read what was written, then "
    yield f"next      {read}run the tests, and see what they leave: reportgen doctor artifacts"

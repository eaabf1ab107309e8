"""``reportgen completion``: the script that lets a shell complete commands, options and values."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

VARIABLE: Final = "_REPORTGEN_COMPLETE"
"""What a shell sets when it asks the command how a line goes on."""


class Shell(StrEnum):
    """The shells that a script can be printed for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


def completion(
    shell: Annotated[Shell, typer.Argument(help="The shell.", metavar="SHELL")],
) -> None:
    """
    Print the script that completes commands, options and their values in a shell.

    A shell reads it when it starts. In ~/.bashrc: eval "$(reportgen completion bash)"; in ~/.zshrc,
    after compinit: eval "$(reportgen completion zsh)"; in ~/.config/fish/config.fish: reportgen
    completion fish | source.

    Example: reportgen completion bash
    """
    from typer._completion_shared import get_completion_script

    from reportgen.cli.console import emit

    script = get_completion_script(prog_name="reportgen", complete_var=VARIABLE, shell=shell.value)
    emit(f"{script}\n", None)


def prepare() -> None:
    """Make ready to answer a shell; without that Typer knows none."""
    from typer._completion_classes import completion_init

    completion_init()


def targets(incomplete: str) -> "list[str]":
    """Return the trackers whose names begin with *incomplete*."""
    from reportgen.render.markdown.targets import TARGETS

    return _beginning(TARGETS, incomplete)


def explained(incomplete: str) -> "list[str]":
    """Return what ``--explain`` takes and begins with *incomplete*."""
    from reportgen.cli.reasons import NAMES

    return _beginning(NAMES, incomplete)


def _beginning(names: "Iterable[str]", incomplete: str) -> "list[str]":
    return [name for name in names if name.startswith(incomplete)]

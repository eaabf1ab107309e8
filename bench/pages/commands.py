"""The page of the commands: every command with its arguments, its options and an example."""

import re
from collections.abc import Iterator
from typing import Any, Final

import typer

from pages.markup import code, head, plain, table
from reportgen.cli import app

_TEXT: Final = """\
PATHS are files, folders, globs, zip and tar archives, or `-` for standard input.
Data goes to standard output, everything else to standard error; what a command ends with is said under [exit codes](exit-codes.md).
`reportgen --version` tells the version, and `--help` behind a command what stands here.
"""
_DEFAULT: Final = re.compile(r"\s*\[(default: .+|required|.+<=.+|x>=\d+|.+; .+)\]$", re.DOTALL)
_TYPE: Final = re.compile(r" <(?:str|path|int range|list\[str\])>")
_EXAMPLE: Final = "Example: "


def page() -> str:
    """Return the page of the commands."""
    root: Any = typer.main.get_command(app)
    parts = [head("Commands", "the command line's own help", _TEXT)]
    parts += [_command(name, command) for name, command in all_of(root)]
    return "\n".join(parts)


def all_of(group: Any, before: str = "reportgen") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - the types of Click, which Typer keeps to itself
    """Yield every command of *group* that does something, with the words that start it."""
    for name, command in group.commands.items():
        words = f"{before} {name}"
        if hasattr(command, "commands"):
            yield from all_of(command, words)
        elif not command.hidden:
            yield words, command


def _command(words: str, command: Any) -> str:  # noqa: ANN401
    paragraphs = [" ".join(text.split()) for text in (command.help or "").split("\n\n")]
    said = [plain(text) for text in paragraphs if not text.startswith(_EXAMPLE)]
    examples = [text.removeprefix(_EXAMPLE) for text in paragraphs if text.startswith(_EXAMPLE)]
    parts = [f"## `{words}`", *said]
    parts += [f"```text\n{text}\n```" for text in examples]
    context = command.make_context(words, [], resilient_parsing=True)
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is None or "--help" in record[0]:
            continue
        kind = "argument" if parameter.param_type_name == "argument" else "option"
        panel = getattr(parameter, "rich_help_panel", None)
        rows.setdefault(panel or kind, []).append(_cells(*record))
    parts += [table((panel.lower(), "meaning", "default"), found) for panel, found in rows.items()]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _cells(names: str, text: str) -> tuple[str, str, str]:
    found = _DEFAULT.search(text)
    facts = " ".join(found[1].split()).split("; ") if found else []
    meaning = text[: found.start()] if found else text
    default = [code(fact.removeprefix("default: ")) for fact in facts if "default: " in fact]
    ranges = [f" ({code(fact)})" for fact in facts if "=" in fact and "default" not in fact]
    needed = ["required"] if "required" in facts else []
    return code(_TYPE.sub("", names)), plain(meaning) + "".join(ranges), "".join(default + needed)

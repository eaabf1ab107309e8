"""What the pages tell people to do is done, line by line, and comes out as they say."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types of its own

import dev
from reportgen.config.settings import Settings
from tests.conftest import ROOT, CliResult, Golden
from tests.docs.pages import Block, blocks, pages
from tests.docs.shell import RECORD, Follower, not_printed

PAGES: Final = {name: path.read_text("utf-8") for name, path in pages().items()}
PINNED: Final = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
SHELLS: Final = {"bash", "sh", "shell", "zsh"}
_LINK: Final = re.compile(r"(?<!!)\[[^\]]*\]\((?!<?https?:|mailto:|#)([^)#\s]+)(#[\w-]+)?\)")


def commands(name: str) -> list[str]:
    """Return the lines of all commands of the page *name* that are run."""
    return [
        command.line
        for block in blocks(PAGES[name])
        if block.language == "console" and not block.not_run
        for command in block.commands()
    ]


def followed() -> list[Any]:
    """Return the pages with commands; those that record the story are run where it is recorded."""
    found = []
    for name in PAGES:
        lines = commands(name)
        tells = any(RECORD.fullmatch(line) for line in lines)
        marks = [pytest.mark.xdist_group("story")] if tells else []
        if lines:
            found.append(pytest.param(name, id=name, marks=marks))
    return found


@pytest.mark.parametrize("name", followed())
def test_every_command_does_what_the_page_says(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each command ends well, or with the code that the page shows, and prints what it shows."""
    tells = any(RECORD.fullmatch(line) for line in commands(name))
    story = request.getfixturevalue("story") if tells else None
    failures = Follower(tmp_path, story).follow(blocks(PAGES[name]))

    assert [] == [f"{name}:{f.command.number}: $ {f.command.line}\n{f.why}" for f in failures]


def test_what_is_not_run_is_known(golden: Golden) -> None:
    """Every command that no test runs is named with the reason, so that none joins unseen."""
    lines = [
        f"{name}: {command.line}  # {block.not_run}\n"
        for name in PAGES
        for block in blocks(PAGES[name])
        if block.not_run
        for command in block.commands() or (block,)
        if not isinstance(command, Block)
    ]

    golden("docs/not-run.txt", "".join(lines))


@pytest.mark.parametrize("name", PAGES)
def test_commands_stand_in_console_blocks(name: str) -> None:
    """A script that no test runs says so: a shell's block without a mark would be a way around."""
    unmarked = [b.number for b in blocks(PAGES[name]) if b.language in SHELLS and not b.not_run]

    assert [] == unmarked


@pytest.mark.parametrize("name", PAGES)
def test_every_configuration_is_one(name: str) -> None:
    """What a page shows of reportgen.toml is accepted as it stands."""
    for block in blocks(PAGES[name]):
        if block.language == "toml" and block.file != "pyproject.toml":
            shown = tomllib.loads(block.content)
            settings = shown.get("tool", {}).get("reportgen", shown)

            assert settings
            assert (
                set(settings) <= Settings.model_validate(settings).model_dump(by_alias=True).keys()
            )


@pytest.mark.parametrize("name", PAGES)
def test_every_workflow_can_be_copied(name: str) -> None:
    """A workflow is YAML, every action in it is a commit, and no script holds an expression."""
    for block in blocks(PAGES[name]):
        if block.language == "yaml":
            assert yaml.safe_load(block.content)
            for action in re.findall(r"\buses: (\S+)", block.content):
                assert PINNED.fullmatch(action) or action.startswith(("OWNER/", "./"))
            for script in re.findall(r"\brun: (.+|\|\n(?: +.+\n)+)", block.content):
                assert "${{" not in script


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    """A link to a file names one that is there."""
    here = (ROOT / name).parent
    dead = [link for link, _ in _LINK.findall(PAGES[name]) if not (here / link).exists()]

    assert [] == dead


def test_every_development_command_exists() -> None:
    """What a page runs with dev.py is one of its commands."""
    named = {
        word for text in PAGES.values() for word in re.findall(r"python3 dev\.py ([a-z]+)", text)
    }

    assert set() == named - set(dev.COMMANDS)


def test_output_is_compared_to_the_letter() -> None:
    """A shown line that was not printed is found; what is left out has to be marked as that."""
    done = CliResult(0, "one\ntwo\nthree\nfour\n", "five\n")

    assert "" == not_printed(("one", "two"), done)
    assert "" == not_printed(("two", "…", "five"), done)
    assert "one\nthree" == not_printed(("one", "three"), done)
    assert "one" == not_printed(("two", "…", "one"), done)
    assert "tw" == not_printed(("tw",), done)


def test_blocks_are_read() -> None:
    """A block has its language, its mark and its commands with the output below them."""
    text = (
        "<!-- not run: needs gh -->\n\n```console\n$ gh a \\\n    --b\nsaid\n```\n"
        "\n```toml\n# a.toml\n```\n"
    )
    first, second = blocks(text)
    (command,) = first.commands()

    assert ("console", "needs gh") == (first.language, first.not_run)
    assert ("gh a --b", ("said",)) == (command.line, command.shown)
    assert ("toml", "", "a.toml") == (second.language, second.not_run, second.file)
    with pytest.raises(ValueError, match="no block follows"):
        blocks("<!-- not run: needs gh -->\ntext\n")


def test_a_page_that_is_wrong_is_found(tmp_path: Path) -> None:
    """A command that fails, and output that is not printed, fail the page."""
    text = (
        "```console\n$ reportgen check fixtures/runs/red\n```\n"
        "```console\n$ reportgen check fixtures/runs/red\n$ echo $?\n10\n"
        "$ reportgen report fixtures/runs/green\nnever said\n```\n"
    )
    failures = Follower(tmp_path, None).follow(blocks(text))

    assert [2, 8] == [failure.command.number for failure in failures]

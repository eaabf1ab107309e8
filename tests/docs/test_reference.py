"""The reference is what the code says: no page is old, none leaves anything out."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final, get_args

import pytest
import reference
import typer
from pages import commands, configuration
from pydantic import BaseModel

from reportgen.cli import app
from reportgen.config.settings import Settings
from reportgen.model.report import FindingId
from tests.docs.pages import blocks

PAGES: Final = {name: page() for name, page in reference.PAGES.items()}
MANY: Final = {"known-issues", "categories"}


def sections() -> dict[str, type[BaseModel]]:
    """Return the tables of the configuration that stand alone, by their names."""
    return {
        field.alias or name: field.annotation
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_old(name: str) -> None:
    """What is committed is what the code makes; `python3 dev.py reference` makes it anew."""
    assert PAGES[name] == (reference.OUT / name).read_text("utf-8"), "python3 dev.py reference"


def test_no_page_is_left_over() -> None:
    """Nothing lies in the folder that no code makes."""
    assert set(PAGES) == {path.name for path in reference.OUT.iterdir()}


@pytest.mark.parametrize("name", PAGES)
def test_every_table_is_whole(name: str) -> None:
    """Each row has the columns of its table, so that no bar in a cell shifts what follows."""
    tables = re.findall(r"(?:^\|.*\n)+", PAGES[name], re.MULTILINE)
    widths = [
        {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()} for table in tables
    ]

    assert tables or name == "findings.md"
    assert [1] * len(tables) == [len(each) for each in widths]


def test_every_key_has_a_meaning() -> None:
    """No key of the configuration is without words of ours below it in the source."""
    missing = [
        f"{name}.{key.name}"
        for name, section in sections().items()
        for key in configuration.keys(section)
        if not key.meaning
    ]

    assert [] == missing


def test_every_default_is_what_the_page_says() -> None:
    """A configuration with all defaults of the page is the one of who has none."""
    lines = []
    for name, section in sections().items():
        lines.append(f"[{name}]")
        lines += [
            f"{key.name} = {key.default.strip('`')}"
            for key in configuration.keys(section)
            if key.default
        ]
    written = tomllib.loads("\n".join(lines))

    assert len(lines) > 40
    assert Settings() == Settings.model_validate(written)


def test_every_table_of_the_configuration_has_a_heading() -> None:
    """Tables that may stand many times are written as such."""
    headings = set(re.findall(r"^## `(.+)`$", PAGES["configuration.md"], re.MULTILINE))

    alone = {f"[{name}]" for name in sections()}
    assert alone | {f"[[{name}]]" for name in MANY} == headings


def test_every_command_has_a_heading_and_an_example() -> None:
    """Each command stands on the page as it is started, with an example of it."""
    root: Any = typer.main.get_command(app)
    words = [words for words, _ in commands.all_of(root)]
    examples = [block.content.strip() for block in blocks(PAGES["commands.md"])]

    assert words == re.findall(r"^## `(.+)`$", PAGES["commands.md"], re.MULTILINE)
    assert [each.split()[:2] for each in words] == [each.split()[:2] for each in examples]


def test_every_finding_has_a_heading() -> None:
    """Each id can be linked to, as an anchor of its name."""
    headings = re.findall(r"^## `(.+)`$", PAGES["findings.md"], re.MULTILINE)

    assert list(get_args(FindingId)) == headings


def test_every_link_within_the_page_of_the_json_has_its_heading() -> None:
    """A field that is an object leads to that object."""
    text = PAGES["schema.md"]
    wanted = set(re.findall(r"\]\(#([\w-]+)\)", text))

    assert wanted
    assert wanted <= {title.lower() for title in re.findall(r"^## (.+)$", text, re.MULTILINE)}


def test_an_old_page_is_told(tmp_path: Path) -> None:
    """A page that differs, and one that is missing, are named."""
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "formats.md").write_text("# Formats\n", encoding="utf-8")
    (tmp_path / "targets.md").unlink()

    assert ["targets.md", "formats.md"] == reference.stale(tmp_path)

"""What the README says is so: its report is real, its commands exist, its comparison is dated."""

import re
from pathlib import Path
from typing import Final

import pytest

from reportgen import __version__
from reportgen.cli import app
from reportgen.readers import READERS
from reportgen.website.places import SECTIONS
from tests.conftest import ROOT, RunCli

README: Final = ROOT / "README.md"
BEGIN, END = "<!-- report: begin -->\n", "<!-- report: end -->"


def readme() -> str:
    """Return the README."""
    return README.read_text(encoding="utf-8")


def test_shows_the_report_of_the_example(
    run_cli: RunCli, fixtures_dir: Path, pytestconfig: pytest.Config
) -> None:
    """The report in the README is what the command prints for the example, to the letter."""
    run = fixtures_dir / "runs" / "staging-1041"
    result = run_cli("report", run / "artifacts", "--config", run / "reportgen.toml")
    printed = result.stdout

    assert 0 == result.exit_code, result.stderr

    head, rest = readme().split(BEGIN)
    shown, tail = rest.split(END)
    if pytestconfig.getoption("--accept-golden"):
        README.write_text(f"{head}{BEGIN}{printed}{END}{tail}", encoding="utf-8")
        shown = printed

    assert printed == shown


def test_lists_the_pages_of_the_site() -> None:
    """Every part of the site stands in the walk through it, and nothing that is none."""
    walk = (ROOT / "docs" / "site.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(index\.html|[a-z]+/)` \|", walk, re.MULTILINE)
    parts = [part.url for part in SECTIONS if part.url != "trends.html"]

    assert parts == [url if url == "index.html" else f"{url}index.html" for url in listed]


def test_lists_the_commands() -> None:
    """Every command stands in the README's table."""
    listed = set(re.findall(r"^\| `reportgen (\w+)", readme(), re.MULTILINE))

    commands = {
        command.name or getattr(command.callback, "__name__", None)
        for command in app.registered_commands
    }
    groups = {
        group.typer_instance.info.name for group in app.registered_groups if group.typer_instance
    }

    assert commands | groups == listed


def test_counts_the_formats() -> None:
    """There are at least as many formats as the first screen says, and not by far more."""
    stated = int(re.findall(r"\*\*Over (\d+) formats", readme())[0])

    assert stated < len(READERS) < stated + 30


def test_names_the_two_commands() -> None:
    """The two commands of a stranger stand before anything else that can be run."""
    commands = re.findall(r"^\$ (.+?)(?:\s+#.*)?$", readme(), re.MULTILINE)

    assert ["python3 dev.py example", "python3 dev.py test"] == commands[:2]


def test_is_read_in_five_minutes() -> None:
    """What somebody needs first stands first, and what is looked up stands in the reference."""
    headings = re.findall(
        r"^## (.+)$", readme().split(BEGIN)[0] + readme().split(END)[1], re.MULTILINE
    )

    assert [
        "Two commands",
        "What it says",
        "In your CI",
        "Commands",
        "How it compares",
        "What it promises, and what not",
        "Further",
    ] == headings
    assert len(readme().splitlines()) < 300


def test_compares_what_has_a_version_or_a_date() -> None:
    """Each tool of the comparison is named with what was looked at, and no row lacks a cell."""
    section = readme().split("## How it compares")[1].split("\n## ")[0]
    head, _, *rows = [line for line in section.splitlines() if line.startswith("|")]
    tools = [cell.strip() for cell in head.strip("|").split("|")[1:]]

    undated = [tool for tool in tools if not re.search(r"\d+\.\d+\.\d+|20\d\d-\d\d-\d\d", tool)]

    assert f"reportgen {__version__}" == tools[0]
    assert [] == undated
    assert {len(tools) + 2} == {len(row.split("|")) - 1 for row in rows}

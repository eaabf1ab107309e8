"""The README says what the code does: its report is real, its tables are those of the code."""

import re
from pathlib import Path
from typing import Final

import pytest
from pydantic import BaseModel

from reportgen.cli import app
from reportgen.config.settings import Settings
from reportgen.errors import EXIT_CODE_MEANINGS
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


def test_lists_the_exit_codes() -> None:
    """Each exit code stands in the README with the meaning that the code gives it."""
    rows = dict(re.findall(r"^\| (\d+) \| (.+?) \|$", readme(), re.MULTILINE))

    assert {str(int(code)): meaning for code, meaning in EXIT_CODE_MEANINGS.items()} == rows


def test_lists_the_pages_of_the_site() -> None:
    """Every part of the site stands in the README, and nothing that is none."""
    listed = re.findall(r"^\| `(index\.html|[a-z]+/)` \|", readme(), re.MULTILINE)
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


def keys(model: type[BaseModel], prefix: str = "") -> set[str]:
    """Return the configuration keys of *model*, as the README writes them."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        key = f"{prefix}{field.alias or name}"
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= keys(inner, f"{key}.")
        elif key in {"known-issues", "categories"}:
            found.add(f"[[{key}]]")
        else:
            found.add(key)
    return found


def test_lists_the_configuration() -> None:
    """Every key of the configuration stands in the README's table, and none that does not exist."""
    section = readme().split("## Configuration")[1].split("```toml")[0]
    listed = {
        key
        for row in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
        for key in re.findall(r"`([^`]+)`", row)
    }

    assert keys(Settings) == listed


def test_names_the_two_commands() -> None:
    """The two commands of a stranger stand before anything else that can be run."""
    commands = re.findall(r"^\$ (.+?)(?:\s+#.*)?$", readme(), re.MULTILINE)

    assert ["python3 dev.py example", "python3 dev.py test"] == commands[:2]

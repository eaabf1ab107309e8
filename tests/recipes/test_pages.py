"""The pages show the very files that `init` writes."""

import re
from pathlib import Path

import pytest

from reportgen.recipes import SYSTEMS
from tests.conftest import ROOT
from tests.recipes.test_workflows import written

PAGE = ROOT / "docs" / "ci.md"


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_page_shows_what_is_written(
    name: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Of a repository that uses pytest the page has each workflow, to the letter."""
    system = SYSTEMS[name]
    text = written(name, tmp_path, "pytest")
    page = PAGE.read_text("utf-8")
    pattern = re.compile(rf"(### {re.escape(system.title)}\n.*?```\w+\n)(.*?)(```)", re.DOTALL)
    found = pattern.search(page)

    assert found, f"docs/ci.md has no block below ### {system.title}"

    if pytestconfig.getoption("--accept-golden"):
        PAGE.write_text(page[: found.start(2)] + text + page[found.end(2) :], "utf-8")
        return

    assert text == found[2]

"""What an HTML report carries to be copied, and that a large one says so."""

from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from reportgen.cli import rendering

JUNIT = """<testsuite name="unit"><testcase name="adds"/><testcase name="pays">
<failure message="a &lt;b&gt; `c`"/></testcase></testsuite>"""


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    """Return a file of results."""
    path = tmp_path / "junit.xml"
    path.write_text(JUNIT)
    return path


def test_the_report_carries_its_own_markdown(run_cli: Callable[..., Any], artifact: Path) -> None:
    """The text to copy is what the command prints for GitHub, in brief and in full."""
    at = ("--at", "2026-01-01T00:00:00Z")
    page = run_cli("report", str(artifact), "-f", "html", *at).stdout
    held = page.split("data-copy=")[1:]
    texts = [unescape(part.split(">", 1)[1].split("</pre>")[0]) for part in held]
    printed = [
        run_cli("report", str(artifact), "--style", style, *at).stdout
        for style in ("brief", "full")
    ]

    assert [text.strip() for text in texts] == [text.strip() for text in printed]


def test_a_large_page_is_told(
    run_cli: Callable[..., Any], artifact: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the bound a warning says how large the page is, and where everything is."""
    monkeypatch.setattr(rendering, "MAX_PAGE", 10_000)
    large = run_cli("report", str(artifact), "-f", "html")
    monkeypatch.setattr(rendering, "MAX_PAGE", 10_000_000)
    small = run_cli("report", str(artifact), "-f", "html")

    assert "warning: the HTML report takes" in large.stderr
    assert "--format json has all" in large.stderr
    assert "warning" not in small.stderr

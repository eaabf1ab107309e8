"""The pages of the site: every link fits, every page is in the navigation, nothing is loaded."""

from pathlib import Path

import documentation
from pages import staging

from tests.conftest import ROOT


def test_every_page_is_laid_out(tmp_path: Path) -> None:
    """All pages are there, no link of theirs is dead, and all can be navigated to."""
    mistakes = staging.stage(ROOT, tmp_path)
    index = (tmp_path / "index.md").read_text("utf-8")
    found = {
        path.relative_to(tmp_path).with_suffix("").as_posix() for path in tmp_path.rglob("*.md")
    }

    assert [] == mistakes
    assert {
        "index",
        "gate",
        "reference/commands",
        "project/security",
        "api/reportgen.errors",
    } <= found
    assert [] == [name for name in found - {"index"} if f"\n{name}\n" not in index]


def test_links_fit_the_site(tmp_path: Path) -> None:
    """Pages are linked where they are on the site; other files are named; code is left alone."""
    (tmp_path / "docs").mkdir()
    for name in ("docs/a.md", "docs/b.md", "SECURITY.md", "dev.py"):
        (tmp_path / name).touch()
    text = (
        "[b](b.md#here) [model](../SECURITY.md) [program](../dev.py) [`dev.py`](../dev.py)\n"
        "`[b](b.md)` [web](https://example.org) [gone](gone.md)\n"
        "```text\n[b](b.md)\n```\n"
    )
    mistakes: list[str] = []
    linked = staging.relinked(text, "docs/a.md", staging.pages(tmp_path), tmp_path, mistakes)

    assert (
        "[b](b.md#here) [model](project/security.md) program (`dev.py`) `dev.py`\n"
        "`[b](b.md)` [web](https://example.org) [gone](gone.md)\n"
        "```text\n[b](b.md)\n```\n"
    ) == linked
    assert ["docs/a.md: a link leads to gone.md, which is not there"] == mistakes


def test_a_page_that_nobody_sorted_is_shown() -> None:
    """A page in no section of the navigation stands under *More*."""
    shown = staging.navigation(["index", "gate", "news"])

    assert ":caption: Use\n\ngate\n" in shown
    assert shown.endswith(":caption: More\n\nnews\n```\n")


def test_what_is_loaded_from_elsewhere_is_found(tmp_path: Path) -> None:
    """A script, a style or a picture of another host is named; a link to follow is none."""
    loads = (
        '<script src="https://example.org/a.js"></script>',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<img alt="" src="http://example.org/a.png">',
    )
    (tmp_path / "bad.html").write_text("".join(loads), encoding="utf-8")
    (tmp_path / "good.html").write_text(
        '<a href="https://example.org">x</a><link rel="stylesheet" href="a.css"><img src="a.png">',
        encoding="utf-8",
    )
    found = documentation.foreign(tmp_path)

    assert 3 == len(found)
    assert all(line.startswith("bad.html loads ") for line in found)

"""The measure of building sites: it builds what it says, and prints what it measured."""

from pathlib import Path

import building


def test_a_small_history(tmp_path: Path) -> None:
    """A site is built from nothing, after one run more, and once more; all pages are there."""
    row = building.measure(3, 5, tmp_path)
    lines = list(building.table([row]))

    assert (3, 5) == (row.runs, row.tests)
    assert 4 == len(list((tmp_path / "public" / "runs").glob("*/index.html")))
    assert building.look_at(tmp_path / "public") == row.site
    assert row.site.overview == (tmp_path / "public" / "index.html").stat().st_size
    assert row.full.cpu_s > row.full.trends_s
    assert {lines[0].count("|")} == {line.count("|") for line in lines}
    assert lines[2].startswith("| 3 × 5 | from nothing | ")


def test_same_size_same_site(tmp_path: Path) -> None:
    """What is measured is the same each time."""
    sites = [building.measure(2, 3, tmp_path / name).site for name in "ab"]

    assert sites[0] == sites[1]

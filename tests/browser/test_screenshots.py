"""The pictures of report and site: of pages that exist, as the documentation shows them."""

import contextlib
import re
from pathlib import Path

import pytest
import screenshots
from playwright.sync_api import Browser

from tests.conftest import ROOT, runner
from tests.story import Story

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("story")]


def test_every_picture_is_of_a_page(story: Story, browser: Browser, tmp_path: Path) -> None:
    """All pages are there; one of them is taken in each way, as wide as it says."""
    with contextlib.chdir(tmp_path):
        told = ("--history", story.history, "--out", tmp_path / "site")
        assert runner(tmp_path)("site", *told).exit_code == 0
    screenshots.add_report(tmp_path / "site")
    shots = list(screenshots.shots(tmp_path / "site"))
    for shot in shots:
        path = re.split("[?#]", shot.address)[0]
        assert (tmp_path / "site" / path).is_file(), shot
    taken = screenshots.take(browser, tmp_path / "site", tmp_path / "out", "png", ["grid"])
    sizes = [int.from_bytes(path.read_bytes()[16:20], "big") for path in taken]

    assert ["grid-light.png", "grid-dark.png", "grid-phone.png"] == [path.name for path in taken]
    assert [screenshots.WIDE, screenshots.WIDE, screenshots.NARROW] == sizes
    assert {path.name for path in screenshots.OUT.iterdir()} == {
        f"{shot.name}-{view.suffix}.webp" for shot in shots for view in screenshots.views(shot)
    }


def test_the_documentation_shows_pictures_that_exist() -> None:
    """A picture that is told of is there, and all of them together stay small."""
    told = re.findall(r"\]\((screenshots/[\w-]+\.webp)\)", (ROOT / "docs/site.md").read_text())
    told += re.findall(r'"docs/(screenshots/[\w-]+\.webp)"', (ROOT / "README.md").read_text())
    taken = list(screenshots.OUT.iterdir())

    assert len(told) > 15
    assert {"screenshots/report-light.webp", "screenshots/report-dark.webp"} <= set(told)
    assert {ROOT / "docs" / name for name in told} <= set(taken)
    assert sum(path.stat().st_size for path in taken) < 4_000_000

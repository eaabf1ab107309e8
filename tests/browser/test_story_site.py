"""The site of the story of sixty runs: valid, true to the command line, and found by clicks."""

import contextlib
import json
from pathlib import Path
from typing import Any, Final

import html5lib  # type: ignore[import-untyped] # it ships no types
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no types
from playwright.sync_api import Page, expect

from tests.browser.test_filled import filled
from tests.conftest import RunCli, runner
from tests.story import Story
from tests.website.data.sites import handed_over

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("story")]

PAIRS: Final = (("19", "20"), ("20", "19"), ("05", "60"), ("41", "42"), ("47", "48"), ("36", "37"))
"""A regression, the same undone, two far apart, an outage, a suite that is gone, a bad machine."""
AXED: Final = ("tests/index.html#", "compare.html", "runs/")
"""Of the filled pages those that look otherwise than the pages of `test_pages`."""
GROUPS: Final = """
() => Object.fromEntries([...document.querySelectorAll('[aria-labelledby^="group-"]')].map(
  (section) => [section.getAttribute('aria-labelledby').slice(6),
    [...section.querySelectorAll('li > a')].map((a) => a.textContent).sort()]))
"""


@pytest.fixture(scope="module")
def site(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the story."""
    folder = tmp_path_factory.mktemp("story-site")
    with contextlib.chdir(folder):
        result = runner(folder)("site", "--history", story.history, "--out", folder / "site")
    assert result.exit_code == 0, result.stderr
    return folder / "site"


def valid(text: str) -> list[str]:
    """Return the ids of a page; anything that a validator of HTML's syntax minds is an error."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    ids: list[str] = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    return ids


def ids_by_name(site: Path) -> dict[str, str]:
    """Return the ids of the tests of *site* by their names."""
    found: dict[str, str] = {}
    for path in (site / "data" / "names").glob("*.js"):
        shard = handed_over(path.read_text("utf-8"))
        found |= dict(zip(shard["names"].split("\n"), shard["ids"].split("\n"), strict=True))
    return found


def filled_pages(site: Path, story: Story) -> list[str]:
    """Return the addresses of pages that a script fills."""
    flaky = ids_by_name(site)["test_two_tills_take_the_last_one"]
    return [
        "tests/index.html",
        "tests/index.html#state=flaky&tree=1",
        f"test.html?k={flaky}",
        "grid.html",
        "grid.html?suite=unit",
        "compare.html",
        f"compare.html?a={story.runs['05']}&b={story.runs['60']}",
        f"compare.html?a={story.runs['41']}&b={story.runs['42']}",
        "runs/index.html#decision=fix",
    ]


def test_every_page_is_valid(site: Path) -> None:
    """All of them parse without an error, and an anchor leads to one place."""
    pages = sorted(site.rglob("*.html"))

    assert len(pages) > 80
    for path in pages:
        ids = valid(path.read_text("utf-8"))
        assert len(set(ids)) == len(ids), path


def test_filled_pages_are_valid_and_accessible(site: Path, story: Story, page: Page) -> None:
    """What scripts made of a page is valid when it is written down, and breaks no rule of axe."""
    for name in filled_pages(site, story):
        page.goto("about:blank")
        page.goto(f"{site.as_uri()}/{name}")
        if page.locator("#app").count():
            filled(page)
        ids = valid("<!DOCTYPE html>" + page.evaluate("document.documentElement.outerHTML"))
        assert len(set(ids)) == len(ids), name
        if not name.startswith(AXED):
            continue
        page.emulate_media(color_scheme="dark")
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        found = Axe().run(page, options={"preload": False})

        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("base", "head"), PAIRS)
def test_the_page_compares_as_the_command_does(
    base: str, head: str, site: Path, story: Story, page: Page, run_cli: RunCli
) -> None:
    """Test by test the same groups, renamed ones among them."""
    ids = [story.runs[base], story.runs[head]]
    printed = run_cli("compare", *ids, "--history", story.history, "--format", "json").stdout
    told: dict[str, list[dict[str, Any]]] = json.loads(printed)["tests"]
    wanted = {
        name: sorted(each["title"] for each in tests) for name, tests in told.items() if tests
    }
    page.goto(f"{site.as_uri()}/compare.html?a={ids[0]}&b={ids[1]}")
    filled(page)

    assert wanted == page.evaluate(GROUPS)


def test_is_this_failure_mine(site: Path, page: Page) -> None:
    """From the runs to that of the pull request, and from there what it alone broke."""
    page.goto(f"{site.as_uri()}/index.html")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Runs").click()
    row = page.get_by_role("row").filter(has_text="discounts").filter(has_text="fix")
    expect(row).to_have_count(1)
    row.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("new failure")
    page.go_back()
    row.get_by_role("link", name="Compare with the run before").click()
    filled(page)

    expect(page.locator(".headline")).to_contain_text("1 new failure")
    page.locator("section.bad").get_by_role("link").click()
    filled(page)
    expect(page.locator("h1")).to_contain_text("discount")


def test_is_staging_up(site: Path, page: Page) -> None:
    """Two clicks from the front page: what is up now, and when it was not."""
    page.goto(f"{site.as_uri()}/index.html")
    expect(page.get_by_role("list", name="How things stand")).to_contain_text("2 of 2 services up")
    page.locator(".bars").get_by_role("link", name="payments").click()

    expect(page.locator("h1")).to_contain_text("payments up")
    expect(page.locator("main")).to_contain_text("56 of 60 checks (93.3 %)")
    expect(page.get_by_role("table").last).to_contain_text("Connection refused")


def test_does_it_leak(site: Path, page: Page) -> None:
    """From the front page to the process that grows, with the curve and its numbers."""
    page.goto(f"{site.as_uri()}/index.html")
    page.get_by_role("link", name="growing memory").click()
    page.locator("main tbody").get_by_role("link").first.click()

    expect(page.locator("h1")).to_contain_text("growing")
    expect(page.locator("main")).to_contain_text("51.8 MiB → 109.8 MiB")
    assert 1 == page.locator("figure svg[role=img]").count()


def test_from_a_cause_to_its_tests(site: Path, page: Page) -> None:
    """One reason, four tests: each leads to its page, and back to the runs."""
    page.goto(f"{site.as_uri()}/failures/index.html")
    page.get_by_role("link", name="no rate 'reduced'").click()
    tests = page.locator("section[aria-labelledby=tests] tbody").get_by_role("link")
    expect(page.get_by_role("img", name="Seen in 3 of 60 runs")).to_have_count(1)
    expect(tests).to_have_count(12)
    page.locator("section[aria-labelledby=tests] tbody th a").last.click()
    filled(page)

    expect(page.locator("#said ~ .findings")).to_contain_text("no rate 'reduced'")

"""Two runs side by side in a browser: chosen, named by the address, and honest where data lacks."""

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_filled import copied, filled, loud

__all__ = ["copied", "loud"]  # the fixtures of the other pages that a script fills

pytestmark = pytest.mark.browser

PAIR: Final = "compare.html?a=till-069&b=till-071"


def opened(page: Page, site: Path, name: str) -> None:
    """Open the page *name* of *site* and wait until it is filled."""
    page.goto(f"{site.as_uri()}/{name}")
    filled(page)


def test_what_a_run_broke(out: Path, page: Page) -> None:
    """The words of ``reportgen compare``: the failure with what it says, and both outcomes."""
    opened(page, out / "till", PAIR)
    broken = page.locator("section", has=page.get_by_role("heading", name="New failures"))

    expect(page.locator(".headline")).to_have_text("1 new failure")
    expect(broken.get_by_role("listitem")).to_have_count(1)
    expect(broken).to_contain_text("till.money.Money.rounds: AssertionError: 0.1 + 0.2 is not 0.3")
    expect(broken).to_contain_text("passed → failed")
    assert page.title().startswith("Comparison: 2025-10-02 19:35 UTC → 2025-10-03 07:35 UTC · till")


def test_across_both_levels_of_the_data(out: Path, page: Page) -> None:
    """An old run and a new one: new tests, what became slower, and the states of both."""
    opened(page, out / "till", "compare.html?a=till-011&b=till-089")

    expect(page.locator(".headline")).to_have_text("1 new failure, 1 new test")
    times = page.get_by_role("region", name="Times that differ by 100 ms or more, side by side")
    expect(times.get_by_role("row", name="till.scan.Scan.reads")).to_contain_text("2.0")
    expect(page.locator("section", has_text="New tests").last).to_contain_text("not there → passed")


def test_choosing_by_lists_and_swapping(out: Path, page: Page) -> None:
    """What is chosen stands in the address, and the other way round what broke is fixed."""
    opened(page, out / "till", "compare.html")
    expect(page.locator("#app")).to_contain_text("Choose two runs")
    page.get_by_label("Base").select_option("till-069")
    filled(page)
    page.get_by_label("Head").select_option("till-071")
    page.wait_for_selector(".headline")
    expect(page.get_by_label("Head")).to_be_focused()
    assert page.url.endswith("compare.html#a=till-069&b=till-071")
    page.get_by_role("button", name="Swap").click()
    expect(page.locator(".headline")).to_have_text("1 fixed")
    expect(page.locator("#app")).to_contain_text("the base is the later of the two")
    page.reload()
    filled(page)
    expect(page.locator(".headline")).to_have_text("1 fixed")


def test_from_the_list_of_runs(out: Path, page: Page) -> None:
    """A run without another is beside the one before it of its job and variant."""
    page.goto((out / "till" / "runs" / "index.html").as_uri())
    page.get_by_label("Compare with the run before, till-071").click()
    filled(page)

    expect(page.get_by_label("Base")).to_have_value("till-069")
    expect(page.locator(".headline")).to_have_text("1 new failure")
    page.goto(f"{(out / 'till' / 'compare.html').as_uri()}?b=till-001")
    filled(page)
    expect(page.locator("#app")).to_contain_text("No earlier run of its job and variant")


def test_what_is_unlike_is_said(out: Path, page: Page) -> None:
    """Two variants are compared as they are."""
    opened(page, out / "till", "compare.html?a=till-070&b=till-071")

    expect(page.locator("#app")).to_contain_text(
        "compared although the variant differs: os=linux and os=windows"
    )


def test_what_is_missing_beside_a_run_is_red(copied: Path, loud: Page) -> None:
    """A file that is gone does not look as if nothing had changed."""
    (copied / "runs" / "till-069" / "beside.js").unlink()
    opened(loud, copied, PAIR)

    expect(loud.get_by_role("alert")).to_contain_text("runs/till-069/beside.js is missing")
    expect(loud.locator(".headline")).to_have_count(0)


def test_times_that_are_not_kept_are_red(copied: Path, loud: Page) -> None:
    """Without a time on one side nothing is said of slower tests."""
    for path in (copied / "data" / "recent").glob("*.js"):
        text = re.sub(
            r'(?<="durations_ms":\[)(.*?)(?=\],"messages")',
            lambda found: re.sub(r"\[[^]]*\]", "[]", found[1]),
            path.read_text("utf-8"),
        )
        path.write_text(text, "utf-8")
    opened(loud, copied, PAIR)

    expect(loud.locator("#app")).to_contain_text("what became slower is not known")


@pytest.mark.parametrize("run", ["", "till-999", "__proto__"])
def test_unknown_runs_are_said(run: str, out: Path, page: Page) -> None:
    """An id that is not recorded is no empty comparison."""
    opened(page, out / "till", f"compare.html?a=till-069&b={run}")

    expect(page.get_by_role("alert")).to_contain_text("There is no such run")
    expect(page.locator(".headline")).to_have_count(0)


def test_filter_of_the_runs_is_in_the_address(out: Path, page: Page) -> None:
    """By job, decision and words; a link to it shows the same, and the whole list is one click."""
    page.goto((out / "till" / "runs" / "index.html").as_uri())
    rows = page.locator(".runs-table tbody tr:visible")
    expect(rows).to_have_count(90)
    page.get_by_label("Job and variant").select_option("e2e · os=windows")
    expect(rows).to_have_count(45)
    page.get_by_label("Filter by title").fill("change 71")
    expect(rows).to_have_count(1)
    expect(page.locator("#filter-runs [role=status]")).to_have_text("1 of 90 runs on this page")
    page.reload()
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Job and variant")).to_have_value("=e2e · os=windows")
    page.get_by_label("Filter by title").fill("")
    page.get_by_label("Job and variant").select_option("all")
    expect(rows).to_have_count(90)
    assert page.url.endswith("runs/index.html")

"""The table of all tests, as a reader works with it."""

from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no types
from playwright.sync_api import Browser, Page

from reportgen.model.tests import Failed, Passed, Trouble
from reportgen.render import html
from tests.factories import make_case, make_report

pytestmark = pytest.mark.browser

COUNT: Final = 3_000


@pytest.fixture(scope="session")
def big(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a report of three thousand tests, ten of which failed."""
    cases = [
        make_case(
            f"test_{number:04}",
            id=str(number),
            suite=f"suite-{number % 3}",
            duration_s=number / 1_000,
            outcome=Failed(troubles=(Trouble(kind="failure", message="=1+1 <b>no</b>"),))
            if number % 300 == 7
            else Passed(),
        )
        for number in range(COUNT)
    ]
    path = tmp_path_factory.mktemp("table") / "big.html"
    path.write_text(html.render(make_report(cases=cases)), encoding="utf-8")
    return path.as_uri()


def opened(page: Page, address: str) -> None:
    """Open the page at *address* with its table unfolded."""
    page.goto(address)
    page.locator("#all-tests > summary").click()


def titles(page: Page) -> list[str]:
    """Return the tests that the table shows, by the end of their names."""
    found = page.locator("#all-tests tbody th").all_inner_texts()
    return [title.rpartition("test_")[2] for title in found]


def test_pages_hold_two_hundred(big: str, page: Page) -> None:
    """The table has all tests, failed ones first, a page at a time, and says how many."""
    opened(page, big)
    first = titles(page)
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    second = titles(page)

    assert len(first) == len(second) == 200
    assert first[:3] == ["0007", "0307", "0607"]
    assert set(first).isdisjoint(second)
    assert page.locator("#all-tests [role=status]").inner_text() == "201–400 of 3,000 tests"
    assert page.locator("#all-tests table").get_attribute("aria-rowcount") == "3001"
    assert page.locator("#all-tests tbody tr").first.get_attribute("aria-rowindex") == "202"
    assert not page.get_by_text("left out of this table").is_visible()


def test_filter_finds_while_one_types(big: str, page: Page) -> None:
    """Text, outcome and suite narrow the rows together; the address remembers them."""
    opened(page, big)
    page.get_by_label("Filter").press_sequentially("TEST_00")
    page.locator("#all-tests tbody tr").nth(99).wait_for()  # those below the fold come later
    by_text = titles(page)
    page.get_by_label("Outcome").select_option("failed")
    both = titles(page)
    page.get_by_role("combobox", name="Suite").select_option("suite-1")

    assert len(by_text) == 100
    assert both == ["0007"]
    assert titles(page) == ["0007"]
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    assert titles(page) == ["0007"]
    assert page.get_by_label("Filter").input_value() == "TEST_00"
    assert page.locator("#all-tests").get_attribute("open") == ""


def test_headings_sort_by_keyboard(big: str, page: Page) -> None:
    """A heading sorts upwards, then downwards, and says which."""
    opened(page, big)
    page.get_by_role("button", name="Time").focus()
    page.keyboard.press("Enter")
    up = titles(page)[:2]
    page.keyboard.press("Enter")
    down = titles(page)[:2]
    heading = page.locator("#all-tests th[aria-sort]")

    assert up == ["0000", "0001"]
    assert down == ["2999", "2998"]
    assert heading.count() == 1
    assert heading.get_attribute("aria-sort") == "descending"


def test_copied_rows_compute_nothing(big: str, page: Page) -> None:
    """What begins like a formula is text to a spreadsheet, and markup is text to the page."""
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: (text) => {"
        " window.copied = text; return Promise.resolve(); }}})"
    )
    opened(page, big)
    page.get_by_label("Outcome").select_option("failed")
    page.get_by_role("button", name="Copy as CSV").click()
    lines = page.evaluate("window.copied").split("\r\n")

    assert lines[0] == "test,outcome,milliseconds,suite,note"
    assert len(lines) == 12
    assert lines[1].endswith(',failed,7,"suite-1","\'=1+1 <b>no</b>"')
    assert page.locator("#all-tests tbody b").count() == 0


def test_without_script_the_first_rows_stand(big: str, browser: Browser) -> None:
    """Without JavaScript there is a plain table that says what it leaves out."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    opened(page, big)
    rows, said = len(titles(page)), page.get_by_text("left out of this table").inner_text()
    context.close()

    assert rows == 300
    assert said.startswith("2,700 of 3,000 tests are left out of this table without JavaScript")


def test_controls_are_accessible_on_a_phone(big: str, page: Page) -> None:
    """The rules of axe-core hold in both themes, and the page does not scroll sideways."""
    opened(page, big)
    page.set_viewport_size({"width": 320, "height": 700})
    page.get_by_role("button", name="Test", exact=True).click()

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(color_scheme="light")
    light = Axe().run(page, options={"preload": False})
    assert light.violations_count == 0, light.generate_report()
    page.emulate_media(color_scheme="dark")
    dark = Axe().run(page, options={"preload": False})
    assert dark.violations_count == 0, dark.generate_report()

"""Markdown that a page offers to copy, with and without the leave of the browser."""

from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no types
from playwright.sync_api import Browser, Page

from reportgen.render import html
from reportgen.render.copies import Copy
from tests.factories import make_report

pytestmark = pytest.mark.browser

BRIEF: Final = "**Change** regressed\n\n`<b>` & \\`more\\`\n"
FULL: Final = "# Report\n\n| a | b |\n"
REFUSED: Final = (
    "Object.defineProperty(navigator, 'clipboard',"
    " {value: {writeText: () => Promise.reject(new Error('no'))}})"
)
ALLOWED: Final = (
    "Object.defineProperty(navigator, 'clipboard', {value: {writeText: (text) => {"
    " window.copied = text; return Promise.resolve(); }}})"
)


@pytest.fixture(scope="session")
def offering(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a report that offers two texts."""
    path = tmp_path_factory.mktemp("copying") / "report.html"
    copies = Copy("in brief", BRIEF), Copy("for an issue", FULL)
    path.write_text(html.render(make_report(), copies), encoding="utf-8")
    return path.as_uri()


def test_a_button_copies_what_was_rendered(offering: str, page: Page) -> None:
    """What is copied is the Markdown, character by character."""
    page.add_init_script(ALLOWED)
    page.goto(offering)
    page.get_by_role("button", name="Copy in brief").click()

    assert page.evaluate("window.copied") == BRIEF
    assert page.locator(".copying [role=status]").inner_text() == "Copied in brief"


@pytest.mark.parametrize("leave", [REFUSED, "delete Navigator.prototype.clipboard"])
def test_without_leave_the_text_is_selected(offering: str, page: Page, leave: str) -> None:
    """Where the browser refuses, or has no clipboard, a field holds the text, selected."""
    page.add_init_script(leave)
    page.goto(offering)
    page.get_by_role("button", name="Copy for an issue").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("The report for an issue, in Markdown")
    field.wait_for()
    selected = field.evaluate(
        "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    )

    assert selected == FULL
    assert "press Ctrl+C" in page.locator(".copying [role=status]").inner_text()


def test_without_script_the_text_stands_there(offering: str, browser: Browser) -> None:
    """Without JavaScript the text can be unfolded and selected, and no button does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(offering)
    page.locator("#copy > summary").click()
    text, buttons = page.locator("#copy pre").first.inner_text(), page.locator("button").count()
    context.close()

    assert text == BRIEF
    assert buttons == 0


def test_copying_is_accessible_on_a_phone(offering: str, page: Page) -> None:
    """The rules of axe-core hold in both themes, and the page does not scroll sideways."""
    page.add_init_script(REFUSED)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(offering)
    page.locator("#copy > summary").click()
    page.get_by_role("button", name="Copy in brief").click()
    page.locator("textarea").wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options={"preload": False})
        assert found.violations_count == 0, found.generate_report()

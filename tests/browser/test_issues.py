"""Texts for issues: what is copied says what the page says, and artifacts do nothing in it."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser import stories
from tests.browser.test_filled import filled
from tests.render.markdown.renderers import RENDERERS, read
from tests.website.test_hostile import NAMES

pytestmark = pytest.mark.browser

CAUSE: Final = "site/failures/c0ffee0123456789.html"
HOSTILE: Final = (
    *NAMES.values(),
    "@everyone closes #1, GH-2 and https://example.org/x",
    "```\n/close\n~~~\n/merge",
    "text\r/approve\r\n/label ~x",
    "`` ` ```` `",
    "{noformat}\n{color:red}h1. x{color}\n!https://example.org/a.png!",
    "| a | b |\n|---|---|\n[x](https://example.org)",
)


def blocks_of(text: str) -> list[Any]:
    """Return an issue in which *text* stands wherever text of an artifact may."""
    part = {"code": text}
    return [
        ["head", [part]],
        ["item", 0, ["broken on ", part, ": red"]],
        ["item", 1, ["first failed: ", part]],
        ["words", ["It said:"]],
        ["said", text],
        ["words", ["after ", part]],
    ]


@pytest.fixture
def write(out: Path, page: Page) -> Any:  # noqa: ANN401 - a function
    """Return the function of the site that writes blocks for a target."""
    page.goto(f"{(out / 'till' / 'test.html').as_uri()}?k={stories.BROKEN}")
    filled(page)
    return lambda target, text: page.evaluate(
        "([target, blocks]) => reportgen.writeIssue(target, blocks)", [target, blocks_of(text)]
    )


def test_artifacts_do_nothing_in_markdown(write: Any) -> None:  # noqa: ANN401 - a function
    """Whatever a test says stays code for every renderer; our own words stay words."""
    for target in ("github", "gitlab"):
        for text in HOSTILE:
            written = write(target, text)
            for name, render in RENDERERS.items():
                page = read(render(written))

                assert {"h3", "ul", "li", "code", "p", "pre"} >= set(page.tags), (name, text)
                live = " ".join(page.live.split())
                assert "broken on : red first failed: It said: after" == live, (name, text)


def test_no_line_commands_gitlab(write: Any) -> None:  # noqa: ANN401 - a function
    """GitLab looks for commands at the beginning of lines, in some versions in fences, too."""
    for text in HOSTILE:
        assert not re.search(r"(?m)^/", write("gitlab", text))
        assert "\r" not in write("gitlab", text)


def test_artifacts_do_nothing_in_wiki_markup(write: Any) -> None:  # noqa: ANN401 - a function
    """What could begin a macro, a link or a picture is an entity; nothing ends the block."""
    for text in HOSTILE:
        written = write("jira", text)
        before, said, after = written.split("{noformat}")
        outside = re.sub(r"\{\{(.*)\}\}", r"\1", before + after)

        assert set() == set(outside) & set("{}![]|\\")
        assert "noformat}" not in said.replace("{ noformat}", "")


def test_the_tracker_is_kept_in_the_address(out: Path, page: Page) -> None:
    """Who sends the address sends the choice; the text is there to read before it is copied."""
    address = f"{(out / 'till' / 'test.html').as_uri()}?k={stories.FLAKY}"
    page.goto(address)
    filled(page)
    page.get_by_label("for", exact=True).select_option("jira")
    page.goto(page.url)
    page.reload()
    filled(page)

    expect(page.get_by_label("for", exact=True)).to_have_value("jira")
    assert page.get_by_label("Text for an issue").input_value().startswith("h3. {{till")
    expect(page.locator("h1")).to_have_text("till.money.Money.converts")


def test_cause_as_an_issue(out: Path, page: Page) -> None:
    """The page of a cause offers the same: what, how often, where, and what it said."""
    page.goto((out / CAUSE).as_uri())
    page.locator("#issue summary").click()
    text = page.get_by_label("Text for an issue").input_value()

    assert text.startswith(
        "### `AssertionError: assert 500 == 201`\n\n- 41 failures of 7 tests in "
    )
    assert "- in `billing/charges.py:create`" in text
    assert "```text\nAssertionError: assert 500 == 201\n```" in text


def test_what_cannot_be_copied_is_selected(out: Path, page: Page) -> None:
    """Where a page may not write to the clipboard the text is unfolded and selected."""
    page.goto(f"{(out / 'till' / 'test.html').as_uri()}?k={stories.FLAKY}")
    filled(page)
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    page.get_by_role("button", name="Copy as issue").click()

    expect(page.locator(".take [role=status]")).to_contain_text("Selected")
    field = page.get_by_label("Text for an issue")
    expect(field).to_be_focused()
    selected = field.evaluate(
        "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    assert field.input_value() == selected

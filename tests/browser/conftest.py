"""A browser that is allowed nothing but local files, and the pages to open in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from reportgen import website
from reportgen.config.settings import Settings
from reportgen.history.columns import column_of
from reportgen.overtime import trends_of
from reportgen.render import html
from tests.browser import stories

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """Return a Chromium without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with reports, a site of thirty runs, and one of many runs of few tests."""
    folder = tmp_path_factory.mktemp("public")
    reports = {
        "held": stories.held(),
        "red": stories.red(),
        "green": stories.green(),
        "many": stories.red(300),
    }
    for name, report in reports.items():
        (folder / f"{name}.html").write_text(html.render(report), encoding="utf-8")
    records = [*stories.history(29), stories.held()]
    website.build(
        records,
        folder / "site",
        columns=map(column_of, records),
        trends=stories.trends(),
        settings=Settings(),
        store_bytes=421_888,
        problems=["`runs/2025/08/a.json.gz` is cut off: its last line is missing"],
    )
    runs, columns = stories.till()
    website.build(
        runs,
        folder / "till",
        columns=columns,
        trends=trends_of(columns, Settings()),
        settings=Settings(),
    )
    return folder


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a profile that the pages share: they leave nothing in it."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Return a page that fails the test for any message on the console and any way out."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(error.message))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file://", "data:")) else said.append(request.url)
        ),
    )
    yield page
    page.close()

    assert said == []

"""A page that is open while the site is built again."""

from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from reportgen import website
from reportgen.cli.serving import LOOPBACK, make_server
from tests.website.test_build import make_runs

pytestmark = pytest.mark.browser


def test_an_open_page_is_loaded_again(browser: Browser, tmp_path: Path) -> None:
    """The script runs under the policy of the page, and sees that the site is another."""
    out = tmp_path / "public"
    website.build(make_runs(1), out)
    with make_server(out, 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        context = browser.new_context()
        try:
            page = context.new_page()
            said: list[str] = []
            page.on("console", lambda message: said.append(message.text))
            page.goto(f"http://{LOOPBACK}:{server.server_port}/runs/")
            before = page.locator("tbody tr").count()
            with page.expect_navigation():
                website.build(make_runs(3), out)
            after = page.locator("tbody tr").count()
        finally:
            context.close()
            server.shutdown()
            thread.join()

    assert (1, 3) == (before, after)
    assert [] == [text for text in said if "Security" in text]

"""How long a page takes in Chromium until somebody can use it, and what memory that needs."""

import shutil
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, Literal, NamedTuple

from playwright.sync_api import Error, sync_playwright
from tables import KEYSTROKES, OPEN, TYPED, held

MOST_S: Final = 60
# Three frames in a row that were not late: whoever scrolls or types now is answered.
SETTLED: Final = """
async () => {
  let good = 0, before = performance.now();
  while (good < 3) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    const now = performance.now();
    good = now - before < 100 ? good + 1 : 0;
    before = now;
  }
}
"""
FIRST: Final = """
() => performance.getEntriesByName("first-contentful-paint").map((each) => each.startTime)[0] ?? 0
"""


class Opened(NamedTuple):
    """
    What a reader meets: seconds until something is seen and until it can be used, megabytes.

    *key_ms* is what the slowest keystroke in a filter takes, where there is one.
    """

    first_s: float
    usable_s: float
    memory_mb: int
    key_ms: float | None = None


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that has gone."""


def look(folder: Path, page: str, *, has_table: bool = False) -> Opened | None:
    """
    Open *page* of *folder* over HTTP; None where there is no Chromium or the page does not settle.

    *has_table* says that it is a report of ours, whose table of all tests is opened and filtered.
    """
    program = shutil.which("chromium")
    if program is None:
        return None
    server = _Server(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu"]
            )
            tab = browser.new_page()
            tab.set_default_timeout(MOST_S * 1000)
            # Others show an empty frame first, and fetch what they show.
            until: Literal["load", "networkidle"] = "load" if has_table else "networkidle"
            began = time.perf_counter()
            tab.goto(f"http://127.0.0.1:{server.server_port}/{page}", wait_until=until)
            tab.evaluate(OPEN if has_table else SETTLED)
            usable = time.perf_counter() - began
            first = float(tab.evaluate(FIRST)) / 1000
            keys = (
                [ms for text in TYPED for ms in tab.evaluate(KEYSTROKES, text)] if has_table else []
            )
            opened = Opened(first, usable, held(browser), max(keys, default=None))
            browser.close()
            return opened
    except Error:
        return None
    finally:
        server.shutdown()
        server.server_close()

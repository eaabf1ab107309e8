"""
Measure the table of all tests of a report and of a run's page on the site, in a real Chromium.

``python bench/tables.py --tests 100000`` prints when the table can be used, what a keystroke in its
filter takes to the next frame, and how much memory the process holds that shows the page.
"""

import argparse
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from history import Plan, reports
from playwright.sync_api import Browser, sync_playwright

from reportgen import website
from reportgen.config import Settings
from reportgen.history.columns import column_of
from reportgen.overtime import trends_of
from reportgen.render import html

TYPED = ("test_04", "part01 test_0051", "nothing")
OPEN = """
async () => {
  document.querySelector("#all-tests > summary").click();
  while (!document.querySelector("#all-tests [role=status]")) {
    await new Promise((done) => requestAnimationFrame(done));
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
}
"""
KEYSTROKES = """
async (text) => {
  const field = document.querySelector("#all-tests input");
  const times = [];
  field.focus();
  for (let length = 1; length <= text.length; length += 1) {
    await new Promise((done) => setTimeout(done, 60));
    const began = performance.now();
    field.value = text.slice(0, length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    times.push(performance.now() - began);
  }
  return times;
}
"""


class Seen(NamedTuple):
    """What a reader meets: seconds until the table is there, milliseconds a key, megabytes."""

    usable_s: float
    keys_ms: list[float]
    opened_mb: int
    typed_mb: int


def pages(plan: Plan, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield what is measured, made of *plan* in *folder*."""
    runs = list(reports(plan))
    alone = folder / "report.html"
    alone.write_text(html.render(runs[-1]), encoding="utf-8")
    yield f"report of {alone.stat().st_size / 1e6:.1f} MB", alone
    columns = [column_of(run) for run in runs]
    trends = trends_of(columns, Settings())
    website.build(runs, folder / "site", columns=columns, trends=trends, settings=Settings())
    yield "page of a run on the site", folder / "site" / "runs" / runs[-1].run.id / "index.html"


def look(browser: Browser, path: Path) -> Seen:
    """Open the page at *path* and type into its filter."""
    page = browser.new_page()
    began = time.perf_counter()
    page.goto(path.as_uri())
    page.evaluate(OPEN)
    usable = time.perf_counter() - began
    opened = held(browser)
    keys = [ms for text in TYPED for ms in page.evaluate(KEYSTROKES, text)]
    typed = held(browser)
    page.close()
    return Seen(usable, keys, opened, typed)


def held(browser: Browser) -> int:
    """Return the memory of the largest process that shows pages, in megabytes."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    sizes = [
        int(line[1])
        for process in found
        if process["type"] == "renderer"
        for line in [re.search(r"VmRSS:\s+(\d+)", _status(process["id"]))]
        if line
    ]
    return max(sizes) * 1024 // 1_000_000


def _status(process: int) -> str:
    return Path(f"/proc/{process}/status").read_text(encoding="utf-8")


def measure(plan: Plan, folder: Path) -> None:
    """Print what the pages of *plan* come to, as rows of a table in Markdown."""
    print("| page | usable s | key ms, median | key ms, largest | MB | MB after typing |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, path in pages(plan, folder):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            seen = look(browser, path)
            browser.close()
        print(
            f"| {name} | {seen.usable_s:.2f} | {median(seen.keys_ms):.0f} "
            f"| {max(seen.keys_ms):.0f} | {seen.opened_mb} | {seen.typed_mb} |"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--tests", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Plan(given.runs, given.tests), Path(folder))

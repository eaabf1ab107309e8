"""
Measure what a keystroke in the filter of the site's list of tests takes, in a real Chromium.

``python bench/filtering.py --tests 100000``
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from history import Plan, reports
from playwright.sync_api import sync_playwright

from reportgen import website
from reportgen.config import Settings
from reportgen.history.columns import column_of
from reportgen.overtime import trends_of

TYPED = ("test_04", "part01 test_0051", "nothing")
KEYSTROKES = """
async (text) => {
  const field = document.getElementById("filter");
  const times = [];
  for (let length = 1; length <= text.length; length += 1) {
    const began = performance.now();
    field.value = text.slice(0, length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const script = performance.now() - began;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    times.push([field.value, script, performance.now() - began]);
    await new Promise((done) => setTimeout(done, 60));
  }
  return times;
}
"""


def build(plan: Plan, out: Path) -> None:
    """Build the site of *plan*, without pages of its runs."""
    columns = [column_of(report) for report in reports(plan)]
    began = time.process_time()
    trends = trends_of(columns, Settings())
    website.build([], out, columns=columns, trends=trends, settings=Settings())
    print(f"built in {time.process_time() - began:.1f} s of CPU")


def measure(out: Path) -> None:
    """Open the list in *out*, type, and print what each keystroke took."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        began = time.perf_counter()
        page.goto((out / "tests" / "index.html").as_uri())
        page.wait_for_selector("#app:not([aria-busy]) table", timeout=120_000)
        print(f"opened in {time.perf_counter() - began:.2f} s")
        for text in TYPED:
            for typed, script, frame in page.evaluate(KEYSTROKES, text):
                print(f"{typed:>20}  {script:4.0f} ms of script, {frame:4.0f} ms to the next frame")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--tests", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build(Plan(given.runs, given.tests), Path(folder))
        measure(Path(folder))

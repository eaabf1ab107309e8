"""
Pictures of every page of the site of the story, for `docs/site.md`.

``python bench/screenshots.py`` records the story of sixty runs in a temporary folder, builds its
site, opens the pages in Chromium and writes ``docs/screenshots/``: each page light and dark, some
as wide as a phone. ``--out`` names another folder, ``--format png`` pictures that any viewer shows,
and names of pages only these.
"""

import argparse
import base64
import json
import os
import runpy
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from reportgen import cli

ROOT: Final = Path(__file__).resolve().parent.parent
STORY: Final = ROOT / "fixtures" / "history"
OUT: Final = ROOT / "docs" / "screenshots"
CONFIG: Final = '[project]\nname = "shop"\n'
WIDE: Final = 1280
NARROW: Final = 380
TALL: Final = 1100
"""So much of a page is shown at most: what begins below it looks like what stands above."""
QUALITY: Final = 62
FLAKY: Final = "test_two_tills_take_the_last_one"
SLOWER: Final = "test_total_abroad"

Scheme = Literal["light", "dark"]


class Shot(NamedTuple):
    """A page of the site: what its picture is called, its address, and whether a phone has it."""

    name: str
    address: str
    phone: bool = False


class View(NamedTuple):
    """How a page is looked at; *suffix* is what the picture is called besides."""

    suffix: str
    scheme: Scheme
    width: int


LIGHT: Final = View("light", "light", WIDE)
DARK: Final = View("dark", "dark", WIDE)
PHONE: Final = View("phone", "light", NARROW)


def record(history: Path, config: Path) -> None:
    """Record the story in *history*, for the project that *config* names."""
    arguments = runpy.run_path(str(STORY / "record.py"))["arguments"]
    for run in json.loads((STORY / "runs.json").read_text(encoding="utf-8")):
        if code := cli.main([*arguments(run, str(history)), "--config", str(config)]):
            sys.exit(code)


def build(folder: Path) -> Path:
    """Return the site of the story, recorded and built in *folder*."""
    config, history, site = folder / "reportgen.toml", folder / "history", folder / "site"
    config.write_text(CONFIG, encoding="utf-8")
    record(history, config)
    told = ["--history", str(history), "--out", str(site), "--config", str(config), "--quiet"]
    if code := cli.main(["site", *told]):
        sys.exit(code)
    return site


def shots(site: Path) -> Iterator[Shot]:
    """Yield the pages of *site* that are shown, in the order of its navigation."""
    tests = dict(_tests(site))
    index = _document(next((site / "data").glob("index-*.js")))
    vat = next(cause["page"] for cause in index["causes"] if "no rate 'reduced'" in cause["says"])
    runs = sorted(path.parent.name for path in site.glob("runs/*/index.html"))
    good, bad = (next(run for run in runs if run.startswith(day)) for day in DAYS)
    yield Shot("overview", "index.html", phone=True)
    yield Shot("runs", "runs/index.html", phone=True)
    yield Shot("run", f"runs/{bad}/index.html", phone=True)
    yield Shot("compare", f"compare.html?a={good}&b={bad}", phone=True)
    yield Shot("tests", "tests/index.html#tree=1", phone=True)
    yield Shot("test", f"test.html?k={tests[FLAKY]}", phone=True)
    yield Shot("test-slower", f"test.html?k={tests[SLOWER]}#times")
    yield Shot("grid", "grid.html?suite=unit", phone=True)
    yield Shot("flaky", "flaky/index.html")
    yield Shot("failures", "failures/index.html")
    yield Shot("cause", vat, phone=True)
    yield Shot("speed", "speed/index.html")
    yield Shot("services", "services/index.html")
    yield Shot("service", _below(site, "services", "payments"), phone=True)
    yield Shot("memory", "memory/index.html")
    yield Shot("process", _below(site, "memory", "rss"))
    yield Shot("steps", "steps/index.html")
    yield Shot("trends", "trends.html")
    yield Shot("about", "about/index.html")


DAYS: Final = ("20250926T0903", "20250929T0910")
"""The last good run and the first bad one of the regression."""


def _tests(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((site / "data" / "names").glob("*.js")):
        shard = _document(path)
        yield from zip(shard["names"].split("\n"), shard["ids"].split("\n"), strict=True)


def _document(path: Path) -> Any:  # noqa: ANN401 - a JSON document
    """Return what the script at *path* hands over."""
    return json.loads(path.read_text(encoding="utf-8").partition(",")[2].removesuffix(");\n"))


def _below(site: Path, folder: str, name: str) -> str:
    page = min((site / folder).glob(f"{name}-*.html"))
    return page.relative_to(site).as_posix()


def views(shot: Shot) -> Iterable[View]:
    """Return how *shot* is looked at."""
    return (LIGHT, DARK, PHONE) if shot.phone else (LIGHT, DARK)


def picture(page: Page, address: str, kind: str) -> bytes:
    """Return what *page* shows at *address*, from its top on, in the format *kind*."""
    page.goto("about:blank")
    page.goto(address)
    if page.locator("#app").count():
        page.wait_for_selector("#app:not([aria-busy]) > *")
    page.evaluate("scrollTo(0, 0)")
    whole = page.evaluate("document.documentElement.scrollHeight")
    width = page.evaluate("innerWidth")
    area = {"x": 0, "y": 0, "width": width, "height": min(whole, TALL), "scale": 1}
    session = page.context.new_cdp_session(page)
    quality = {} if kind == "png" else {"quality": QUALITY}
    shown = session.send(
        "Page.captureScreenshot",
        {"format": kind, "clip": area, "captureBeyondViewport": True, **quality},
    )
    session.detach()
    return base64.b64decode(shown["data"])


def take(browser: Browser, site: Path, out: Path, kind: str, wanted: Sequence[str]) -> list[Path]:
    """Write the pictures of the pages of *site* that are *wanted*, of all for none, to *out*."""
    out.mkdir(parents=True, exist_ok=True)
    taken = []
    for shot in shots(site):
        if wanted and shot.name not in wanted:
            continue
        for view in views(shot):
            context = browser.new_context(
                viewport={"width": view.width, "height": 800},
                color_scheme=view.scheme,
                reduced_motion="reduce",
            )
            path = out / f"{shot.name}-{view.suffix}.{kind}"
            path.write_bytes(picture(context.new_page(), f"{site.as_uri()}/{shot.address}", kind))
            context.close()
            taken.append(path)
    return taken


def chromium() -> str:
    """Return the path of the Chromium that ``REPORTGEN_CHROMIUM`` names or the search path has."""
    named = os.environ.get("REPORTGEN_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        sys.exit("no Chromium: install one, or name it in REPORTGEN_CHROMIUM")
    return found


def main() -> None:
    """Take the pictures and say how many bytes they are."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0].strip())
    parser.add_argument("pages", nargs="*", help="names of pages, as in `overview`; default all")
    parser.add_argument("--out", type=Path, default=OUT, help="where to; default docs/screenshots")
    parser.add_argument("--format", choices=("webp", "png"), default="webp", dest="kind")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = build(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        taken = take(browser, site, asked.out, asked.kind, asked.pages)
        browser.close()
    size = sum(path.stat().st_size for path in taken)
    print(f"{len(taken)} pictures, {size / 1e6:.1f} MB, in {asked.out}")


if __name__ == "__main__":
    main()

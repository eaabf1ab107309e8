"""Reports and site as a reader meets them: opened from disk, narrow and wide, light and dark."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no types
from playwright.sync_api import Browser, Page

from tests.browser import stories

pytestmark = pytest.mark.browser

RUN: Final = "site/runs/20250915T133500Z-3f2a9c1/index.html"
PAGES: Final = (
    "held.html",
    "red.html",
    "green.html",
    "many.html",
    "site/index.html",
    "site/trends.html",
    "site/runs/index.html",
    "site/runs/2025-08.html",
    "site/flaky/index.html",
    "site/failures/index.html",
    "site/failures/c0ffee0123456789.html",
    "site/speed/index.html",
    "site/services/index.html",
    "site/services/api-5452702f91.html",
    "site/memory/index.html",
    "site/memory/worker-6ef5dfc728.html",
    "site/steps/index.html",
    "site/about/index.html",
    RUN,
)
FILLED: Final = (
    "till/tests/index.html",
    f"till/test.html?k={stories.BROKEN}",
    f"till/test.html?k={stories.FLAKY}",
    "till/grid.html",
    "till/grid.html?suite=till.money",
    "till/compare.html?a=till-069&b=till-071",
)
"""Pages that a script fills with data."""
CONTRAST: Final = """
() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  const paint = (colours) => {
    for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map(
      (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const poor = [];
  let seen = 0;
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || element.closest('svg') || !element.checkVisibility()) continue;
    if (++seen > 1500) break;
    const grounds = [];
    for (let at = element; at; at = at.parentElement) {
      grounds.unshift(getComputedStyle(at).backgroundColor);
    }
    const ground = light(paint(grounds));
    const ink = light(paint([...grounds, getComputedStyle(element).color]));
    const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    if (contrast < 4.5) {
      poor.push(`${element.tagName} ${element.className} ${contrast.toFixed(2)}`);
    }
  }
  return {seen, poor};
}
"""

every_page = pytest.mark.parametrize("name", [*PAGES, *FILLED])
every_static_page = pytest.mark.parametrize("name", PAGES)


def address(out: Path, name: str) -> str:
    """Return where the page *name* is."""
    path, _, query = name.partition("?")
    return (out / path).as_uri() + (f"?{query}" if query else "")


def opened(out: Path, name: str, page: Page) -> None:
    """Open the page *name*, and wait until its script has filled it, if it has one."""
    page.goto(address(out, name))
    if name in FILLED:
        page.wait_for_selector("#app:not([aria-busy]) > *")


@every_page
def test_opens_in_silence(name: str, out: Path, page: Page) -> None:
    """From disk, a page loads with its style, says nothing on the console and asks for nothing."""
    opened(out, name, page)

    assert page.title()
    assert page.locator("h1").count() == 1
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px"
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"


@every_page
def test_never_scrolls_sideways(name: str, out: Path, page: Page) -> None:
    """Tables scroll in their own box; the page does not, however narrow and unfolded."""
    opened(out, name, page)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    widths = (320, 360, 768, 1280)
    needed = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        needed.append(page.evaluate("document.documentElement.scrollWidth"))

    assert all(need <= width for need, width in zip(needed, widths, strict=True)), needed


@every_page
def test_text_has_contrast(name: str, out: Path, page: Page) -> None:
    """Text stands out from its ground by 4.5 to 1, in both themes."""
    opened(out, name, page)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(CONTRAST)

        assert found["seen"] > 30
        assert found["poor"] == []


@every_page
def test_no_rule_of_accessibility_is_broken(name: str, out: Path, page: Page) -> None:
    """The rules of axe-core (WCAG 2 and good practice) hold in both themes, all unfolded."""
    opened(out, name, page)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        # Loading the styles once more is what the policy of the pages forbids.
        found = Axe().run(page, options={"preload": False})

        assert found.response["passes"]
        assert found.violations_count == 0, found.generate_report()


def test_themes_differ(out: Path, page: Page) -> None:
    """The page follows the reader's system."""
    grounds = []
    page.goto(address(out, "green.html"))
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert grounds == ["rgb(247, 247, 245)", "rgb(18, 22, 27)"]


@every_page
def test_first_key_skips_to_the_content(name: str, out: Path, page: Page) -> None:
    """The skip link is the first stop, becomes visible, and leads into the content."""
    opened(out, name, page)
    page.keyboard.press("Tab")
    focused = page.locator(":focus")

    assert focused.inner_text() == "Skip to the content"
    page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@every_page
def test_headings_are_in_order(name: str, out: Path, page: Page) -> None:
    """No level is skipped on the way down."""
    opened(out, name, page)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => +h.tagName[1])"
    )

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_page
def test_every_table_has_a_caption_and_headings(name: str, out: Path, page: Page) -> None:
    """A table says what it is about, and each of its headings what it heads."""
    opened(out, name, page)
    tables = page.locator("table").count()

    assert page.locator("table > caption").count() == tables
    assert page.locator("th:not([scope])").count() == 0


@every_page
def test_every_picture_has_words(name: str, out: Path, page: Page) -> None:
    """A chart has a text alternative; decoration is hidden from those who cannot see it."""
    opened(out, name, page)

    assert page.locator("svg:not([aria-hidden]):not([role=img][aria-label])").count() == 0
    assert page.locator("figure").count() == page.locator("figure > svg[role=img]").count()


def test_every_link_leads_somewhere(out: Path, page: Page) -> None:
    """All pages of the site are reached from the index, and each anchor is there."""
    waiting = [address(out, "site/index.html"), *(address(out, name) for name in PAGES[:4])]
    seen: set[str] = set()
    anchors: set[str] = set()
    asked: set[str] = set()
    linked: set[str] = set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        page.goto(url)
        if page.locator("#app").count():
            page.wait_for_selector("#app:not([aria-busy]) > *")
        ids = set(page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)"))
        anchors |= {f"{url}#{anchor}" for anchor in ids} | {url}
        links = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.href)")
        local = [link for link in links if link.startswith("file://")]
        # What stands behind "?" and, with "=", behind "#" is what a script is asked for.
        local = [re.sub(r"#\w+=.*", "", link) for link in local]
        local = [link for link in local if link.partition("?")[0] not in asked or "?" not in link]
        asked |= {link.partition("?")[0] for link in local if "?" in link}
        waiting += [urldefrag(link).url for link in local]
        linked |= {link for link in local if link.partition("?")[0].endswith(".html")}

    assert {path.as_uri() for path in (out / "site").rglob("*.html")} <= {
        url.partition("?")[0] for url in seen
    }
    assert linked - anchors == set()


def test_clicking_through_the_site(out: Path, page: Page) -> None:
    """From the index to a run, to an older one, to the trends, and back."""
    page.goto(address(out, "site/index.html"))
    page.locator("h1 a").click()
    first = page.url
    page.get_by_role("link", name="Older run").click()

    assert page.url != first
    page.get_by_role("link", name="Trends").click()
    assert page.locator("h1").inner_text() == "Trends"
    page.get_by_role("link", name="Runs", exact=True).click()
    assert page.url == address(out, "site/runs/index.html")
    page.get_by_role("link", name="2025-08", exact=True).click()
    page.get_by_role("link", name="Overview", exact=True).first.click()
    assert page.url == address(out, "site/index.html")


def test_evidence_is_one_click_away(out: Path, page: Page) -> None:
    """From a claim to the row of the artifact that shows it."""
    page.goto(address(out, "held.html"))
    page.locator("section[aria-labelledby=judged] td a").first.click()
    target = page.locator(":target")

    assert target.locator("th").inner_text() == "junit-ssot.xml"
    assert target.is_visible()


def test_link_into_a_folded_part_unfolds_it(out: Path, page: Page) -> None:
    """A deep link to one of many failures shows that failure."""
    page.goto(address(out, "many.html"))
    anchors = page.evaluate("[...document.querySelectorAll('.findings li')].map((li) => li.id)")
    page.goto(f"{address(out, 'many.html')}#{anchors[100]}")

    assert page.locator(":target").is_visible()


@every_static_page
def test_reads_the_same_without_scripts(name: str, out: Path, browser: Browser) -> None:
    """Nothing waits for JavaScript but the pages that are filled with data, and what copies."""
    texts = []
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled)
        page = context.new_page()
        page.goto(address(out, name))
        if enabled:
            page.locator("[data-blocks], #filter-runs, .tools.copying").evaluate_all(
                "all => all.forEach(e => e.remove())"
            )
        texts.append(page.locator("body").inner_text())
        context.close()

    assert texts[0] == texts[1]
    assert len(texts[0]) > 500


def test_long_names_wrap(out: Path, page: Page) -> None:
    """The name of a test is readable as a whole, however long it is and narrow the screen."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address(out, "red.html"))
    title = page.locator(".case code").first.bounding_box()

    assert title is not None
    assert title["x"] + title["width"] <= 360

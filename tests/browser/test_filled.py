"""Pages that a script fills with data: found by clicks and keys, and honest where data lacks."""

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from reportgen import website
from reportgen.config import Settings
from reportgen.history.columns import column_of
from reportgen.overtime import trends_of
from tests.browser import stories
from tests.factories import make_failure, make_report, make_run
from tests.website.data.sites import handed_over
from tests.website.test_hostile import NAMES

pytestmark = pytest.mark.browser

FIRST_BAD: Final = "till-071"
LAST_GOOD: Final = "till-069"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name above
        """Say nothing."""


@pytest.fixture
def served(out: Path) -> Iterator[str]:
    """Return where the sites are served, in a subfolder of a server on loopback."""
    handler = partial(_Quiet, directory=str(out.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{out.name}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["disk", "web"])
def place(request: pytest.FixtureRequest, out: Path) -> str:
    """Return where the site is: on the disk, and on a server."""
    if request.param == "disk":
        return f"{out.as_uri()}/till"
    served: str = request.getfixturevalue("served")
    return f"{served}/till"


@pytest.fixture
def reader(browser: Browser, place: str) -> Iterator[Page]:
    """Return a page that fails the test for any word on the console and any request elsewhere."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(error.message))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((place, "data:")) else said.append(request.url)
        ),
    )
    yield page
    page.close()

    assert [] == said


@pytest.fixture
def copied(out: Path, tmp_path: Path) -> Path:
    """Return a copy of the site that a test may break."""
    return Path(shutil.copytree(out / "till", tmp_path / "till"))


@pytest.fixture
def loud(browser: Browser) -> Iterator[Page]:
    """Return a page that may complain."""
    page = browser.new_page()
    yield page
    page.close()


def filled(page: Page) -> None:
    """Wait until the script has filled the page."""
    page.wait_for_selector("#app:not([aria-busy]) > *")


def test_which_test_broke_main_and_since_when(reader: Page, place: str) -> None:
    """By clicking alone: the broken test, its reason, the last run that passed, the first bad."""
    reader.goto(f"{place}/index.html")
    reader.get_by_role("navigation", name="Site").get_by_role("link", name="Tests").click()
    reader.get_by_role("button", name="Broken").click()
    reader.get_by_role("row").get_by_role("link", name="till.money.Money.rounds").click()
    filled(reader)
    card = reader.locator("#app .card")

    expect(reader.locator("h1")).to_have_text("till.money.Money.rounds")
    expect(card).to_contain_text("os=windows broken")
    transition = card.locator("p", has_text="first failed in the run of")
    links = transition.get_by_role("link")
    assert f"runs/{LAST_GOOD}/index.html" == links.nth(0).get_attribute("href")
    expect(transition).to_contain_text("red in 10 runs since")
    links.nth(1).click()
    assert reader.url == f"{place}/runs/{FIRST_BAD}/index.html"
    expect(reader.locator("main")).to_contain_text("0.1 + 0.2 is not 0.3")


def test_state_of_the_list_is_its_address(reader: Page, place: str) -> None:
    """Filter, sort and page stand in the address: a link to it shows the same."""
    reader.goto(f"{place}/tests/index.html")
    filled(reader)
    reader.get_by_label("Filter by name").fill("PRINTS money")
    reader.get_by_role("button", name="p95").click()
    reader.get_by_role("button", name="p95").click()
    first = reader.locator("tbody th").all_inner_texts()
    url = reader.url
    reader.goto("about:blank")
    reader.goto(url)
    filled(reader)

    assert "q=PRINTS+money" in url
    assert first == reader.locator("tbody th").all_inner_texts()
    assert 20 == len(first)
    assert "ascending" == reader.locator("th[aria-sort]").get_attribute("aria-sort")
    expect(reader.locator(".pages")).to_contain_text("20 tests")


def test_quick_filters_and_suites(reader: Page, place: str) -> None:
    """Each shows what it counts; a suite narrows the list and leads to its grid."""
    reader.goto(f"{place}/tests/index.html")
    filled(reader)
    for name in ("Broken 1", "Flaky 1", "New 1", "Slower 1", "Skipped 1"):
        reader.get_by_role("button", name=name).click()
        assert 1 == reader.locator("tbody tr").count(), name
    reader.get_by_role("button", name="All").click()
    reader.locator("summary", has_text="By suite").click()
    reader.locator("details").get_by_role("button", name="till.scan").click()
    assert 2 == reader.locator("#app > div:last-child tbody tr").count()
    reader.locator("details").get_by_role("link", name="Grid of till.scan").click()
    filled(reader)
    assert 2 == reader.locator(".matrix tbody tr").count()


def test_suites_are_a_tree(reader: Page, place: str) -> None:
    """Each branch counts what is below it, folds by keyboard, and narrows the list."""
    reader.goto(f"{place}/tests/index.html#tree=1")
    filled(reader)
    tree = reader.locator(".groups tbody tr")
    assert ["till", "money", "drawer", "scan"] == [
        re.sub("[▸▾]", "", text).strip() for text in tree.locator("th").all_inner_texts()
    ]
    expect(tree.first.locator("td").first).to_have_text("27")
    trunk = reader.get_by_role("button", name="Suites below till")
    expect(trunk).to_have_attribute("aria-expanded", "true")
    trunk.focus()
    reader.keyboard.press("Enter")
    expect(tree).to_have_count(1)
    expect(trunk).to_be_focused()
    reader.keyboard.press("Enter")
    expect(tree).to_have_count(4)
    reader.get_by_role("button", name="till", exact=True).click()
    expect(reader.locator(".within")).to_contain_text("Only of suites below till")
    assert "under=till" in reader.url
    reader.reload()
    filled(reader)
    expect(reader.locator(".within")).to_contain_text("Only of suites below till")


def test_page_of_a_test_in_parts(reader: Page, place: str, out: Path) -> None:
    """Reasons, strips, messages with counts, times with their change, skips, Markdown, data."""
    reader.goto(f"{place}/test.html?k={stories.FLAKY}")
    filled(reader)
    expect(reader.locator("#said + .findings > li")).to_have_count(3)
    expect(reader.locator("#said + .findings")).to_contain_text("2 of 5")
    assert 45 + 45 == reader.locator(".strip.runs li").count()
    assert reader.locator("figure svg[role=img]").count() == 2
    text = reader.get_by_label("Text for an issue").input_value()
    assert text.startswith("### `till.money.Money.converts`\n\n- flaky on `e2e · os=linux`: ")
    assert "TimeoutError" in text
    for url in reader.locator("#take ~ p a").evaluate_all("all => all.map(a => a.href)"):
        shard = out / "till" / url.removeprefix(f"{place}/")
        assert stories.FLAKY in handed_over(shard.read_text(encoding="utf-8"))["ids"].split("\n")


def test_keys_on_every_page(reader: Page, place: str) -> None:
    """Search by "/", open by Enter; "j" and "k" move; "?" tells; letters can be switched off."""
    reader.goto(f"{place}/runs/index.html")
    reader.keyboard.press("j")
    reader.keyboard.press("j")
    reader.keyboard.press("k")
    focused = reader.locator(":focus")
    expect(focused).to_have_text("Change 89")
    reader.keyboard.press("?")
    expect(reader.get_by_role("dialog", name="Keys")).to_be_visible()
    reader.get_by_label("Letters and").uncheck()
    reader.get_by_role("button", name="Close").click()
    reader.keyboard.press("/")
    expect(reader.get_by_label("Search")).not_to_be_focused()
    reader.keyboard.press("?")
    reader.get_by_label("Letters and").check()
    reader.keyboard.press("Escape")
    reader.keyboard.press("/")
    reader.keyboard.type("money round")
    expect(reader.locator(".found [role=status]")).to_have_text("1 test, 0 runs, 0 causes")
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Enter")
    filled(reader)
    expect(reader.locator("h1")).to_have_text("till.money.Money.rounds")


def test_search_finds_runs_and_causes(reader: Page, place: str) -> None:
    """By title and commit, and by what failures say."""
    reader.goto(f"{place}/index.html")
    reader.get_by_label("Search").fill("change 71")
    expect(reader.locator(".found").get_by_role("link")).to_have_count(1)
    reader.get_by_label("Search").fill("is not 0.3")
    reader.locator(".found").get_by_role("link").first.click()
    assert "/failures/" in reader.url


def test_strip_and_grid_by_keyboard(reader: Page, place: str) -> None:
    """One stop each; arrows move, the cell is told in words, Enter opens the run."""
    reader.goto(f"{place}/test.html?k={stories.BROKEN}")
    filled(reader)
    newest = reader.locator(".strip.runs").first.locator("[tabindex='0']")
    expect(newest).to_have_count(1)
    newest.focus()
    reader.keyboard.press("ArrowLeft")
    label = reader.locator(":focus").get_attribute("aria-label") or ""
    assert re.search(r"UTC · commit \w{8} · failed", label)
    reader.goto(f"{place}/grid.html?suite=till.money")
    filled(reader)
    reader.get_by_label("Hide tests that only passed").check()
    assert 2 == reader.locator(".matrix tbody tr").count()
    reader.locator(".matrix td[tabindex='0']").focus()
    reader.keyboard.press("ArrowDown")
    expect(reader.locator(".says")).to_contain_text("till.money.Money.rounds")
    expect(reader.locator(".says")).to_contain_text("failed")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/runs/till-089/index.html")


FILLED: Final = (
    "tests/index.html",
    f"test.html?k={stories.BROKEN}",
    "grid.html?suite=till.money",
    "compare.html?a=till-069&b=till-071",
)


def ruined(page: Page, site: Path, name: str) -> str:
    """Return what the page *name* shouts; nothing on it may look like a result."""
    page.goto(f"{site.as_uri()}/{name}")
    filled(page)
    alert = page.get_by_role("alert")
    expect(alert).to_have_count(1)
    colour = alert.locator("h2").evaluate("e => getComputedStyle(e).color")

    assert "rgb(176, 36, 28)" == colour
    assert 0 == page.locator("#app .good, #app .strip, #app tbody").count()
    return alert.inner_text()


@pytest.mark.parametrize("name", FILLED)
def test_missing_data_is_shouted(name: str, copied: Path, loud: Page) -> None:
    """A file that is not there makes no empty page, and nothing green."""
    for folder in ("recent", "numbers", "grid"):
        for path in (copied / "data" / folder).glob("*.js"):
            path.unlink()

    assert re.search(r"data/\w+/\w+-\w+\.js is missing", ruined(loud, copied, name))


@pytest.mark.parametrize("name", FILLED)
def test_broken_data_is_shouted(name: str, copied: Path, loud: Page) -> None:
    """A file that was cut off is no data."""
    for folder in ("recent", "numbers", "grid"):
        for path in (copied / "data" / folder).glob("*.js"):
            path.write_bytes(path.read_bytes()[:-40])

    assert "is broken" in ruined(loud, copied, name)


@pytest.mark.parametrize("name", FILLED)
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (r'"key":"\w+"', '"key":"0123456789abcdef"', "of another build"),
        (r'"runs":\d+', '"runs":7', "is of 7 runs"),
        (r'"schema_version":1', '"schema_version":2', "in a form that this page does not read"),
    ],
)
def test_data_of_another_build_is_shouted(
    name: str, old: str, new: str, says: str, copied: Path, loud: Page
) -> None:
    """Key, number of runs and version have to be those of the manifest."""
    for folder in ("recent", "numbers", "grid"):
        for path in (copied / "data" / folder).glob("*.js"):
            text = re.sub(old, new, path.read_text(encoding="utf-8"), count=1)
            path.write_text(text, encoding="utf-8")

    assert says in ruined(loud, copied, name)


@pytest.mark.parametrize("name", FILLED)
def test_missing_manifest_is_shouted(name: str, copied: Path, loud: Page) -> None:
    """Without it nothing is known."""
    (copied / "data" / "manifest.js").unlink()

    assert "data/manifest.js is missing" in ruined(loud, copied, name)


def test_page_of_another_build_is_told(copied: Path, loud: Page) -> None:
    """A page that a cache kept says that the data is of another build, and of how many runs."""
    path = copied / "tests" / "index.html"
    text = re.sub(r'data-key="\w+"', 'data-key="0"', path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    loud.goto(path.as_uri())
    filled(loud)

    expect(loud.get_by_role("alert")).to_contain_text("of different builds")
    expect(loud.get_by_role("alert")).to_contain_text("of 90 runs")


@pytest.mark.parametrize("k", ["", "0123456789abcdef", "__proto__", "constructor"])
def test_unknown_tests_are_said(k: str, out: Path, loud: Page) -> None:
    """An id that no run has is no empty page."""
    loud.goto(f"{(out / 'till' / 'test.html').as_uri()}?k={k}")
    filled(loud)

    expect(loud.locator("#app")).to_contain_text(
        f"No recorded run has a test with the id {k}" if k else "The address names no test"
    )
    loud.goto(f"{(out / 'till' / 'grid.html').as_uri()}?suite={k}")
    filled(loud)

    expect(loud.get_by_role("alert")).to_contain_text("There is no such suite")


def test_search_shouts_as_well(copied: Path, loud: Page) -> None:
    """Nothing found because nothing could be read is not nothing found."""
    shutil.rmtree(copied / "data" / "names")
    loud.goto((copied / "index.html").as_uri())
    loud.get_by_label("Search").fill("money")

    expect(loud.locator(".found [role=alert]")).to_contain_text("is missing")


@pytest.mark.parametrize("name", FILLED)
def test_frame_without_scripts(name: str, out: Path, browser: Browser) -> None:
    """It says that it needs a script, and where the same is found without."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{(out / 'till').as_uri()}/{name}")
    text = page.locator("main").inner_text()
    context.close()

    assert "scripts are off: nothing is shown, which says nothing of the tests" in text
    command, page_of_its_own = (
        ("compare BASE HEAD", "Runs") if "compare" in name else ("test NAME", "Flaky tests")
    )
    assert f"reportgen {command}" in text
    assert page_of_its_own in text


def test_hostile_names_stay_text(browser: Browser, tmp_path: Path) -> None:
    """Whatever a test is called and says, it becomes no element, and search finds it."""
    names = [name for name in NAMES.values() if name.strip()]
    runs = [
        make_report(
            run=make_run(id=f"run-{n}", project="x", title=names[0]),
            cases=[make_failure(name, name, name, suite=name, class_name="") for name in names],
        )
        for n in range(3)
    ]
    columns = [column_of(run) for run in runs]
    website.build(
        runs, tmp_path, columns=columns, trends=trends_of(columns, Settings()), settings=Settings()
    )
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(error.message))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    urls = ["tests/index.html", "grid.html", *(
        f"test.html?k={test.id}" for test in columns[0].tests
    )]  # fmt: skip
    for url in urls:
        page.goto(f"{tmp_path.as_uri()}/{url}")
        filled(page)

        assert 0 == page.locator("main script, main [onclick], main [style]").count()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert len(names) == len(columns[0].tests)
    page.get_by_label("Search").fill("<script>alert(1)")
    expect(page.locator(".found").get_by_role("link").first).to_contain_text("<script>alert(1)")
    page.close()

    assert [] == said


def test_digest_is_that_of_the_standard(out: Path, loud: Page) -> None:
    """SHA-256 in the page is that of hashlib, for texts of every length around a block."""
    loud.goto((out / "till" / "index.html").as_uri())
    texts = ["ä" * n + "x" * (n % 3) for n in range(70)]
    found = loud.evaluate(
        "texts => texts.map(t => reportgen.sha256(new TextEncoder().encode(t)))", texts
    )

    assert [list(sha256(text.encode()).digest()) for text in texts] == found

"""The table of all tests on the page of a run, which a script draws from files of the site."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from reportgen import website
from reportgen.config.settings import Settings
from reportgen.history.columns import column_of
from reportgen.model.report import Report
from reportgen.model.tests import PASSED, Attempt, Case, Failed, Passed, Skipped, Trouble
from reportgen.overtime import trends_of
from tests.factories import make_report, make_run

pytestmark = pytest.mark.browser

COUNT: Final = 400
FIRST: Final = "20250901T120000Z-000000000a"
SECOND: Final = "20250902T120000Z-000000000b"


def case(number: int, **fields: object) -> Case:
    """Return the test with a number."""
    defaults: dict[str, object] = {
        "suite": f"suite-{number % 2}",
        "class_name": "till.Test",
        "name": f"test_{number:03}",
        "outcome": PASSED,
        "artifact": "junit.xml",
        "duration_s": number / 1000,
    }
    return Case(**(defaults | fields))  # type: ignore[arg-type] # fields of a case


def reports() -> list[Report]:
    """Return two runs; the second has a test more, one twice, and one under another address."""
    broke = Failed(troubles=(Trouble("failure", "<b>no</b> pong", "", "Error"),))
    first = [case(number) for number in range(COUNT)]
    second = [
        case(0, name="test_new"),
        *(case(number) for number in range(1, COUNT)),
        case(5, outcome=broke),
        case(6, outcome=Skipped("not today")),
        case(7, outcome=Passed((Attempt("failed", "once", ""),)), duration_s=None),
        case(8, name="test_of[<thing at 0x7f00aa00bb00>]"),
    ]
    first.append(case(8, name="test_of[<thing at 0x7f0011002200>]"))
    return [
        make_report(run=make_run(id=run), cases=cases)
        for run, cases in ((FIRST, first), (SECOND, second))
    ]


def build(out: Path) -> None:
    """Build the site of the two runs in *out*."""
    runs = reports()
    columns = [column_of(run) for run in runs]
    trends = trends_of(columns, Settings())
    website.build(runs, out, columns=columns, trends=trends, settings=Settings())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site."""
    out = tmp_path_factory.mktemp("results") / "site"
    build(out)
    return out


def opened(page: Page, site: Path, run: str = SECOND) -> None:
    """Open the page of *run* with its table unfolded."""
    page.goto((site / "runs" / run / "index.html").as_uri())
    page.locator("#all-tests > summary").click()


def rows(page: Page) -> list[list[str]]:
    """Return the cells of the rows that the table shows, once it is drawn."""
    page.locator("#all-tests [role=status]").wait_for()
    found: list[list[str]] = page.locator("#all-tests tbody").evaluate(
        "body => [...body.rows].map(row => [...row.cells].map(cell => cell.innerText))"
    )
    return found


def test_all_results_of_the_run_are_there(built: Path, page: Page) -> None:
    """Every result has its row, the worst first, under the names of this run."""
    opened(page, built)
    shown = rows(page)
    status = page.locator("#all-tests [role=status]").inner_text()

    assert status == "1–200 of 404 tests"
    assert shown[:3] == [
        ["till.Test.test_005", "failed", "5 ms", "suite-1", "<b>no</b> pong"],
        ["till.Test.test_007", "flaky", "–", "suite-1", "passed after 1 failed"],
        ["till.Test.test_006", "skipped", "6 ms", "suite-0", "not today"],
    ]
    assert page.locator("#all-tests tbody b").count() == 0


@pytest.mark.parametrize(
    ("run", "address"), [(FIRST, "0x7f0011002200"), (SECOND, "0x7f00aa00bb00")]
)
def test_a_run_has_its_own_names(built: Path, page: Page, run: str, address: str) -> None:
    """What changes in a name from run to run stands there as this run had it."""
    opened(page, built, run)
    rows(page)
    page.get_by_label("Filter", exact=True).fill("THING at")

    assert [row[0] for row in rows(page)] == [f"till.Test.test_of[<thing at {address}>]"]
    page.get_by_label("Filter", exact=True).fill("test_new")
    assert [row[0] for row in rows(page)] == (["till.Test.test_new"] if run == SECOND else [])


def test_a_row_leads_to_the_page_of_its_test(built: Path, page: Page) -> None:
    """The name of a test is a link to what it did over runs."""
    opened(page, built)
    rows(page)
    page.locator("#all-tests tbody a").first.click()
    page.locator("#app:not([aria-busy])").wait_for()

    assert page.locator("h1").inner_text() == "till.Test.test_005"


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("runs/*/results.js", "results.js is missing or cannot be read"),
        ("data/names.js", "names.js is missing or cannot be read"),
        ("data/names/0-*.js", "0-"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, browser: Browser, broken: str, says: str) -> None:
    """Without its data the page says so in red; the rows that it has itself stay."""
    build(tmp_path / "site")
    for file in (tmp_path / "site").glob(broken):
        file.unlink()
    page = browser.new_page()
    opened(page, tmp_path / "site")
    alert = page.locator("#all-tests [role=alert]")
    alert.wait_for()
    said, left = alert.inner_text(), page.locator("#all-tests tbody tr").count()
    page.close()

    assert says in said
    assert "Nothing here means that a test passed" in said
    assert left == 100


def test_results_of_another_build_are_refused(tmp_path: Path, browser: Browser) -> None:
    """Names that the run did not know, and results that the page was not made with, are told."""
    build(tmp_path / "site")
    listed = tmp_path / "site/data/names.js"
    listed.write_text(listed.read_text().replace('"steps":[[', '"steps":[],"old":[['))
    page = browser.new_page()
    opened(page, tmp_path / "site")
    page.locator("#all-tests [role=alert]").wait_for()
    said = page.locator("#all-tests [role=alert]").inner_text()
    page.close()

    assert "is of another build than" in said


def test_without_script_the_page_counts_what_it_leaves_out(built: Path, browser: Browser) -> None:
    """Without JavaScript the first rows stand there, and how many more there are."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    opened(page, built)
    count = page.locator("#all-tests tbody tr").count()
    said = page.get_by_text("left out of this table").inner_text()
    context.close()

    assert count == 100
    assert said.startswith("304 of 404 tests are left out of this table without JavaScript")

"""What the page of a test leads to: causes, issues, other names, reasons of skips, the grid."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from reportgen import website
from reportgen.config.settings import Settings
from reportgen.history.columns import column_of
from reportgen.model.report import Cause, Link, Report
from reportgen.model.tests import Case, Skipped
from reportgen.overtime import trends_of
from tests.browser.test_filled import filled, loud
from tests.factories import MOMENT, make_case, make_failure, make_finding, make_report, make_run

__all__ = ["loud"]  # a fixture of the other pages that a script fills

pytestmark = pytest.mark.browser

OLD: Final = make_case("test_pays")
NEW: Final = make_failure("test_pays_in_full", "KeyError: '<b>'", file=None)
IDLE: Final = make_case("test_waits", outcome=Skipped("no `till` here"))
ISSUE: Final = "https://example.org/issues/7"


def run(number: int, *cases: Case, **fields: Any) -> Report:  # noqa: ANN401 - any field
    """Return the run of an hour."""
    when = MOMENT + timedelta(hours=number)
    return make_report(
        run=make_run(id=f"run-{number}", started_at=when, commit=f"{number}" * 40),
        cases=list(cases),
        **fields,
    )


def runs(cause: str = "") -> list[Report]:
    """Return runs of a test that is renamed, then fails by *cause*, with a link to an issue."""
    renamed = make_finding(
        id="new-test",
        reason=f"`{NEW.title}` was called `{OLD.title}` in `run 1`: renamed",
        numbers={"renamed": 1},
        case=0,
    )
    known = make_finding(id="known-issue", case=0, link=Link(text="#7", url=ISSUE))
    causes = (Cause(id=cause, says="KeyError: '<b>'", cases=(0,)),)
    passed = make_case(NEW.name)
    return [
        run(0, OLD, IDLE),
        run(1, OLD, IDLE),
        run(2, passed, IDLE, findings=(renamed,)),
        run(3, NEW, IDLE, findings=(known,), causes=causes),
        run(4, NEW, IDLE, findings=(known,), causes=causes),
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the runs."""
    out = tmp_path_factory.mktemp("ties")
    trends = trends_of([column_of(each) for each in runs()], Settings())
    told = runs(trends.causes[0].id)  # a run records its causes under the ids that they keep
    columns = [column_of(each) for each in told]
    website.build(told, out, columns=columns, trends=trends, settings=Settings())
    return out


def opened(page: Page, site: Path, test: Case) -> None:
    """Open the page of *test*."""
    page.goto(f"{site.as_uri()}/test.html?k={test.id}")
    filled(page)


def test_a_failing_test_leads_to_its_cause_and_its_issue(site: Path, page: Page) -> None:
    """The cause by what it says, beside the message too, and the issue that is linked to it."""
    opened(page, site, NEW)
    facts = page.locator("#app > .facts")

    expect(facts.get_by_role("link", name="#7")).to_have_attribute("href", ISSUE)
    expect(facts).to_contain_text("cause KeyError: '<b>'")
    page.get_by_role("link", name="its cause").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("KeyError: '<b>'")


def test_since_when_it_fails(site: Path, page: Page) -> None:
    """The last pass, the first failure, the commits between them, and for how long."""
    opened(page, site, NEW)

    expect(page.locator(".on-line")).to_contain_text(
        f"commits {'2' * 12}..{'3' * 12} · red in 2 runs since, over 1 h"
    )


def test_a_renamed_test_has_both_names(site: Path, page: Page) -> None:
    """Each of its two pages leads to the other, or says what it was called."""
    opened(page, site, NEW)
    expect(page.locator("#app > .facts")).to_contain_text(f"formerly {OLD.title}")
    opened(page, site, OLD)
    page.get_by_role("link", name="its results since").click()
    filled(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text(NEW.title)


def test_the_reason_of_a_skip(site: Path, page: Page) -> None:
    """It is that of the newest run that skipped it, and text stays text."""
    opened(page, site, IDLE)

    expect(page.locator("#app")).to_contain_text("Skipped last in the run of")
    expect(page.locator("#app")).to_contain_text(": no `till` here")


def test_the_grid_of_its_suite(site: Path, page: Page) -> None:
    """One click leads to the test beside the others of its suite."""
    opened(page, site, NEW)
    page.get_by_role("link", name="beside the tests of its suite").click()
    filled(page)

    expect(page.get_by_role("row", name=NEW.name)).to_be_visible()


def test_a_missing_file_is_said_and_costs_no_more(site: Path, loud: Page) -> None:
    """The results are there, and what is not known is named in red."""
    path = site / "runs" / "run-4" / "beside.js"
    text = path.read_text("utf-8")
    path.unlink()
    opened(loud, site, NEW)
    path.write_text(text, "utf-8")

    expect(loud.locator("#app .absent.bad")).to_contain_text("runs/run-4/beside.js is missing")
    expect(loud.locator(".on-line")).to_contain_text("first failed in the run of")

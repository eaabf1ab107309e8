"""Where causes were seen: run by run, with the tests they broke, and their pages."""

from datetime import timedelta

from reportgen.history.columns import column_of
from reportgen.model.overtime import Column, LineKey, Named, RunFacts
from reportgen.model.report import Report
from reportgen.model.tests import Counts, Trouble
from reportgen.website.pages import failures, history_of
from reportgen.website.recorded import in_memory
from reportgen.website.sightings import broken_by, sightings_of
from tests.factories import MOMENT, make_report, make_run
from tests.website.data.sites import data_of
from tests.website.test_contents import body
from tests.website.trends import make_cause, make_trends

SAID = Trouble("error", "no rate", "Traceback\nno rate", "VatError")
TESTS = tuple(Named(f"{n}" * 16, "vat", "", f"test_{n}", None) for n in range(3))


def make_column(run: str, letters: str, causes: dict[int, str]) -> Column:
    """Return a run of the three tests, in which those in *causes* failed by them."""
    return Column(
        line=LineKey(None, None, ()),
        run=RunFacts(
            id=run,
            started_at=MOMENT,
            commit="3f2a9c1b7d5e",
            branch="main",
            pull_request=None,
            settled=True,
            evidence="complete",
            counts=Counts(3, 3),
        ),
        tests=TESTS,
        letters=letters,
        durations_ms=(None,) * 3,
        troubles=dict.fromkeys(causes, (SAID,)),
        causes=causes,
    )


def make_runs(number: int) -> list[Report]:
    """Return *number* runs, an hour apart, oldest first."""
    return [
        make_report(run=make_run(id=f"run-{n}", started_at=MOMENT + timedelta(hours=n)))
        for n in range(number)
    ]


def test_each_run_with_its_failures() -> None:
    """By the ids of the runs, whatever order they come in."""
    columns = [
        make_column("run-2", "PFP", {1: "c"}),
        make_column("run-0", "FFP", {0: "c", 1: "c"}),
        make_column("run-1", "PPP", {}),
    ]
    found = sightings_of(columns)

    assert {"c"} == set(found)
    assert [("run-0", TESTS[:2]), ("run-2", TESTS[1:2])] == [each[:2] for each in found["c"]]
    assert "Traceback\nno rate" == found["c"][0].trouble.detail


def test_what_passed_in_the_end_is_no_failure() -> None:
    """A failed attempt says something as well, and its test is not red."""
    assert {} == sightings_of([make_column("run-0", "RPP", {0: "c"})])


def test_tests_that_broke_most_come_first() -> None:
    """Each counts a run once."""
    columns = [
        make_column("run-0", "FFP", {0: "c", 1: "c"}),
        make_column("run-1", "PFP", {1: "c"}),
    ]
    found = broken_by(sightings_of(columns)["c"])

    assert [("test_1", 2, "run-0", "run-1"), ("test_0", 1, "run-0", "run-0")] == [
        (each.test.name, each.runs, each.first, each.last) for each in found
    ]


def cause_page(columns: list[Column], failures_: int = 3) -> str:
    """Return the page of a cause that *columns* show."""
    trends = make_trends(causes=(make_cause(id="c0ffee", failures=failures_),))
    history = history_of(
        in_memory(make_runs(3)), trends=trends, columns=columns, data=data_of(columns)
    )
    return {page.url: page.text for page in failures.pages(history)}["failures/c0ffee.html"]


def test_page_of_a_cause_leads_to_runs_and_tests() -> None:
    """A bar for each run, the runs with it in words, and a link to each of its tests."""
    columns = [
        make_column("run-0", "FFP", {0: "c0ffee", 1: "c0ffee"}),
        make_column("run-1", "PPP", {}),
        make_column("run-2", "PFP", {1: "c0ffee"}),
    ]
    text = cause_page(columns)

    assert "Seen in 2 of 3 runs from oldest to newest." in text
    assert 2 == text.count('<rect class="bad" x=')
    assert f'href="../test.html?k={TESTS[1].id}"' in text
    assert 'href="../runs/run-2/index.html"' in text
    assert "Traceback no rate" in body(text)
    assert "in no run above" not in text
    assert "&#34;code&#34;: &#34;test_1&#34;" in text


def test_failures_without_a_run_are_counted() -> None:
    """What was put to the cause later is not passed over."""
    text = cause_page([make_column("run-0", "FPP", {0: "c0ffee"})])

    assert "2 failures of it in no run above" in body(text)


def test_without_runs_the_page_names_examples() -> None:
    """Where no run recorded the cause, what was told of it is all there is."""
    text = cause_page([column_of(run) for run in make_runs(3)])

    assert "tests.billing.test_charge" in text
    assert "Run by run" not in body(text)

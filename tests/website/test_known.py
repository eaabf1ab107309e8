"""Which run says how the project stands."""

from datetime import timedelta
from typing import Any

from reportgen.model.report import Report
from reportgen.website.known import History, newest_first
from reportgen.website.places import Site
from reportgen.website.recorded import in_memory
from tests.factories import MOMENT, make_report, make_run, make_verdict
from tests.website.trends import make_moment

RED = make_verdict(change="regressed", decision="fix")


def make_history(*runs: Report) -> History:
    """Return the history of *runs*."""
    known = in_memory(runs)
    site = Site("netra", len(runs), None, None)
    return History(newest_first(known.briefs), None, site, known.whole)


def ran(run_id: str, hours: int, **fields: Any) -> Report:  # noqa: ANN401 - any field of a run
    """Return a run *hours* after the first moment."""
    verdict = fields.pop("verdict", make_verdict())
    run = make_run(id=run_id, started_at=MOMENT + timedelta(hours=hours), **fields)
    return make_report(run=run, verdict=verdict)


def standing(*runs: Report) -> list[str]:
    """Return the ids of the current runs, the one that decides first."""
    found = make_history(*runs).standing()
    return [run.run.id for run in found.latest] if found else []


def test_newest_run_of_a_default_branch_decides() -> None:
    """Neither an older one nor a pull request does."""
    assert ["b"] == standing(
        ran("a", 0, verdict=RED),
        ran("b", 1),
        ran("c", 2, branch="feature", verdict=RED),
        ran("d", 3, pull_request=7, verdict=RED),
    )


def test_worst_line_decides() -> None:
    """A green run on one system does not hide a red one on another."""
    assert ["windows", "linux"] == standing(
        ran("windows", 0, variant={"os": "windows"}, verdict=RED),
        ran("linux", 1, variant={"os": "linux"}),
    )


def test_line_that_no_longer_runs_does_not_decide() -> None:
    """A job that was given up stays red for ever otherwise."""
    assert ["new"] == standing(ran("old", 0, job="old", verdict=RED), ran("new", 8 * 24, job="new"))


def test_any_run_decides_where_no_default_branch_is_known() -> None:
    """That is better than nothing, and the page says so."""
    found = make_history(ran("a", 0, branch="feature")).standing()

    assert found is not None
    assert ("a", False) == (found.report.run.id, found.settled)


def test_no_run_no_standing() -> None:
    """An empty history says nothing."""
    assert make_history().standing() is None


def test_moment_leads_to_its_run_where_that_has_a_page() -> None:
    """What was pruned is named without a link."""
    history = make_history(ran("a", 0))
    known, gone = history.seen(make_moment("a")), history.seen(make_moment("b"))

    assert known is not None
    assert gone is not None
    assert ("runs/a/index.html", None) == (known.url, gone.url)
    assert history.seen(None) is None

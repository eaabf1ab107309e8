"""Feeds: what RFC 4287 requires, ids that stay, moments of runs and no clock."""

from datetime import datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element, fromstring

import pytest

from reportgen.model.overtime import Trends
from reportgen.model.report import Report
from reportgen.website import pages
from reportgen.website.places import FEEDS
from tests.factories import MOMENT, make_finding, make_report, make_run
from tests.website.trends import (
    make_growth,
    make_incident,
    make_moment,
    make_slower,
    make_state,
    make_trends,
    make_uptime,
)

ATOM: Final = "{http://www.w3.org/2005/Atom}"
every_feed = pytest.mark.parametrize("url", FEEDS)


def make_red(run_id: str = "run-000", **fields: object) -> Report:
    """Return a run of the default branch with a new failure."""
    return make_report(run=make_run(id=run_id, **fields), findings=(make_finding(),))


def feeds(trends: Trends | None = None, *records: Report) -> dict[str, Element]:
    """Return the feeds by their addresses."""
    return {
        url: fromstring(text)  # noqa: S314 - made by us
        for url, text in pages.plan(records or [make_red()], trends=trends)
        if url in FEEDS
    }


def entries(feed: Element) -> list[Element]:
    """Return the entries of *feed*, in their order."""
    return feed.findall(f"{ATOM}entry")


def said(element: Element, name: str) -> str:
    """Return the text of the one child called *name*."""
    (child,) = element.findall(f"{ATOM}{name}")
    return child.text or ""


@every_feed
@pytest.mark.parametrize("trends", [None, make_trends()], ids=["nothing", "something"])
def test_feed_has_what_the_standard_requires(url: str, trends: Trends | None) -> None:
    """One id, title and moment each, an author, an alternate link; ids are absolute and unique."""
    feed = feeds(trends)[url]
    ids = [said(each, "id") for each in (feed, *entries(feed))]

    assert f"{ATOM}feed" == feed.tag
    assert all(each.startswith("tag:") and " " not in each for each in ids)
    assert len(ids) == len(set(ids))
    assert said(feed.findall(f"{ATOM}author")[0], "name")
    assert {"self", "alternate"} == {link.attrib["rel"] for link in feed.findall(f"{ATOM}link")}
    for each in (feed, *entries(feed)):
        assert said(each, "title")
        assert datetime.fromisoformat(said(each, "updated")).tzinfo is not None
    for entry in entries(feed):
        (link,) = entry.findall(f"{ATOM}link")
        assert "alternate" == link.attrib["rel"]
        assert said(entry, "summary")


@every_feed
def test_ids_and_moments_stay_while_the_history_grows(url: str) -> None:
    """A later run adds entries; those that were there are the same: readers show each once."""
    later = make_red("run-001", started_at=MOMENT + timedelta(days=1))
    before = feeds(make_trends(), make_red())[url]
    after = feeds(make_trends(), make_red(), later)[url]
    known = {(said(each, "id"), said(each, "updated")) for each in entries(after)}

    assert {(said(each, "id"), said(each, "updated")) for each in entries(before)} <= known
    assert said(before, "id") == said(after, "id")


def test_new_failures_are_those_of_the_default_branch() -> None:
    """What a pull request breaks is its author's to know."""
    feed = feeds(
        None,
        make_red("main-run"),
        make_red("change", branch="feature", started_at=MOMENT + timedelta(hours=1)),
    )["feeds/new-failures.xml"]

    (entry,) = entries(feed)
    assert said(entry, "id").endswith(":new-failures:main-run")
    assert "1 new failure on main: Unit tests" == said(entry, "title")
    assert "tests.unit.test_divides" == said(entry, "summary")
    assert "2025-09-15T13:35:00Z" == said(entry, "updated")


def test_flaky_feed_tells_each_change_of_state_once() -> None:
    """A test that recovers is a new entry; a suspect one is no news."""
    states = (
        make_state(test="a"),
        make_state(test="a", state="healthy", recovered=True, job="e2e"),
        make_state(test="b", state="suspect"),
    )
    feed = feeds(make_trends(tests=states))["feeds/flaky.xml"]

    assert {"flaky: tests.unit.test_races", "recovered: tests.unit.test_races"} == {
        said(entry, "title") for entry in entries(feed)
    }


def test_regressions_are_slower_things_and_memory() -> None:
    """Stable memory is none."""
    trends = make_trends(
        slower=(make_slower(),),
        memory=(make_growth(), make_growth("calm", verdict="stable", since=None)),
    )
    titles = [said(entry, "title") for entry in entries(feeds(trends)["feeds/regressions.xml"])]

    assert [
        "memory growing: worker, peak 119.0 MiB",
        "slower: tests.unit.test_sorts, 1.2 s → 2.5 s",
    ] == sorted(titles)


def test_end_of_an_incident_is_an_entry_of_its_own() -> None:
    """Who heard of the outage hears that it is over, with the moment of the check."""
    began = feeds(make_trends(services=(make_uptime(incidents=(make_incident(over=None),)),)))
    over_at = MOMENT + timedelta(hours=3)
    ended = feeds(
        make_trends(
            services=(make_uptime(incidents=(make_incident(over=make_moment(), over_at=over_at),)),)
        )
    )
    (first,), (second,) = (entries(each["feeds/services.xml"]) for each in (began, ended))

    assert ("api: down", "api: down, over") == (said(first, "title"), said(second, "title"))
    assert said(first, "id") != said(second, "id")
    assert "2025-09-15T16:35:00Z" == said(second, "updated")


def test_newest_come_first_and_old_ones_leave() -> None:
    """A feed is what is new, not the history."""
    runs = [make_red(f"run-{n:03}", started_at=MOMENT + timedelta(hours=n)) for n in range(60)]
    found = entries(feeds(None, *runs)["feeds/new-failures.xml"])

    assert 50 == len(found)
    assert said(found[0], "id").endswith("run-059")


def test_feeds_are_announced_on_every_page() -> None:
    """A feed reader finds them from any address of the site."""
    found = dict(pages.plan([make_red()], trends=make_trends()))
    texts = [text for url, text in found.items() if url.endswith(".html")]

    assert all(4 == text.count('type="application/atom+xml"') for text in texts)

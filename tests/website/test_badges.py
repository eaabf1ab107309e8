"""Badges: the same facts as a picture and as JSON, never better than what is known."""

import json
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from reportgen.model.overtime import Trends
from reportgen.model.report import Report
from reportgen.website import pages
from tests.factories import make_report, make_run, make_verdict
from tests.website.trends import make_day, make_state, make_trends, make_uptime


def badges(trends: Trends | None = None, *records: Report) -> dict[str, str]:
    """Return the files below ``badge/`` by their names."""
    return {
        url.removeprefix("badge/"): text
        for url, text in pages.plan(records, trends=trends)
        if url.startswith("badge/")
    }


def said(name: str, trends: Trends | None = None, *records: Report) -> tuple[str, str]:
    """Return label and message of the badge *name*."""
    facts: dict[str, Any] = json.loads(badges(trends, *records)[f"{name}.json"])
    return facts["label"], facts["message"]


def test_nothing_known_is_not_green() -> None:
    """Without runs each badge says so, in grey."""
    found = badges()
    facts = [json.loads(text) for name, text in found.items() if name.endswith(".json")]

    assert ["no run yet", "not known", "no data"] == [each["message"] for each in facts]
    assert {"#57606b"} == {each["color"] for each in facts}


@pytest.mark.parametrize("name", ["status", "flaky", "uptime"])
def test_endpoint_has_what_shields_reads(name: str) -> None:
    """The schema of endpoint badges: version 1, a label, a message, a colour."""
    facts = json.loads(badges(make_trends(), make_report())[f"{name}.json"])

    assert {"schemaVersion", "label", "message", "color"} == set(facts)
    assert 1 == facts["schemaVersion"]


@pytest.mark.parametrize("name", ["status", "flaky", "uptime"])
def test_picture_says_in_words_what_it_shows(name: str) -> None:
    """It has a name for those who cannot see it, and needs no style and no font of elsewhere."""
    found = badges(make_trends(), make_report())
    picture = fromstring(found[f"{name}.svg"])  # noqa: S314 - made by us
    label, message = said(name, make_trends(), make_report())

    assert f"{label}: {message}" == picture.attrib["aria-label"]
    assert "img" == picture.attrib["role"]
    assert "style" not in found[f"{name}.svg"]


def test_status_is_that_of_the_default_branch() -> None:
    """With its environment, where that holds a deployment up."""
    blocked = make_verdict(environment="blocked", decision="approve-hold-deployment")
    main = make_report(verdict=blocked)
    change = make_report(run=make_run(id="x", branch="feature"), verdict=make_verdict())

    assert ("main", "validated, environment blocked") == said("status", None, main, change)


def test_flaky_counts_tests_not_lines() -> None:
    """A test that is flaky on two systems is one flaky test; a broken one is none."""
    states = (
        make_state(test="a"),
        make_state(test="a", job="e2e"),
        make_state(test="b", state="broken"),
    )

    assert ("flaky tests", "1") == said("flaky", make_trends(tests=states), make_report())


def test_uptime_is_k_of_n_in_its_window() -> None:
    """Of the last thirty days, of checks that could tell."""
    days = (make_day(40, up=0, worst="down"), make_day(2, up=1, checks=4, unknown=1), make_day())
    trends = make_trends(services=(make_uptime(days=days),))

    assert ("uptime, 30 days", "71.4 %, 5 of 7 checks") == said("uptime", trends, make_report())

"""Badges: a picture of our own, and the facts as the endpoint badge of shields.io reads them."""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from reportgen.model.text import clean, one_line
from reportgen.model.units import percent
from reportgen.render.account.words import DECISION_TONES, Tone
from reportgen.render.environment import html_environment
from reportgen.website.known import History
from reportgen.website.pages import flaky, services
from reportgen.website.places import Page
from reportgen.wording import phrase

_COLOURS: Final[dict[Tone, str]] = {
    "good": "#1a7f4b",
    "warn": "#9a6700",
    "bad": "#b0241c",
    "none": "#57606b",
}
_CHARACTER: Final = 6.6
_PADDING: Final = 10
_MOST: Final = 40
_DAYS: Final = 30


class Badge(NamedTuple):
    """What a badge says; *name* is that of its files."""

    name: str
    label: str
    message: str
    tone: Tone


def pages(history: History) -> Iterator[Page]:
    """Yield each badge as a picture and as JSON."""
    for badge in (_status(history), _flaky(history), _uptime(history)):
        yield Page(f"badge/{badge.name}.svg", _picture(badge))
        yield Page(f"badge/{badge.name}.json", _endpoint(badge))


def _status(history: History) -> Badge:
    standing = history.standing()
    if standing is None:
        return Badge("status", phrase("status"), phrase("no run yet"), "none")
    verdict, run = standing.report.verdict, standing.report.run
    words = [phrase(verdict.change)]
    if verdict.environment in {"blocked", "degraded"}:
        words.append(phrase("environment {state}", state=phrase(verdict.environment)))
    label = (
        one_line(run.branch, _MOST // 2) if run.branch and standing.settled else phrase("status")
    )
    return Badge("status", label, ", ".join(words), DECISION_TONES[verdict.decision])


def _flaky(history: History) -> Badge:
    if history.trends is None or not history.trends.runs:
        return Badge("flaky", phrase("flaky tests"), phrase("not known"), "none")
    tests = flaky.by_test(history.trends).values()
    number = sum(any(state.state == "flaky" for state in states) for states in tests)
    return Badge("flaky", phrase("flaky tests"), f"{number:,}", "warn" if number else "good")


def _uptime(history: History) -> Badge:
    trends = history.trends
    last = services.last_day(trends) if trends else None
    days = [
        day
        for found in (trends.services if trends else ())
        for day in services.known_days(found, last, _DAYS)
    ]
    up = sum(day.up for day in days)
    told = sum(day.checks - day.unknown for day in days)
    label = phrase("uptime, {number} days", number=_DAYS)
    if not told:
        return Badge("uptime", label, phrase("no data"), "none")
    tone: Tone = "good" if up == told else "warn" if up * 100 >= told * 95 else "bad"
    share = percent(up, told)
    said = phrase("{share}, {up:,} of {told:,} checks", share=share, up=up, told=told)
    return Badge("uptime", label, said, tone)


def _picture(badge: Badge) -> str:
    left, right = (
        round(_CHARACTER * len(clean(text)) + 2 * _PADDING) for text in (badge.label, badge.message)
    )
    return html_environment().get_template("badge.svg.j2").render(
        badge=badge,
        colour=_COLOURS[badge.tone],
        left=left,
        right=right,
        inner=2 * _PADDING,
    )  # fmt: skip


def _endpoint(badge: Badge) -> str:
    """Return the facts in the form of https://shields.io/badges/endpoint-badge."""
    facts = {
        "schemaVersion": 1,
        "label": clean(badge.label),
        "message": clean(badge.message),
        "color": _COLOURS[badge.tone],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"

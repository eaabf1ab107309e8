"""The front page: whether the default branch is healthy, and what somebody has to do."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from reportgen.model.overtime import Moment, Trends
from reportgen.model.text import quote
from reportgen.render.account import Account
from reportgen.render.account.words import Tone
from reportgen.render.overtime.words import STATES
from reportgen.website.known import History, Seen, Standing, line_label
from reportgen.website.pages import flaky, memory, pulse, services, speed
from reportgen.website.pages.needs import (
    MOST_ENTRIES,
    by_thing,
    gravity,
    needs_of,
    of_slower,
)
from reportgen.website.pages.runlists import RunRow, row_of
from reportgen.website.places import Page, Place, rendered, thing
from reportgen.website.words import (
    MEANINGS,
    STATE_TONES,
    STATE_WORDS,
)
from reportgen.wording import marked, phrase

STRIP: Final = 30
MOST_GROUPS: Final = 8
MOST_SERVICES: Final = 10
MOST_LINES: Final = 8
MOST_PROBLEMS: Final = 5
_NAME: Final = 160


class Tile(NamedTuple):
    """A number that leads to where it comes from."""

    url: str
    number: str
    word: str
    tone: Tone
    meaning: str = ""


class News(NamedTuple):
    """What began lately; *about* is the same for what is told once."""

    when: datetime
    text: str
    url: str
    seen: Seen | None
    about: str


class Latest(NamedTuple):
    """The newest run of one of several lines."""

    label: str
    row: RunRow


def pages(history: History) -> Iterator[Page]:
    """Yield the one page."""
    runs, trends, site = history.runs, history.trends, history.site
    standing = history.standing()
    found = services.rows(history)
    needs = list(needs_of(history, found)) if trends else []
    account = Account(history.whole(standing.report.run.id)) if standing else None
    groups = account.findings.attention if account else []
    yield rendered(
        Place(
            "index.html",
            thing(phrase("Overview") if runs else phrase("No runs yet"), site),
            "index.html",
        ),
        site,
        "index.html.j2",
        standing=standing,
        latest=account,
        latest_row=row_of(standing.report) if standing else None,
        whose=_whose(standing) if standing else "",
        lines=_lines(standing) if standing else (),
        lines_left_out=max(0, len(standing.latest) - MOST_LINES) if standing else 0,
        groups=groups[:MOST_GROUPS],
        groups_left_out=max(0, len(groups) - MOST_GROUPS),
        most_entries=MOST_ENTRIES,
        trends=trends,
        needs=needs,
        tiles=list(_tiles(trends, found)) if trends else [],
        fortnight=pulse.fortnight(history),
        strip=[row_of(run) for run in runs[:STRIP][::-1]],
        services=found[:MOST_SERVICES],
        services_left_out=max(0, (len(trends.services) if trends else 0) - MOST_SERVICES),
        days=services.DAYS,
        new_flakes=_new_flakes(trends, history) if trends else [],
        new_slower=_new_slower(trends, history) if trends else [],
        problems=site.problems[:MOST_PROBLEMS],
        problems_left_out=max(0, len(site.problems) - MOST_PROBLEMS),
    )


def _whose(standing: Standing) -> str:
    report = standing.report
    branch = quote(report.run.branch, _NAME) if report.run.branch else phrase("an unknown branch")
    if not standing.settled:
        return phrase(
            "Newest run, on {branch}; none of a default branch is recorded", branch=branch
        )
    if len(standing.latest) > 1:
        return phrase(
            "Worst of the latest runs of {number} jobs and variants, on {branch}",
            number=len(standing.latest),
            branch=branch,
        )
    return phrase("Latest run on {branch}", branch=branch)


def _lines(standing: Standing) -> tuple[Latest, ...]:
    if len(standing.latest) < 2:
        return ()
    return tuple(
        Latest(line_label(run) or phrase("without a job"), row_of(run))
        for run in standing.latest[:MOST_LINES]
    )


def _tiles(trends: Trends, found: Sequence[services.Row]) -> Iterator[Tile]:
    for state in STATES:
        number = trends.states.get(state, 0)
        if number or state in {"broken", "flaky"}:
            tone = STATE_TONES[state] if number else "good"
            word = STATE_WORDS.get(state, state)
            yield Tile(flaky.URL, f"{number:,}", word, tone, MEANINGS[state])
    slower = len(trends.slower)
    yield Tile(speed.URL, f"{slower:,}", marked("slower"), "warn" if slower else "good")
    growing = sum(series.verdict == "growing" for series in trends.memory)
    if trends.memory:
        tone = "warn" if growing else "good"
        yield Tile(memory.URL, f"{growing:,}", marked("growing memory"), tone)
    if found:
        up = sum(row.status == "up" for row in found)
        tone = "good" if up == len(found) else max((row.tone for row in found), key=gravity)
        yield Tile(
            services.URL,
            phrase("{part} of {total}", part=up, total=len(found)),
            marked("services up"),
            tone,
        )


def _when(moment: Moment | None) -> datetime | None:
    return moment.started_at if moment else None


def _new_flakes(trends: Trends, history: History) -> list[News]:
    news = []
    shown = flaky.test_urls(trends)
    for state in trends.tests:
        when = _when(state.first_failed)
        if state.state in {"flaky", "broken"} and when:
            url = flaky.url_of(state.test, shown)
            title = quote(state.title, _NAME)
            text = phrase("{name} is {state}", name=title, state=phrase(state.state))
            news.append(News(when, text, url, history.seen(state.first_failed), state.test))
    return _newest(news)


def _new_slower(trends: Trends, history: History) -> list[News]:
    news = []
    for things in by_thing(trends.slower[: speed.MOST_ROWS]):
        found = things[0]
        when = _when(found.since)
        if when:
            url = f"{speed.URL}#s-{speed.key_of(found)}"
            news.append(News(when, of_slower(things), url, history.seen(found.since), url))
    return _newest(news)


def _newest(news: Sequence[News]) -> list[News]:
    shown = {item.about: item for item in sorted(news, key=lambda item: (item.when, item.about))}
    return sorted(shown.values(), key=lambda item: (item.when, item.about), reverse=True)[
        :MOST_ENTRIES
    ]

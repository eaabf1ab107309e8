"""What over all runs somebody has to act on: one entry for each thing, by kind."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.model.overtime import Slower, TestState, Trends
from reportgen.model.text import quote
from reportgen.model.units import duration, plural, signed_percent, size
from reportgen.render.account.words import SERVICE_TONES, Tone
from reportgen.render.overtime.words import of_line
from reportgen.website.known import History
from reportgen.website.pages import flaky, memory, services, speed
from reportgen.website.places import anchor
from reportgen.website.words import SUITE_CHANGES, word_of
from reportgen.wording import marked, phrase

MOST_ENTRIES: Final = 5
_NAME: Final = 160


class Need(NamedTuple):
    """Something over runs that somebody has to act on: *text* is a sentence of ours."""

    text: str
    url: str


class Needs(NamedTuple):
    """Needs of one kind; *url* leads to the page that has them all."""

    anchor: str
    title: str
    tone: Tone
    total: int
    shown: tuple[Need, ...]
    url: str


def gravity(tone: Tone) -> int:
    """Return how bad *tone* is, among others."""
    return ("good", "none", "warn", "bad").index(tone)


def needs_of(history: History, found: Sequence[services.Row]) -> Iterator[Needs]:
    """Yield what the trends of *history* ask for; *found* are its services."""
    trends = history.trends
    if trends is None:
        return
    yield from _tests(trends, "broken", marked("Broken tests"), "bad")
    down = [row for row in found if row.status in {"down", "degraded"}]
    if down:
        needs = tuple(Need(_of_service(row), row.url) for row in down[:MOST_ENTRIES])
        tone = max((SERVICE_TONES[row.status] for row in down), key=gravity)
        yield Needs(
            "services-down", marked("Services not up"), tone, len(down), needs, services.URL
        )
    yield from _tests(trends, "flaky", marked("Flaky tests, by the time they waste"), "warn")
    if trends.slower:
        things = by_thing(trends.slower)
        slower = tuple(
            Need(of_slower(each), f"{speed.URL}#s-{speed.key_of(each[0])}")
            for each in things[:MOST_ENTRIES]
        )
        yield Needs(
            "became-slower", marked("Became slower"), "warn", len(things), slower, speed.URL
        )
    growing = [row for row in memory.rows(history) if row.found.verdict == "growing"]
    if growing:
        grows = tuple(Need(_of_memory(row), row.url) for row in growing[:MOST_ENTRIES])
        yield Needs(
            "growing-memory", marked("Memory grows"), "warn", len(growing), grows, memory.URL
        )
    changed = [suite for suite in trends.suites if suite.change != "newly-slow"]
    if changed:
        suites = tuple(Need(each.reason, f"{speed.URL}#suites") for each in changed[:MOST_ENTRIES])
        tone = max((SUITE_CHANGES[each.change][1] for each in changed), key=gravity)
        url = f"{speed.URL}#suites"
        yield Needs(
            "changed-suites", marked("Suites that changed"), tone, len(changed), suites, url
        )


def _tests(trends: Trends, word: str, title: str, tone: Tone) -> Iterator[Needs]:
    tests = [
        states for states in flaky.by_test(trends).values() if flaky.worst_word(states) == word
    ]
    if tests:
        needs = tuple(_of_test(states, word) for states in tests[:MOST_ENTRIES])
        yield Needs(f"{word}-tests", title, tone, len(tests), needs, flaky.URL)


def _of_test(states: Sequence[TestState], word: str) -> Need:
    state = next(state for state in states if word_of(state) == word)
    title = quote(state.title, _NAME)
    wasted = sum(each.wasted_s or 0 for each in states)
    facts = phrase(
        "{failed:,} of {results} red{on}",
        failed=state.failed,
        results=plural(state.ran, "result"),
        on=_on(of_line(state)),
    )
    facts += phrase(", wasted some {time}", time=duration(wasted)) if wasted else ""
    return Need(f"{title}: {facts}", f"{flaky.URL}#{anchor('t', state.test)}")


def _of_service(row: services.Row) -> str:
    up = row.uptime.said
    if row.uptime.told:
        up = phrase("up in {rate}", rate=up)
    name, status = quote(row.name), phrase(row.status)
    return phrase("{name} is {status}: {up}", name=name, status=status, up=up)


def by_thing(slower: Sequence[Slower]) -> list[list[Slower]]:
    """Return the changes of each thing on all lines together, what costs most first."""
    found: dict[tuple[str, str, str | None], list[Slower]] = {}
    for each in slower:
        found.setdefault((each.kind, each.subject, each.test), []).append(each)
    return list(found.values())


def of_slower(things: Sequence[Slower]) -> str:
    """Return what became of a thing where it costs most, and on how many lines it changed."""
    found = things[0]
    share = f" ({signed_percent(found.after_s / found.before_s - 1)})" if found.before_s > 0 else ""
    times = f"{duration(found.before_s)} → {duration(found.after_s)}{share}"
    more = ""
    if len(things) > 1:
        jobs = plural(len(things) - 1, "more job")
        more = phrase(", and on {jobs} or variant", jobs=jobs)
    named = f"{speed.kind_of(found)} {quote(found.subject, _NAME)}"
    return f"{named}{_on(of_line(found))}: {times}{more}"


def _of_memory(row: memory.Row) -> str:
    return phrase(
        "{name}{on}: peak {first} → {last} in {window}",
        name=quote(row.name),
        on=_on(row.label),
        first=size(row.first),
        last=size(row.last),
        window=row.window,
    )


def _on(line: str) -> str:
    return phrase(" on {label}", label=quote(line, _NAME)) if line else ""

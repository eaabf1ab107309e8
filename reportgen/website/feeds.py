"""
Feeds of what is new, in Atom (RFC 4287).

An entry's id is a ``tag:`` URI (RFC 4151) made of what the entry is about, so it stays the same
from build to build; its moment is that of the run that showed it. No clock is read.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from reportgen.history.windows import is_settled
from reportgen.model.identity import AUTHORITY
from reportgen.model.overtime import Trends
from reportgen.model.text import one_line, quote
from reportgen.model.units import duration, listing, plural, size
from reportgen.render.environment import html_environment, plain
from reportgen.website.known import History, count_of, title_of
from reportgen.website.pages import flaky, memory, services, speed
from reportgen.website.places import FEEDS, Page, digest, run_url
from reportgen.website.words import word_of
from reportgen.wording import phrase

MOST_ENTRIES: Final = 50
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of what has none: RFC 4287 requires one."""
_TITLE: Final = 200


class Entry(NamedTuple):
    """An entry; *url* leads from the site's folder."""

    id: str
    title: str
    updated: datetime
    url: str
    summary: str


def pages(history: History) -> Iterator[Page]:
    """Yield the feeds."""
    entries = {
        "feeds/new-failures.xml": _new_failures(history),
        "feeds/flaky.xml": _flaky(history.trends),
        "feeds/regressions.xml": _regressions(history),
        "feeds/services.xml": _services(history),
    }
    for url, title in FEEDS.items():
        yield _feed(url, title, entries[url], history)


def _tag(*key: str) -> str:
    return f"tag:{AUTHORITY}:{':'.join(key)}"


def _feed(url: str, title: str, found: Sequence[Entry], history: History) -> Page:
    newest = sorted(found, key=lambda entry: (entry.updated, entry.id), reverse=True)
    shown = list({entry.id: entry for entry in newest}.values())[:MOST_ENTRIES]
    site = history.site
    name = url.removeprefix("feeds/").removesuffix(".xml")
    text = html_environment().get_template("feed.xml.j2").render(
        id=_tag(digest(site.name), name),
        title=f"{phrase(title)} · {site.name}",
        updated=max((entry.updated for entry in shown), default=site.last or NEVER),
        entries=shown,
        site=site,
        own=url.removeprefix("feeds/"),
    )  # fmt: skip
    return Page(url, text)


def _new_failures(history: History) -> list[Entry]:
    project = digest(history.site.name)
    entries = []
    for report in history.settled:
        new = count_of(report, ("new-failure",))
        if not new:
            continue
        run = report.run
        new_ones = plural(new, "new failure")
        if run.branch and is_settled(run):
            new_ones = phrase("{failures} on {branch}", failures=new_ones, branch=run.branch)
        entries.append(
            Entry(
                id=_tag(project, "new-failures", run.id),
                title=_title(f"{new_ones}: {title_of(report)}"),
                updated=run.started_at or NEVER,
                url=run_url(run.id),
                summary=plain(listing(list(map(quote, report.new_failures)), of=new)),
            )
        )
        if len(entries) == MOST_ENTRIES:
            break
    return entries


def _flaky(trends: Trends | None) -> list[Entry]:
    entries = []
    shown = flaky.test_urls(trends) if trends else {}
    for state in trends.tests if trends else ():
        word = word_of(state)
        first = state.first_failed
        if word not in {"flaky", "broken", "recovered"} or first is None:
            continue
        entries.append(
            Entry(
                id=_tag("test", flaky.key_of(state), word, first.run),
                title=_title(f"{phrase(word)}: {state.title}"),
                updated=first.started_at or NEVER,
                url=flaky.url_of(state.test, shown),
                summary=plain(state.reason),
            )
        )
    return entries


def _regressions(history: History) -> list[Entry]:
    trends = history.trends
    if trends is None:
        return []
    entries = [
        Entry(
            id=_tag("slower", speed.key_of(found)),
            title=_title(
                phrase(
                    "slower: {subject}, {before} → {after}",
                    subject=found.subject,
                    before=duration(found.before_s),
                    after=duration(found.after_s),
                )
            ),
            updated=found.since.started_at or NEVER,
            url=f"{speed.URL}#s-{speed.key_of(found)}",
            summary=plain(found.reason),
        )
        for found in trends.slower[: speed.MOST_ROWS]
    ]
    for row in memory.rows(history):
        since = row.found.since
        if row.found.verdict in {"growing", "step"} and since:
            entries.append(
                Entry(
                    id=_tag("memory", digest(row.url, row.word), since.run),
                    title=_title(
                        phrase(
                            "memory {word}: {name}, peak {peak}",
                            word=phrase(row.word),
                            name=row.name,
                            peak=size(row.last),
                        )
                    ),
                    updated=since.started_at or NEVER,
                    url=row.url,
                    summary=plain(row.found.reason),
                )
            )
    return entries


def _services(history: History) -> list[Entry]:
    entries = []
    for row in services.rows(history):
        for incident in row.found.incidents:
            began = incident.first_at or incident.first.started_at
            ended = incident.over_at or (incident.over.started_at if incident.over else None)
            word = phrase(incident.worst)
            word = phrase("{state}, over", state=word) if incident.over else word
            reasons = listing([quote(reason) for reason in incident.reasons], 3)
            key = digest(row.url, incident.first.run, f"{began}")
            entries.append(
                Entry(
                    id=_tag("incident", key, "over" if incident.over else "began"),
                    title=_title(f"{row.name}: {word}"),
                    updated=ended or began or NEVER,
                    url=row.url,
                    summary=plain(f"{plural(incident.checks, 'failing check')}: {reasons}"),
                )
            )
    return entries


def _title(text: str) -> str:
    return one_line(text, _TITLE)

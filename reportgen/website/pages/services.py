"""Services over days: a row for each, and a page for each with its latency and its incidents."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from reportgen.model.health import ServiceStatus
from reportgen.model.overtime import Incident, ServiceDay, ServiceOverRuns, Trends
from reportgen.model.text import one_line
from reportgen.model.units import latency, percent, plural
from reportgen.render.account.words import SERVICE_TONES, Tone
from reportgen.render.overtime.words import of_line
from reportgen.render.traces import Tinted, Trace, cells, trace
from reportgen.website.known import History, Seen
from reportgen.website.places import Page, Place, named_url, rendered, thing
from reportgen.website.words import days_of
from reportgen.wording import marked, phrase

URL: Final = "services/index.html"
DAYS: Final = 90
SPANS: Final = (7, 30, DAYS)
MOST_SERVICES: Final = 300
MOST_INCIDENTS: Final = 100
MOST_REASONS: Final = 3
_NAME: Final = 120
_SAID: Final = 300


class Uptime(NamedTuple):
    """How many checks found it up, of those that could tell, over a window in words."""

    window: str
    up: int
    told: int
    unknown: int = 0

    @property
    def said(self) -> str:
        """Both numbers, and their share."""
        if not self.told:
            return phrase("no check could tell")
        return phrase(
            "{up:,} of {checks} ({share})",
            up=self.up,
            checks=plural(self.told, "check"),
            share=percent(self.up, self.told),
        )


class Row(NamedTuple):
    """A service as a list shows it."""

    url: str
    name: str
    label: str
    status: ServiceStatus
    tone: Tone
    uptime: Uptime
    days: tuple[Tinted, ...]
    alternative: str
    found: ServiceOverRuns


class Episode(NamedTuple):
    """An incident with its runs; *moments* are those of the checks."""

    found: Incident
    tone: Tone
    first: Seen | None
    last: Seen | None
    over: Seen | None
    first_at: datetime | None
    last_at: datetime | None
    over_at: datetime | None
    lasted_s: float | None
    reasons: tuple[str, ...]


def tone_of(day: ServiceDay | None) -> str:
    """
    Return the tone of a day: full only where every check that could tell found it up.

    A day on which some did is no worse than degraded; a day without checks is a gap.
    """
    if day is None:
        return "gap"
    told = day.checks - day.unknown
    if not told:
        return "none"
    if day.up >= told:
        return "good"
    return "warn" if day.up else SERVICE_TONES[day.worst]


def calendar(days: Sequence[ServiceDay], last: date, length: int) -> list[ServiceDay | None]:
    """Return the *length* days up to *last*, None where nothing was checked."""
    by_date = {day.date: day for day in days}
    return [by_date.get(f"{last - timedelta(days=back)}") for back in range(length - 1, -1, -1)]


def known_days(found: ServiceOverRuns, last: date | None, length: int) -> list[ServiceDay]:
    """Return those of the *length* days up to *last* on which *found* was checked."""
    return [day for day in calendar(found.days, last, length) if day] if last else []


def last_day(trends: Trends) -> date | None:
    """Return the newest day that is recorded of any service or run."""
    known = [day.date for found in trends.services for day in found.days]
    newest = [date.fromisoformat(max(known))] if known else []
    if trends.until:
        newest.append(trends.until.date())
    return max(newest, default=None)


def rows(history: History) -> list[Row]:
    """Return the services, in the order of what failed most."""
    trends = history.trends
    if trends is None:
        return []
    last = last_day(trends)
    names = Counter(service.name for service in trends.services)
    taken: Counter[tuple[str, ...]] = Counter()
    found = []
    for service in trends.services[:MOST_SERVICES]:
        # A further job that checks it must not move its page: only namesakes, which are those of
        # two projects, are told apart by who checks them.
        key = () if names[service.name] == 1 else (of_line(service),)
        taken[service.name, *key] += 1
        number = taken[service.name, *key]
        told = (*key, str(number)) if number > 1 else key
        found.append(_row(named_url("services", service.name, *told), service, last))
    return found


def _row(url: str, found: ServiceOverRuns, last: date | None) -> Row:
    days = calendar(found.days, last, DAYS) if last else [None] * DAYS
    tones = [tone_of(day) for day in days]
    counts = [tones.count(tone) for tone in ("good", "warn", "bad", "none", "gap")]
    words = (
        marked("up all day"),
        marked("up in part"),
        marked("down"),
        marked("not known"),
        marked("without a check"),
    )
    said = ", ".join(
        phrase("{days} {state}", days=plural(number, "day"), state=phrase(word))
        for number, word in zip(counts, words, strict=True)
        if number
    )
    return Row(
        url=url,
        name=one_line(found.name, _NAME),
        label=one_line(of_line(found), _NAME),
        status=found.status,
        tone=SERVICE_TONES[found.status],
        uptime=Uptime(days_of(found.window), found.up, found.checks - found.unknown, found.unknown),
        days=cells(tones),
        alternative=phrase(
            "The last {number} days, oldest to newest: {said}", number=DAYS, said=said
        ),
        found=found,
    )


def pages(history: History) -> Iterator[Page]:
    """Yield the page of all services, and then one of each."""
    trends = history.trends
    found = rows(history)
    last = last_day(trends) if trends else None
    first = last - timedelta(days=DAYS - 1) if last else None
    yield rendered(
        Place(URL, thing(phrase("Services"), history.site), URL),
        history.site,
        "services.html.j2",
        trends=trends,
        rows=found,
        left_out=len(trends.services) - len(found) if trends else 0,
        first=first,
        last=last,
    )
    for row in found:
        yield _page(row, history, last)


def _page(row: Row, history: History, last: date | None) -> Page:
    found = row.found
    days = calendar(found.days, last, DAYS) if last else []
    first = last - timedelta(days=DAYS - 1) if last else None
    incidents = found.incidents[::-1]
    p50 = trace([day.p50_ms if day else None for day in days])
    return rendered(
        Place(row.url, thing(row.name, history.site), URL, row.name),
        history.site,
        "service.html.j2",
        row=row,
        first=first,
        last=last,
        spans=[_span(days[-length:], length) for length in SPANS] if days else [],
        latency=p50,
        latency_says=_latency_says(p50),
        days=[day for day in days[::-1] if day],
        tones=SERVICE_TONES,
        incidents=[_episode(incident, history) for incident in incidents[:MOST_INCIDENTS]],
        incidents_left_out=max(0, len(incidents) - MOST_INCIDENTS),
    )


def _latency_says(found: Trace | None) -> str:
    if found is None:
        return ""
    return phrase(
        "Median latency per day over {number} days, on a scale from {low} to {high}. "
        "The table below has the numbers.",
        number=DAYS,
        low=latency(found.low),
        high=latency(found.high),
    )


def _span(days: Sequence[ServiceDay | None], length: int) -> Uptime:
    known = [day for day in days if day]
    unknown = sum(day.unknown for day in known)
    told = sum(day.checks for day in known) - unknown
    return Uptime(
        phrase("last {number} days", number=length), sum(day.up for day in known), told, unknown
    )


def _episode(incident: Incident, history: History) -> Episode:
    first, over = history.seen(incident.first), history.seen(incident.over)
    last = history.seen(incident.last)
    first_at = incident.first_at or incident.first.started_at
    last_at = incident.last_at or incident.last.started_at
    over_at = incident.over_at or (incident.over.started_at if incident.over else None)
    ended = over_at or last_at
    lasted = (ended - first_at).total_seconds() if ended and first_at else None
    return Episode(
        found=incident,
        tone=SERVICE_TONES[incident.worst],
        first=first,
        last=last,
        over=over,
        first_at=first_at,
        last_at=last_at,
        over_at=over_at,
        lasted_s=lasted,
        reasons=tuple(one_line(reason, _SAID) for reason in incident.reasons[:MOST_REASONS]),
    )

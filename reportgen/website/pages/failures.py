"""Causes: one reason, many failing tests. A page of all, and one of each."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.model.overtime import CauseOverRuns
from reportgen.model.text import excerpt, one_line
from reportgen.render.overtime.words import of_line
from reportgen.website.causes import causes_by_page
from reportgen.website.known import History, Seen
from reportgen.website.places import Page, Place, rendered, thing
from reportgen.website.words import days_of

URL: Final = "failures/index.html"
MOST_VARIANTS: Final = 50
_NAME: Final = 300
_ROW: Final = 200
_SAMPLE: Final = 4_000
_WIDTH: Final = 1_000
_LEAST: Final = 8.0


class Cause(NamedTuple):
    """A cause as a row shows it; *url* leads to its page from the site's folder."""

    found: CauseOverRuns
    url: str
    says: str
    first_seen: Seen | None
    last_seen: Seen | None


class Span(NamedTuple):
    """Where between the ends of a window of `_WIDTH` something was seen, and that in words."""

    x: float
    width: float
    says: str


class Part(NamedTuple):
    """A cause on one line, as its page shows it."""

    label: str
    found: CauseOverRuns
    sample: str
    where: str
    window: str
    variants: tuple[str, ...]
    variants_left_out: int
    examples: tuple[str, ...]
    first_seen: Seen | None
    last_seen: Seen | None
    span: Span | None


def pages(history: History) -> Iterator[Page]:
    """Yield the page of all causes, and then one of each."""
    found = causes_by_page(history.trends) if history.trends else {}
    rows = [_row(url, causes[0], history) for url, causes in found.items()]
    yield rendered(
        Place(URL, thing("Failures by cause", history.site), URL),
        history.site,
        "failures.html.j2",
        trends=history.trends,
        often=[row for row in rows if row.found.runs > 1],
        once=[row for row in rows if row.found.runs <= 1],
        left_out=len(history.trends.causes) - sum(map(len, found.values()))
        if history.trends
        else 0,
    )
    for url, causes in found.items():
        yield _page(url, causes, history)


def _row(url: str, cause: CauseOverRuns, history: History) -> Cause:
    says = one_line(cause.says, _ROW) or one_line(cause.type, _ROW) or "no message"
    return Cause(cause, url, says, history.seen(cause.first_seen), history.seen(cause.last_seen))


def _page(url: str, causes: Sequence[CauseOverRuns], history: History) -> Page:
    row = _row(url, causes[0], history)
    return rendered(
        Place(url, thing(row.says, history.site), URL, one_line(row.says, 60)),
        history.site,
        "cause.html.j2",
        cause=row,
        parts=[_part(cause, history) for cause in causes],
    )


def _part(cause: CauseOverRuns, history: History) -> Part:
    return Part(
        label=one_line(of_line(cause), _NAME),
        found=cause,
        sample=excerpt(cause.says.strip("\n"), _SAMPLE),
        where=one_line(cause.where, _NAME) if cause.where else "",
        window=days_of(cause.window),
        variants=tuple(one_line(name, _NAME) for name in cause.variants[:MOST_VARIANTS]),
        variants_left_out=max(0, len(cause.variants) - MOST_VARIANTS),
        examples=tuple(one_line(name, _NAME) for name in cause.examples),
        first_seen=history.seen(cause.first_seen),
        last_seen=history.seen(cause.last_seen),
        span=_span(cause),
    )


def _span(cause: CauseOverRuns) -> Span | None:
    since, until = cause.window.since, cause.window.until
    first, last = cause.first_seen.started_at, cause.last_seen.started_at
    if not (since and until and first and last) or not since <= first <= last <= until:
        return None
    whole = (until - since).total_seconds() or 1.0
    x = _WIDTH * (first - since).total_seconds() / whole
    width = max(_WIDTH * (last - first).total_seconds() / whole, _LEAST)
    says = f"Seen first on {first:%Y-%m-%d}, last on {last:%Y-%m-%d}"
    return Span(round(min(x, _WIDTH - width), 1), round(width, 1), says)

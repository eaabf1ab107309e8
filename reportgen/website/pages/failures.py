"""Causes: one reason, many failing tests. A page of all, and one of each that has more to tell."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from reportgen.model.overtime import CauseOverRuns
from reportgen.model.text import one_line
from reportgen.website.causes import Listed, listed_causes
from reportgen.website.known import History, Seen
from reportgen.website.pages import cause
from reportgen.website.places import Page, Place, rendered, thing
from reportgen.website.sightings import sightings_of
from reportgen.wording import phrase

URL: Final = "failures/index.html"
_ROW: Final = 200


class Cause(NamedTuple):
    """A cause as a row shows it; *url* leads to its page from the site's folder, if it has one."""

    found: CauseOverRuns
    url: str | None
    says: str
    first_seen: Seen | None
    last_seen: Seen | None


def pages(history: History) -> Iterator[Page]:
    """Yield the page of all causes, and then one of each that has a page."""
    found = listed_causes(history.trends) if history.trends else []
    rows = [_row(each, history) for each in found]
    yield rendered(
        Place(URL, thing(phrase("Failures by cause"), history.site), URL),
        history.site,
        "failures.html.j2",
        trends=history.trends,
        often=[row for row in rows if row.found.runs > 1],
        once=[row for row in rows if row.found.runs <= 1],
        left_out=len(history.trends.causes) - sum(len(each.causes) for each in found)
        if history.trends
        else 0,
    )
    sightings = sightings_of(history.columns.values())
    for (url, causes), row in zip(found, rows, strict=True):
        if url:
            seen = sightings.get(causes[0].id, ())
            yield cause.page_of(url, URL, row.says, causes, history, seen)


def _row(listed: Listed, history: History) -> Cause:
    url, (found, *_) = listed
    says = one_line(found.says, _ROW) or one_line(found.type, _ROW) or phrase("no message")
    return Cause(found, url, says, history.seen(found.first_seen), history.seen(found.last_seen))

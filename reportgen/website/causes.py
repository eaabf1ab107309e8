"""Which causes have a page, and where it is."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from reportgen.model.overtime import CauseOverRuns, Trends
from reportgen.website.places import id_url

MOST_CAUSES: Final = 200
"""So many are listed: those that were seen last. Nobody reads through more."""
MOST_SEEN_ONCE: Final = 20
"""
Of those that one run alone has so many have a page, as well as all that were seen in several.

Over runs there is nothing to tell of one of them; the page of its run has what it said and broke.
"""


class Listed(NamedTuple):
    """A cause, as it is told on each line; *url* is the address of its page if it has one."""

    url: str | None
    causes: Sequence[CauseOverRuns]


def listed_causes(trends: Trends) -> list[Listed]:
    """Return the causes that are listed, the last seen first."""
    found: dict[str, list[CauseOverRuns]] = {}
    for cause in trends.causes:
        found.setdefault(id_url("failures", cause.id).casefold(), []).append(cause)
    listed, once = [], 0
    for url, causes in list(found.items())[:MOST_CAUSES]:
        alone = len(causes) == 1 and causes[0].runs <= 1
        once += alone
        listed.append(Listed(None if alone and once > MOST_SEEN_ONCE else url, causes))
    return listed


def causes_by_page(trends: Trends) -> dict[str, Sequence[CauseOverRuns]]:
    """Return what is told of each cause that has a page, on all lines, by its address."""
    return {each.url: each.causes for each in listed_causes(trends) if each.url}


def cause_urls(trends: Trends) -> Mapping[str, str]:
    """Return the page of each cause by its id."""
    return {cause.id: url for url, causes in causes_by_page(trends).items() for cause in causes}

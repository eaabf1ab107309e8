"""Which causes have a page, and where it is."""

from collections.abc import Mapping
from typing import Final

from reportgen.model.overtime import CauseOverRuns, Trends
from reportgen.website.places import id_url

MOST_CAUSES: Final = 200
"""So many have a page: those that were seen last. Nobody reads through more."""


def causes_by_page(trends: Trends) -> dict[str, list[CauseOverRuns]]:
    """Return what is told of each cause, on all lines, by the address of its page."""
    found: dict[str, list[CauseOverRuns]] = {}
    for cause in trends.causes:
        found.setdefault(id_url("failures", cause.id).casefold(), []).append(cause)
    return dict(list(found.items())[:MOST_CAUSES])


def cause_urls(trends: Trends) -> Mapping[str, str]:
    """Return the page of each cause by its id."""
    return {cause.id: url for url, causes in causes_by_page(trends).items() for cause in causes}

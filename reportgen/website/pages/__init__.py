"""Plan the site: each part of it with its key and a way to make its files, nothing written."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from reportgen.config.settings import Settings
from reportgen.errors import UsageError
from reportgen.model.brief import Brief
from reportgen.model.overtime import Column, Trends
from reportgen.model.report import Report
from reportgen.render.environment import short
from reportgen.resources import folder
from reportgen.website import api, badges, feeds, spoken
from reportgen.website.data import Data
from reportgen.website.keys import key_of
from reportgen.website.known import History, newest_first
from reportgen.website.pages import (
    about,
    charts,
    failures,
    flaky,
    memory,
    overview,
    run,
    runlists,
    services,
    speed,
    steps,
    tests,
)
from reportgen.website.parts import Part
from reportgen.website.places import Page, Site
from reportgen.website.recorded import Runs, in_memory
from reportgen.wording import phrase

__all__ = ["history_of", "newest_first", "parts_of", "plan"]

_RUN_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,119}")
_NAME: Final = 80
_ASSETS: Final = (
    "assets/favicon.svg",
    "assets/reportgen.css",
    "assets/history.css",
    "assets/tests.css",
    "assets/data.js",
    "assets/columns.js",
    "assets/parts.js",
    "assets/history.js",
    "assets/copying.js",
    "assets/tests.js",
    "assets/times.js",
    "assets/table.js",
    "assets/copy.js",
    "assets/ties.js",
    "assets/test.js",
    "assets/grid.js",
    "assets/renames.js",
    "assets/pair.js",
    "assets/compare.js",
    "assets/runs.js",
)


def history_of(
    runs: Runs,
    problems: Sequence[str] = (),
    trends: Trends | None = None,
    columns: Sequence[Column] = (),
    data: Data | None = None,
) -> History:
    """
    Return all that pages are planned from: *runs*, and what they show together.

    Where *trends* is None nothing was told over runs: the pages about that say so.
    *data* is what scripts read, where the site has any.
    *problems* are sentences about what of the history could not be read.
    The ids of the runs must be able to name a folder, each a different one.
    """
    briefs = newest_first(runs.briefs)
    _check_ids(briefs)
    site = _site(briefs, (*problems, *runs.damaged), data.key if data else "")
    return History(briefs, trends, site, runs.whole, columns, data.names if data else None)


def parts_of(
    history: History, settings: Settings | None = None, store_bytes: int | None = None
) -> Iterator[Part]:
    """
    Yield the parts of the site of *history*, the front page first.

    *settings* are those that its trends were told with, *store_bytes* is the size of the history.
    What a part's module yields as pages depends on all that is known; what it yields as parts says
    itself what each depends on.
    """
    known = key_of(history.site, history.runs, history.trends)
    yield Part("overview", known, partial(overview.pages, history))
    yield Part("charts", known, partial(charts.pages, history))
    yield from runlists.parts(history)
    yield Part("tests", known, partial(tests.pages, history))
    yield Part("flaky", known, partial(flaky.pages, history))
    yield Part("failures", known, partial(failures.pages, history))
    yield Part("speed", known, partial(speed.pages, history))
    yield Part("services", known, partial(services.pages, history))
    yield Part("memory", known, partial(memory.pages, history))
    yield Part("steps", known, partial(steps.pages, history))
    yield from run.parts(history)
    yield Part("feeds", known, partial(feeds.pages, history))
    yield Part("badges", known, partial(badges.pages, history))
    told = key_of(known, settings, store_bytes)
    yield Part("about", told, partial(about.pages, history, settings, store_bytes))
    yield Part("api", known, partial(api.pages, history))
    yield Part("api-guide", "", api.guide)
    yield Part("assets", "", _assets)


def _assets() -> Iterable[Page]:
    for asset in _ASSETS:
        yield Page(asset, (folder("site") / asset).read_text(encoding="utf-8"))
    words = spoken.page(_ASSETS)
    if words is not None:
        yield words


def plan(
    records: Sequence[Report],
    problems: Sequence[str] = (),
    trends: Trends | None = None,
    settings: Settings | None = None,
    store_bytes: int | None = None,
    data: Data | None = None,
) -> Iterator[Page]:
    """Yield all pages for *records*, the index first; for all else see `history_of`."""
    history = history_of(in_memory(records), problems, trends, data=data)
    for part in parts_of(history, settings, store_bytes):
        yield from part.make()


def _site(runs: Sequence[Brief], problems: Sequence[str], data_key: str) -> Site:
    moments = [run.run.started_at for run in runs if run.run.started_at]
    return Site(
        name=short(next((run.run.project for run in runs if run.run.project), "reportgen"), _NAME),
        total=len(runs),
        first=min(moments, default=None),
        last=max(moments, default=None),
        partial=sum(run.verdict.evidence != "complete" for run in runs),
        problems=problems,
        data=data_key,
    )


def _check_ids(runs: Sequence[Brief]) -> None:
    seen: set[str] = set()
    for run_id in (report.run.id for report in runs):
        if not _RUN_ID.fullmatch(run_id):
            raise UsageError(
                phrase("the run id {id!r} cannot name a page", id=run_id),
                phrase(
                    "an id has letters, digits and hyphens; `reportgen history verify` finds the "
                    "file"
                ),
            )
        if run_id.casefold() in seen:
            raise UsageError(
                phrase("the run id {id!r} occurs more than once", id=run_id),
                phrase("`reportgen history verify` finds the files"),
            )
        seen.add(run_id.casefold())

"""Plan the pages of the site: every page as a value, nothing written."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reportgen.config.settings import Settings
from reportgen.errors import UsageError
from reportgen.model.overtime import Trends
from reportgen.model.report import Report
from reportgen.render.environment import short
from reportgen.resources import folder
from reportgen.website import api, badges, feeds
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
from reportgen.website.places import Page, Site

__all__ = ["newest_first", "plan"]

_RUN_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,119}")
_NAME: Final = 80
_ASSETS: Final = (
    "assets/favicon.svg",
    "assets/reportgen.css",
    "assets/history.css",
    "assets/tests.css",
    "assets/data.js",
    "assets/parts.js",
    "assets/history.js",
    "assets/tests.js",
    "assets/times.js",
    "assets/test.js",
    "assets/grid.js",
)
_MODULES: Final = (
    overview,
    charts,
    runlists,
    tests,
    flaky,
    failures,
    speed,
    services,
    memory,
    steps,
    run,
    feeds,
    badges,
)


def plan(
    records: Sequence[Report],
    problems: Sequence[str] = (),
    trends: Trends | None = None,
    settings: Settings | None = None,
    store_bytes: int | None = None,
    data_key: str = "",
) -> Iterator[Page]:
    """
    Yield the pages for *records* and for what they show together, the index first.

    Where *trends* is None nothing was told over runs: the pages about that say so.
    *settings* are those that *trends* were told with, *store_bytes* is the size of the history.
    *data_key* is the key of the data that scripts read; empty where the site has none.
    The ids of the runs must be able to name a folder, each a different one.
    """
    runs = newest_first(records)
    _check_ids(runs)
    history = History(runs, trends, _site(runs, problems, data_key))
    for module in _MODULES:
        yield from module.pages(history)
    yield from about.pages(history, settings, store_bytes)
    yield from api.pages(history)
    for asset in _ASSETS:
        yield Page(asset, (folder("site") / asset).read_text(encoding="utf-8"))


def _site(runs: Sequence[Report], problems: Sequence[str], data_key: str) -> Site:
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


def _check_ids(runs: Sequence[Report]) -> None:
    seen: set[str] = set()
    for run_id in (report.run.id for report in runs):
        if not _RUN_ID.fullmatch(run_id):
            raise UsageError(
                f"the run id {run_id!r} cannot name a page",
                "an id has letters, digits and hyphens; `reportgen history verify` finds the file",
            )
        if run_id.casefold() in seen:
            raise UsageError(
                f"the run id {run_id!r} occurs more than once",
                "`reportgen history verify` finds the files",
            )
        seen.add(run_id.casefold())

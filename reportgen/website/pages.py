"""Plan the pages of the site: every page as a value, nothing written."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from reportgen import __version__
from reportgen.errors import UsageError
from reportgen.model.report import Report
from reportgen.render.account import Account, Axis, axes, name
from reportgen.render.account.words import DECISION_TONES, Tone
from reportgen.render.environment import html_environment
from reportgen.resources import folder
from reportgen.website.trends import Trends

MOST_ROWS: Final = 200
MOST_PROBLEMS: Final = 100
MOST_ENTRIES: Final = 5
_RUN_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,119}")
_ASSETS: Final = ("assets/favicon.svg", "assets/reportgen.css")


class Page(NamedTuple):
    """A file of the site: its address relative to the site's folder, and its text."""

    url: str
    text: str


class Place(NamedTuple):
    """Where a page stands among the others; *root* leads from it to the site's folder."""

    url: str
    title: str
    root: str = ""
    newer: str | None = None
    older: str | None = None
    base: str | None = None


class Site(NamedTuple):
    """What every page says of the whole."""

    name: str
    total: int
    first: datetime | None
    last: datetime | None
    problems: Sequence[str]
    version: str = __version__


class RunRow(NamedTuple):
    """A run in the table of the index."""

    url: str
    title: str
    started_at: datetime | None
    branch: str | None
    commit: str | None
    decision: str
    tone: Tone
    axes: tuple[Axis, Axis, Axis]
    passed: int
    ran: int
    new_failures: int
    flaky: int
    duration_s: float


def run_url(run_id: str) -> str:
    """Return the address of a run's page."""
    return f"runs/{run_id}/index.html"


def newest_first(records: Sequence[Report]) -> list[Report]:
    """Return *records* by the moment they started, then by id; those without a moment come last."""

    def age(report: Report) -> tuple[float, str]:
        started_at = report.run.started_at
        return (started_at.timestamp() if started_at else float("-inf"), report.run.id)

    return sorted(records, key=age, reverse=True)


def plan(records: Sequence[Report], problems: Sequence[str] = ()) -> Iterator[Page]:
    """
    Yield the pages for *records*: the index, the trends, one per run, and the assets.

    The ids must be able to name a folder, each a different one.
    """
    runs = newest_first(records)
    _check_ids(runs)
    moments = [run.run.started_at for run in runs if run.run.started_at]
    site = Site(
        name=next((run.run.project for run in runs if run.run.project), "reportgen"),
        total=len(runs),
        first=min(moments, default=None),
        last=max(moments, default=None),
        problems=problems,
    )
    yield _index(runs, site)
    yield _trends(runs, site)
    yield from _runs(runs, site)
    for asset in _ASSETS:
        yield Page(asset, (folder("site") / asset).read_text(encoding="utf-8"))


def _check_ids(runs: Sequence[Report]) -> None:
    seen: set[str] = set()
    for run in runs:
        run_id = run.run.id
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


def _index(runs: Sequence[Report], site: Site) -> Page:
    place = Place("index.html", f"Runs · {site.name}" if runs else "No runs yet")
    text = html_environment().get_template("index.html.j2").render(
        page=place,
        site=site,
        latest=Account(runs[0]) if runs else None,
        rows=[_row(run) for run in runs[:MOST_ROWS]],
        rows_left_out=max(0, len(runs) - MOST_ROWS),
        problems=site.problems[:MOST_PROBLEMS],
        problems_left_out=max(0, len(site.problems) - MOST_PROBLEMS),
        most_entries=MOST_ENTRIES,
    )  # fmt: skip
    return Page(place.url, text)


def _trends(runs: Sequence[Report], site: Site) -> Page:
    place = Place("trends.html", f"Trends · {site.name}")
    urls = {run.run.id: run_url(run.run.id) for run in runs}
    template = html_environment().get_template("trends.html.j2")
    return Page(place.url, template.render(page=place, site=site, trends=Trends(runs, urls)))


def _runs(runs: Sequence[Report], site: Site) -> Iterator[Page]:
    template = html_environment().get_template("run.html.j2")
    known = {run.run.id for run in runs}

    def beside(run_id: str | None) -> str | None:
        """Return the way from one run's page to another's."""
        return f"../{run_id}/index.html" if run_id in known else None

    for index, run in enumerate(runs):
        account = Account(run)
        place = Place(
            url=run_url(run.run.id),
            title=account.title,
            root="../../",
            newer=beside(runs[index - 1].run.id) if index else None,
            older=beside(runs[index + 1].run.id) if index + 1 < len(runs) else None,
            base=beside(run.base.run_id) if run.base else None,
        )
        yield Page(place.url, template.render(page=place, site=site, report=account))


def _row(report: Report) -> RunRow:
    run, counts = report.run, report.totals.counts
    kinds = [finding.id for finding in report.findings]
    return RunRow(
        url=run_url(run.id),
        title=run.title or name(report) or f"run {run.id.rpartition('-')[2]}",
        started_at=run.started_at,
        branch=run.branch,
        commit=run.commit[:8] if run.commit else None,
        decision=_DECISIONS[report.verdict.decision],
        tone=DECISION_TONES[report.verdict.decision],
        axes=axes(report),
        passed=counts.passed,
        ran=counts.ran,
        new_failures=kinds.count("new-failure"),
        flaky=max(counts.flaky, kinds.count("flaky")),
        duration_s=report.totals.duration_s,
    )


_DECISIONS: Final = {
    "fix": "fix",
    "investigate": "investigate",
    "approve-hold-deployment": "approve, hold",
    "approve": "approve",
}

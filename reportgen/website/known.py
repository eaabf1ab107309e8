"""The recorded runs as pages name them: links to their pages, the settled ones, those of a line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.history.windows import is_settled, line_of
from reportgen.model.brief import Brief
from reportgen.model.overtime import Column, LineKey, Moment, Trends
from reportgen.model.report import FindingId, Report
from reportgen.model.text import one_line
from reportgen.website.places import Site, run_url
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.website.data.names import Names

KNOWN: Final[tuple[FindingId, ...]] = (
    "still-failing",
    "flaky",
    "known-issue",
    "infrastructure-failure",
)
"""What is red and explained."""
_WORST_FIRST: Final = ("fix", "investigate", "approve-hold-deployment", "approve")
_CURRENT: Final = timedelta(days=7)
_SHORT: Final = 8
_NAME: Final = 120


class Seen(NamedTuple):
    """A run as a page names it; *url* is None where it has no page."""

    id: str
    when: datetime | None
    commit: str | None
    url: str | None


class Standing(NamedTuple):
    """
    The run that says how the project stands now.

    *latest* is the newest of each line, this one's first; *settled* says that they are of a
    default branch.
    """

    report: Brief
    latest: tuple[Brief, ...]
    settled: bool


class History:
    """
    All that pages are planned from: runs newest first, what they show together, and the site.

    The runs are here in brief; *whole* returns one of them by its id with all that is recorded.
    *columns* are what the tests came to in them, by the id of the run, as far as that was read,
    and *names* what their tests are called.
    """

    def __init__(
        self,
        runs: Sequence[Brief],
        trends: Trends | None,
        site: Site,
        whole: Callable[[str], Report],
        columns: Sequence[Column] = (),
        names: "Names | None" = None,
    ) -> None:
        self.runs = runs
        self.trends = trends
        self.site = site
        self.whole = whole
        self.columns: Mapping[str, Column] = {column.run.id: column for column in columns}
        self.names = names
        self._by_id = {run.run.id: run for run in runs}
        settled = [run for run in runs if is_settled(run.run)]
        self.has_settled = bool(settled)
        self.settled = settled or list(runs)
        """Runs of default branches; all runs where there is none."""

    def seen(self, moment: Moment | None) -> Seen | None:
        """Return the run that *moment* names, with the way to its page."""
        if moment is None:
            return None
        url = run_url(moment.run) if moment.run in self._by_id else None
        return Seen(moment.run, moment.started_at, _short(moment.commit), url)

    def seen_run(self, run_id: str) -> Seen:
        """Return the run called *run_id*."""
        report = self._by_id.get(run_id)
        if report is None:
            return Seen(run_id, None, None, None)
        return seen_report(report)

    def standing(self) -> Standing | None:
        """
        Return the worst of the latest runs of all lines, the newest among equals.

        A line that nothing was recorded of for a week before the newest run is not current.
        """
        latest: dict[LineKey, Brief] = {}
        for run in self.settled:
            latest.setdefault(line_of(run.run), run)
        if not latest:
            return None
        newest = next(iter(latest.values())).run.started_at
        current = [run for run in latest.values() if _is_current(run.run.started_at, newest)]
        current.sort(key=lambda run: _WORST_FIRST.index(run.verdict.decision))
        return Standing(current[0], tuple(current), self.has_settled)


def _is_current(moment: datetime | None, newest: datetime | None) -> bool:
    return moment == newest or bool(moment and newest and newest - moment <= _CURRENT)


def _short(commit: str | None) -> str | None:
    return commit[:_SHORT] if commit else None


def seen_report(report: Brief) -> Seen:
    """Return the run of *report*."""
    run = report.run
    return Seen(run.id, run.started_at, _short(run.commit), run_url(run.id))


def title_of(report: Brief) -> str:
    """Return what a list calls the run of *report*."""
    run = report.run
    return one_line(run.title or phrase("run {id}", id=run.id.rpartition("-")[2]), _NAME)


def line_label(report: Brief) -> str:
    """Return the job and the variant of *report*; empty where it has none."""
    return one_line(line_of(report.run).label, _NAME)


def count_of(report: Brief, kinds: Iterable[FindingId]) -> int:
    """Return how many findings of *report* are of *kinds*."""
    if not report.found:
        return 0  # as nearly all runs of a healthy project
    return sum(report.found.get(kind, 0) for kind in frozenset(kinds))


def newest_first(records: Sequence[Brief]) -> list[Brief]:
    """Return *records* by the moment they started, then by id; those without a moment come last."""

    def age(report: Brief) -> tuple[float, str]:
        started_at = report.run.started_at
        return (started_at.timestamp() if started_at else float("-inf"), report.run.id)

    return sorted(records, key=age, reverse=True)

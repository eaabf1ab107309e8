"""The page of each run: its account, and what is known of its failures over other runs."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from reportgen.model.overtime import Trends
from reportgen.model.report import Report
from reportgen.model.tests import Case
from reportgen.render.account import Account
from reportgen.render.account.words import Tone
from reportgen.website.causes import cause_urls
from reportgen.website.known import History
from reportgen.website.pages.flaky import test_urls
from reportgen.website.places import Page, Place, rendered, run_url, test_url, thing
from reportgen.website.words import STATE_TONES

MOST_LINKS: Final = 50
_SAID: Final = 300
_SECTION: Final = "runs/index.html"


class Elsewhere(NamedTuple):
    """A failing test of the run, and where the site tells more: as a state, and as a cause."""

    title: str
    test_url: str
    word: str
    tone: Tone
    url: str | None
    cause_url: str | None


class _Index:
    """Where the site tells of tests and of causes, both by their ids."""

    def __init__(self, trends: Trends | None) -> None:
        self._tests = test_urls(trends) if trends else {}
        self._causes = cause_urls(trends) if trends else {}

    def of(self, report: Report) -> list[Elsewhere]:
        """Return what is told of the tests of *report* that failed, at whatever attempt."""
        counts = report.totals.counts
        if not (counts.red or counts.flaky) or not (self._tests or self._causes):
            return []
        causes = {at: cause.id for cause in report.causes for at in cause.cases}
        found = (self._of(case, causes.get(at)) for at, case in enumerate(report.cases))
        return list(filter(None, found))

    def _of(self, case: Case, cause_id: str | None) -> Elsewhere | None:
        if not case.is_red and not case.is_flaky:
            return None
        word, url = self._tests.get(case.id, ("", None))
        cause = self._causes.get(cause_id or "")
        if url is None and cause is None:
            return None
        return Elsewhere(
            case.title, test_url(case.id), word, STATE_TONES.get(word, "none"), url, cause
        )


def pages(history: History) -> Iterator[Page]:
    """Yield the pages of all runs, newest first."""
    runs = history.runs
    known = {run.run.id for run in runs}
    index = _Index(history.trends)

    def beside(run_id: str | None) -> str | None:
        """Return the way from one run's page to another's."""
        return f"../{run_id}/index.html" if run_id in known else None

    for number, run in enumerate(runs):
        account = Account(run)
        place = Place(
            url=run_url(run.run.id),
            title=account.title if run.run.project else thing(account.title, history.site),
            section=_SECTION,
            here=run.run.title or run.run.id,
            newer=beside(runs[number - 1].run.id) if number else None,
            older=beside(runs[number + 1].run.id) if number + 1 < len(runs) else None,
            base=beside(run.base.run_id) if run.base else None,
        )
        elsewhere = index.of(run)
        yield rendered(
            place,
            history.site,
            "run.html.j2",
            report=account,
            elsewhere=elsewhere[:MOST_LINKS],
            elsewhere_left_out=max(0, len(elsewhere) - MOST_LINKS),
        )

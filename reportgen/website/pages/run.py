"""The page of each run: its account, and what is known of its failures over other runs."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from reportgen.model.brief import Brief
from reportgen.model.overtime import ERRORED, FAILED, OUTAGE, RETRIED, Column, Trends
from reportgen.model.report import Report
from reportgen.model.tests import Case, Passed
from reportgen.render import markdown
from reportgen.render.account import Account
from reportgen.render.account.tests import Bounds
from reportgen.render.account.words import Tone
from reportgen.render.addresses import test_url
from reportgen.render.copies import Copy
from reportgen.website.causes import cause_urls
from reportgen.website.data import results
from reportgen.website.data.names import Known, Names
from reportgen.website.keys import key_of
from reportgen.website.known import History
from reportgen.website.pages.beside import page as page_beside
from reportgen.website.pages.flaky import test_urls
from reportgen.website.parts import Part
from reportgen.website.places import Page, Place, rendered, run_url, thing
from reportgen.website.words import STATE_TONES
from reportgen.wording import phrase

MOST_LINKS: Final = 50
MOST_LINKS_IN_SHORT: Final = 10
MOST_MARKDOWN: Final = 8_000
"""So many characters of Markdown a page offers to copy: what an issue is read with."""
BOUNDS: Final = Bounds(rows=300, first_rows=100, suites=50, failures=200)
"""
Of a run with more tests than this a script draws the table, from a file beside the page.

What more failures said stands on the pages of their tests.
"""
SHORT: Final = Bounds(rows=300, first_rows=10, suites=5, failures=20)
"""What the page of an older run has where there is no room for all of every run."""
_FAILED: Final = re.compile(f"[{FAILED}{ERRORED}{OUTAGE}{RETRIED}]")
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
        found = (
            self._of(case, causes.get(at))
            for at, case in enumerate(report.cases)
            if not isinstance(case.outcome, Passed) or case.outcome.attempts
        )
        return list(filter(None, found))

    def key(self, brief: Brief, column: Column | None) -> object:
        """
        Return all that `of` says of the run of *brief*, but for what its record decides.

        Where its *column* was not read it is not known which tests failed: all that may be said.
        """
        causes = [(cause, self._causes[cause]) for cause in brief.causes if cause in self._causes]
        if column is None:
            return causes, list(self._tests.items()) if self._tests else []
        failed = {column.tests[found.start()].id for found in _FAILED.finditer(column.letters)}
        return causes, [(test, self._tests[test]) for test in sorted(failed & self._tests.keys())]

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


class _Neighbours(NamedTuple):
    """The ids of the runs that a run's page leads to, where they have a page."""

    newer: str | None
    older: str | None
    base: str | None


class _Told(NamedTuple):
    """What of other runs the results of a run depend on: names, and whether there is room."""

    known: Known | None
    roomy: bool


class _Results(NamedTuple):
    """The file with the results of all tests: its key, and whether their times are in it."""

    key: str
    timed: bool


def parts(history: History) -> Iterator[Part]:
    """
    Yield a part for each run, newest first.

    It depends on its record, on what its page leads to, and on nothing that a further run changes,
    but that there is only room for the times of the newest.
    """
    runs, index = history.runs, _Index(history.trends)
    known = {run.run.id for run in runs}
    names = history.names or Names()
    roomy = results.roomy(runs, results.MOST_RESULTS)
    ids = [None, *(run.run.id for run in runs), None]
    for newer, brief, older in zip(ids, runs, ids[2:], strict=False):
        run_id = brief.run.id
        base = brief.base if brief.base in known else None
        beside = _Neighbours(newer, older, base)
        elsewhere = index.key(brief, history.columns.get(run_id))
        told = _Told(names.until(run_id), run_id in roomy)
        yield Part(
            f"runs/{run_id}",
            key_of(run_id, brief.record, beside, history.site.lasting, elsewhere, told),
            partial(_pages, history, run_id, beside, index, names, told),
        )


def _pages(
    history: History, run_id: str, beside: _Neighbours, index: _Index, names: Names, told: _Told
) -> Iterator[Page]:
    run = history.whole(run_id)
    account = Account(run, BOUNDS if told.roomy else SHORT)
    table = None
    column = history.columns.get(run_id)
    if column and told.known and account.tests.rows_left_out:
        script, key = results.page(column, run.cases, names, told.known, timed=told.roomy)
        table = _Results(key, told.roomy)
        yield script
    if history.site.data:
        yield page_beside(run, names, table.key if table else None)
    elsewhere = index.of(run)
    copies = [Copy(phrase("in brief"), markdown.render(run, style="brief"))]
    if told.roomy:
        text = markdown.render(run, limit=MOST_MARKDOWN, style="default")
        copies.append(Copy(phrase("for an issue"), text))
    most = MOST_LINKS if told.roomy else MOST_LINKS_IN_SHORT
    newer, older, base = (f"../{each}/index.html" if each else None for each in beside)
    yield rendered(
        Place(
            url=run_url(run_id),
            title=account.title if run.run.project else thing(account.title, history.site),
            section=_SECTION,
            here=run.run.title or run_id,
            newer=newer,
            older=older,
            base=base,
        ),
        history.site,
        "run.html.j2",
        run_id=run_id,
        report=account,
        elsewhere=elsewhere[:most],
        elsewhere_left_out=max(0, len(elsewhere) - most),
        results=table,
        copies=copies,
        roomy=told.roomy,
    )

"""The runs: the newest on one page, and all of them by month."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from statistics import median
from typing import Final, NamedTuple

from reportgen.history.windows import is_settled, line_of
from reportgen.model.brief import Brief
from reportgen.model.overtime import LineKey
from reportgen.model.text import one_line
from reportgen.render.account.words import DECISION_TONES, Tone
from reportgen.website.keys import key_of
from reportgen.website.known import KNOWN, History, count_of, line_label, title_of
from reportgen.website.parts import Part
from reportgen.website.places import Page, Place, rendered, run_url, thing
from reportgen.wording import phrase

URL: Final = "runs/index.html"
NEWEST: Final = 200
MOST_ON_PAGE: Final = 500
FEWEST_FOR_MEDIAN: Final = 5
_UNDATED: Final = "undated"
_NAME: Final = 80
DECISIONS: Final = {
    "fix": "fix",
    "investigate": "investigate",
    "approve-hold-deployment": "approve, hold",
    "approve": "approve",
}


class RunRow(NamedTuple):
    """A run in a table; *url* leads from the site's folder. *median_s* is that of its line."""

    id: str
    url: str
    title: str
    line: str
    started_at: datetime | None
    branch: str | None
    pull_request: int | None
    commit: str | None
    decision: str
    tone: Tone
    environment: str
    evidence: str
    passed: int
    ran: int
    new_failures: int
    known: int
    duration_s: float | None
    median_s: float | None

    @property
    def slower(self) -> float | None:
        """What its time adds to the median, as a share of it."""
        if self.duration_s is None or not self.median_s:
            return None
        return self.duration_s / self.median_s - 1


class Month(NamedTuple):
    """A page of the runs of one month; those with more runs than fit have several."""

    url: str
    word: str
    runs: int

    @property
    def said(self) -> str:
        """What the page is called in a list of them."""
        if self.word == _UNDATED:
            return phrase("undated")
        month, _, part = self.word.partition("-p")
        return phrase("{month}, part {part}", month=month, part=part) if part else month

    @property
    def title(self) -> str:
        """What the page is called by itself."""
        if self.word == _UNDATED:
            return phrase("Runs without a moment")
        return phrase("Runs of {month}", month=self.said)


def duration_of(report: Brief) -> float | None:
    """Return the time of all tests of *report*, None where no test states one."""
    totals = report.totals
    return totals.duration_s if totals.counts.tests > totals.untimed else None


def _medians(runs: Sequence[Brief]) -> Mapping[LineKey, float]:
    """Return the median time of the newest of *runs* of each line that has enough of them."""
    times: dict[LineKey, list[float]] = {}
    for run in runs:
        took = duration_of(run)
        of_line = times.setdefault(line_of(run.run), [])
        if took is not None and len(of_line) < NEWEST:
            of_line.append(took)
    return {
        line: median(of_line)
        for line, of_line in times.items()
        if len(of_line) >= FEWEST_FOR_MEDIAN
    }


def _rows(runs: Sequence[Brief], compared: Sequence[Brief]) -> list[RunRow]:
    """Return *runs* as rows, each beside the median of those of its line that are *compared*."""
    medians = _medians(compared)
    return [row_of(run, medians.get(line_of(run.run))) for run in runs]


def row_of(report: Brief, median_s: float | None = None) -> RunRow:
    """Return *report* as a row."""
    run, counts = report.run, report.totals.counts
    return RunRow(
        id=run.id,
        url=run_url(run.id),
        title=title_of(report),
        line=line_label(report),
        started_at=run.started_at,
        branch=one_line(run.branch, _NAME) if run.branch else None,
        pull_request=run.pull_request,
        commit=run.commit[:8] if run.commit else None,
        decision=DECISIONS[report.verdict.decision],
        tone=DECISION_TONES[report.verdict.decision],
        environment=report.verdict.environment,
        evidence=report.verdict.evidence,
        passed=counts.passed,
        ran=counts.ran,
        new_failures=count_of(report, ("new-failure",)),
        known=count_of(report, KNOWN),
        duration_s=duration_of(report),
        median_s=median_s,
    )


def parts(history: History) -> Iterator[Part]:
    """
    Yield the page of the newest runs, and then those of the months, newest first.

    A month compares with its own runs and counts those of no other, so that it stays as it is when
    it is over.
    """
    months = _months(history.runs)
    listed = [Month(f"runs/{name}.html", name, len(runs)) for name, runs in months.items()]
    newest = history.runs[:NEWEST]
    rows = _rows(newest, history.settled)
    key = key_of(history.site, listed, rows)
    yield Part("runs", key, lambda: [_newest(history, rows, listed)])
    undated = [month._replace(runs=0) for month in listed]
    for month, runs in zip(listed, months.values(), strict=True):
        # Rows follow from records; nearly all months are over, and those of theirs are never made.
        records = [(run.run.id, run.record) for run in runs]
        key = key_of(history.site.lasting, undated, month, history.has_settled, records)
        yield Part(
            f"runs-{month.url.removeprefix('runs/').removesuffix('.html')}",
            key,
            partial(_month, history, month, runs, listed),
        )


def _newest(history: History, rows: Sequence[RunRow], listed: Sequence[Month]) -> Page:
    place = Place(URL, thing(phrase("Runs"), history.site), URL)
    left_out = len(history.runs) - len(rows)
    return _page(
        history, place, rows=rows, left_out=left_out, months=listed, current="", heading=""
    )


def _month(
    history: History, month: Month, runs: Sequence[Brief], listed: Sequence[Month]
) -> Iterator[Page]:
    settled = [run for run in runs if is_settled(run.run)] if history.has_settled else runs
    rows = _rows(runs, settled)
    place = Place(month.url, thing(month.title, history.site), URL, month.said)
    said = phrase("Runs undated") if month.word == _UNDATED else month.title
    yield _page(
        history, place, rows=rows, left_out=0, months=listed, current=month.url, heading=said
    )


def _page(history: History, place: Place, **values: object) -> Page:
    return rendered(place, history.site, "runs.html.j2", fewest=FEWEST_FOR_MEDIAN, **values)


def _months(runs: Sequence[Brief]) -> dict[str, Sequence[Brief]]:
    """
    Return the runs of each month by the name of its page.

    A month is cut into parts from its first run on, so that a new run changes the last part alone.
    """
    months: dict[str, list[Brief]] = {}
    for run in runs:
        moment = run.run.started_at
        months.setdefault(f"{moment:%Y-%m}" if moment else _UNDATED, []).append(run)
    found: dict[str, Sequence[Brief]] = {}
    for name, of_month in months.items():
        oldest_first = of_month[::-1]
        for start in reversed(range(0, len(oldest_first), MOST_ON_PAGE)):
            number = start // MOST_ON_PAGE + 1
            part = oldest_first[start : start + MOST_ON_PAGE]
            found[f"{name}-p{number}" if number > 1 else name] = part[::-1]
    return found

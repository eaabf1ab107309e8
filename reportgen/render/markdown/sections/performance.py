"""Performance, for the full style: what took how long. What is slower is told elsewhere, too."""

from collections.abc import Iterator
from heapq import nlargest
from typing import NamedTuple

from reportgen.model.report import Report
from reportgen.model.units import duration, plural
from reportgen.render.kinds import SLOWER
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase


class Timed(NamedTuple):
    """A test and how long it took."""

    name: str
    time: str


class Performance(NamedTuple):
    """The time of all tests, the slowest of them, and the findings about time."""

    total: str
    slowest: tuple[Timed, ...]
    slower: tuple[str, ...]


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of times, if any are known."""
    if report.totals.counts.tests > report.totals.untimed:
        yield Block(
            "performance",
            14,
            page.forms("performance", lambda most: _view(report, most), (5, 3, 0)),
        )


def _view(report: Report, most: int) -> Performance:
    totals = report.totals
    untimed = (
        phrase(", {tests} untimed", tests=plural(totals.untimed, "test")) if totals.untimed else ""
    )
    timed = [case for case in report.cases if case.duration_s is not None]
    return Performance(
        total=phrase(
            "{time} in {tests}{untimed}",
            time=duration(totals.duration_s),
            tests=plural(len(timed), "test"),
            untimed=untimed,
        ),
        slowest=tuple(
            Timed(case.title, duration(case.duration_s))
            for case in nlargest(most, timed, key=lambda case: case.duration_s or 0.0)
        ),
        slower=tuple(found.reason for found in report.findings if found.id in SLOWER)[:most],
    )

"""Coverage reports as rows."""

from typing import Final, NamedTuple

from reportgen.model.coverage import CoverageTotal
from reportgen.model.report import Report
from reportgen.model.text import quote
from reportgen.render.account.sources import Citation, Sources
from reportgen.render.coverage import change, share
from reportgen.render.environment import plain
from reportgen.wording import phrase

MOST_REPORTS: Final = 200


class CoverageRow(NamedTuple):
    """A coverage report: what was covered, of how much, and how that changed."""

    name: str
    lines: str
    lines_change: str | None
    branches: str
    branches_change: str | None
    citation: Citation | None


def coverage_rows(totals: tuple[CoverageTotal, ...], sources: Sources) -> list[CoverageRow]:
    """Return the rows of *totals*, in their order."""
    return [_row(total, sources) for total in totals[:MOST_REPORTS]]


def coverage_caption(report: Report) -> str:
    """Return what the table holds, and what its changes are counted from."""
    caption = phrase("What the tests covered, as the coverage reports state it")
    if report.base and any(total.base for total in report.coverage):
        caption += phrase(
            "; changes in percentage points since {label}", label=plain(quote(report.base.label))
        )
    return caption


def _row(total: CoverageTotal, sources: Sources) -> CoverageRow:
    measured = total.measured
    return CoverageRow(
        name=measured.name,
        lines=share(measured.lines_covered, measured.lines_total),
        lines_change=_change(total.lines_change),
        branches=share(measured.branches_covered, measured.branches_total),
        branches_change=_change(total.branches_change),
        citation=sources.cite(measured.artifact, measured.place),
    )


def _change(points: float | None) -> str | None:
    return None if points is None else change(points)

"""Coverage: one line for each report; nothing where there is none."""

from collections.abc import Iterator
from typing import NamedTuple

from reportgen.model.coverage import CoverageTotal
from reportgen.model.report import Report
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.render.coverage import sentence
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase


class Row(NamedTuple):
    """A coverage report, in words; *name* where it calls itself otherwise than its file."""

    artifact: str
    name: str | None
    said: str


class Coverage(NamedTuple):
    """What the reports come to, and those that are shown."""

    summary: str
    rows: tuple[Row, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of coverage, if any is known."""
    if report.coverage:
        yield Block(
            "coverage",
            11,
            page.forms("coverage", lambda most: _view(report, most), (10, 3, 0)),
        )


def _view(report: Report, most: int) -> Coverage:
    total = report.coverage
    since = quote(report.base.label) if report.base else None
    return Coverage(
        summary=sentence(total[0].model_copy(update={"base": None}), None)
        if len(total) == 1
        else plural(len(total), "report"),
        rows=tuple(_row(each, since) for each in total[:most]),
        rest=phrase("{most:,} of {number:,} coverage reports shown.", most=most, number=len(total))
        if 0 < most < len(total)
        else None,
    )


def _row(total: CoverageTotal, since: str | None) -> Row:
    measured = total.measured
    file = measured.artifact.replace("\\", "/").rpartition("/")[2]
    return Row(
        artifact=measured.artifact or measured.name,
        name=measured.name if measured.artifact and measured.name != file else None,
        said=sentence(total, since),
    )

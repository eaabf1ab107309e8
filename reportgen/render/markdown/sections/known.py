"""What is known: failures that were there before, tests that come and go, known issues."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.report import Finding, Report
from reportgen.render.markdown.blocks import Block, shown
from reportgen.render.markdown.sections.attention import Item, is_known, item, rest, where
from reportgen.render.markdown.templating import Page

_SIZES = (20, 5, 0)


class Known(NamedTuple):
    """The findings that are shown, how many there are of each kind, and what the others are."""

    total: str | None
    items: tuple[Item, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of what is known, if anything is."""
    known = [found for found in report.findings if is_known(found)]
    if known:
        yield Block(
            "known and flaky",
            4.5,
            (
                *page.forms("known", lambda most: _view(report, page, known, most), _SIZES[:-1]),
                *page.forms("known_line", lambda most: _view(report, page, known, most), (0,)),
            ),
            counted=shown(len(known), _SIZES, "known finding"),
        )


def _view(report: Report, page: Page, known: Sequence[Finding], most: int) -> Known:
    return Known(
        total=rest(known),
        items=tuple(item(found, where(found, report, page)) for found in known[:most]),
        rest=rest(known[most:]),
    )

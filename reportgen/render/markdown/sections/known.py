"""What is known: failures that were there before, tests that come and go, known issues."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.report import Report
from reportgen.render import causes
from reportgen.render.kinds import is_known
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.sections.attention import Item, counted, items, rest
from reportgen.render.markdown.templating import Page

_SIZES = (20, 5, 0)


class Known(NamedTuple):
    """The findings that are shown, how many there are of each kind, and what the others are."""

    total: str | None
    items: tuple[Item, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of what is known, if anything is."""
    known = causes.told([found for found in report.findings if is_known(found)], report)
    if known:
        yield Block(
            "known and flaky",
            4.5,
            (
                *page.forms("known", lambda most: _view(report, page, known, most), _SIZES[:-1]),
                *page.forms("known_line", lambda most: _view(report, page, known, most), (0,)),
            ),
            counted=counted(known, _SIZES, "known finding"),
        )


def _view(report: Report, page: Page, known: Sequence[causes.Told], most: int) -> Known:
    return Known(
        total=rest(known),
        items=items(known[:most], report, page),
        rest=rest(known[most:]),
    )

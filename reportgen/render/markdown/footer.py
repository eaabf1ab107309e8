"""The end of a report: what was left out, where the rest is, and the mark to find it again by."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from reportgen.model.report import Link, Report
from reportgen.model.units import listing
from reportgen.render.markdown.blocks import Cut
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase

_MANY: Final = 6
_MOST: Final = 40
_OTHER: Final = re.compile("[^a-z0-9]+")


class Footer(NamedTuple):
    """What the last line says; *marker* is hidden in it."""

    left_out: str | None
    shown: str | None
    links: tuple[Link, ...]
    marker: str | None


def footer_of(page: Page, report: Report) -> Callable[[Cut], Md]:
    """Return what writes the footer of *report*."""
    links = led_to(
        (phrase("full report"), page.links.page("report.html")),
        (phrase("history"), page.links.page("index.html")),
        (phrase("CI run"), report.run.url),
    )
    return footer_with(page, links, marker_of(report) if page.target.hides else None)


def footer_with(
    page: Page, links: tuple[Link, ...], marker: str | None = None
) -> Callable[[Cut], Md]:
    """Return what writes a footer with *links*."""

    def footer(cut: Cut) -> Md:
        names = [phrase(name) for name in cut.left_out]
        words = (
            listing(names) if len(names) < _MANY else phrase("{number} sections", number=len(names))
        )
        left_out = words if names else None
        if cut.short:
            return page.render("footer", Footer(left_out, None, (), None))
        return page.render("footer", Footer(left_out, ", ".join(cut.shown) or None, links, marker))

    return footer


def led_to(*led: tuple[str, str | None]) -> tuple[Link, ...]:
    """Return links to those of *led*, each a text and an address, of which an address is known."""
    return tuple(Link(text=text, url=url) for text, url in led if url)


def marker_of(report: Report) -> str:
    """
    Return the word by which a program finds the comment that it wrote for such a run before.

    It is the same for every run of a project, a job and a variant, and is made of letters, digits
    and hyphens: nothing else could be trusted inside a comment.
    """
    run = report.run
    facts = (run.project, run.job, *(text for pair in sorted(run.variant.items()) for text in pair))
    words = [_OTHER.sub("-", fact.lower()).strip("-")[:_MOST].strip("-") for fact in facts if fact]
    return "-".join(["reportgen", *filter(None, words)])

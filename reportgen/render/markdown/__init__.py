"""
Markdown: the report as it is pasted or posted into somebody's tracker.

`targets` says what each tracker takes, `escaping` how text gets in, `sections` what is said,
`blocks` how it fits, `dialects` how it is written where Markdown is not what is spoken.
"""

from difflib import get_close_matches
from itertools import chain
from typing import Final

from reportgen.errors import UsageError
from reportgen.model.report import Report
from reportgen.model.units import listing
from reportgen.render.markdown import annotations
from reportgen.render.markdown.blocks import fit
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.sections import (
    attention,
    changes,
    coverage,
    memory,
    method,
    services,
    steps,
    summary,
    tests,
)
from reportgen.render.markdown.targets import DEFAULT, TARGETS, Target
from reportgen.render.markdown.templating import Page

NAME: Final = "markdown"
SUFFIX: Final = ".md"

_MANY: Final = 6
_SECTIONS: Final = (summary, attention, steps, tests, services, memory, coverage, changes, method)


def render(report: Report, target: str = DEFAULT, limit: int | None = None) -> str:
    """
    Return *report* as Markdown for *target*.

    The text is never longer than *limit*, or the target's own budget, counted in the target's unit.
    """
    place = _target(target)
    if place.dialect == "annotations":
        most = place.budget if limit is None else limit
        return annotations.render(report, max(0, most - 1))
    page = Page(place)
    blocks = tuple(chain.from_iterable(section.blocks(report, page) for section in _SECTIONS))

    def footer(left_out: tuple[str, ...]) -> Md:
        words = listing(list(left_out)) if len(left_out) < _MANY else f"{len(left_out)} sections"
        return page.render("footer", words if left_out else None)

    return fit(blocks, footer, place, place.budget if limit is None else limit)


def _target(name: str) -> Target:
    if name in TARGETS:
        return TARGETS[name]
    near = get_close_matches(name, TARGETS, n=1)
    raise UsageError(
        f"unknown target {name!r}",
        f"did you mean {near[0]!r}?" if near else f"known are {', '.join(TARGETS)}",
    )

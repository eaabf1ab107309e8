"""
Markdown: the report as it is pasted or posted into somebody's tracker.

`targets` says what each tracker takes, `escaping` how text gets in, `sections` what is said,
`blocks` how it fits, `dialects` how it is written where Markdown is not what is spoken.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from reportgen.errors import UsageError
from reportgen.model.report import Report
from reportgen.render.markdown import annotations, styles
from reportgen.render.markdown.blocks import Cut, fit
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.footer import footer_of
from reportgen.render.markdown.links import NOWHERE, Links
from reportgen.render.markdown.own_template import render_own
from reportgen.render.markdown.targets import DEFAULT, TARGETS, Style, Target
from reportgen.render.markdown.templating import Page
from reportgen.render.markdown.tree import Node
from reportgen.render.partials import NO_PARTIALS, Partials

NAME: Final = "markdown"
SUFFIX: Final = ".md"


class Own(NamedTuple):
    """
    What a person adds.

    A *note*, a *template* with the *document* that it knows, and *partials*, which take the place
    of templates of ours.
    """

    note: str = ""
    template: str | None = None
    document: Mapping[str, Any] = MappingProxyType({})
    partials: Partials = NO_PARTIALS


_NOBODY: Final = Own()


def render(
    report: Report,
    target: str | Target = DEFAULT,
    limit: int | None = None,
    *,
    style: Style | None = None,
    links: Links = NOWHERE,
    own: Own = _NOBODY,
) -> str:
    """
    Return *report* as *target* takes it, in *style* or in the one that fits there.

    A target is a row of the table, or the name of one.

    The text is never longer than *limit*, or the target's own budget, counted in the target's unit.
    *links* say where lines of code and the site can be read, *own* what a person adds.

    Raises:
        UsageError: there is no such target, nothing fits, or the template is faulty.

    """
    place = target if isinstance(target, Target) else _target(target)
    budget = place.budget if limit is None else limit
    if place.dialect == "annotations":
        return annotations.render(report, max(0, budget - 1))
    page = Page(place, links, budget, own.partials)
    style = style or place.style
    nodes = _read(own.note)
    if own.template is not None:
        if place.dialect != "markdown":
            raise UsageError(
                f'"{place.name}" takes no Markdown, so no template can be used',
                "name another target; see: reportgen targets",
            )
        sections = styles.blocks(report, page, "full" if style == "full" else "default")
        return render_own(own.template, own.document, page, sections, page.write(nodes), budget)
    blocks = tuple(styles.blocks(report, page, style, nodes))
    return fit(blocks, _nothing if style == "brief" else footer_of(page, report), place, budget)


def _read(note: str) -> Sequence[Node]:
    if not note:
        return ()
    from reportgen.render.markdown.notes import read_note  # noqa: PLC0415 - a parser

    return read_note(note)


def _nothing(cut: Cut) -> Md:
    del cut
    return Md("")


def _target(name: str) -> Target:
    if name in TARGETS:
        return TARGETS[name]
    near = get_close_matches(name, TARGETS, n=1)
    raise UsageError(
        f"unknown target {name!r}",
        f"did you mean {near[0]!r}?" if near else f"known are {', '.join(TARGETS)}",
    )

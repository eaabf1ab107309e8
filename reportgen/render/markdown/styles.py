"""What a report is made of, in its three lengths, and in which order."""

from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from reportgen.model.report import Report
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.sections import (
    attention,
    causes,
    changes,
    coverage,
    known,
    memory,
    method,
    note,
    performance,
    services,
    slower,
    steps,
    summary,
    tests,
)
from reportgen.render.markdown.targets import Style
from reportgen.render.markdown.templating import Page
from reportgen.render.markdown.tree import Node
from reportgen.wording import phrase

Section: TypeAlias = Callable[[Report, Page], Iterator[Block]]


class Chapter(NamedTuple):
    """Sections under a title of their own, or under none."""

    title: str | None
    sections: tuple[Section, ...]


_BRIEF: Final = (Chapter(None, (summary.brief,)),)
_DEFAULT: Final = (
    Chapter(None, (summary.blocks,)),
    Chapter(
        None,
        (
            attention.blocks,
            causes.blocks,
            known.blocks,
            tests.blocks,
            services.blocks,
            memory.blocks,
            steps.blocks,
            slower.blocks,
            coverage.blocks,
            changes.blocks,
            method.blocks,
        ),
    ),
)
_FULL: Final = (
    Chapter(None, (summary.headline, summary.verdict_line, summary.counted)),
    Chapter("Attempt", (summary.identity, steps.blocks)),
    Chapter("Validation", (tests.blocks, coverage.blocks, changes.blocks)),
    Chapter("Stability", (services.blocks, memory.blocks)),
    Chapter("Performance", (performance.blocks,)),
    Chapter("Root cause", (attention.blocks, causes.blocks, known.blocks)),
    Chapter("Recommendation", (summary.action,)),
    Chapter("Method", (method.judged, method.artifacts)),
    Chapter("Conclusion", (summary.conclusion,)),
    Chapter("Metrics", (method.all_metrics,)),
)

STYLES: Final[MappingProxyType[Style, tuple[Chapter, ...]]] = MappingProxyType(
    {"brief": _BRIEF, "default": _DEFAULT, "full": _FULL}
)
"""The chapters of each style."""


def blocks(report: Report, page: Page, style: Style, own: Sequence[Node] = ()) -> Iterator[Block]:
    """
    Yield the blocks of *report* in *style*, each chapter behind its title.

    *own* is a person's note: it stands behind the first screen.
    """
    for chapter in STYLES[style]:
        held = [block for section in chapter.sections for block in section(report, page)]
        if chapter.title and held:
            # A little less than its best block: where there is room for none, there is no title.
            priority = min(block.priority for block in held) + 0.1
            yield Block(
                "", priority, page.forms("heading", lambda view: view, (phrase(chapter.title),))
            )
        yield from held
        if chapter is STYLES[style][0]:
            yield from note.blocks(own, page)

"""Two runs side by side as Markdown: tests in lists, all else in tables, as much as fits."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from reportgen.errors import UsageError
from reportgen.model.difference import Difference
from reportgen.model.text import parts, quote
from reportgen.render import sides
from reportgen.render.markdown.blocks import Block, fit
from reportgen.render.markdown.footer import footer_with, led_to
from reportgen.render.markdown.targets import DEFAULT, TARGETS, Target
from reportgen.render.markdown.templating import Page
from reportgen.wording import marked, phrase

_SIZES: Final = (100, 25, 5, 1, 0)
_SHORT: Final = 60


class Headline(NamedTuple):
    """The two runs, what differs in one line, and why they may not be of one kind."""

    headline: str
    base: str
    head: str
    although: tuple[str, ...]


class Lines(NamedTuple):
    """The tests that differ in one way, as many as are shown."""

    title: str
    sum: str
    lines: tuple[str, ...]
    rest: str | None


class Rows(NamedTuple):
    """What stands side by side, as much of it as is shown."""

    title: str
    sum: str
    rows: tuple[sides.Row, ...]
    rest: str | None


def render(difference: Difference, target: str | Target = DEFAULT, limit: int | None = None) -> str:
    """
    Return *difference* as Markdown for *target*, one of `TARGETS` by its name, or a row like them.

    The text is never longer than *limit*, or the target's own budget, counted in the target's unit.

    Raises:
        UsageError: the target takes findings of one run and nothing else.

    """
    place = target if isinstance(target, Target) else TARGETS[target]
    if place.dialect == "annotations":
        raise UsageError(
            f'"{place.name}" takes no comparison', "name another target; see: reportgen targets"
        )
    page = Page(place)

    blocks = tuple(_blocks(difference, page))
    runs = (
        (phrase("CI run before"), difference.base.run.url),
        (phrase("CI run after"), difference.head.run.url),
    )
    footer = footer_with(page, led_to(*runs))
    return fit(blocks, footer, place, place.budget if limit is None else limit)


def _blocks(difference: Difference, page: Page) -> Iterator[Block]:
    base, head = difference.base.label, difference.head.label
    yield Block(
        "headline",
        0,
        page.forms(
            "compare_headline",
            lambda most: Headline(
                sides.headline(difference),
                quote(base, most),
                quote(head, most),
                difference.although if most > _SHORT else _in_brief(difference.although),
            ),
            (200, _SHORT),
        ),
        required=True,
    )
    runs = sides.runs(difference)
    yield Block(
        "the two runs",
        10,
        page.forms("compare_sides", lambda most: _rows(runs, most), (50,)),
    )
    for priority, group in enumerate(sides.groups(difference), 3):
        yield Block(group.name, priority, page.forms("compare_tests", _lines_of(group), _SIZES))
    for priority, table in enumerate(sides.tables(difference), 11):
        yield Block(table.name, priority, page.forms("compare_sides", _rows_of(table), _SIZES))


def _in_brief(although: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sentences without what they quote and explain."""
    return tuple(
        " ".join(
            part.text.strip() for part in parts(sentence.partition(": ")[0]) if not part.quoted
        )
        for sentence in although
    )


def _lines_of(group: sides.Group) -> Callable[[int], Lines]:
    return lambda most: Lines(
        title=group.title,
        sum=f"{len(group.tests):,}",
        lines=tuple(sides.line(change) for change in group.tests[:most]),
        rest=_rest(len(group.tests), most, marked("tests")),
    )


def _rows_of(table: sides.Table) -> Callable[[int], Rows]:
    return lambda most: _rows(table, most)


def _rows(table: sides.Table, most: int) -> Rows:
    return Rows(
        title=table.title,
        sum=table.sum,
        rows=tuple(sides.shown(table.rows, most)),
        rest=_rest(len(table.rows), most, marked("rows")),
    )


def _rest(total: int, most: int, what: str) -> str | None:
    return (
        phrase("{most:,} of {total:,} {what} shown.", most=most, total=total, what=phrase(what))
        if total > most
        else None
    )

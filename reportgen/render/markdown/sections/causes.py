"""Causes: what several failures have in common, so that many of them read as a few."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.model.report import Cause, Report
from reportgen.model.tests import Case, Errored, Failed
from reportgen.model.text import clean, excerpt
from reportgen.model.units import moment, plural
from reportgen.render.causes import explained, shared
from reportgen.render.markdown.blocks import Block, shown
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase

_TESTS: Final = 3
# How many causes, and how much of what the first failure of each said; the richest first.
_FOLDED: Final = ((10, 1200), (10, 500), (10, 0), (5, 0), (0, 0))
_FLAT: Final = ((10, 0), (5, 0), (0, 0))


class Row(NamedTuple):
    """
    A cause. *type* is None where its words say it, *said* is what its first failure printed.

    *rest* says how many tests are not named.
    """

    number: str
    says: str
    type: str | None
    where: str
    tests: tuple[str, ...]
    rest: str | None
    seen: str | None
    said: str | None


class Causes(NamedTuple):
    """The causes that are shown, and what is not."""

    explained: str
    rows: tuple[Row, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of the causes that failures have in common, if there are any."""
    causes = shared(report)
    if causes:
        forms = _FOLDED if page.target.details else _FLAT
        yield Block(
            "causes",
            4,
            page.forms("causes", lambda form: _view(report, causes, *form), forms),
            counted=shown(len(causes), [most for most, _ in forms], "cause"),
        )


def _view(report: Report, causes: Sequence[Cause], most: int, letters: int) -> Causes:
    hidden = causes[most:]
    rest = None
    if hidden and most:
        failures = sum(len(cause.cases) for cause in hidden)
        rest = phrase(
            "{causes} of {failures:,} failures",
            causes=plural(len(hidden), "more cause"),
            failures=failures,
        )
    return Causes(
        explained=explained(report),
        rows=tuple(_row(cause, report.cases, letters) for cause in causes[:most]),
        rest=rest,
    )


def _row(cause: Cause, cases: Sequence[Case], letters: int) -> Row:
    titles = tuple(dict.fromkeys(cases[case].title for case in cause.cases))
    return Row(
        number=f"{len(cause.cases):,} ×",
        says=cause.says,
        type=cause.type if cause.type not in cause.says else None,
        where=cause.where,
        tests=titles[:_TESTS],
        rest=phrase("and {number:,} more", number=len(titles) - _TESTS)
        if len(titles) > _TESTS
        else None,
        seen=phrase("first seen {when}", when=moment(cause.first_seen))
        if cause.first_seen
        else None,
        said=_said(cases[cause.cases[0]], cause.says, letters),
    )


def _said(case: Case, says: str, letters: int) -> str | None:
    if not letters or not isinstance(case.outcome, Failed | Errored):
        return None
    first = case.outcome.troubles[0]
    said = clean(first.detail or first.message).strip("\n")
    return excerpt(said, letters) if said.strip() not in {"", says} else None

"""Totals of coverage as reports state them: whole numbers, no part more than the whole."""

from typing import Final, NamedTuple

from reportgen.errors import ReadError
from reportgen.model.coverage import Coverage
from reportgen.model.run import Observations, Problem
from reportgen.model.text import clean
from reportgen.readers.source import Source
from reportgen.readers.xml import NotWellFormedError
from reportgen.wording import phrase

_MOST: Final = 10**12


class Share(NamedTuple):
    """What was covered, of how much; None is what the report does not count."""

    covered: int | None = None
    total: int | None = None


def count(stated: object) -> int | None:
    """Return the count that *stated* is, a number of JSON or the text of an attribute, or None."""
    if isinstance(stated, str):
        text = stated.strip()
        stated = int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None
    if isinstance(stated, bool) or not isinstance(stated, int):
        return None
    return stated if 0 <= stated <= _MOST else None


def observed(
    source: Source,
    lines: Share,
    branches: Share,
    place: str = "",
    name: str = "",
    broken: NotWellFormedError | None = None,
) -> Observations:
    """
    Return *lines* and *branches* as what *source* holds.

    *name* is what the report calls itself, by default its file's name.
    A report that counts no branch at all says nothing of branches.
    *broken* is where the file breaks after totals that were whole.

    Raises:
        ReadError: more is covered than there is.

    """
    lines, branches = (
        _whole(lines, phrase("lines"), place),
        _whole(branches, phrase("branches"), place),
    )
    if not branches.total:
        branches = Share()
    found: tuple[Coverage, ...] = ()
    problems: list[Problem] = []
    if lines.total is None and branches.total is None:
        message = phrase("states no total of lines or branches")
        problems.append(Problem(kind="note", severity="info", message=message, place=place))
    else:
        found = (
            Coverage(
                name=clean(name).strip()
                or clean(source.path.replace("\\", "/").rpartition("/")[2]),
                lines_covered=lines.covered,
                lines_total=lines.total,
                branches_covered=branches.covered,
                branches_total=branches.total,
                artifact=source.path,
                place=place,
            ),
        )
    if broken is not None:
        message = phrase(
            "the file breaks: {why}; its totals stand before that and were read", why=broken.reason
        )
        if broken.cut_off:
            message = phrase("the file ends too early; its totals stand before that and were read")
        problems.append(
            Problem(
                kind="truncated",
                severity="error",
                message=message,
                place=broken.place,
            )
        )
    return Observations(coverage=found, problems=tuple(problems), truncated=broken is not None)


def _whole(share: Share, what: str, place: str) -> Share:
    """Return *share* where both of its numbers are known."""
    if share.covered is None or share.total is None:
        return Share()
    if share.covered > share.total:
        raise ReadError(
            phrase(
                "states that {covered:,} of {total:,} {what} are covered",
                covered=share.covered,
                total=share.total,
                what=what,
            ),
            place,
        )
    return share

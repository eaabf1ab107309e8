"""Coverage in words, the same in every format."""

from typing import Final

from reportgen.model.coverage import CoverageTotal
from reportgen.model.units import percent
from reportgen.wording import phrase

_LEAST: Final = 0.05
"""A change below it would print as none."""


def sentence(total: CoverageTotal, since: str | None) -> str:
    """
    Return ``13 of 17 lines (76.5 %, +1.2 points since …), 7 of 8 branches (87.5 %, unchanged)``.

    *since* is how sentences call the baseline; it is named once.
    """
    measured = total.measured
    said = []
    for noun, covered, whole, points in (
        (phrase("lines"), measured.lines_covered, measured.lines_total, total.lines_change),
        (
            phrase("branches"),
            measured.branches_covered,
            measured.branches_total,
            total.branches_change,
        ),
    ):
        if covered is None or whole is None:
            continue
        after = ""
        if points is not None:
            after = f", {change(points)}" + (phrase(" since {since}", since=since) if since else "")
            since = None
        said.append(
            phrase(
                "{covered:,} of {whole:,} {noun} ({share}{after})",
                covered=covered,
                whole=whole,
                noun=noun,
                share=percent(covered, whole),
                after=after,
            )
        )
    return ", ".join(said)


def share(covered: int | None, whole: int | None) -> str:
    """Return ``13 of 17 (76.5 %)``; unknown is an en dash."""
    if covered is None or whole is None:
        return "–"
    return phrase(
        "{covered:,} of {whole:,} ({share})",
        covered=covered,
        whole=whole,
        share=percent(covered, whole),
    )


def change(points: float) -> str:
    """Return a change in percentage points: ``+1.2 points``, ``−<0.1 points``, ``unchanged``."""
    if not points:
        return phrase("unchanged")
    sign = "+" if points > 0 else "\N{MINUS SIGN}"
    size = f"{abs(points):.1f}" if abs(points) >= _LEAST else "<0.1"
    return phrase("{sign}{size} points", sign=sign, size=size)

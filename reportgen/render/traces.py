"""
Geometry of what runs over many runs or days: lines with gaps, and rows of equal cells.

As in `charts`, the drawing is stretched to the width it gets, and words stand beside it.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from reportgen.render.charts import HEIGHT, WIDTH

_MARGIN: Final = 10
_LEAST_SPAN: Final = 0.1
CELL: Final = 10
"""How wide the slot of a cell is, of which it fills eight."""
ROW: Final = 20
"""How high a row of cells is."""
LEVELS: Final = {"good": 1.0, "warn": 0.6, "bad": 0.3, "none": 0.1, "gap": 1.0}
"""The height of a cell says what its colour says, for those who cannot tell colours apart."""


class Trace(NamedTuple):
    """
    A line from value to value, broken where one is unknown; *dots* are values between two gaps.

    *low* and *high* are what the scale reaches from and to, *marks* the places to point at.
    """

    path: str
    low: float
    high: float
    dots: str = ""
    marks: tuple[float, ...] = ()


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def trace(values: Sequence[float | None], marked: Iterable[int] = ()) -> Trace | None:
    """
    Return the line through *values*, evenly spaced; None where none is known.

    The scale spans at least a tenth of the largest, so that noise never looks like change;
    *marked* are indexes to be pointed at.
    """
    known = [value for value in values if value is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    missing = max(0.0, high * _LEAST_SPAN - (high - low))
    low, high = max(0.0, low - missing / 2), high + missing / 2
    span = (high - low) or 1.0
    step = WIDTH / max(1, len(values) - 1)
    parts: list[str] = []
    dots: list[str] = []
    pen = "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        y = _MARGIN + (HEIGHT - 2 * _MARGIN) * (high - value) / span
        alone = pen == "M" and (index + 1 == len(values) or values[index + 1] is None)
        place = f"{_number(step * index)} {_number(y)}"
        if alone:
            dots.append(f"M{place}h0")
        else:
            parts.append(f"{pen}{place}")
            pen = "L"
    marks = tuple(round(step * index, 1) for index in marked)
    return Trace("".join(parts), low, high, "".join(dots), marks)


class Tinted(NamedTuple):
    """All cells of one tone, as the data of one SVG path."""

    tone: str
    path: str


def cells(tones: Sequence[str]) -> tuple[Tinted, ...]:
    """
    Return a row of cells, one for each of *tones*, as one path for each tone that occurs.

    The row is `CELL` units wide for each, and `ROW` high.
    """
    paths: dict[str, list[str]] = {}
    for index, tone in enumerate(tones):
        height = ROW * LEVELS[tone]
        start = f"M{index * CELL + 1} {_number(ROW - height)}"
        paths.setdefault(tone, []).append(f"{start}h8v{_number(height)}h-8z")
    return tuple(Tinted(tone, "".join(paths[tone])) for tone in LEVELS if tone in paths)

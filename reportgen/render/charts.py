"""
Geometry of the charts, so that templates only print it.

Plots are stretched to the width they get (``preserveAspectRatio="none"``): the drawing area is
`WIDTH` × `HEIGHT` units, strokes keep their width, and labels stand beside the plot as text.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from reportgen.model import units
from reportgen.model.memory import WARM_UP, Sample
from reportgen.wording import phrase

WIDTH: Final = 1000
HEIGHT: Final = 200
_MARGIN: Final = 10
_MOST_POINTS: Final = 400
_LEAST_SPAN: Final = 0.1
_LEAST_BAR: Final = 4.0
FEWEST_SLOTS: Final = 20
"""As if there were so many bars: a few runs are not drawn as a wall."""


class Point(NamedTuple):
    """A place in the drawing area."""

    x: float
    y: float


class Curve(NamedTuple):
    """
    A line over time: its path, what to mark, and the words at its axes.

    *warm_up* is how wide the beginning is that was not judged, *slope* the path of the trend.
    """

    path: str
    peak: Point
    warm_up: float | None
    slope: str | None
    limit_y: float | None
    top: str
    bottom: str
    left: str
    right: str


class Part(NamedTuple):
    """A rectangle of a bar; *tone* names its colour class."""

    tone: str
    x: float
    y: float
    width: float
    height: float


class Bar(NamedTuple):
    """One bar, of one or more parts, and what it says when pointed at."""

    title: str
    parts: tuple[Part, ...]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def path(points: Sequence[Point]) -> str:
    """Return *points* as the data of an SVG path."""
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _thinned(readings: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """Return *readings* with every peak and valley, but no more of them than a screen can show."""
    if len(readings) <= _MOST_POINTS:
        return list(readings)
    buckets = _MOST_POINTS // 4
    kept: set[int] = {0, len(readings) - 1}
    for bucket in range(buckets):
        start, end = (len(readings) * step // buckets for step in (bucket, bucket + 1))
        indexes = range(start, end)
        kept.add(start)
        kept.add(min(indexes, key=lambda index: readings[index][1]))
        kept.add(max(indexes, key=lambda index: readings[index][1]))
    return [readings[index] for index in sorted(kept)]


def _clock(samples: Sequence[Sample]) -> list[float] | None:
    """Return the moment of each sample, or None where the log has no clock that runs forward."""
    moments = [sample.at for sample in samples if sample.at is not None]
    if len(moments) < len(samples) or moments[-1] <= moments[0]:
        return None
    return moments if all(a <= b for a, b in pairwise(moments)) else None


def memory_curve(
    samples: Sequence[Sample], limit: int | None = None, slope_per_s: float | None = None
) -> Curve | None:
    """
    Return the curve of *samples*, or None where there are fewer than two.

    The scale spans at least a tenth of the peak, so that noise never looks like growth;
    *limit* is drawn where it lies within reach of the readings.
    *slope_per_s* is drawn through the middle of what comes after the warm-up, as far as the plot
    goes.
    """
    if len(samples) < 2:
        return None
    clock = _clock(samples)
    xs = clock or [float(index) for index in range(len(samples))]
    values = [sample.value for sample in samples]
    low, high = min(values), max(values)
    if limit is not None and high < limit <= high * 2:
        high = limit
    missing = max(0.0, high * _LEAST_SPAN - (high - low))
    bottom, top = max(0.0, low - missing / 2), high + missing / 2
    span = (top - bottom) or 1.0

    def place(x: float, value: float) -> Point:
        inner = HEIGHT - 2 * _MARGIN
        return Point(WIDTH * (x - xs[0]) / (xs[-1] - xs[0]), _MARGIN + inner * (top - value) / span)

    settled = int(len(samples) * WARM_UP)
    line = None
    if clock and slope_per_s is not None:
        line = _trend(list(zip(xs, values, strict=True))[settled:], slope_per_s, bottom, top)
    readings = _thinned(list(zip(xs, values, strict=True)))
    peak = max(range(len(values)), key=values.__getitem__)
    return Curve(
        path=path([place(x, value) for x, value in readings]),
        peak=place(xs[peak], values[peak]),
        warm_up=round(place(xs[settled], 0).x, 1) if settled and line else None,
        slope=path([place(x, value) for x, value in line]) if line else None,
        limit_y=place(xs[0], limit).y if limit is not None and bottom <= limit <= top else None,
        top=units.size(round(top)),
        bottom=units.size(round(bottom)),
        left=phrase("start") if clock else phrase("reading 1"),
        right=phrase("after {time}", time=units.duration(xs[-1] - xs[0]))
        if clock
        else phrase("reading {number:,}", number=len(samples)),
    )


def _trend(
    readings: Sequence[tuple[float, int]], slope: float, bottom: float, top: float
) -> list[tuple[float, float]] | None:
    """Return the ends of a line with *slope* through the medians of *readings*, within the plot."""
    (begin, _), (end, _) = readings[0], readings[-1]
    middle, level = (median(each) for each in zip(*readings, strict=True))
    if slope:
        inside = sorted(middle + (edge - level) / slope for edge in (bottom, top))
        begin, end = max(begin, inside[0]), min(end, inside[1])
    if begin >= end:
        return None
    return [(x, level + slope * (x - middle)) for x in (begin, end)]


def shares(parts: Sequence[tuple[str, int]], width: float = 100) -> tuple[Part, ...]:
    """Return a bar of *width* divided as *parts* (tone, count) are; no part is too thin to see."""
    whole = sum(count for _, count in parts)
    drawn = [(tone, max(width * count / whole, 1.5)) for tone, count in parts if count]
    scale = width / (sum(size for _, size in drawn) or 1)
    rectangles, x = [], 0.0
    for tone, size in drawn:
        rectangles.append(Part(tone, round(x, 2), 0, round(size * scale, 2), 8))
        x += size * scale
    return tuple(rectangles)


def _slot(index: int, count: int) -> tuple[float, float]:
    """Return where the bar *index* of *count* begins, and its width: four fifths of its slot."""
    slot = WIDTH / max(count, FEWEST_SLOTS)
    return round(index * slot + slot * 0.1, 1), round(slot * 0.8, 1)


def stacked(rows: Sequence[tuple[str, Sequence[tuple[str, float | None]]]]) -> tuple[Bar, ...]:
    """
    Return one upright bar per row (title, parts of tone and value), from the ground up.

    All share one scale; what is not zero is tall enough to be seen, what is unknown is not drawn.
    """
    ceiling = max((sum(value or 0 for _, value in parts) for _, parts in rows), default=0) or 1
    bars = []
    for index, (title, parts) in enumerate(rows):
        x, width = _slot(index, len(rows))
        heights = [
            (tone, max(value * (HEIGHT - _MARGIN) / ceiling, _LEAST_BAR))
            for tone, value in parts
            if value
        ]
        rectangles, ground = [], float(HEIGHT)
        for tone, height in heights:
            ground -= height
            rectangles.append(Part(tone, x, round(ground, 1), width, round(height, 1)))
        bars.append(Bar(title, tuple(rectangles)))
    return tuple(bars)


_LEVELS: Final = {"good": 1.0, "warn": 0.6, "bad": 0.3, "none": 0.1}


def strip(cells: Sequence[tuple[str, str]]) -> tuple[Bar, ...]:
    """
    Return one cell per (title, tone): the worse the state, the lower the cell.

    The height says what the colour says, for those who cannot tell the colours apart.
    """
    bars = []
    for index, (title, tone) in enumerate(cells):
        x, width = _slot(index, len(cells))
        height = round(HEIGHT * _LEVELS[tone], 1)
        bars.append(Bar(title, (Part(tone, x, round(HEIGHT - height, 1), width, height),)))
    return tuple(bars)

"""Memory: one line for each series, with its course in small."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from reportgen.model.memory import MemoryTrend, Sample
from reportgen.model.report import FindingId, Report
from reportgen.model.units import duration, plural, signed_percent, size
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.states import MEMORY, State
from reportgen.render.markdown.templating import Page
from reportgen.wording import marked, phrase

_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 24
# What a course that is stable must not hide.
_TROUBLES: Final[dict[FindingId, str]] = {
    "out-of-memory": marked("out of memory"),
    "memory-limit": marked("over the limit"),
}


class Series(NamedTuple):
    """One series, in words."""

    artifact: str
    name: str | None
    state: State | None
    course: str
    spark: str
    growth: str | None


class Memory(NamedTuple):
    """What the series come to, and those that are shown."""

    verdict: str
    series: tuple[Series, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of memory, if any series is known."""
    if report.memory:
        order = list(MEMORY)
        troubles = Counter(finding.id for finding in report.findings if finding.id in _TROUBLES)
        trends = sorted(report.memory, key=lambda trend: order.index(trend.verdict))
        yield Block(
            "memory",
            9,
            page.forms("memory", lambda most: _view(trends, troubles, most), (10, 3, 0)),
        )


def sparkline(samples: Sequence[Sample], width: int = _WIDTH) -> str:
    """
    Return the course of *samples* as bars, at most *width*; the lowest bar is the smallest value.

    Where several samples share a bar, it shows the largest of them.
    """
    if not samples:
        return ""
    width = min(width, len(samples))
    edges = [at * len(samples) // width for at in range(width + 1)]
    values = [max(sample.value for sample in samples[start:end]) for start, end in pairwise(edges)]
    low, high = min(values), max(values)
    if low == high:
        return _BARS[0] * width
    return "".join(_BARS[(value - low) * (len(_BARS) - 1) // (high - low)] for value in values)


def _view(trends: Sequence[MemoryTrend], troubles: Counter[FindingId], most: int) -> Memory:
    kinds = Counter(phrase(MEMORY[trend.verdict].word) for trend in trends)
    verdict = (
        next(iter(kinds))
        if len(kinds) == 1
        else ", ".join(f"{number:,} {word}" for word, number in kinds.items())
    )
    said = [
        f"{troubles[kind]:,} {phrase(word)}" for kind, word in _TROUBLES.items() if troubles[kind]
    ]
    return Memory(
        verdict=" · ".join([verdict, *said]),
        series=tuple(_series(trend, named=len(trends) > 1) for trend in trends[:most]),
        rest=phrase("{most:,} of {number:,} series shown.", most=most, number=len(trends))
        if 0 < most < len(trends)
        else None,
    )


def _series(trend: MemoryTrend, *, named: bool) -> Series:
    series = trend.series
    samples = plural(len(series.samples), "sample")
    over = phrase(" over {span}", span=duration(trend.span_s)) if trend.span_s is not None else ""
    course = phrase(
        "{first} → {last}, peak {peak}, {samples}{over}",
        first=size(trend.first),
        last=size(trend.last),
        peak=size(trend.peak),
        samples=samples,
        over=over,
    )
    if series.limit is not None:
        course += phrase(", limit {limit}", limit=size(series.limit))
    return Series(
        artifact=series.artifact or series.name,
        name=series.name if named and series.artifact else None,
        state=MEMORY[trend.verdict] if named else None,
        course=course,
        spark=sparkline(series.samples),
        growth=signed_percent(trend.growth) if trend.growth is not None else None,
    )

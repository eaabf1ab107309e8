"""Memory series as a page shows them: a curve, a sentence of numbers, and the readings."""

from typing import Final, NamedTuple

from reportgen.model.memory import MemoryTrend, Sample
from reportgen.model.text import one_line
from reportgen.model.units import duration, size
from reportgen.render.account.sources import Citation, Sources
from reportgen.render.account.words import MEMORY_TONES, MEMORY_VERDICTS, SERIES_KINDS, Tone
from reportgen.render.charts import Curve, memory_curve
from reportgen.wording import phrase

MOST_READINGS: Final = 200
MOST_SERIES: Final = 50
_NAME: Final = 120


class Reading(NamedTuple):
    """A row of the table: which reading, when, how much."""

    number: int
    at: str
    value: int


class Series(NamedTuple):
    """One series; *curve* is None where fewer than two readings are at hand."""

    trend: MemoryTrend
    kind: str
    verdict: str
    tone: Tone
    curve: Curve | None
    alternative: str
    readings: tuple[Reading, ...]
    readings_total: int
    caption: str
    slope: str
    citation: Citation | None


def series_views(trends: tuple[MemoryTrend, ...], sources: Sources) -> list[Series]:
    """Return the views of *trends*, in their order."""
    return [_series(trend, sources) for trend in trends[:MOST_SERIES]]


def _series(trend: MemoryTrend, sources: Sources) -> Series:
    series = trend.series
    kind = phrase(SERIES_KINDS[series.kind])
    verdict = phrase(MEMORY_VERDICTS[trend.verdict])
    called = f"{one_line(series.name, _NAME)}, {kind}"
    readings, total = _readings(series.samples), len(series.samples)
    return Series(
        trend=trend,
        kind=kind,
        verdict=verdict,
        tone=MEMORY_TONES[trend.verdict],
        curve=memory_curve(series.samples, series.limit, trend.slope_bytes_per_s),
        alternative=(
            phrase(
                "Memory over time ({kind}), {verdict}: from {first} to {last}, "
                "peak {peak}{slope}. The table below has the readings.",
                kind=kind,
                verdict=verdict,
                first=size(trend.first),
                last=size(trend.last),
                peak=size(trend.peak),
                slope=_slope(trend),
            )
        ),
        readings=readings,
        readings_total=total,
        caption=(
            phrase("Readings of {called}", called=called)
            if len(readings) == total
            else phrase(
                "{number} of {total:,} readings of {called}, evenly chosen, "
                "with the first, the last and the largest",
                number=len(readings),
                total=total,
                called=called,
            )
        ),
        slope=_slope(trend),
        citation=sources.cite(series.artifact, series.place),
    )


def _slope(trend: MemoryTrend) -> str:
    """Return the slope in words, by the hour; empty where none is known."""
    if trend.slope_bytes_per_s is None:
        return ""
    by_hour = round(trend.slope_bytes_per_s * 3600)
    return phrase(
        ", slope {sign}{size} an hour",
        sign="−" if by_hour < 0 else "+",
        size=size(abs(by_hour)),
    )


def _readings(samples: tuple[Sample, ...]) -> tuple[Reading, ...]:
    """Return at most `MOST_READINGS`, evenly chosen, with the first, the last and the largest."""
    total = len(samples)
    chosen = set(range(total))
    if total > MOST_READINGS:
        steps = MOST_READINGS - 2
        chosen = {step * (total - 1) // steps for step in range(steps + 1)}
        chosen.add(max(range(total), key=lambda index: samples[index].value))
    start = samples[0].at if samples else None
    return tuple(
        Reading(index + 1, _elapsed(samples[index].at, start), samples[index].value)
        for index in sorted(chosen)
    )


def _elapsed(at: float | None, start: float | None) -> str:
    if at is None or start is None or at < start:
        return "–"
    return duration(at - start)

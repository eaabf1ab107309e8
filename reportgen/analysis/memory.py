"""
Memory series → stable, growing, a step, a sawtooth, or too short to say.

Theil–Sen slope (Sen 1968, https://doi.org/10.1080/01621459.1968.10480934) after the warm-up;
significance tests are not used: readings follow from their predecessors,
so every trend would be "significant".
The verdict rests on the size of the effect and on both halves agreeing.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reportgen.config import Settings
from reportgen.model.memory import MemorySeries, MemoryTrend, MemoryVerdict, Sample
from reportgen.model.report import Citations, Claim, Finding
from reportgen.model.text import quote
from reportgen.model.units import duration, plural, signed_percent, size

MIN_SAMPLES = 8
MIN_SHARE = 0.10
MIN_BYTES = 16 << 20
WARM_UP = 0.2
MOST_POINTS = 200
DROP = 0.30


class MemoryOpinion(NamedTuple):
    """What the memory logs come to."""

    trends: tuple[MemoryTrend, ...]
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]


def judge(series: Sequence[MemorySeries], settings: Settings, cite: Citations) -> MemoryOpinion:
    """Return a trend for each of *series* that has a reading, and what follows."""
    trends = tuple(trend_of(each) for each in series if each.samples)
    return MemoryOpinion(
        trends,
        tuple(finding for trend in trends for finding in _findings(trend, settings, cite)),
        tuple(claim for trend in trends if (claim := _claim(trend, cite))),
    )


def trend_of(series: MemorySeries) -> MemoryTrend:
    """Return *series* summed up and judged."""
    values = [sample.value for sample in series.samples]
    points = _points(series.samples)
    timed = all(sample.at is not None for sample in series.samples) and points[-1][0] > points[0][0]
    verdict, why, slope = _verdict(points)
    first, last = values[0], values[-1]
    return MemoryTrend(
        series=series,
        verdict=verdict,
        first=first,
        min=min(values),
        peak=max(series.stated_peak or 0, *values),
        mean=round(sum(values) / len(values)),
        last=last,
        slope_bytes_per_s=round(slope, 3) if timed and len(values) >= 3 else None,
        span_s=points[-1][0] - points[0][0] if timed else None,
        growth=(last - first) / first if first and len(values) > 1 else None,
        why=why,
    )


def _points(samples: Sequence[Sample]) -> list[tuple[float, float]]:
    """Return (time, bytes); where a reading has no time, its number stands for it."""
    if any(sample.at is None for sample in samples):
        return [(float(index), float(sample.value)) for index, sample in enumerate(samples)]
    return [(sample.at or 0.0, float(sample.value)) for sample in samples]


def _verdict(points: list[tuple[float, float]]) -> tuple[MemoryVerdict, str, float]:
    """Return the verdict, the sentence behind it, and the slope per unit of time."""
    slope = _theil_sen(_thinned(points))
    if len(points) < MIN_SAMPLES:
        return (
            "too-short",
            f"{plural(len(points), 'reading')}, a verdict needs {MIN_SAMPLES}",
            slope,
        )
    settled = _thinned(points[int(len(points) * WARM_UP) :])
    values = [value for _, value in settled]
    if len(floor := _floor(settled)) > 2:
        start, end = floor[0][1], floor[-1][1]
        if end - start >= max(MIN_BYTES, MIN_SHARE * start) and _theil_sen(floor) > 0:
            return "growing", f"what is left after each fall grew by {size(end - start)}", slope
        falls = len(floor) - 1
        return "sawtooth", f"it fell by over {DROP * 100:.0f} % {falls} times and rose again", slope
    third = max(1, len(values) // 3)
    start = median(values[:third])
    slope = _theil_sen(settled)
    gain = slope * (settled[-1][0] - settled[0][0])
    if step := _step(settled):
        return "step", f"it rose at once by {size(step)} and stayed there", slope
    half = len(settled) // 2
    both = all(_theil_sen(part) > 0 for part in (settled[:half], settled[half:]))
    later = median(values[int(len(values) * 0.6) :])
    if gain >= max(MIN_BYTES, MIN_SHARE * start) and both and values[-1] >= later * 0.98:
        return "growing", f"the fitted slope adds {size(gain)}, in both halves", slope
    share = gain / start if start else 0.0
    return (
        "stable",
        (
            f"the fitted slope adds {signed_percent(share)}, under the growth threshold of "
            f"{MIN_SHARE * 100:.0f} % and {size(MIN_BYTES)}"
        ),
        slope,
    )


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return at most `MOST_POINTS` points, each the median of its stretch."""
    if len(points) <= MOST_POINTS:
        return points
    edges = [len(points) * n // MOST_POINTS for n in range(MOST_POINTS + 1)]
    return [
        (median(t for t, _ in points[a:b]), median(v for _, v in points[a:b]))
        for a, b in pairwise(edges)
    ]


def _theil_sen(points: list[tuple[float, float]]) -> float:
    slopes = [
        (v2 - v1) / (t2 - t1)
        for index, (t1, v1) in enumerate(points)
        for t2, v2 in points[index + 1 :]
        if t2 > t1
    ]
    return median(slopes) if slopes else 0.0


def _floor(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the lowest point of each stretch between falls of more than `DROP`."""
    lows = [points[0]]
    high = points[0][1]
    for at, value in points:
        if value < high * (1 - DROP):
            lows.append((at, value))
            high = value
        elif value < lows[-1][1]:
            lows[-1] = (at, value)
        high = max(high, value)
    return lows


def _step(points: list[tuple[float, float]]) -> float | None:
    """Return the size of the one rise between two flat stretches, or None."""
    values = [value for _, value in points]
    best: tuple[float, int] | None = None
    for cut in range(3, len(values) - 2):
        rise = median(values[cut:]) - median(values[:cut])
        at_cut = values[cut] - values[cut - 1]
        if rise >= max(MIN_BYTES, MIN_SHARE * median(values[:cut])) and at_cut >= rise / 2:
            best = max(best or (0.0, 0), (rise, cut))
    if best is None:
        return None
    rise, cut = best
    for part in (points[:cut], points[cut:]):
        if abs(_theil_sen(part) * (part[-1][0] - part[0][0])) > rise / 3:
            return None
    return rise


def _findings(trend: MemoryTrend, settings: Settings, cite: Citations) -> Iterator[Finding]:
    series = trend.series
    evidence = (cite.at(series.artifact, series.place),)
    over = f" over {duration(trend.span_s)}" if trend.span_s else ""
    numbers: dict[str, int | float | None] = {
        "first": trend.first, "peak": trend.peak, "last": trend.last,
        "slope_bytes_per_s": trend.slope_bytes_per_s,
    }  # fmt: skip
    went = f"{size(trend.first)} → {size(trend.last)}{over}"
    if trend.verdict == "growing":
        yield Finding(
            id="memory-growth", severity="warning", subject=series.name,
            reason=f"{quote(series.name)} grows: {went}; {trend.why}", numbers=numbers,
            evidence=evidence, advice=f"look for a leak behind {quote(series.name)}",
        )  # fmt: skip
    elif trend.verdict == "step":
        yield Finding(
            id="memory-step", severity="warning", subject=series.name,
            reason=f"{quote(series.name)} stepped up: {went}; {trend.why}", numbers=numbers,
            evidence=evidence,
        )  # fmt: skip
    limit = settings.memory.limit or series.limit
    if limit is not None and trend.peak > limit:
        yield Finding(
            id="memory-limit", severity="error", subject=series.name,
            reason=f"{quote(series.name)} peaked at {size(trend.peak)}, "
            f"over the limit of {size(limit)}",
            numbers={"peak": trend.peak, "limit": limit}, evidence=evidence,
            advice=f"bring {quote(series.name)} under {size(limit)}, or raise the limit on purpose",
        )  # fmt: skip


def _claim(trend: MemoryTrend, cite: Citations) -> Claim | None:
    if trend.verdict == "too-short":
        return None
    series = trend.series
    stable = trend.verdict in {"stable", "sawtooth"}
    return Claim(
        id="memory-stable",
        state="holds" if stable else "fails",
        text=f"memory {quote(series.name)} is {trend.verdict}: {trend.why}",
        evidence=(cite.at(series.artifact, series.place),),
    )

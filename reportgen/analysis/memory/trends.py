"""
Memory series → stable, growing, a step, a sawtooth, or too short to say.

Theil–Sen slope after the warm-up, on at most `MOST_POINTS` medians; significance tests are not
used: readings follow from their predecessors, so every trend would be "significant".
The verdict rests on the size of the effect, on both halves agreeing, and on the end not lying under
what came before.
A fall by more than `DROP` begins a new stretch; what grows after the last one counts where it ends
above all before, for a tooth of a sawtooth grows, too.
What is free or available is turned over: that it falls means that use grows.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from reportgen.estimates.theil_sen import theil_sen
from reportgen.model.memory import (
    LESS_IS_WORSE,
    WARM_UP,
    MemorySeries,
    MemoryTrend,
    MemoryVerdict,
    Sample,
)
from reportgen.model.units import plural, signed_percent, size
from reportgen.wording import marked, phrase

MIN_SAMPLES: Final = 8
MIN_SHARE: Final = 0.10
MIN_BYTES: Final = 16 << 20
MOST_POINTS: Final = 200
DROP: Final = 0.30

_NO_COURSE: Final[tuple[MemoryVerdict, str, float]] = (
    "too-short", marked("its readings are of lines of code, not of moments"), 0.0,
)  # fmt: skip


def trend_of(series: MemorySeries) -> MemoryTrend:
    """Return *series* summed up and judged."""
    values = [sample.value for sample in series.samples]
    times = _times(series.samples)
    points = list(zip(times or map(float, range(len(values))), map(float, values), strict=True))
    if not series.over_time:
        verdict, why, slope = _NO_COURSE[0], phrase(_NO_COURSE[1]), _NO_COURSE[2]
    elif series.kind in LESS_IS_WORSE:
        most = max(values) + min(values)
        verdict, why, slope = _verdict([(at, most - value) for at, value in points])
        why, slope = (
            phrase(
                "{why} (of what is not {kind})", why=why, kind=series.kind.removeprefix("system_")
            ),
            -slope,
        )
    else:
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
        slope_bytes_per_s=round(slope, 3) if times and len(values) >= 3 else None,
        span_s=times[-1] - times[0] if times else None,
        growth=(last - first) / first if first and len(values) > 1 else None,
        why=why,
    )


def _times(samples: Sequence[Sample]) -> list[float]:
    """Return the times, or nothing where one is missing, they go back, or none passes."""
    times = [sample.at for sample in samples if sample.at is not None]
    if len(times) < len(samples) or any(later < earlier for earlier, later in pairwise(times)):
        return []
    return times if times[-1] > times[0] else []


def _verdict(points: list[tuple[float, float]]) -> tuple[MemoryVerdict, str, float]:
    """Return the verdict, the sentence behind it, and the slope per unit of time."""
    slope = theil_sen(_thinned(points))
    if len(points) < MIN_SAMPLES:
        return (
            "too-short",
            phrase(
                "{readings}, a verdict needs {enough}",
                readings=plural(len(points), "reading"),
                enough=MIN_SAMPLES,
            ),
            slope,
        )
    settled = _thinned(points[int(len(points) * WARM_UP) :])
    floor = _floor(settled)
    falls = len(floor) - 1
    fell = phrase("fell by over {share:.0f} %", share=DROP * 100)
    since = ""
    if falls and (beyond := _beyond_what_was(settled)):
        settled, since = beyond, phrase("since it last {fell} ", fell=fell)
    elif falls == 1:
        return (
            "stable",
            phrase("it {fell} and did not grow beyond what it held before", fell=fell),
            slope,
        )
    elif falls:
        start, end = floor[0][1], floor[-1][1]
        if end - start >= max(MIN_BYTES, MIN_SHARE * start) and theil_sen(floor) > 0:
            return (
                "growing",
                phrase("what is left after each fall grew by {gain}", gain=size(end - start)),
                slope,
            )
        return (
            "sawtooth",
            phrase("it {fell} {falls} times and rose again", fell=fell, falls=falls),
            slope,
        )
    values = [value for _, value in settled]
    third = max(1, len(values) // 3)
    start = median(values[:third])
    slope = theil_sen(settled)
    gain = slope * (settled[-1][0] - settled[0][0])
    if step := _step(settled):
        return (
            "step",
            phrase(
                "{since}it rose at once by {gain} and stayed there", since=since, gain=size(step)
            ),
            slope,
        )
    half = len(settled) // 2
    both = all(theil_sen(part) > 0 for part in (settled[:half], settled[half:]))
    later = median(values[int(len(values) * 0.6) :])
    if gain >= max(MIN_BYTES, MIN_SHARE * start) and both and values[-1] >= later * 0.98:
        return (
            "growing",
            phrase(
                "{since}the fitted slope adds {gain}, in both halves", since=since, gain=size(gain)
            ),
            slope,
        )
    share = gain / start if start else 0.0
    return (
        "stable",
        (
            phrase(
                "{since}the fitted slope adds {share}, under the growth "
                "threshold of {least:.0f} % and {least_size}",
                since=since,
                share=signed_percent(share),
                least=MIN_SHARE * 100,
                least_size=size(MIN_BYTES),
            )
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


def _beyond_what_was(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """
    Return what follows the last fall of more than `DROP`, where it ends well above all before it.

    A stretch that stays below what was held before may be the next tooth, and shows no growth.
    """
    high = most = points[0][1]
    begin = 0
    before = 0.0
    for index, (_, value) in enumerate(points):
        if value < high * (1 - DROP):
            begin, before, high = index, most, value
        high, most = max(high, value), max(most, value)
    last = points[begin:]
    beyond = last[-1][1] - before
    is_long = len(last) >= MIN_SAMPLES
    return last if is_long and beyond >= max(MIN_BYTES, MIN_SHARE * before) else []


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
        if abs(theil_sen(part) * (part[-1][0] - part[0][0])) > rise / 3:
            return None
    return rise

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
from typing import Final, TypeAlias

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

_Points: TypeAlias = list[tuple[float, float]]
"""Moments and bytes; where readings have no moments, their numbers."""
_Judged: TypeAlias = tuple[MemoryVerdict, str, float]
"""The verdict, the sentence behind it, and the slope per unit of time."""
_NO_COURSE: Final[_Judged] = (
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


def _verdict(points: _Points) -> _Judged:
    """Return the verdict, the sentence behind it, and the slope per unit of time."""
    slope = theil_sen(_thinned(points))
    if len(points) < MIN_SAMPLES:
        why = phrase(
            "{readings}, a verdict needs {enough}",
            readings=plural(len(points), "reading"),
            enough=MIN_SAMPLES,
        )
        return "too-short", why, slope
    settled = _thinned(points[int(len(points) * WARM_UP) :])
    floor = _floor(settled)
    if len(floor) == 1:
        return _of_course(settled, "")
    fell = phrase("fell by over {share:.0f} %", share=DROP * 100)
    if beyond := _beyond_what_was(settled):
        return _of_course(beyond, phrase("since it last {fell} ", fell=fell))
    return (*_of_falls(floor, fell), slope)


def _of_falls(floor: _Points, fell: str) -> tuple[MemoryVerdict, str]:
    """Return the verdict on what falls and rises again, by its *floor*, and why."""
    falls = len(floor) - 1
    if falls == 1:
        return "stable", phrase("it {fell} and did not grow beyond what it held before", fell=fell)
    start, end = floor[0][1], floor[-1][1]
    if _is_much(end - start, start) and theil_sen(floor) > 0:
        return "growing", phrase(
            "what is left after each fall grew by {gain}", gain=size(end - start)
        )
    return "sawtooth", phrase("it {fell} {falls} times and rose again", fell=fell, falls=falls)


def _of_course(settled: _Points, since: str) -> _Judged:
    """Return the verdict on a stretch without a fall; *since* says what it begins after."""
    slope = theil_sen(settled)
    if step := _step(settled):
        why = phrase(
            "{since}it rose at once by {gain} and stayed there", since=since, gain=size(step)
        )
        return "step", why, slope
    values = [value for _, value in settled]
    start = median(values[: max(1, len(values) // 3)])
    gain = slope * (settled[-1][0] - settled[0][0])
    if _is_much(gain, start) and _rises_to_the_end(settled):
        why = phrase(
            "{since}the fitted slope adds {gain}, in both halves", since=since, gain=size(gain)
        )
        return "growing", why, slope
    why = phrase(
        "{since}the fitted slope adds {share}, under the growth "
        "threshold of {least:.0f} % and {least_size}",
        since=since,
        share=signed_percent(gain / start if start else 0.0),
        least=MIN_SHARE * 100,
        least_size=size(MIN_BYTES),
    )
    return "stable", why, slope


def _is_much(gain: float, start: float) -> bool:
    """Whether what holds *start* bytes and gains *gain* grew by more than readings waver."""
    return gain >= max(MIN_BYTES, MIN_SHARE * start)


def _rises_to_the_end(points: _Points) -> bool:
    """Whether both halves rise, and the end does not lie under what came shortly before."""
    half = len(points) // 2
    values = [value for _, value in points]
    later = median(values[int(len(values) * 0.6) :])
    return values[-1] >= later * 0.98 and all(
        theil_sen(part) > 0 for part in (points[:half], points[half:])
    )


def _thinned(points: _Points) -> _Points:
    """Return at most `MOST_POINTS` points, each the median of its stretch."""
    if len(points) <= MOST_POINTS:
        return points
    edges = [len(points) * n // MOST_POINTS for n in range(MOST_POINTS + 1)]
    return [
        (median(t for t, _ in points[a:b]), median(v for _, v in points[a:b]))
        for a, b in pairwise(edges)
    ]


def _beyond_what_was(points: _Points) -> _Points:
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
    return last if is_long and _is_much(beyond, before) else []


def _floor(points: _Points) -> _Points:
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


def _step(points: _Points) -> float | None:
    """Return the size of the one rise between two flat stretches, or None."""
    values = [value for _, value in points]
    best: tuple[float, int] | None = None
    for cut in range(3, len(values) - 2):
        rise = median(values[cut:]) - median(values[:cut])
        at_cut = values[cut] - values[cut - 1]
        if _is_much(rise, median(values[:cut])) and at_cut >= rise / 2:
            best = max(best or (0.0, 0), (rise, cut))
    if best is None:
        return None
    rise, cut = best
    for part in (points[:cut], points[cut:]):
        if abs(theil_sen(part) * (part[-1][0] - part[0][0])) > rise / 3:
            return None
    return rise

"""
What memory does over runs: the peak of each series of each run, and what its end adds to its start.

Growing rests on the size of the effect: what the Theil–Sen slope adds over the window, with both
halves of it agreeing.
Mann–Kendall can only veto: a trend that chance makes as well is none.
A step is a change of level between stretches that are flat themselves.
The peak is judged first; where it holds still, what the series gains within a run.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, Literal, NamedTuple, TypeAlias

from reportgen.estimates.change_points import MOST_VALUES, change_points, trimmed
from reportgen.estimates.mann_kendall import mann_kendall
from reportgen.estimates.mann_whitney import mann_whitney
from reportgen.estimates.theil_sen import theil_sen
from reportgen.model.memory import LESS_IS_WORSE, MemoryTrend, SeriesKind
from reportgen.model.overtime import (
    Confidence,
    Line,
    MemoryOverRuns,
    MemoryPoint,
    RunFacts,
    moment_of,
    settled_places,
    window_of,
)
from reportgen.model.text import quote
from reportgen.model.units import plural, signed_percent, size
from reportgen.wording import phrase

ALGORITHM: Final = "memory-over-runs/1"
LEAST_STRETCH: Final = 5
"""Runs before a step and after it."""
FLAT: Final = 1 / 3
"""What a stretch beside a step may drift, as a share of the step."""
HALF: Final = 1 / 5
"""What each half of the runs has to add to a growth, as a share of it: a step is in one alone."""
Verdict: TypeAlias = Literal["growing", "step", "stable", "too-short"]
_ORDER: Final[tuple[Verdict, ...]] = ("growing", "step", "stable", "too-short")


class MemoryRules(NamedTuple):
    """
    What growth over runs has to come to, as a share of the level at the start and in bytes.

    *p* is that of the trend test that may veto, and of the rank test that has to agree with a
    step; *wins* is the share of all pairs of a run before a step and one after that have to show
    it. *least_runs* is what a verdict needs, *window* the most that are looked at.
    """

    share: float = 0.10
    least_bytes: int = 16 << 20
    p: float = 0.01
    wins: float = 0.75
    least_runs: int = 10
    window: int = 200

    def matter(self, rise: float, level: float) -> bool:
        """Whether a *rise* over *level* is large enough."""
        return rise >= max(self.least_bytes, self.share * level)


class _Finding(NamedTuple):
    """A verdict on one measure: its sentence lacks what is measured, which comes first."""

    verdict: Verdict
    says: str
    confidence: Confidence
    rise: float = 0.0
    since: int | None = None
    p: float | None = None


def judge(line: Line, rules: MemoryRules | None = None) -> tuple[MemoryOverRuns, ...]:
    """
    Return how the memory of each process of *line* fares, the growing ones first.

    Only settled runs are history, unless there are none.
    """
    rules = rules or MemoryRules()
    series: dict[tuple[str, SeriesKind], list[tuple[RunFacts, MemoryPoint]]] = {}
    for place in settled_places(line):
        run = line.runs[place]
        for key, point in _points(run.id, line.columns[place].memory).items():
            series.setdefault(key, []).append((run, point))
    found = [
        _over_runs(name, kind, measured[-min(rules.window, MOST_VALUES) :], line, rules)
        for (name, kind), measured in series.items()
    ]
    return tuple(sorted(found, key=_urgency))


def _urgency(found: MemoryOverRuns) -> tuple[int, float, str, str]:
    return _ORDER.index(found.verdict), -abs(found.numbers["rise"] or 0), found.name, found.kind


def _points(run: str, trends: Sequence[MemoryTrend]) -> dict[tuple[str, SeriesKind], MemoryPoint]:
    """Return what *run* measured; of several series with one name the worst of each counts."""
    found: dict[tuple[str, SeriesKind], MemoryPoint] = {}
    for trend in trends:
        series = trend.series
        worst = min if series.kind in LESS_IS_WORSE else max
        peak = trend.min if series.kind in LESS_IS_WORSE else trend.peak
        has_course = series.over_time and len(series.samples) > 1
        gains = [trend.last - trend.first] if has_course else []
        key = (series.name, series.kind)
        if key in found:
            peak = worst(peak, found[key].peak)
            gains += [gain for gain in (found[key].gain,) if gain is not None]
        found[key] = MemoryPoint(run, peak, worst(gains) if gains else None)
    return found


def _over_runs(
    name: str,
    kind: SeriesKind,
    measured: Sequence[tuple[RunFacts, MemoryPoint]],
    line: Line,
    rules: MemoryRules,
) -> MemoryOverRuns:
    """Return the verdict on one series, by its peaks or, where they hold still, by its gains."""
    sign = -1 if kind in LESS_IS_WORSE else 1
    runs = [run for run, _ in measured]
    points = [point for _, point in measured]
    peaks = [float(point.peak) for point in points]
    start = median(peaks[: max(1, len(peaks) // 3)])
    found, judged = _judged(peaks, sign, start, runs, rules), runs
    what = phrase("least") if sign < 0 else phrase("peak")
    if found.verdict == "stable":
        gains = [float(point.gain) for point in points if point.gain is not None]
        of = [run for run, point in measured if point.gain is not None]
        within = _judged(gains, sign, start, of, rules)
        if within.verdict in {"growing", "step"}:
            found, judged, what = within, of, phrase("gain within a run")
    slope = theil_sen(list(enumerate(peaks))) if len(peaks) >= 3 else None
    return MemoryOverRuns(
        reason=phrase(
            "the {what} of {name} ({kind}) {says}",
            what=what,
            name=quote(name),
            kind=kind.replace("_", " "),
            says=found.says,
        ),
        numbers={
            "rise": round(found.rise),
            "share": round(found.rise / start, 4) if start else None,
            "start": round(start),
            "p": None if found.p is None else float(f"{found.p:.3g}"),
        },
        window=window_of(runs),
        confidence=found.confidence,
        algorithm=ALGORITHM,
        job=line.key.job,
        variant=dict(line.key.variant),
        name=name,
        kind=kind,
        verdict=found.verdict,
        points=tuple(points),
        slope_bytes_per_run=None if slope is None else round(slope, 3),
        since=None if found.since is None else moment_of(judged[found.since]),
    )


def _judged(
    measured: Sequence[float], sign: int, level: float, runs: Sequence[RunFacts], rules: MemoryRules
) -> _Finding:
    """
    Return the verdict on what was *measured* in each of *runs*.

    Where *sign* is negative less is worse; *level* is what a share is of.
    """
    values = [sign * value for value in measured]
    over = phrase("over {runs}", runs=plural(len(values), "run"))
    if len(values) < rules.least_runs:
        says = phrase(
            "is known {over}, a verdict needs {enough}", over=over, enough=rules.least_runs
        )
        return _Finding("too-short", says, "possible")
    points = list(enumerate(values))
    rise = theil_sen(points) * (len(values) - 1)
    share = signed_percent(sign * rise / level) if level else size(rise)
    half = len(values) // 2
    halves = [theil_sen(part) * len(part) for part in (points[:half], points[half:])]
    is_held = median(values[-LEAST_STRETCH:]) >= median(values[len(values) // 2 :])
    trend = mann_kendall(values)
    if rules.matter(rise, level) and min(halves) >= HALF * rise and is_held:
        moved = phrase("grew") if sign > 0 else phrase("fell")
        if trend.s > 0 and trend.p < rules.p:
            says = phrase(
                "{moved} by {size} {over}, in both halves: {share}",
                moved=moved,
                size=size(rise),
                over=over,
                share=share,
            )
            return _Finding("growing", says, "probable", rise, None, trend.p)
        says = phrase(
            "rises and falls {over}: that it {moved} by {size} may be chance",
            over=over,
            moved=moved,
            size=size(rise),
        )
        return _Finding("stable", says, "possible", rise, None, trend.p)
    if step := _step(values, level, rules):
        before, after = measured[step.begin : step.since], measured[step.since :]
        test = mann_whitney(after, before)
        wins = test.u / (len(after) * len(before))
        agreed = test.p < rules.p and max(wins, 1 - wins) >= rules.wins
        moved = f": {signed_percent(median(after) / median(before) - 1)}" if median(before) else ""
        says = phrase(
            "is {after} since {run}, {before} before{moved}, over {runs} "
            "before and {number:,} after",
            after=size(median(after)),
            run=moment_of(runs[step.since]).label,
            before=size(median(before)),
            moved=moved,
            runs=plural(len(before), "run"),
            number=len(after),
        )
        confidence: Confidence = "probable" if agreed else "possible"
        return _Finding("step", says, confidence, step.rise, step.since, test.p)
    says = phrase(
        "does not grow {over}: the fitted slope adds {share}, the threshold is "
        "{least:.0f} % and {least_size}"
        if sign > 0
        else "does not fall {over}: the fitted slope adds {share}, the threshold is "
        "{least:.0f} % and {least_size}",
        over=over,
        share=share,
        least=rules.share * 100,
        least_size=size(rules.least_bytes),
    )
    return _Finding("stable", says, "probable", rise, None, trend.p)


class _Step(NamedTuple):
    begin: int
    since: int
    rise: float


def _step(values: Sequence[float], level: float, rules: MemoryRules) -> _Step | None:
    """Return the last rise between two flat stretches that holds to the end, or None."""
    edges = (0, *change_points(values, least=LEAST_STRETCH), len(values))
    parts = [values[begin:end] for begin, end in pairwise(edges)]
    levels = [median(part) for part in parts]
    for at in range(len(parts) - 1, 0, -1):
        rise = levels[at] - levels[at - 1]
        is_flat = all(
            abs(theil_sen(list(enumerate(part)))) * len(part) <= FLAT * rise
            for part in parts[at - 1 : at + 1]
        )
        holds = all(rules.matter(later - levels[at - 1], level) for later in levels[at:])
        if holds and is_flat:
            begin = edges[at - 1]
            _, since = trimmed(values, begin, edges[at], edges[at])
            if min(since - begin, len(values) - since) < LEAST_STRETCH:
                return None
            return _Step(begin, since, median(values[since:]) - median(values[begin:since]))
    return None

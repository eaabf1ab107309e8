"""
Times of one subject → the last change of their level that holds.

The change points are those of the logarithms: a share weighs the same whether it is of seconds or
of minutes.
Most series have none, so two cheap looks come first: at the medians of blocks of runs, and at the
change points of those medians.
A change that is small beside the noise does not save what a strict fit asks for, however many runs
show it: such a one is searched once more with less to save, and has to hold by ranks, too.
"""

from collections.abc import Callable, Sequence
from math import log
from operator import itemgetter
from statistics import median
from typing import Final, NamedTuple

from reportgen.estimates.autocorrelation import share_of_witnesses
from reportgen.estimates.change_points import (
    MOST_LEVELS,
    change_points,
    penalty_of,
    segments,
    trimmed,
)
from reportgen.estimates.mann_whitney import mann_whitney
from reportgen.overtime.slower.rules import FLOOR_MS, LEAST_RUNS, Effect

SLACK: Final = 0.7
"""The share of an effect that blocks have to show: their edges are not those of the levels."""
EASE: Final = 0.4
"""The share of its penalty that a change among blocks has to save: they may not lose one."""
LENIENCE: Final = 0.5
"""The share of its penalty that a change has to save where a rank test has to confirm it."""
STEADY_LEVELS: Final = 2
"""A series with more levels wanders: its runs are not as many witnesses as they seem."""
CHANCE_FINDS: Final = 0.2
"""How many changes of a whole line that are none the rank test lets through, as expected."""
BLOCK_LEVELS: Final = 16
"""Levels among which the medians of blocks are fitted: coarse, and three times as fast."""

_MIDDLE: Final = itemgetter(LEAST_RUNS // 2)


class Change(NamedTuple):
    """
    A change of level: the runs before it are those from *begin* to *until*, after from *since*.

    Places are those of the series, *until* excluded; between *until* and *since* the level moved
    in steps that are small one by one.
    *again* says that the level before was a short one, and that before it much like the last;
    *levels* is how many the series has.
    """

    begin: int
    until: int
    since: int
    again: bool = False
    levels: int = 2


def is_candidate(times: Sequence[float], effect: Effect) -> bool:
    """Whether *times* may hold a change of the size of *effect*; cheap, and never strict."""
    if len(times) < 2 * LEAST_RUNS:
        return False
    # The newest run ends a block, so the last level holds one whole.
    first = len(times) % LEAST_RUNS
    parts = zip(*(times[at::LEAST_RUNS] for at in range(first, first + LEAST_RUNS)), strict=True)
    blocks = list(map(_MIDDLE, map(sorted, parts)))
    slack = Effect(effect.share * SLACK, effect.least_ms * SLACK)
    if not any(slack.is_met(level, last) for last in blocks[-2:] for level in _ends(blocks)):
        return False
    levels, _ = _fit(
        blocks, 1, lambda logs: EASE * penalty_of(logs, least=1), most_levels=BLOCK_LEVELS
    )
    return any(slack.is_met(level, levels[-1]) for level in _ends(levels))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def last_changes(
    times: Sequence[float], effect: Effect, *, series: int
) -> tuple[Change | None, Change | None]:
    """
    Return the last rise and the last fall of *times* that still hold at their end.

    *series* is how many are searched at once. The level has to stay beyond what it was by the
    whole effect until the end.
    """
    lenient = _fit(
        times, LEAST_RUNS, lambda logs: LENIENCE * penalty_of(logs, least=LEAST_RUNS, series=series)
    )
    if len(lenient.levels) == 1:
        return None, None
    strict = _fit(times, LEAST_RUNS, lambda logs: penalty_of(logs, least=LEAST_RUNS, series=series))
    found = _rise_and_fall(strict, times, effect)
    if any(found):
        return found
    rise, fall = _rise_and_fall(lenient, times, effect)
    return _confirmed(rise, times, series), _confirmed(fall, times, series)


def _confirmed(change: Change | None, times: Sequence[float], series: int) -> Change | None:
    """
    Return *change* if its rank test holds for the best of all places in all of *series*.

    That is asked of it as if each place of each series were tried (Bonferroni), and runs whose
    times follow those of the run before are fewer witnesses.
    """
    if change is None or change.levels > STEADY_LEVELS:
        return None
    before, after = times[change.begin : change.until], times[change.since :]
    share = share_of_witnesses([_logs(before), _logs(after)])
    p = mann_whitney(after, before, share=share).p
    return change if p * len(times) * series < CHANCE_FINDS else None


class _Fit(NamedTuple):
    """The levels of a series, and where each begins and the last ends."""

    levels: list[float]
    edges: tuple[int, ...]


def _rise_and_fall(
    fit: _Fit, times: Sequence[float], effect: Effect
) -> tuple[Change | None, Change | None]:
    rise, fall = _last(*fit, effect, 1), _last(*fit, effect, -1)
    return rise and _trimmed(rise, times), fall and _trimmed(fall, times)


def _fit(
    times: Sequence[float],
    least: int,
    penalty: Callable[[Sequence[float]], float],
    *,
    most_levels: int = MOST_LEVELS,
) -> _Fit:
    """Return the levels of *times*, of stretches of *least* and more, at a price of *penalty*."""
    logs = _logs(times)
    places = change_points(logs, least=least, penalty=penalty(logs), most_levels=most_levels)
    return _Fit([median(part) for part in segments(times, places)], (0, *places, len(times)))


def _logs(times: Sequence[float]) -> list[float]:
    return [log(max(FLOOR_MS, time)) for time in times]


def _trimmed(change: Change, times: Sequence[float]) -> Change | None:
    """Return *change* without what the fit took in for length; None where too little is left."""
    until, since = trimmed(times, change.begin, change.until, change.since)
    if min(until - change.begin, len(times) - since) < LEAST_RUNS:
        return None
    return change._replace(until=until, since=since)


def _last(
    levels: Sequence[float], edges: Sequence[int], effect: Effect, sign: int
) -> Change | None:
    """Return the last change of *levels* in the direction of *sign* that holds."""

    def is_beyond(before: float, after: float) -> bool:
        return (after - before) * sign > 0 and effect.is_met(before, after)

    for at in range(len(levels) - 1, 0, -1):
        was = at - 1
        while was >= 0 and (levels[at] - levels[was]) * sign > 0:
            if all(is_beyond(levels[was], level) for level in levels[at:]):
                is_short = edges[was + 1] - edges[was] < edges[was] - edges[max(0, was - 1)]
                again = was > 0 and is_short and not effect.is_met(levels[was - 1], levels[-1])
                return Change(edges[was], edges[was + 1], edges[at], again, len(levels))
            was -= 1
    return None

"""
Where the level of a series changes.

The fit is piecewise constant and as close as can be in the sum of absolute deviations, plus a
penalty for each change: the L1 Potts functional, of which outliers move neither levels nor places.
(Weinmann, Storath and Demaret 2015, https://doi.org/10.1137/120896256.)
The best level of a stretch is its median, so the levels to choose from are the values themselves.
That turns the search into one pass that keeps the best cost for each level: its cost does not
depend on how many changes there are, where pruning of places (PELT, Killick 2012) does not help
with a series that has none.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, inf, log
from operator import add, sub
from statistics import median
from typing import Final

MOST_VALUES: Final = 500
MOST_LEVELS: Final = 64
"""Of more different values as many are taken as levels, evenly by rank; up to here it is exact."""
STRICTNESS: Final = 3.0
"""
Noises that a change has to save for each unit of the logarithm of the number of values.

One would be the Bayesian information criterion for Laplace noise, with two parameters to a change;
values that depend on their predecessors need more.
"""
_TRIMMED: Final = 0.10
"""The share of the differences of neighbours that is left out: to outliers, and at changes."""
_BY_MEAN: Final = 0.858
_BY_MEDIAN: Final = 0.836
"""The mean absolute deviation of normal noise, by that of its differences, and by their median."""


def change_points(
    values: Sequence[float],
    *,
    least: int = 5,
    penalty: float | None = None,
    most_levels: int = MOST_LEVELS,
) -> tuple[int, ...]:
    """
    Return the places at which a stretch with another level begins, in order.

    Each stretch has at least *least* values. *penalty* is what a change has to save, in the unit
    of the values; without one it follows from the noise (`penalty_of`).
    It is exact up to *most_levels* different values; fewer levels make it faster.

    Raises:
        ValueError: there are more than `MOST_VALUES`.

    """
    count = len(values)
    if count > MOST_VALUES:
        raise ValueError(f"{count} values, at most {MOST_VALUES} are fitted")
    if count < 2 * least:
        return ()
    price = penalty_of(values, least=least) if penalty is None else penalty
    levels = _levels(values, most_levels)
    rows = [[abs(value - level) for level in levels] for value in values]
    recent: list[float] = list(map(sum, zip(*rows[:least], strict=True)))
    held = recent[:]
    begun = [0] * len(levels)
    costs = [inf] * least + [min(held)]
    begins = [0] * (least + 1)
    for end in range(least + 1, count + 1):
        row = rows[end - 1]
        recent = list(map(sub, map(add, recent, row), rows[end - 1 - least]))
        held = list(map(add, held, row))
        anew = costs[end - least] + price
        if anew < inf:
            for at, (old, new) in enumerate(zip(held, recent, strict=True)):
                if anew + new < old:
                    held[at] = anew + new
                    begun[at] = end - least
        cost = min(held)
        costs.append(cost)
        begins.append(begun[held.index(cost)])
    found = []
    end = begins[count]
    while end:
        found.append(end)
        end = begins[end]
    return tuple(reversed(found))


def penalty_of(values: Sequence[float], *, least: int = 5, series: int = 1) -> float:
    """
    Return what a change has to save, where *series* like this one are searched at once.

    More series make chance finds likelier, so the penalty grows with their logarithm.
    """
    return noise_of(values, least=least) * (STRICTNESS * log(max(2, len(values))) + log(series))


def noise_of(values: Sequence[float], *, least: int = 5) -> float:
    """
    Return the mean absolute deviation of *values* from their level, whatever changes that has.

    It is the mean of all but the greatest differences of neighbours, so that values that jump to
    and fro between two modes are noise, and outliers are not.
    Where there are enough values it is at least what the median difference of those *least* apart
    says: a level that wanders is noise, too.
    """
    near = sorted([abs(later - earlier) for earlier, later in pairwise(values)])
    if not near:
        return 0.0
    kept = near[: len(near) - ceil(len(near) * _TRIMMED)] or near
    noise = _BY_MEAN * sum(kept) / len(kept)
    if len(values) >= 4 * least:
        far = [abs(later - earlier) for earlier, later in zip(values, values[least:], strict=False)]
        noise = max(noise, _BY_MEDIAN * median(far))
    return noise or _BY_MEAN * sum(near) / len(near)


def segments(values: Sequence[float], places: Sequence[int]) -> tuple[Sequence[float], ...]:
    """Return the stretches of *values* that begin at the first and at each of *places*."""
    edges = (0, *places, len(values))
    return tuple(values[begin:end] for begin, end in pairwise(edges))


def trimmed(values: Sequence[float], begin: int, until: int, since: int) -> tuple[int, int]:
    """
    Return *until* and *since* moved past values that are closer to the level on the other side.

    The level before is that of the values from *begin* to *until*, the one after that of those
    from *since* on. A stretch that is as short as may be can hold values of its neighbour.
    """
    before, after = median(values[begin:until]), median(values[since:])
    end, start = until, since
    while end > begin and abs(values[end - 1] - after) < abs(values[end - 1] - before):
        end -= 1
    while start < len(values) and abs(values[start] - before) < abs(values[start] - after):
        start += 1
    if until < since:
        return end, start
    # What one side gives up is the other's.
    return (end, end) if end < until else (start, start)


def _levels(values: Sequence[float], most: int) -> list[float]:
    ordered = sorted(set(values))
    if len(ordered) <= most:
        return ordered
    last = len(ordered) - 1
    return [ordered[last * n // (most - 1)] for n in range(most)]

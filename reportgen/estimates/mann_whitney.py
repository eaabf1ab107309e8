"""Whether the values of one sample tend to be greater than those of another."""

from collections.abc import Sequence
from itertools import groupby
from math import comb, erfc, sqrt
from typing import Final, NamedTuple

MOST_EXACT: Final = 8
"""Up to so many values in the smaller sample *p* is counted out, where no two values are equal."""


class MannWhitney(NamedTuple):
    """*u* is how many pairs the first sample wins, a tie being half a win; *p* is two-sided."""

    u: float
    p: float


def mann_whitney(
    first: Sequence[float], second: Sequence[float], *, share: float = 1.0
) -> MannWhitney:
    """
    Compare *first* with *second*; with nothing to compare *p* is 1.

    Exact for small samples without ties, else the normal approximation with the corrections for
    ties and for continuity.
    *share* says as how many witnesses the values count that depend on each other: by it the
    difference weighs less, in the normal approximation.
    Mann and Whitney 1947, https://doi.org/10.1214/aoms/1177730491.
    """
    m, n = len(first), len(second)
    if not m or not n:
        return MannWhitney(0.0, 1.0)
    ranks, ties = 0.0, 0
    at = 0
    ordered = sorted([(value, 1) for value in first] + [(value, 0) for value in second])
    for _, group in groupby(ordered, key=lambda pair: pair[0]):
        owners = [owner for _, owner in group]
        size = len(owners)
        ranks += sum(owners) * (at + (size + 1) / 2)
        ties += size**3 - size
        at += size
    u = ranks - m * (m + 1) / 2
    extreme = max(u, m * n - u)
    if share == 1 and not ties and min(m, n) <= MOST_EXACT:
        return MannWhitney(u, min(1.0, 2 * _at_least(round(extreme), m, n)))
    total = m + n
    variance = m * n / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:
        return MannWhitney(u, 1.0)
    beyond = max(0.0, extreme - m * n / 2 - 0.5)
    return MannWhitney(u, min(1.0, erfc(beyond * sqrt(share / (2 * variance)))))


def _at_least(u: int, m: int, n: int) -> float:
    """
    Return the chance of *u* wins or more where any order of the values is as likely as another.

    How many orders have each number of wins are the coefficients of the Gaussian binomial.
    """
    few, many = sorted((m, n))
    counts = [1] + [0] * (m * n)
    for size in range(1, few + 1):
        for at in range(m * n, many + size - 1, -1):
            counts[at] -= counts[at - many - size]
        for at in range(size, m * n + 1):
            counts[at] += counts[at - size]
    return sum(counts[u:]) / comb(m + n, m)

"""
How much values follow their predecessors, and as how many independent ones they count then.

Bartlett 1935, "Some aspects of the time-correlation problem in regard to tests of significance",
https://doi.org/10.2307/2342284.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median


def share_of_witnesses(parts: Sequence[Sequence[float]]) -> float:
    """
    Return as what share of them the values of *parts* count: (1 - r) / (1 + r), at most 1.

    *r* is the correlation of neighbours, each part taken around its own median; where values
    rather flee their predecessors it counts as 0.
    """
    around = [[value - level for value in part] for part in parts for level in [median(part)]]
    spread = sum(value * value for part in around for value in part)
    if not spread:
        return 1.0
    together = sum(one * two for part in around for one, two in pairwise(part))
    follow = min(1.0, max(0.0, together / spread))
    return (1 - follow) / (1 + follow)

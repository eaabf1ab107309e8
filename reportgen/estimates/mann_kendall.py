"""Whether values rise or fall in the order in which they come."""

from collections import Counter
from collections.abc import Sequence
from math import erfc, sqrt
from typing import NamedTuple


class MannKendall(NamedTuple):
    """
    The outcome of the test.

    *s* counts pairs: one more for each of which the later value is greater, one less for each of
    which it is smaller. *variance* is that of *s* where nothing rises or falls.
    *p* is two-sided, of the normal approximation.
    """

    s: int
    variance: float
    p: float


def mann_kendall(values: Sequence[float]) -> MannKendall:
    """
    Test *values* for a trend, with the corrections for ties and for continuity.

    Values that depend on their predecessors make *p* far too small: let it veto, not prove.
    Mann 1945, https://doi.org/10.2307/1907187; Kendall 1975, Rank Correlation Methods.
    """
    s = 0
    for index, earlier in enumerate(values):
        later = values[index + 1 :]
        s += sum([value > earlier for value in later]) - sum([value < earlier for value in later])
    sizes = (len(values), *Counter(values).values())
    whole, *ties = (n * (n - 1) * (2 * n + 5) for n in sizes)
    variance = (whole - sum(ties)) / 18
    if s == 0 or variance <= 0:
        return MannKendall(s, variance, 1.0)
    return MannKendall(s, variance, erfc((abs(s) - 1) / sqrt(2 * variance)))

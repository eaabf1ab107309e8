"""Intervals that hold an unknown share, from how often something was seen."""

from math import sqrt
from statistics import NormalDist


def wilson(k: int, n: int, confidence: float) -> tuple[float, float]:
    """
    Return the ends of Wilson's score interval of the share that *k* of *n* stand for.

    *confidence* is the two-sided one, above 0 and below 1: at 0.9 each end is passed in a twentieth
    of all cases. Nothing seen says nothing: the whole of 0 to 1.
    E. B. Wilson, “Probable inference, the law of succession, and statistical inference”,
    Journal of the American Statistical Association 22 (1927), https://doi.org/10.2307/2276774.

    Raises:
        ValueError: *k* is not between 0 and *n*, or *confidence* is no share.

    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if not 0 < confidence < 1:
        raise ValueError(f"{confidence} is no confidence between 0 and 1")
    if not n:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = k / n, z * z / n
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    return (0.0 if k == 0 else max(0.0, middle - half), 1.0 if k == n else min(1.0, middle + half))

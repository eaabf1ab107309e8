"""What a share of few results says of the rate behind it."""

from functools import cache
from math import sqrt
from statistics import NormalDist


@cache
def z_of(confidence: float) -> float:
    """Return within how many standard deviations *confidence* of a normal distribution lies."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(part: int, whole: int, confidence: float = 0.90) -> tuple[float, float]:
    """
    Return the lower and the upper end of the score interval of the share *part* of *whole*.

    Of nothing nothing is known: then it is all from 0 to 1.
    Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953.
    """
    if not whole:
        return 0.0, 1.0
    z = z_of(confidence)
    share = part / whole
    middle = share + z * z / (2 * whole)
    reach = z * sqrt(share * (1 - share) / whole + (z / (2 * whole)) ** 2)
    scale = 1 + z * z / whole
    lower = (middle - reach) / scale if part else 0.0
    upper = (middle + reach) / scale if part < whole else 1.0
    return max(0.0, lower), min(1.0, upper)

"""
Sums that are the same whichever Python adds them up.

From 3.12 on the `sum` of Python carries along what rounding loses; before, it does not. What is
told of many times, rounded to whole seconds, then differs with the interpreter.
"""

from collections.abc import Iterable
from math import fsum, inf


def total(values: Iterable[float]) -> float:
    """
    Return what *values*, none below 0, are together, correctly rounded.

    It is infinite where a float holds no such number.
    """
    try:
        return fsum(values)
    except OverflowError:
        return inf

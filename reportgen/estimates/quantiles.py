"""A value that a given share of values does not exceed."""

from collections.abc import Sequence
from math import ceil


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """
    Return the nearest-rank quantile of *ordered* values: one that was measured, never in between.

    *share* is from 0 to 1; of nothing there is none.
    """
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None

"""Wilson: an interval that few results cannot make narrow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reportgen.estimates.wilson import wilson, z_of


@given(st.integers(0, 400), st.integers(1, 400), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]))
def test_it_is_what_scipy_says(part: int, whole: int, confidence: float) -> None:
    """The score interval without a correction for continuity."""
    part = min(part, whole)
    told = stats.binomtest(part, whole).proportion_ci(confidence, method="wilson")

    assert pytest.approx((told.low, told.high), abs=1e-12) == wilson(part, whole, confidence)


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_share_lies_in_it(part: int, whole: int) -> None:
    """What was seen is never excluded, and shares end at 0 and 1."""
    part = min(part, whole)
    lower, upper = wilson(part, whole)

    assert 0 <= lower <= part / whole <= upper <= 1


def test_of_nothing_nothing_is_known() -> None:
    """Without results the rate may be anything."""
    assert (0.0, 1.0) == wilson(0, 0)


@pytest.mark.parametrize(("part", "whole", "lower"), [(1, 2, 0.12), (3, 20, 0.06), (30, 200, 0.11)])
def test_it_does_not_rank_tiny_samples_low(part: int, whole: int, lower: float) -> None:
    """A floor on the number of results is needed beside it: one of two outranks 30 of 200."""
    assert lower == round(wilson(part, whole)[0], 2)


def test_the_usual_z() -> None:
    """The z of 95 % is the one that everybody knows."""
    assert pytest.approx(1.959964, abs=1e-6) == z_of(0.95)

"""Quantiles are values that were measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.estimates.quantiles import quantile


@given(st.lists(st.integers(), min_size=1), st.integers(0, 100))
def test_the_share_does_not_exceed_it(values: list[int], hundredths: int) -> None:
    """At least the share of the values is not greater, and a smaller value would not do."""
    ordered = sorted(values)
    found = quantile(ordered, hundredths / 100)

    assert found in values
    assert sum(value <= found for value in values) >= hundredths / 100 * len(values) - 1e-9
    assert sum(value < found for value in values) <= hundredths / 100 * len(values)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1.0), (0.5, 2.0), (0.51, 3.0), (0.95, 4.0), (1.0, 4.0)]
)
def test_nothing_is_made_up_in_between(share: float, expected: float) -> None:
    """Of an even number the median is the lower of the two in the middle."""
    assert expected == quantile([1.0, 2.0, 3.0, 4.0], share)


def test_of_nothing_there_is_none() -> None:
    """No values, no quantile."""
    assert quantile([], 0.5) is None

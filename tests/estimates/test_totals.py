"""Sums of many times are exact, so that every Python comes to the same."""

from fractions import Fraction
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from reportgen.estimates.totals import total

TIMES = st.lists(st.floats(min_value=0, max_value=1e9), max_size=60)


@given(TIMES)
def test_a_sum_is_the_nearest_float(values: list[float]) -> None:
    """It is what exact numbers add up to, rounded once."""
    exact = float(sum(map(Fraction, values)))

    assert exact == total(values)


@given(TIMES)
def test_a_sum_does_not_depend_on_the_order(values: list[float]) -> None:
    """Files may be read in whatever order."""
    assert total(values) == total(reversed(values))


def test_what_no_float_holds_is_infinite() -> None:
    """A tool may state any time; the sum of such is no reason to stop."""
    assert [inf, inf] == [total([1e308] * 2), total([inf, 1.0])]


def test_tenths_add_up() -> None:
    """One by one, ten tenths of a second came to 0.9999999999999999 until Python 3.12."""
    assert 1.0 == total([0.1] * 10)

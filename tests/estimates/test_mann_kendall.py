"""Mann–Kendall: pairs that rise against pairs that fall."""

from math import erfc, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reportgen.estimates.mann_kendall import mann_kendall

VALUES = st.lists(st.integers(0, 15).map(float), min_size=3, max_size=40)


@given(VALUES.filter(lambda values: len(set(values)) > 1))
def test_it_is_kendalls_correlation_with_the_order(values: list[float]) -> None:
    """The count of pairs, and its variance with ties, are those behind SciPy's tau and p."""
    found = mann_kendall(values)
    n = len(values)
    pairs = n * (n - 1) / 2
    untied = pairs - sum(k * (k - 1) / 2 for k in map(values.count, set(values)))
    told = stats.kendalltau(range(n), values, method="asymptotic")

    assert pytest.approx(told.statistic) == found.s / sqrt(pairs * untied)
    assert pytest.approx(told.pvalue) == erfc(abs(found.s) / sqrt(2 * found.variance))


@given(VALUES)
def test_the_correction_makes_it_careful(values: list[float]) -> None:
    """With the correction for continuity p is never smaller than without, and never above 1."""
    found = mann_kendall(values)

    assert found.p <= 1
    if found.s:
        assert found.p >= erfc(abs(found.s) / sqrt(2 * found.variance))


@given(VALUES)
def test_backwards_it_is_the_opposite(values: list[float]) -> None:
    """What rises falls when it is read from the end."""
    there, back = mann_kendall(values), mann_kendall(values[::-1])

    assert (there.s, there.p) == (-back.s, back.p)


@pytest.mark.parametrize("values", [[], [1.0], [2.0, 2.0, 2.0]])
def test_nothing_to_compare_is_no_trend(values: list[float]) -> None:
    """Fewer than two different values show no trend."""
    found = mann_kendall(values)

    assert (0, 1.0) == (found.s, found.p)

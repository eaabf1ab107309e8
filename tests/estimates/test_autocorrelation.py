"""As how many witnesses values count that follow their predecessors."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reportgen.estimates.autocorrelation import share_of_witnesses

finite = st.floats(-1e6, 1e6)


def following(by: float, count: int) -> list[float]:
    """Return normal values of which each keeps *by* of the one before."""
    chance = Random(7)  # noqa: S311 - a fixed series, no secret
    values = [0.0]
    while len(values) < count:
        values.append(by * values[-1] + chance.gauss(0, 1))
    return values


@pytest.mark.parametrize(("by", "expected"), [(0.0, 1.0), (0.3, 0.7 / 1.3), (0.6, 0.4 / 1.6)])
def test_it_is_what_bartlett_says(by: float, expected: float) -> None:
    """Values that keep a share of the one before count as (1 - r) / (1 + r) of their number."""
    assert pytest.approx(expected, abs=0.05) == share_of_witnesses([following(by, 5_000)])


def test_it_is_about_scipys_correlation() -> None:
    """The correlation of neighbours is Pearson's, but for what the ends weigh."""
    values = following(0.5, 2_000)
    r = stats.pearsonr(values[:-1], values[1:]).statistic

    assert pytest.approx((1 - r) / (1 + r), abs=0.01) == share_of_witnesses([values])


def test_levels_are_no_dependence() -> None:
    """Each part is taken around its own level, else a change would disprove itself."""
    values = following(0.0, 2_000)

    assert share_of_witnesses([values, [100 + value for value in values]]) > 0.9


def test_values_that_flee_are_as_many_as_they_are() -> None:
    """To count them for more would make a finding of a pattern."""
    assert 1.0 == share_of_witnesses([[1.0, -1.0] * 20])


def test_values_that_never_change() -> None:
    """Without any spread nothing follows anything."""
    assert 1.0 == share_of_witnesses([[3.0] * 9, [4.0] * 9])


@given(st.lists(st.lists(finite, min_size=1), min_size=1))
def test_it_is_a_share(parts: list[list[float]]) -> None:
    """Whatever the values are."""
    assert 0 <= share_of_witnesses(parts) <= 1

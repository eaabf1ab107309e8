"""Mann–Whitney: which of two samples wins more pairs, and how likely chance does that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reportgen.estimates.mann_whitney import MOST_EXACT, mann_whitney

TIED = st.lists(st.integers(0, 12).map(float), min_size=1, max_size=30)


@given(TIED, TIED)
def test_with_ties_it_is_scipys_approximation(first: list[float], second: list[float]) -> None:
    """The normal approximation corrects for ties and for continuity."""
    told = stats.mannwhitneyu(first, [*second, *first[:1]], method="asymptotic")
    found = mann_whitney(first, [*second, *first[:1]])

    assert told.statistic == found.u
    if len({*first, *second}) > 1:
        assert pytest.approx(told.pvalue, rel=1e-9) == found.p
    else:
        assert 1.0 == found.p


@given(st.permutations(range(36)), st.integers(1, 12), st.integers(1, 24))
def test_without_ties_small_samples_are_counted_out(order: list[int], few: int, many: int) -> None:
    """Up to the limit p is exact, beyond it approximate: both as SciPy has them."""
    first, second = order[:few], order[few : few + many]
    method = "exact" if min(few, many) <= MOST_EXACT else "asymptotic"
    told = stats.mannwhitneyu(first, second, method=method)
    found = mann_whitney(first, second)

    assert told.statistic == found.u
    assert pytest.approx(told.pvalue, rel=1e-9) == found.p


@given(TIED, TIED)
def test_both_sides_tell_the_same(first: list[float], second: list[float]) -> None:
    """All pairs are won by one of both, and p does not depend on who is called first."""
    there, back = mann_whitney(first, second), mann_whitney(second, first)

    assert len(first) * len(second) == there.u + back.u
    assert pytest.approx(there.p) == back.p


@pytest.mark.parametrize(("first", "second"), [([], []), ([1.0], []), ([], [1.0])])
def test_nothing_to_compare_is_no_difference(first: list[float], second: list[float]) -> None:
    """An empty sample differs from none."""
    assert (0.0, 1.0) == mann_whitney(first, second)


def test_five_against_five_can_be_told() -> None:
    """The fewest runs that make a change are enough to agree at 1 %, if they lie apart."""
    assert pytest.approx(2 / 252) == mann_whitney(range(5, 10), range(5)).p


@given(st.lists(st.floats(0, 9), min_size=9, max_size=30), st.lists(st.floats(0, 9), min_size=9))
def test_fewer_witnesses_prove_less(first: list[float], second: list[float]) -> None:
    """The fewer of the values count, the likelier is their difference by chance."""
    ps = [mann_whitney(first, second, share=share).p for share in (1.0, 0.5, 0.1, 0.0)]

    assert sorted(ps) == ps
    assert 1.0 == ps[-1]


def test_half_the_witnesses_are_half_the_squared_difference() -> None:
    """What *share* weighs is the variance of the normal approximation."""
    first, second = [value + 1.5 for value in range(20)], [float(value) for value in range(40)]
    whole, half = (mann_whitney(first, second, share=share).p for share in (1.0, 0.5))
    z_whole, z_half = (stats.norm.isf(p / 2) for p in (whole, half))

    assert pytest.approx(0.5**0.5) == z_half / z_whole

"""Theil–Sen: the median slope, whatever a few points do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reportgen.estimates.theil_sen import theil_sen

NUMBERS = st.integers(-10_000, 10_000).map(float)
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=4, max_size=30, unique_by=lambda at: at[0])


@given(POINTS)
def test_it_is_what_scipy_says(points: list[tuple[float, float]]) -> None:
    """Of points in the order of x the slope is SciPy's."""
    ordered = sorted(points)
    slope = stats.theilslopes([y for _, y in ordered], [x for x, _ in ordered]).slope

    assert pytest.approx(slope, rel=1e-9, abs=1e-12) == theil_sen(ordered)


def test_an_outlier_does_not_bend_it() -> None:
    """One reading in ten that is far off leaves the slope as it was."""
    points = [(float(x), 2.0 * x) for x in range(20)]

    assert 2.0 == theil_sen([*points[:10], (10.0, 9e9), *points[11:]])


@pytest.mark.parametrize("points", [[], [(1.0, 2.0)], [(1.0, 2.0), (1.0, 5.0)]])
def test_without_a_pair_it_is_flat(points: list[tuple[float, float]]) -> None:
    """Where no two points differ in x nothing rises."""
    assert 0.0 == theil_sen(points)

"""Intervals that hold an unknown share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.estimates.intervals import wilson


@pytest.mark.parametrize(
    ("k", "n", "confidence", "expected"),
    [
        (15, 50, 0.95, (0.1910, 0.4375)),
        (1, 2, 0.9, (0.1209, 0.8791)),  # 1/2 ± z / (2 √(2 + z²)), worked by hand
        (0, 10, 0.9, (0.0, 0.2129)),  # z² / (10 + z²)
        (10, 10, 0.9, (0.7871, 1.0)),
        (0, 0, 0.9, (0.0, 1.0)),
    ],
)
def test_known_intervals(k: int, n: int, confidence: float, expected: tuple[float, float]) -> None:
    """The ends are those that the formula gives on paper."""
    assert expected == pytest.approx(wilson(k, n, confidence), abs=5e-5)


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.01, 0.99))
def test_holds_the_share(k: int, more: int, confidence: float) -> None:
    """The interval lies within 0 and 1, and holds the share that was seen."""
    n = k + more
    low, high = wilson(k, n, confidence)

    assert 0 <= low <= high <= 1
    assert not n or low - 1e-12 <= k / n <= high + 1e-12


@given(st.integers(0, 100), st.integers(1, 100))
def test_more_of_the_same_narrows(k: int, more: int) -> None:
    """Ten times as many results of the same share leave less open."""
    few, many = wilson(k, k + more, 0.9), wilson(10 * k, 10 * (k + more), 0.9)

    assert many[1] - many[0] < few[1] - few[0]


@pytest.mark.parametrize(("k", "n", "confidence"), [(3, 2, 0.9), (-1, 2, 0.9), (1, 2, 1.0)])
def test_refuses_what_is_no_share(k: int, n: int, confidence: float) -> None:
    """What cannot be a share or a confidence is an error, not a number."""
    with pytest.raises(ValueError, match="is no"):
        wilson(k, n, confidence)

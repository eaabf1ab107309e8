"""Change points: the best piecewise constant fit, which outliers do not move."""

from itertools import pairwise
from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.estimates.change_points import (
    MOST_VALUES,
    change_points,
    noise_of,
    penalty_of,
    segments,
    trimmed,
)

VALUES = st.lists(st.integers(0, 20).map(float), max_size=24)


def cost_of(values: list[float], places: tuple[int, ...], penalty: float) -> float:
    """Return what a fit with changes at *places* costs."""
    deviations = (
        sum(abs(value - median(part)) for value in part) for part in segments(values, places)
    )
    return sum(deviations) + penalty * len(places)


def best_cost(values: list[float], least: int, penalty: float) -> float:
    """Return the cost of the best fit, found by looking at every stretch."""
    best = [0.0] + [float("inf")] * len(values)
    for end in range(least, len(values) + 1):
        for begin in range(end - least + 1):
            cost = best[begin] + cost_of(values[begin:end], (), penalty) + penalty * (begin > 0)
            best[end] = min(best[end], cost)
    return best[-1] if values else 0.0


def steps(*levels: tuple[float, int], noise: float = 0.0, seed: int = 1) -> list[float]:
    """Return values around each level, as often as stated."""
    chance = Random(seed)  # noqa: S311 - a fixed series, no secret
    return [level + chance.gauss(0, noise) for level, times in levels for _ in range(times)]


@given(VALUES, st.integers(1, 5), st.integers(0, 30).map(float))
def test_no_fit_is_better(values: list[float], least: int, penalty: float) -> None:
    """No choice of places costs less, and every stretch is long enough."""
    places = change_points(values, least=least, penalty=penalty)
    edges = (0, *places, len(values))

    assert all(end - begin >= least for begin, end in pairwise(edges)) or not places
    if len(values) >= least:
        assert best_cost(values, least, penalty) == cost_of(values, places, penalty)


@given(VALUES)
def test_what_lies_flat_has_no_changes(values: list[float]) -> None:
    """Where all values are equal nothing changes, however little a change costs."""
    assert () == change_points([7.0 for _ in values], penalty=0.0)


@pytest.mark.parametrize("seed", range(5))
def test_changes_are_found_where_they_are(seed: int) -> None:
    """Three levels, well apart: two places, to the run."""
    values = steps((1.0, 60), (2.0, 80), (1.4, 60), noise=0.08, seed=seed)

    assert (60, 140) == change_points(values)


@pytest.mark.parametrize("seed", range(20))
def test_noise_has_no_changes(seed: int) -> None:
    """Two hundred values around one level have no change to be found."""
    assert () == change_points(steps((1.0, 200), noise=0.3, seed=seed))


def test_two_modes_have_next_to_no_changes() -> None:
    """Values that jump to and fro between two modes, one of them rarer, mostly stay as they are."""
    chance = Random(3)  # noqa: S311 - a fixed series, no secret
    series = [
        [chance.gauss(3.0 if chance.random() < 0.25 else 1.0, 0.05) for _ in range(100)]
        for _ in range(60)
    ]

    assert sum(change_points(values) != () for values in series) <= 3


def test_outliers_make_no_change() -> None:
    """Fewer values than half of the shortest stretch are no level of their own, however far off."""
    values = steps((1.0, 40), noise=0.05)
    values[20:22] = [100.0] * 2

    assert () == change_points(values)


def test_outliers_do_not_move_a_change() -> None:
    """A change stays where it is when runs on both sides are far off."""
    values = steps((1.0, 30), (2.0, 30), noise=0.05)
    values[10] = values[40] = 500.0

    assert (30,) == change_points(values)


def test_the_last_values_can_be_a_level() -> None:
    """As few as the fewest are found at the end, among many."""
    assert (195,) == change_points(steps((1.0, 195), (2.0, 5), noise=0.05))


@given(VALUES, st.integers(1, 1000).map(float), st.integers(-1000, 1000).map(float))
def test_the_unit_does_not_matter(values: list[float], factor: float, offset: float) -> None:
    """In other units, and from another zero, the fit costs the same but for the unit."""
    scaled = [value * factor + offset for value in values]
    price = penalty_of(values)
    there, back = change_points(values), change_points(scaled)

    assert pytest.approx(penalty_of(scaled)) == price * factor
    assert pytest.approx(cost_of(values, there, price)) == cost_of(values, back, price)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param(8, (8, 8), id="right"),
        pytest.param(7, (8, 8), id="too-early"),
        pytest.param(10, (8, 8), id="too-late"),
    ],
)
def test_edges_are_set_right(place: int, expected: tuple[int, int]) -> None:
    """Values at the edge go to the side whose level they are closer to."""
    assert expected == trimmed([1.0] * 8 + [2.0] * 8, 0, place, place)


def test_edges_apart_move_apart() -> None:
    """Where values lie between both stretches each side gives up its own."""
    values = [1.0] * 6 + [1.9, 1.5, 1.5, 1.1] + [2.0] * 6

    assert (6, 10) == trimmed(values, 0, 7, 9)


def test_more_series_ask_for_more() -> None:
    """Who looks at a thousand series at once needs a clearer change in each."""
    values = steps((1.0, 50), noise=0.1)

    assert penalty_of(values, series=1000) > penalty_of(values)


def test_a_change_is_no_noise() -> None:
    """One great change leaves the noise as it was; a level that wanders is noise."""
    still = steps((1.0, 100), noise=0.1)
    moved = [value + 50 * (place >= 50) for place, value in enumerate(still)]
    wandering = [place / 10 for place in range(100)]

    assert pytest.approx(noise_of(still), rel=0.2) == noise_of(moved)
    assert noise_of(wandering) > 0.4


def test_too_many_values_are_refused() -> None:
    """The fit has a limit, and says so."""
    with pytest.raises(ValueError, match="501 values, at most 500"):
        change_points([1.0] * (MOST_VALUES + 1))

"""The pace of a run: what all its tests have in common."""

import pytest

from reportgen.overtime.slower.pace import FEWEST, MOST, pace_of


def rows(count: int, factors: list[float], usual: float = 100.0) -> list[list[float | None]]:
    """Return *count* tests that take *usual* milliseconds and more, times the factor of the run."""
    return [[(usual + n) * factor for factor in factors] for n in range(count)]


def test_a_slow_run_is_slow_for_all() -> None:
    """The pace of a run is by how much its tests took longer than they usually do."""
    pace = pace_of(rows(12, [1.0, 1.0, 2.0, 1.0, 1.0]), 5)

    assert pytest.approx((1.0, 1.0, 2.0, 1.0, 1.0)) == pace.whole
    assert (12, (0, 1, 2, 3, 4)) == (pace.tests, pace.places)
    assert pytest.approx(sum(range(100, 112))) == pace.usual_ms


def test_a_new_level_is_no_luck() -> None:
    """What stays is the level; what passes is luck."""
    factors = [1.0] * 20 + [2.0] * 10
    factors[5] = 3.0
    pace = pace_of(rows(12, factors), 30)

    assert pytest.approx(factors) == pace.whole
    assert [5] == [place for place, share in enumerate(pace.luck) if abs(share - 1) > 0.01]


def test_half_of_the_tests_may_go_their_own_way() -> None:
    """The pace is a median: what fewer than half of the tests do does not move it."""
    told = rows(11, [1.0] * 10)
    for row in told[:5]:
        row[7] = 9_000.0

    assert pytest.approx([1.0] * 10) == pace_of(told, 10).whole


@pytest.mark.parametrize(
    ("count", "usual"), [(FEWEST - 1, 100.0), (50, 5.0 - 50)], ids=["few", "short"]
)
def test_too_little_tells_no_pace(count: int, usual: float) -> None:
    """Few tests, or none long enough to measure: then no time is changed."""
    told = rows(count, [1.0, 3.0], usual) if usual > 0 else [[5.0, 15.0]] * count
    pace = pace_of(told, 2)

    assert ((1.0, 1.0), (1.0, 1.0), 0, ()) == (pace.whole, pace.luck, pace.tests, pace.places)


def test_a_run_of_few_tests_has_none() -> None:
    """A run in which hardly anything was timed keeps its times as they are."""
    told = rows(12, [1.0, 1.0, 2.0, 1.0])
    for row in told[3:]:
        row[2] = None
    pace = pace_of(told, 4)

    assert (1.0, (0, 1, 3)) == (pace.whole[2], pace.places)


def test_many_tests_are_asked_evenly() -> None:
    """A great line is judged by some of its tests, the shortest and the longest among them."""
    pace = pace_of(rows(1000, [1.0, 1.0, 1.0]), 3)

    assert (MOST, MOST) == (pace.tests, round(pace.usual_ms / 599.5))


def test_runs_without_any_time_take_no_pace_away() -> None:
    """Where the times of older runs were not read, the newer ones tell the pace all the same."""
    told = [[*[None] * 30, *row] for row in rows(12, [1.0, 1.0, 2.0, 1.0, 1.0])]
    pace = pace_of(told, 35)

    assert pytest.approx((1.0,) * 32 + (2.0, 1.0, 1.0)) == pace.whole
    assert (30, 31, 32, 33, 34) == pace.places

"""The cheap looks before the fit, and the fit."""

from random import Random

import pytest

from reportgen.overtime.slower.levels import Change, is_candidate, last_changes
from reportgen.overtime.slower.rules import Effect

EFFECT = Effect(0.2, 100.0)


def series(seed: int) -> list[float]:
    """Return 200 times in milliseconds with a few levels, noise and outliers, by *seed*."""
    chance = Random(seed)  # noqa: S311 - a fixed series, no secret
    level, noise = 1000.0, chance.choice((0.02, 0.05, 0.1, 0.2))
    found = []
    for _ in range(200):
        if chance.random() < 0.012:
            level *= chance.choice((0.5, 0.7, 0.8, 1.3, 1.5, 2.0))
        spike = chance.choice((3, 10)) if chance.random() < 0.03 else 1
        found.append(level * chance.lognormvariate(0, noise) * spike)
    return found


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_the_cheap_look_loses_next_to_nothing(first: int) -> None:
    """What the fit would find is a candidate, in all but a few of a hundred series."""
    found = [times for seed in range(first, first + 50) if any(last_changes(
        times := series(seed), EFFECT, series=100
    ))]  # fmt: skip

    assert len(found) > 15
    assert sum(not is_candidate(times, EFFECT) for times in found) <= 1


@pytest.mark.parametrize("noise", [0.0, 0.02, 0.05])
def test_what_is_flat_is_no_candidate(noise: float) -> None:
    """Little noise is not looked at twice."""
    chance = Random(2)  # noqa: S311 - a fixed series, no secret

    assert not is_candidate([1000 * chance.lognormvariate(0, noise) for _ in range(200)], EFFECT)


def test_both_directions_can_hold() -> None:
    """It can be slower than long ago, and faster than of late."""
    times = [1000.0] * 20 + [3000.0] * 10 + [1500.0] * 20

    assert (
        Change(0, 20, 20, levels=3),
        Change(20, 30, 30, levels=3),
    ) == last_changes(times, EFFECT, series=1)

"""
Histories of times: which tests and steps became slower or faster, when, and by how much.

A time is its level times noise, as shared machines make it: one factor for the whole run, since
all of it runs on one machine, one for each test, and now and then something that held it up.
All factors are log-normal: times are never negative, and as often half as long as twice.
In some histories the machines are slow for some days, and then no longer.
"""

from collections.abc import Mapping
from math import exp
from random import Random
from typing import Final, NamedTuple

from reportgen.model.overtime import PASSED, Column
from reportgen.model.steps import Step
from simulate.world import counts_of, main_commits, run_facts, tests_of, variants

FACTORS: Final = (0.5, 0.7, 0.9, 1.0, 1.1, 1.3, 1.5, 2.0)
OF_RUN: Final = (0.03, 0.08, 0.15)
"""How much machines differ from run to run, as the standard deviation of the logarithm."""
OF_TEST: Final = (0.03, 0.07, 0.15, 0.25)
"""How much a test differs by itself from run to run, likewise: some wait for others."""
OUTLIERS: Final = 0.015
SLOW_SPELLS: Final = 0.4
SETTLES: Final = 8
"""How many runs there are at least before a step and after it."""


class Change(NamedTuple):
    """A step to *factor* times the level, *before_s*, with the run number *at*, under *noise*."""

    factor: float
    before_s: float
    at: int
    noise: float


class Durations(NamedTuple):
    """A history of times, and what changed in it, by the id of the test or the name of the step."""

    columns: tuple[Column, ...]
    changes: Mapping[str, Change]


class Size(NamedTuple):
    """How many runs there are, and how many tests change by each of `FACTORS` (1 is not at all)."""

    runs: int = 80
    per_factor: int = 4
    steady: int = 30
    steps: int = 8


def history(seed: int, size: Size = Size()) -> Durations:  # noqa: B008 - frozen
    """Return the history of *seed*: a steady main branch, of which only times change."""
    chance = Random(f"durations/{seed}")
    commits = main_commits(seed, size.runs, chance)
    (key,) = variants(1)
    factors = [factor for factor in FACTORS for _ in range(size.per_factor)] + [1.0] * size.steady
    tests = tests_of(len(factors))
    changes = {
        test.id: Change(factor, _level(chance, factor), _when(chance, size), chance.choice(OF_TEST))
        for test, factor in zip(tests, factors, strict=True)
    }
    steps = [f"step-{number}" for number in range(size.steps)]
    for number, step in enumerate(steps):
        factor = FACTORS[number % len(FACTORS)]
        level = exp(chance.uniform(3.7, 6.5))
        changes[step] = Change(factor, level, _when(chance, size), OF_TEST[1])
    of_run, slow = chance.choice(OF_RUN), _slow_spell(chance, size)
    columns = []
    for number, commit in enumerate(commits):
        machine = exp(chance.gauss(0, of_run)) * slow.get(number, 1)
        letters = PASSED * len(tests)
        columns.append(
            Column(
                line=key,
                run=run_facts(commit, commit.at, number, counts_of(letters), key),
                tests=tests,
                letters=letters,
                durations_ms=tuple(
                    round(1000 * _time(chance, changes[test.id], number, machine), 3)
                    for test in tests
                ),
                troubles={},
                steps=tuple(
                    Step(
                        name=step,
                        status="passed",
                        duration_s=round(_time(chance, changes[step], number, machine), 3),
                    )
                    for step in steps
                ),
            )
        )
    return Durations(
        tuple(columns), {name: each for name, each in changes.items() if each.factor != 1}
    )


def _level(chance: Random, factor: float) -> float:
    """
    Return how long a test takes at first, in seconds.

    One that changes takes long enough for a change of 30 % to be a tenth of a second and more:
    less than that is worth nobody's time. One that does not change may take any time.
    """
    shortest = -4.6 if factor == 1 else -0.7
    return exp(chance.uniform(shortest, 2.3))


def _when(chance: Random, size: Size) -> int:
    return chance.randrange(SETTLES, size.runs - SETTLES)


def _slow_spell(chance: Random, size: Size) -> dict[int, float]:
    """Return by what factor some runs in a row are slower, if any are."""
    begins, runs, factor = chance.randrange(size.runs), chance.randrange(4, 11), 1.4
    if chance.random() >= SLOW_SPELLS:
        return {}
    return dict.fromkeys(range(begins, begins + runs), factor)


def _time(chance: Random, change: Change, number: int, machine: float) -> float:
    level = change.before_s * (change.factor if number >= change.at else 1)
    held_up = chance.uniform(1.5, 5) if chance.random() < OUTLIERS else 1
    return level * machine * exp(chance.gauss(0, change.noise)) * held_up

"""What counts as slower: the numbers that can be set, with their defaults."""

from typing import Final, NamedTuple

LEAST_RUNS: Final = 5
"""Runs before a change and after it."""
FLOOR_MS: Final = 1.0
"""Times below are taken as this long: reports seldom say more, and zero has no logarithm."""


class Effect(NamedTuple):
    """How much has to change: as a share of the time before (0.2 is 20 %), and in milliseconds."""

    share: float
    least_ms: float

    @property
    def half(self) -> "Effect":
        """Half as much."""
        return Effect(self.share / 2, self.least_ms / 2)

    def is_met(self, before: float, after: float) -> bool:
        """Whether a change from *before* to *after* is large enough, up or down."""
        return abs(after - before) >= max(self.least_ms, self.share * before)


class SlowerRules(NamedTuple):
    """
    What a change has to come to.

    *p* is that of the rank test that has to agree, and *wins* the share of all pairs of a run
    before and a run after that have to go the way of the change: where a test jumps between two
    times, the median of a stretch says little.
    *window* counts timed runs of one subject, *frame* those of the line among which they are
    looked for.
    """

    tests: Effect = Effect(0.20, 100.0)
    steps: Effect = Effect(0.20, 5_000.0)
    p: float = 0.01
    wins: float = 0.75
    window: int = 200
    frame: int = 500

"""What takes longer over runs, or less long."""

from typing import Literal

from reportgen.model.overtime.stating import Moment, OverTime


class Slower(OverTime):
    """
    A test, a suite or a step that became slower, or faster, and stayed so.

    *before_s* and *after_s* are medians; *agreed* says that both methods tell it.
    *since* is the first run after the change, *until* the last before it.
    *costs_s_per_day* is what it adds to a day of runs; negative where it became faster.
    """

    kind: Literal["test", "suite", "step", "line"]
    """A whole line is one whose tests all changed together."""
    subject: str
    test: str | None = None
    before_s: float
    after_s: float
    agreed: bool
    until: Moment
    since: Moment
    costs_s_per_day: float | None = None

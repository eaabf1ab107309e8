"""The run that this one is compared with, reduced to what a comparison needs."""

from datetime import datetime
from typing import NamedTuple

from reportgen.model.tests import OutcomeName


class BaseTest(NamedTuple):
    """
    A test of the baseline.

    *red* is how many of its elements failed and settled something: one id may stand for several.
    *unsettled* says that others failed that excuse no later failure: they could not judge there
    (an outage), or were new on the very branch that is judged now.
    """

    title: str
    outcome: OutcomeName
    red: int = 0
    unsettled: bool = False


class Baseline(NamedTuple):
    """
    An earlier run.

    *label* names it in sentences; *tests* are keyed by test id.
    Where one id stands for several elements, the worst outcome counts.
    *services* are the names of what counted as a service there.
    *same_evidence* says that its result files are those of the run itself, byte for byte.
    """

    label: str
    tests: dict[str, BaseTest]
    run_id: str | None = None
    started_at: datetime | None = None
    same_evidence: bool = False
    services: tuple[str, ...] = ()


_WORST_LAST: tuple[OutcomeName, ...] = ("skipped", "passed", "failed", "errored")


def worst(first: OutcomeName, second: OutcomeName) -> OutcomeName:
    """Return the worse of two outcomes; a skipped one never hides a passed one."""
    return max(first, second, key=_WORST_LAST.index)

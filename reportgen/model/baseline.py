"""The run that this one is compared with, reduced to what a comparison needs."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from reportgen.model.coverage import Coverage
from reportgen.model.memory import SeriesKind
from reportgen.model.tests import OutcomeName


class BaseTest(NamedTuple):
    """
    A test of the baseline.

    *red* is how many of its elements failed and settled something: one id may stand for several.
    *unsettled* says that others failed that excuse no later failure: they could not judge there
    (an outage), or were new on the very branch that is judged now.
    *timed* is how many of them ran and state how long they took, *duration_s* all that time.
    *class_name*, *name* and *file* tell what it is called, where that is known (*name* is never
    empty then); *signature* is what all its red elements say, as `analysis.renames` sums it up.
    """

    title: str
    outcome: OutcomeName
    red: int = 0
    unsettled: bool = False
    timed: int = 0
    duration_s: float = 0.0
    class_name: str = ""
    name: str = ""
    file: str | None = None
    signature: str = ""


class Seen(NamedTuple):
    """A recorded run, as sentences about a test name it."""

    run_id: str
    started_at: datetime | None = None
    commit: str | None = None


class Since(NamedTuple):
    """
    Since when a test fails.

    *first_bad* is the first run of its unbroken row of failures, *last_good* the last run before
    that in which it passed, None where none is recorded.
    """

    first_bad: Seen
    last_good: Seen | None = None


_NOTHING: Final[Mapping[str, Since]] = MappingProxyType({})


class BasePeak(NamedTuple):
    """The most that a memory series of the baseline held, in bytes."""

    name: str
    kind: SeriesKind
    peak: int
    artifact: str = ""


class QuietRules(NamedTuple):
    """
    The *issues* of rules that matched nothing, in any of the last *runs* runs like this one.

    A rule that was not configured in one of them is none, nor is one that matched elsewhere then.
    """

    runs: int
    issues: frozenset[str]


class Baseline(NamedTuple):
    """
    An earlier run.

    *label* names it in sentences; *tests* are keyed by test id.
    Where one id stands for several elements, the worst outcome counts.
    *services* are the names of what counted as a service there.
    *same_evidence* says that its result files are those of the run itself, byte for byte.
    *since* says of tests that failed there since when they do, as far as the history knows.
    *quiet_rules* says which rules did nothing for long, None where too little is known.
    """

    label: str
    tests: dict[str, BaseTest]
    run_id: str | None = None
    started_at: datetime | None = None
    same_evidence: bool = False
    services: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    since: Mapping[str, Since] = _NOTHING
    memory: tuple[BasePeak, ...] = ()
    quiet_rules: QuietRules | None = None


_WORST_LAST: tuple[OutcomeName, ...] = ("skipped", "passed", "failed", "errored")


def worst(first: OutcomeName, second: OutcomeName) -> OutcomeName:
    """Return the worse of two outcomes; a skipped one never hides a passed one."""
    return max(first, second, key=_WORST_LAST.index)

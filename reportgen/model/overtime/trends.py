"""All that is found over many runs."""

from pydantic import Field

from reportgen.model.base import Instant, Model
from reportgen.model.overtime.causes import CauseOverRuns
from reportgen.model.overtime.memory import MemoryOverRuns
from reportgen.model.overtime.services import ServiceOverRuns
from reportgen.model.overtime.slower import Slower
from reportgen.model.overtime.suites import CountsOverRuns, SuiteOverRuns
from reportgen.model.overtime.tests import TestState


class Trends(Model):
    """All that is found over runs; each list is sorted by what costs most."""

    runs: int
    since: Instant | None = None
    until: Instant | None = None
    states: dict[str, int] = Field(default_factory=dict)
    """How many tests, on all lines together, are in each state."""
    tests: tuple[TestState, ...] = ()
    """Those that are broken, flaky, suspect, or recovered."""
    slower: tuple[Slower, ...] = ()
    faster: tuple[Slower, ...] = ()
    memory: tuple[MemoryOverRuns, ...] = ()
    services: tuple[ServiceOverRuns, ...] = ()
    causes: tuple[CauseOverRuns, ...] = ()
    suites: tuple[SuiteOverRuns, ...] = ()
    counts: tuple[CountsOverRuns, ...] = ()
    """One for each line."""

"""
What many runs show together: the columns that analyses over time read, and what they find.

`lines` are what goes in. What comes out has a module for each subject, and `trends` holds it all:
each finding states its reason, its numbers, the window it looked at, how sure it is, and the
version of the algorithm that says so (`stating`).
"""

from reportgen.model.overtime.causes import CauseOverRuns
from reportgen.model.overtime.lines import (
    ABSENT,
    ERRORED,
    FAILED,
    GREEN,
    LETTERS,
    OUTAGE,
    PASSED,
    RED,
    RETRIED,
    SKIPPED,
    Column,
    Line,
    LineKey,
    Named,
    RunFacts,
    settled_places,
)
from reportgen.model.overtime.memory import MemoryOverRuns, MemoryPoint
from reportgen.model.overtime.services import Incident, ServiceDay, ServiceOverRuns
from reportgen.model.overtime.slower import Slower
from reportgen.model.overtime.stating import (
    Confidence,
    Moment,
    OverTime,
    Window,
    moment_of,
    window_of,
)
from reportgen.model.overtime.suites import CountPoint, CountsOverRuns, SuiteChange, SuiteOverRuns
from reportgen.model.overtime.tests import (
    CaseHistory,
    CaseOnLine,
    CasePoint,
    FlakyState,
    Preview,
    TestState,
)
from reportgen.model.overtime.trends import Trends

__all__ = [
    "ABSENT",
    "ERRORED",
    "FAILED",
    "GREEN",
    "LETTERS",
    "OUTAGE",
    "PASSED",
    "RED",
    "RETRIED",
    "SKIPPED",
    "CaseHistory",
    "CaseOnLine",
    "CasePoint",
    "CauseOverRuns",
    "Column",
    "Confidence",
    "CountPoint",
    "CountsOverRuns",
    "FlakyState",
    "Incident",
    "Line",
    "LineKey",
    "MemoryOverRuns",
    "MemoryPoint",
    "Moment",
    "Named",
    "OverTime",
    "Preview",
    "RunFacts",
    "ServiceDay",
    "ServiceOverRuns",
    "Slower",
    "SuiteChange",
    "SuiteOverRuns",
    "TestState",
    "Trends",
    "Window",
    "moment_of",
    "settled_places",
    "window_of",
]

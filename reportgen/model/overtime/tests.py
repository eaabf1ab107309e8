"""How a test fares over runs: its state, other thresholds, and all that is recorded of it."""

from typing import Literal, TypeAlias

from pydantic import Field
from pydantic.dataclasses import dataclass

from reportgen.model.base import Instant, Model
from reportgen.model.overtime.slower import Slower
from reportgen.model.overtime.stating import Moment, OverTime

FlakyState: TypeAlias = Literal["broken", "flaky", "suspect", "healthy", "insufficient"]


class TestState(OverTime):
    """
    How a test fares on one line.

    *strip* has a letter for each run of the window, oldest first (see `LETTERS`).
    *failed* of *ran* results were red; *isolated* counts the episodes of at most two of them with
    a green one on both sides. All three are of settled runs alone, where the line has any.
    *same_commit* lists the last commits on which it passed and failed, the newest last.
    *recovered* says that it was flaky and no longer is.
    *wasted_s* is the time of the runs that an isolated failure, or one that the same commit
    contradicts, was part of: their number times what the tests of a median run take together.
    """

    __test__ = False

    test: str
    title: str
    suite: str
    file: str | None = None
    state: FlakyState
    recovered: bool = False
    strip: str
    failed: int
    ran: int
    isolated: int
    same_commit: tuple[str, ...] = ()
    wasted_s: float | None = None
    score: float = 0.0
    """The lower end of the 90 % Wilson interval of the share of results that were red."""
    first_failed: Moment | None = None
    last_failed: Moment | None = None
    last_passed: Moment | None = None
    says: tuple[str, ...] = ()
    """What it said when it failed: the last different messages, at most ten, the newest last."""


class Preview(Model):
    """A test that other thresholds would call otherwise; *reason* says why they would."""

    test: str
    title: str
    before: FlakyState
    after: FlakyState
    reason: str
    job: str | None = None
    variant: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CasePoint:
    """
    What a test came to in one run: a letter (see `LETTERS`), its time, and what it said.

    *says* is empty where it passed at once, or did not run.
    """

    run: str
    started_at: Instant | None
    commit: str | None
    branch: str | None
    letter: str
    duration_ms: float | None
    says: str


class CaseOnLine(Model):
    """
    A test on one line: how it fares, and each of its runs, oldest first.

    *p50_s* and *p95_s* are of the times of the runs in which it passed at once.
    *first_bad* is the first run of the failures it ends with, *last_good* the last before it that
    passed; both None where it does not end with one.
    """

    state: TestState
    p50_s: float | None = None
    p95_s: float | None = None
    slower: Slower | None = None
    first_bad: Moment | None = None
    last_good: Moment | None = None
    points: tuple[CasePoint, ...] = ()


class CaseHistory(Model):
    """All that is recorded of one test."""

    test: str
    title: str
    suite: str
    file: str | None = None
    lines: tuple[CaseOnLine, ...]

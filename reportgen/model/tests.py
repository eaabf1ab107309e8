"""
Tests: cases, their outcomes, and counts that add up.

An outcome is a closed union: a skipped case has a reason and no trace, a flaky case is a *passed*
one that remembers its failures, and a failed one has at least one trouble.
Not ``TestCase``: pytest collects what is called so.

Rows are slotted dataclasses because there may be a million of them.
"""

from collections.abc import Collection, Iterator
from operator import attrgetter
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field
from pydantic.dataclasses import dataclass

from reportgen.model.base import Seconds
from reportgen.model.identity import case_id, slug

OutcomeName: TypeAlias = Literal["passed", "failed", "errored", "skipped"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One ``<failure>`` or ``<error>``: what the test tool said, in its own words."""

    kind: Literal["failure", "error"]
    message: str = ""
    detail: str = ""
    type: str = ""

    @property
    def headline(self) -> str:
        """The message, or the first line of the detail, or the type: whichever says something."""
        for text in (self.message, self.detail, self.type):
            if stripped := text.strip():
                return stripped.partition("\n")[0]
        return "no message"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An earlier or further try of the same case within one run."""

    outcome: OutcomeName
    message: str = ""
    detail: str = ""
    duration_s: Seconds | None = None
    output: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """The case passed; *attempts* are the failures before it did (then it is flaky)."""

    attempts: tuple[Attempt, ...] = ()
    name: Literal["passed"] = "passed"


@dataclass(frozen=True, slots=True)
class Failed:
    """
    An assertion failed, or the report says so by attribute alone (then there is no detail).

    *output* is what the case wrote, all its streams in order; *attachments* are paths beside the
    artifact that the report names, kept as text and never opened.
    """

    troubles: Annotated[tuple[Trouble, ...], Field(min_length=1)]
    attempts: tuple[Attempt, ...] = ()
    also_skipped: bool = False
    output: str = ""
    attachments: tuple[str, ...] = ()
    name: Literal["failed"] = "failed"


@dataclass(frozen=True, slots=True)
class Errored:
    """The case broke before or beside its assertions."""

    troubles: Annotated[tuple[Trouble, ...], Field(min_length=1)]
    attempts: tuple[Attempt, ...] = ()
    also_skipped: bool = False
    output: str = ""
    attachments: tuple[str, ...] = ()
    name: Literal["errored"] = "errored"


@dataclass(frozen=True, slots=True)
class Skipped:
    """The case did not run, by its own mark or because the tool says *not run*."""

    reason: str = ""
    name: Literal["skipped"] = "skipped"


Outcome = Annotated[Passed | Failed | Errored | Skipped, Field(discriminator="name")]

PASSED = Passed()
"""What nearly every case shares: passed, at the first attempt."""


@dataclass(frozen=True, slots=True)
class Case:
    """
    One ``<testcase>`` element or its equivalent.

    *suite* is the path of the suites around it, outermost first, joined by `SUITE_SEPARATOR`.
    *at_line* is the line in *artifact* where it stands, counted from 1; *file* and *line* are those
    of its source. What can be derived is not stored: there may be a million of them.
    """

    suite: str
    class_name: str
    name: str
    outcome: Outcome
    artifact: str
    at_line: int = 0
    file: str | None = None
    line: int | None = None
    duration_s: Seconds | None = None

    @property
    def id(self) -> str:
        """What names the test in this run and in every other."""
        return case_id(self.suite, self.class_name, self.name, self.file)

    @property
    def url_id(self) -> str:
        """The id behind a readable slug, for scripts and addresses: ``pays-2dea50bd254e259f``."""
        readable = slug(self.name)
        return f"{readable}-{self.id}" if readable else self.id

    @property
    def place(self) -> str:
        """Where in the artifact the case stands."""
        return f"line {self.at_line}" if self.at_line else ""

    @property
    def is_red(self) -> bool:
        """Whether the case failed or errored."""
        return self.outcome.name in {"failed", "errored"}

    @property
    def is_flaky(self) -> bool:
        """Whether the case passed after having failed within this run."""
        return isinstance(self.outcome, Passed) and bool(self.outcome.attempts)

    @property
    def title(self) -> str:
        """What a person calls the test: class and name, or the name alone."""
        return f"{self.class_name}.{self.name}" if self.class_name else self.name

    @property
    def called(self) -> tuple[str, ...]:
        """
        The names by which a rule may mean the test.

        Its file is one only where it is the test's own: a file that the trace of a failure named
        may be any that the test ran through, and a rule for that one's tests does not cover this.
        """
        names = (self.title, self.name, self.id)
        stem = (self.file or "").replace("\\", "/").rpartition("/")[2].partition(".")[0]
        if self.file and (not self.class_name or stem in self.class_name.split(".")):
            return (*names, f"{self.file}::{self.name}")
        return names


SUITE_SEPARATOR = " › "


def no_cases() -> list[Case]:
    """Return no cases. Of `list` itself pydantic finds out slowly that it takes no argument."""
    return []


class Counts(NamedTuple):
    """
    How many cases, by outcome. Derived from cases, never from what a file declares.

    ``passed + failed + errored + skipped == tests``; *flaky* is a part of *passed*.
    """

    tests: int = 0
    passed: int = 0
    failed: int = 0
    errored: int = 0
    skipped: int = 0
    flaky: int = 0

    @property
    def red(self) -> int:
        """Failed and errored together."""
        return self.failed + self.errored

    @property
    def ran(self) -> int:
        """Cases that came to a result of their own: all but the skipped."""
        return self.tests - self.skipped


def count(cases: Collection[Case]) -> Counts:
    """Return the counts of *cases*."""
    outcomes: Iterator[Outcome] = map(attrgetter("outcome"), cases)
    others = [outcome for outcome in outcomes if outcome is not PASSED]
    passed, failed, errored, skipped, flaky = len(cases) - len(others), 0, 0, 0, 0
    for outcome in others:
        match outcome:
            case Passed(attempts=attempts):
                passed += 1
                flaky += bool(attempts)
            case Failed():
                failed += 1
            case Errored():
                errored += 1
            case Skipped():
                skipped += 1
    return Counts(passed + failed + errored + skipped, passed, failed, errored, skipped, flaky)

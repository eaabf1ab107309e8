"""How suites and the counts of whole lines change over runs."""

from typing import Literal, TypeAlias

from pydantic.dataclasses import dataclass

from reportgen.model.overtime.stating import Moment, OverTime

SuiteChange: TypeAlias = Literal["newly-slow", "newly-skipped", "vanished", "growing-skips"]


class SuiteOverRuns(OverTime):
    """A suite that changed its ways."""

    suite: str
    change: SuiteChange
    since: Moment | None = None


@dataclass(frozen=True, slots=True)
class CountPoint:
    """A run in the trend of counts; partial evidence is marked, and left out of the trend."""

    run: str
    tests: int
    passed: int
    red: int
    skipped: int
    partial: bool

    @property
    def pass_share(self) -> float | None:
        """The share of results that passed, of those that were not skipped; None without any."""
        ran = self.tests - self.skipped
        return self.passed / ran if ran else None


class CountsOverRuns(OverTime):
    """How many tests a line has and how many pass, run by run, and where that goes."""

    points: tuple[CountPoint, ...]

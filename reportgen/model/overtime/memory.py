"""How the memory of a process fares over runs."""

from typing import Literal

from pydantic.dataclasses import dataclass

from reportgen.model.memory import SeriesKind
from reportgen.model.overtime.stating import Moment, OverTime


@dataclass(frozen=True, slots=True)
class MemoryPoint:
    """
    What a series held at its peak in one run, and what its end adds to its start, in bytes.

    Where less is worse *peak* is the least; *gain* is unknown where the readings have no course.
    """

    run: str
    peak: int
    gain: int | None


class MemoryOverRuns(OverTime):
    """How the memory of one process fares over runs."""

    name: str
    kind: SeriesKind
    verdict: Literal["stable", "growing", "step", "too-short"]
    points: tuple[MemoryPoint, ...]
    slope_bytes_per_run: float | None = None
    since: Moment | None = None

"""What the runs of a line are to its tests: which tell something, when, and of which change."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import compress, pairwise
from typing import NamedTuple

from reportgen.model.overtime import Line, RunFacts


class Change(NamedTuple):
    """An unmerged change, by what is known of it: the number of its pull request, its branch."""

    pull_request: int | None
    branch: str | None

    def differs(self, other: "Change") -> bool:
        """Whether it is known to be another change than *other*."""
        if self.pull_request is not None and other.pull_request is not None:
            return self.pull_request != other.pull_request
        if self.branch is not None and other.branch is not None:
            return self.branch != other.branch
        return False


class Course(NamedTuple):
    """
    The runs of a line by their place, oldest first.

    *left_out* are the places of runs that tell nothing of any test; *stretches* cover the others.
    *commits* are those of settled runs: what is seen on them is true of the project.
    *newest* is the last run that tells something, *now* the latest moment that one of them states.
    """

    runs: tuple[RunFacts, ...]
    left_out: frozenset[int]
    stretches: tuple[slice, ...]
    counted: tuple[bool, ...]
    """Which runs rates are of: the settled ones, or all where none is; none that is left out."""
    uncounted: int
    settled: bool
    """Whether any run is settled."""
    commits: frozenset[str]
    repeated: frozenset[int]
    """The places of runs whose commit more than one run was of."""
    newest: RunFacts | None
    now: datetime | None

    def kept(self, letters: str) -> str:
        """Return *letters* without those of the runs that are left out."""
        if not self.left_out:
            return letters
        return "".join([letters[stretch] for stretch in self.stretches])

    def ran(self, letters: str, letter: str) -> int:
        """Return how many of the counted runs have *letter*."""
        return "".join(compress(letters, self.counted)).count(letter)

    def is_settled(self, place: int) -> bool:
        """Whether the run at *place* shows what is true of the project, not of one change."""
        run = self.runs[place]
        return run.settled or run.commit in self.commits

    def change(self, place: int) -> Change:
        """Return the change that the run at *place* was of."""
        run = self.runs[place]
        return Change(run.pull_request, run.branch)

    def moment(self, place: int) -> datetime | None:
        """Return when the run at *place* started."""
        return self.runs[place].started_at

    def age(self, place: int) -> timedelta | None:
        """Return how long before the newest run the one at *place* was, or None if unknown."""
        then = self.moment(place)
        return None if then is None or self.now is None else self.now - then


def course_of(line: Line) -> Course:
    """Return the course of the runs of *line*; those in which most tests were red are left out."""
    all_red = (place for place, column in enumerate(line.columns) if column.is_all_red)
    return course(line.runs, frozenset(all_red))


def course(runs: Sequence[RunFacts], left_out: frozenset[int]) -> Course:
    """Return the course of *runs*, oldest first, of which those at *left_out* tell nothing."""
    kept = [run for place, run in enumerate(runs) if place not in left_out]
    settled = any(run.settled for run in kept)
    counted = tuple(
        place not in left_out and (run.settled or not settled) for place, run in enumerate(runs)
    )
    runs_of = Counter(run.commit for run in kept if run.commit is not None)
    borders = [-1, *sorted(left_out), len(runs)]
    return Course(
        runs=tuple(runs),
        left_out=left_out,
        stretches=tuple(
            slice(before + 1, after) for before, after in pairwise(borders) if after - before > 1
        ),
        counted=counted,
        uncounted=len(kept) - sum(counted),
        settled=settled,
        commits=frozenset(run.commit for run in kept if run.settled and run.commit),
        repeated=frozenset(
            place
            for place, run in enumerate(runs)
            if run.commit is not None and runs_of[run.commit] > 1
        ),
        newest=kept[-1] if kept else None,
        now=max((run.started_at for run in kept if run.started_at), default=None),
    )

"""What failures of many runs have in common."""

from reportgen.model.overtime.stating import Moment, OverTime


class CauseOverRuns(OverTime):
    """
    One cause behind failures, over runs.

    *id* stays the same over runs. *says* is what a failure of it said, *where* the first frame of
    the project in its trace. *runs* and *tests* are how many it was seen in.
    """

    id: str
    says: str
    type: str = ""
    where: str = ""
    failures: int
    runs: int
    tests: int
    variants: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    """Titles of tests, at most ten."""
    first_seen: Moment
    last_seen: Moment

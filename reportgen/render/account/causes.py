"""Causes as a page shows them: what several failures have in common, and the tests that failed."""

from datetime import datetime
from typing import Final, NamedTuple

from reportgen.model.report import Report
from reportgen.model.text import one_line
from reportgen.render.account.sources import Anchors
from reportgen.render.causes import explained, shared

MOST_CAUSES: Final = 100
MOST_OPEN: Final = 3
MOST_TESTS: Final = 200


class Member(NamedTuple):
    """A test that failed of a cause; *case* is its place in the report."""

    case: int
    title: str


class CauseRow(NamedTuple):
    """A cause: how many failures, in whose words, where, and which tests."""

    anchor: str
    failures: int
    says: str
    type: str | None
    where: str
    first_seen: datetime | None
    runs_seen: int | None
    shown: tuple[Member, ...]
    folded: tuple[Member, ...]
    left_out: int


class Causes:
    """The causes that failures have in common, the largest first; *anchors* are by their ids."""

    def __init__(self, report: Report, anchors: Anchors) -> None:
        causes = shared(report)
        self.explained = explained(report)
        self.anchors = {c.id: anchors.make("cause", c.id) for c in causes[:MOST_CAUSES]}
        self.left_out = len(causes) - len(self.anchors)
        self.rows = []
        for cause in causes[:MOST_CAUSES]:
            members = [Member(case, one_line(report.cases[case].title)) for case in cause.cases]
            self.rows.append(
                CauseRow(
                    anchor=self.anchors[cause.id],
                    failures=len(members),
                    says=cause.says,
                    type=cause.type if cause.type not in cause.says else None,
                    where=cause.where,
                    first_seen=cause.first_seen,
                    runs_seen=cause.runs_seen,
                    shown=tuple(members[:MOST_OPEN]),
                    folded=tuple(members[MOST_OPEN:MOST_TESTS]),
                    left_out=max(0, len(members) - MOST_TESTS),
                )
            )

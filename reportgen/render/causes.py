"""What all renderers say of causes: how much they explain, and which findings are of the same."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from reportgen.model.report import Cause, Finding, FindingId, Report
from reportgen.model.units import plural
from reportgen.wording import phrase, phrase_many

_OF_FAILURES: Final[frozenset[FindingId]] = frozenset(
    {"new-failure", "still-failing", "known-issue", "infrastructure-failure"}
)
"""What says of a failure whose it is; all else that is said of a failed test is told each time."""


class Told(NamedTuple):
    """A finding that is told, and those like it of the same cause that are not."""

    finding: Finding
    others: tuple[Finding, ...] = ()
    cause: Cause | None = None

    @property
    def more(self) -> int:
        """How many it stands for beside itself."""
        return len(self.others)


def shared(report: Report) -> list[Cause]:
    """Return the causes of *report* that several failures have in common."""
    return [cause for cause in report.causes if len(cause.cases) > 1]


def explained(report: Report) -> str:
    """Return how many failures have a cause in common: ``4 causes explain 298 of 300 failures``."""
    causes = shared(report)
    failures = sum(len(cause.cases) for cause in causes)
    of = plural(report.totals.counts.red, "failure")
    return phrase_many(
        "{n:,} cause explains {failures:,} of {all}",
        "{n:,} causes explain {failures:,} of {all}",
        len(causes),
        failures=failures,
        all=of,
    )


def told(findings: Sequence[Finding], report: Report) -> list[Told]:
    """
    Return *findings* so that of those of one cause the first stands for all.

    They have to be alike in all else: what kind they are, how grave, and which rule covers them.
    """
    causes = {case: cause for cause in shared(report) for case in cause.cases}
    alike: dict[object, list[Finding]] = {}
    of: dict[object, Cause | None] = {}
    for at, finding in enumerate(findings):
        cause = causes.get(finding.case) if finding.case is not None else None
        key: object = at
        if cause and finding.id in _OF_FAILURES:
            key = (cause.id, finding.id, finding.severity, finding.issues)
        alike.setdefault(key, []).append(finding)
        of[key] = cause
    return [
        Told(same[0], tuple(same[1:]), of[key] if len(same) > 1 else None)
        for key, same in alike.items()
    ]


def same_cause(more: int) -> str | None:
    """Return that *more* findings have the same cause, if any."""
    return phrase("and {more:,} more with the same cause", more=more) if more else None

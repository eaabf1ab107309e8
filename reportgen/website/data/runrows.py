"""The runs as pages and search need them: one row each."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from reportgen.model.brief import Brief
from reportgen.model.overtime import Line
from reportgen.model.report import Change, Decision, Environment, EvidenceState
from reportgen.model.text import clean, one_line
from reportgen.model.units import instant
from reportgen.website.data.files import head
from reportgen.website.data.levels import Level
from reportgen.website.known import count_of, title_of

_NAME: Final = 120


class RunRow(NamedTuple):
    """
    A run; *line* is its number in the manifest.

    The last five are of its verdict and null where the run has no page: then its counts are all
    that is kept.
    """

    id: str
    started_at: str | None
    line: int
    commit: str | None
    branch: str | None
    pull_request: int | None
    settled: bool
    evidence: EvidenceState
    tests: int
    passed: int
    failed: int
    errored: int
    skipped: int
    flaky: int
    title: str | None
    change: Change | None
    environment: Environment | None
    decision: Decision | None
    new_failures: int | None


def rows_of(lines: Sequence[Line], reports: Sequence[Brief]) -> dict[str, RunRow]:
    """Return the row of each run of *lines* by its id, with the verdicts of those in *reports*."""
    known = {report.run.id: report for report in reports}
    return {
        run.id: RunRow(
            run.id,
            instant(run.started_at),
            number,
            _cut(run.commit),
            _cut(run.branch),
            run.pull_request,
            run.settled,
            run.evidence,
            *run.counts,
            *_verdict(known.get(run.id)),
        )
        for number, line in enumerate(lines)
        for run in line.runs
    }


def _cut(text: str | None) -> str | None:
    return None if text is None else one_line(clean(text), _NAME)


def _verdict(
    report: Brief | None,
) -> tuple[str | None, Change | None, Environment | None, Decision | None, int | None]:
    if report is None:
        return None, None, None, None, None
    verdict = report.verdict
    new = count_of(report, ("new-failure",))
    title = clean(title_of(report))
    return title, verdict.change, verdict.environment, verdict.decision, new


def document(level: Level, rows: Mapping[str, RunRow]) -> dict[str, Any]:
    """Return the runs of *level*, oldest first."""
    ids = sorted(run.id for span in level.spans for run in span.line.runs[span.start : span.stop])
    return head("runs", f"runs/{level.name}", level.key, level.runs) | {
        "fields": list(RunRow._fields),
        "rows": [list(rows[run]) for run in ids],
    }

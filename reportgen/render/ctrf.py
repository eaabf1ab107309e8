"""
The test cases of a report as one CTRF document, the Common Test Report Format, for other tools.

The schema is https://github.com/ctrf-io/ctrf/blob/main/schema/ctrf.schema.json.
Every case counts once, under its verdict. CTRF has one word for red: an errored test is ``failed``
with the raw status ``errored``.
Times are whole milliseconds there, and may not be absent: where one is unknown ``0`` stands, and
``extra`` says so; our own reader asks for that.
The begin and the end of the run are both its moment, since no artifact states the time between.
Not kept, since CTRF has no word for it: the line of the artifact, and the second trouble of a case
as one of its own.
What could not be read is a failed test of its own (`render.lost`).
"""

import json
from collections.abc import Iterable
from datetime import datetime
from math import isfinite
from typing import Any, Final

from reportgen.estimates.totals import total
from reportgen.model.report import Report
from reportgen.model.run import RunInfo
from reportgen.model.tests import (
    SUITE_SEPARATOR,
    Attempt,
    Case,
    Errored,
    Failed,
    Passed,
    Skipped,
    Trouble,
    count,
)
from reportgen.render.lost import lost

NAME: Final = "ctrf"
SUFFIX: Final = ".json"

SPEC_VERSION: Final = "0.0.0"
"""The version of the specification that the published schema is of."""
OWN: Final = "reportgen"
"""The member of each ``extra`` that holds what CTRF has no word for."""
_UNNAMED: Final = "(no name)"
_STATUS: Final = {
    "passed": "passed", "failed": "failed", "errored": "failed", "skipped": "skipped",
}  # fmt: skip
_ANY_CONTENT: Final = "application/octet-stream"

Made = dict[str, Any]


def render(report: Report) -> str:
    """Return the cases of *report* as a CTRF document that ends in a line feed."""
    return json.dumps(document(report), ensure_ascii=False, indent=1) + "\n"


def document(report: Report) -> Made:
    """Return what the file holds."""
    cases = [*report.cases, *lost(report)]
    results: Made = {
        "tool": {"name": OWN},
        "summary": _summary(report, cases),
        "tests": [_test(case) for case in cases],
    }
    if environment := _environment(report.run):
        results["environment"] = environment
    made: Made = {"reportFormat": "CTRF", "specVersion": SPEC_VERSION}
    if report.run.id:
        made["runId"] = report.run.id
    return {**made, "generatedBy": OWN, "results": results, "extra": {OWN: _verdict(report)}}


def _summary(report: Report, cases: list[Case]) -> Made:
    counts = count(cases)
    at = _epoch_ms(report.run.started_at)
    own: Made = {"errored": counts.errored, "duration": "the times of the tests, added up"}
    untimed = sum(case.duration_s is None for case in cases)
    if untimed:
        own["untimed"] = untimed
    if at is None:
        own["start"] = own["stop"] = "unknown"
    if report.totals.collected is not None:
        own["collected"] = report.totals.collected
    return {
        "tests": counts.tests,
        "passed": counts.passed,
        "failed": counts.red,
        "skipped": counts.skipped,
        "pending": 0,
        "other": 0,
        "flaky": counts.flaky,
        "suites": len({(case.artifact, case.suite) for case in cases}),
        "start": at or 0,
        "stop": at or 0,
        "duration": _ms(total(case.duration_s or 0.0 for case in cases)) or 0,
        "extra": {OWN: own},
    }


def _environment(run: RunInfo) -> Made:
    known = {
        "reportName": run.title,
        "appName": run.project,
        "buildName": run.job,
        "buildUrl": run.url,
        "commit": run.commit,
        "branchName": run.branch,
        "shardId": f"{run.shard_index}/{run.shard_total}" if run.shard_index else None,
    }
    made: Made = {name: value for name, value in known.items() if value}
    if run.variant:
        made["extra"] = dict(sorted(run.variant.items()))
    return made


def _verdict(report: Report) -> Made:
    verdict = report.verdict
    return {
        "change": verdict.change,
        "environment": verdict.environment,
        "evidence": verdict.evidence,
        "decision": verdict.decision,
        "gate": verdict.gate.status,
        "headline": verdict.headline,
    }


# ── tests ───────────────────────────────────────────────────────────────────────────────────────


def _test(case: Case) -> Made:
    duration = _ms(case.duration_s)
    own: Made = {} if duration is not None else {"duration": "unknown"}
    made: Made = {
        "testId": case.id,
        "name": case.name or _UNNAMED,
        "status": _STATUS[case.outcome.name],
        "duration": duration or 0,
        **_place(case),
    }
    match case.outcome:
        case Passed(attempts=attempts):
            made |= _attempts(attempts) | ({"flaky": True} if attempts else {})
        case Failed() | Errored() as red:
            made |= _red(red) | _attempts(red.attempts)
            own |= _without_a_word(red)
        case Skipped(reason=reason):
            made |= {"message": reason} if reason else {}
    return {**made, "extra": {OWN: own}} if own else made


def _place(case: Case) -> Made:
    """Return where the test stands: in which suites, and in which file."""
    made: Made = {}
    if suite := [part for part in (*case.suite.split(SUITE_SEPARATOR), case.class_name) if part]:
        made["suite"] = suite
    if case.file:
        made["filePath"] = case.file
    if case.line is not None:
        made["line"] = case.line
    return made


def _without_a_word(red: Failed | Errored) -> Made:
    """Return what CTRF cannot say of *red*."""
    kinds = [trouble.type for trouble in red.troubles if trouble.type]
    return ({"types": kinds} if kinds else {}) | (
        {"also-skipped": True} if red.also_skipped else {}
    )


def _red(red: Failed | Errored) -> Made:
    made: Made = {"rawStatus": "errored"} if isinstance(red, Errored) else {}
    made |= _said(red.troubles)
    if red.output:
        made["stdout"] = red.output.split("\n")
    if red.attachments:
        made["attachments"] = [
            {"name": path.rpartition("/")[2] or path, "contentType": _ANY_CONTENT, "path": path}
            for path in red.attachments
        ]
    return made


def _said(troubles: Iterable[Trouble]) -> Made:
    """Return what *troubles* say, one after the other."""
    told = tuple(troubles)
    message = "\n".join(each.message for each in told if each.message)
    trace = "\n\n".join(each.detail for each in told if each.detail)
    return {"message": message or told[0].headline} | ({"trace": trace} if trace else {})


def _attempts(attempts: tuple[Attempt, ...]) -> Made:
    """Return the tries before the last; every one of them was one more try."""
    if not attempts:
        return {}
    listed = [_attempt(number, each) for number, each in enumerate(attempts, 1)]
    return {"retries": len(attempts), "retryAttempts": listed}


def _attempt(number: int, attempt: Attempt) -> Made:
    made: Made = {"attempt": number, "status": _STATUS[attempt.outcome]}
    duration = _ms(attempt.duration_s)
    if duration is not None:
        made["duration"] = duration
    if attempt.message:
        made["message"] = attempt.message
    if attempt.detail:
        made["trace"] = attempt.detail
    if attempt.output:
        made["stdout"] = attempt.output.split("\n")
    if attempt.outcome == "errored":
        made["extra"] = {OWN: {"outcome": "errored"}}
    return made


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────


def _ms(seconds: float | None) -> int | None:
    """Return *seconds* in whole milliseconds; what cannot be one is unknown."""
    if seconds is None or not isfinite(seconds):
        return None
    return round(seconds * 1000)


def _epoch_ms(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)

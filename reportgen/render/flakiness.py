"""
The test cases of a report as one ``report.json`` of flakiness.io, for its dashboard and viewer.

The specification is https://github.com/flakiness/flakiness-report.
Every try is an attempt there, the last one the outcome; red is one word, ``failed``.
The format needs a whole commit and the moment of each attempt. No artifact states when a test
began, so each has the moment of the run. A duration that is unknown is left out; readers of the
format take that for 0.
A test is known by its suites and title: of two with one name in one report the second is told
apart, as the specification asks, so that none is merged away.
What could not be read is an error that belongs to no test; the format has a word for that.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from math import isfinite
from typing import Any, Final

from reportgen.errors import UsageError
from reportgen.model.report import Report
from reportgen.model.run import RunInfo
from reportgen.model.tests import (
    SUITE_SEPARATOR,
    Attempt,
    Case,
    Errored,
    Failed,
    OutcomeName,
    Passed,
    Skipped,
    Trouble,
)
from reportgen.model.text import one_line
from reportgen.render.addresses import is_inside
from reportgen.render.lost import lost

NAME: Final = "flakiness"
SUFFIX: Final = ".json"

CATEGORY: Final = "reportgen"
COMMIT: Final = 40
"""Digits of a commit; the format takes no other."""
_HEX: Final = frozenset("0123456789abcdef")
_MOST_IN_NAME: Final = 500
_UNNAMED: Final = "(no name)"
_STATUS: Final[dict[OutcomeName, str]] = {
    "passed": "passed", "failed": "failed", "errored": "failed", "skipped": "skipped",
}  # fmt: skip

Made = dict[str, Any]


def render(report: Report) -> str:
    """
    Return the cases of *report* as a document that ends in a line feed.

    Raises:
        UsageError: the commit or the moment of the run is not known.

    """
    return json.dumps(document(report), ensure_ascii=False, indent=1) + "\n"


def document(report: Report) -> Made:
    """Return what the file holds; raises what `render` does."""
    run = report.run
    commit = (run.commit or "").lower()
    if len(commit) != COMMIT or not set(commit) <= _HEX:
        raise UsageError(
            "the format flakiness needs the whole commit, 40 digits, and "
            + (f'"{one_line(run.commit, 80)}" is none' if run.commit else "none is known"),
            "name it with --commit",
        )
    if run.started_at is None:
        raise UsageError("the format flakiness needs the moment of the run", "name it with --at")
    at = _epoch_ms(run.started_at)
    made: Made = {
        "category": CATEGORY,
        "commitId": commit,
        "environments": [_environment(run)],
        "startTimestamp": at,
        "duration": sum(_ms(case.duration_s) or 0 for case in report.cases),
        **_tests(report.cases, at),
    }
    if run.title:
        made["title"] = run.title
    if run.url:
        made["url"] = run.url
    if unread := lost(report):
        made["unattributedErrors"] = [
            each for case in unread if isinstance(case.outcome, Errored) for each in _errors(
                case.outcome.troubles, case.outcome.output
            )
        ]  # fmt: skip
    return made


def _environment(run: RunInfo) -> Made:
    variant = dict(sorted(run.variant.items()))
    told = (run.job or "", *(f"{key}={value}" for key, value in variant.items()))
    name = one_line(" · ".join(filter(None, told)), _MOST_IN_NAME - 30) or "CI"
    return {"name": name, **({"metadata": variant} if variant else {})}


# ── suites ──────────────────────────────────────────────────────────────────────────────────────


def _tests(cases: Iterable[Case], at: int) -> Made:
    """Return the tests in their suites, both in order of first appearance."""
    top: Made = {}
    suites: dict[tuple[str, ...], Made] = {(): top}
    names: Counter[tuple[str, ...]] = Counter()
    for case in cases:
        path = tuple(part for part in (*case.suite.split(SUITE_SEPARATOR), case.class_name) if part)
        key = (*path, case.name or _UNNAMED)
        names[key] += 1
        _suite(path, suites).setdefault("tests", []).append(_test(case, names[key], at))
    return top


def _suite(path: tuple[str, ...], suites: dict[tuple[str, ...], Made]) -> Made:
    for length in range(1, len(path) + 1):
        if path[:length] not in suites:
            made = suites[path[:length]] = {"type": "suite", "title": path[length - 1]}
            suites[path[: length - 1]].setdefault("suites", []).append(made)
    return suites[path]


# ── tests ───────────────────────────────────────────────────────────────────────────────────────


def _test(case: Case, number: int, at: int) -> Made:
    made: Made = {"title": case.name or _UNNAMED}
    if number > 1:
        made["title"] += f" – dupe #{number}"
    if case.file and is_inside(case.file) and case.line:
        # No artifact tells a column.
        made["location"] = {"file": case.file.replace("\\", "/"), "line": case.line, "column": 1}
    attempts = () if isinstance(case.outcome, Skipped) else case.outcome.attempts
    last = _last(case, at)
    if number > 1:
        last.setdefault("annotations", []).append({"type": "dupe"})
    made["attempts"] = [*(_attempt(each, at) for each in attempts), last]
    return made


def _last(case: Case, at: int) -> Made:
    made = _try(case.outcome.name, case.duration_s, at)
    match case.outcome:
        case Failed(troubles=troubles, output=output) | Errored(troubles=troubles, output=output):
            made["errors"] = _errors(troubles)
            if output:
                made["stdio"] = [{"text": output}]
        case Skipped(reason=reason):
            skip = {"type": "skip", **({"description": reason} if reason else {})}
            made |= {"expectedStatus": "skipped", "annotations": [skip]}
        case Passed():
            pass
    return made


def _attempt(attempt: Attempt, at: int) -> Made:
    made = _try(attempt.outcome, attempt.duration_s, at)
    if attempt.outcome in {"failed", "errored"}:
        made["errors"] = _errors((Trouble("failure", attempt.message, attempt.detail),))
    if attempt.output:
        made["stdio"] = [{"text": attempt.output}]
    return made


def _try(outcome: OutcomeName, duration_s: float | None, at: int) -> Made:
    made: Made = {"environmentIdx": 0, "status": _STATUS[outcome], "startTimestamp": at}
    duration = _ms(duration_s)
    return made if duration is None else {**made, "duration": duration}


def _errors(troubles: Iterable[Trouble], more: str = "") -> list[Made]:
    """Return what *troubles* say; *more* is said behind each."""
    made = []
    for each in troubles:
        stack = "\n".join(filter(None, (each.detail, more)))
        made.append({"message": each.headline, **({"stack": stack} if stack else {})})
    return made


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────


def _ms(seconds: float | None) -> int | None:
    """Return *seconds* in whole milliseconds; what cannot be one is unknown."""
    return None if seconds is None or not isfinite(seconds) else round(seconds * 1000)


def _epoch_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)

"""Steps of the CI job over runs: how often each succeeded, and how long it took."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final, NamedTuple

from reportgen.model.brief import Brief, StepSeen
from reportgen.model.overtime import ABSENT, FAILED, PASSED, SKIPPED
from reportgen.model.steps import StepStatus
from reportgen.model.text import one_line
from reportgen.render.account.words import STEP_TONES, Tone
from reportgen.render.strips import CANCELLED, STEPS, UNKNOWN, Strip, strip
from reportgen.render.traces import Trace, trace
from reportgen.website.known import History, Seen, line_label, seen_report
from reportgen.website.places import Page, Place, rendered, thing
from reportgen.wording import phrase

URL: Final = "steps/index.html"
MOST_RUNS: Final = 200
MOST_ROWS: Final = 200
MOST_CELLS: Final = 30
_NAME: Final = 160
_SAID: Final = 300
_LETTERS: Final[dict[StepStatus, str]] = {
    "passed": PASSED,
    "failed": FAILED,
    "cancelled": CANCELLED,
    "skipped": SKIPPED,
    "running": UNKNOWN,
    "unknown": UNKNOWN,
}
_STATUSES: Final[dict[str, StepStatus]] = {
    letter: status for status, letter in reversed(_LETTERS.items())
}
_GRAVITY: Final = f"{ABSENT}{SKIPPED}{UNKNOWN}{PASSED}{CANCELLED}{FAILED}"
"""Where a run has a step several times the last of these counts."""


@dataclass(slots=True)
class _Course:
    """What one step came to, from the newest run to the oldest."""

    counts: Counter[str] = field(default_factory=Counter)
    letters: dict[int, str] = field(default_factory=dict)
    times: dict[int, float] = field(default_factory=dict)
    failed: tuple[Brief, StepSeen] | None = None


class Row(NamedTuple):
    """
    A step of a line.

    *passed* of *told* results that were either passed or failed; all else decides nothing.
    """

    name: str
    label: str
    status: StepStatus
    tone: Tone
    passed: int
    told: int
    median_s: float | None
    last_s: float | None
    times: Trace | None
    strip: Strip
    last_failed: Seen | None
    reason: str | None
    superseded: int


def pages(history: History) -> Iterator[Page]:
    """Yield the one page."""
    runs = history.settled[:MOST_RUNS]
    rows = steps_of(runs)
    yield rendered(
        Place(URL, thing(phrase("Steps"), history.site), URL),
        history.site,
        "steps.html.j2",
        rows=rows[:MOST_ROWS],
        left_out=max(0, len(rows) - MOST_ROWS),
        runs=len(runs),
        runs_left_out=len(history.settled) - len(runs),
        settled=history.has_settled,
        first=runs[-1].run.started_at if runs else None,
        last=runs[0].run.started_at if runs else None,
        letters=STEPS,
    )


def steps_of(runs: Sequence[Brief]) -> list[Row]:
    """Return the steps of *runs*, newest first: those that failed last and most come first."""
    lines: dict[str, list[Brief]] = {}
    for run in runs:
        lines.setdefault(line_label(run), []).append(run)
    rows = [row for label, of_line in lines.items() for row in _on_line(label, of_line)]
    return sorted(rows, key=_rank)


def _rank(row: Row) -> tuple[bool, float, str, str]:
    return (
        row.status != "failed",
        row.passed / row.told if row.told else 1.0,
        row.label,
        row.name,
    )


def _on_line(label: str, runs: Sequence[Brief]) -> Iterator[Row]:
    courses: dict[str, _Course] = {}
    for index, run in enumerate(runs):
        for step in run.steps:
            course = courses.setdefault(step.title, _Course())
            if step.superseded:
                course.counts["superseded"] += 1
                continue
            _add(course, index, run, step)
    for name, course in courses.items():
        yield _row(name, label, course, len(runs))


def _add(course: _Course, index: int, run: Brief, step: StepSeen) -> None:
    course.counts[step.status] += 1
    letter = _LETTERS[step.status]
    course.letters[index] = max(course.letters.get(index, ABSENT), letter, key=_GRAVITY.index)
    if step.duration_s is not None and step.status in {"passed", "failed"}:
        course.times[index] = course.times.get(index, 0.0) + step.duration_s
    if step.status == "failed" and course.failed is None:
        course.failed = (run, step)


def _row(name: str, label: str, course: _Course, runs: int) -> Row:
    oldest_first = range(runs - 1, -1, -1)
    times = [course.times.get(index) for index in oldest_first]
    failed = course.failed
    newest = course.letters[min(course.letters)] if course.letters else UNKNOWN
    status: StepStatus = "unknown" if newest == UNKNOWN else _STATUSES[newest]
    return Row(
        name=one_line(name, _NAME),
        label=label,
        status=status,
        tone=STEP_TONES[status],
        passed=course.counts["passed"],
        told=course.counts["passed"] + course.counts["failed"],
        median_s=median(course.times.values()) if course.times else None,
        last_s=course.times[min(course.times)] if course.times else None,
        times=trace(times[-MOST_CELLS:]),
        strip=strip(
            "".join(course.letters.get(index, ABSENT) for index in oldest_first),
            STEPS,
            MOST_CELLS,
        ),
        last_failed=seen_report(failed[0]) if failed else None,
        reason=failed[1].reason if failed else None,
        superseded=course.counts["superseded"],
    )

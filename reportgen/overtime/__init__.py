"""
Many runs → what they show together. Pure: no clock, no disk; one module per kind of thing.

What is read is a `Column` per run; columns may be read anywhere and in any order, and join to the
same `Line`s. This module alone knows all kinds of findings; they do not know each other.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from reportgen.config import FlakyRules, Settings
from reportgen.estimates.quantiles import quantile
from reportgen.model.overtime import (
    ABSENT,
    GREEN,
    PASSED,
    RED,
    RETRIED,
    CaseHistory,
    CaseOnLine,
    CasePoint,
    Column,
    Line,
    Moment,
    Named,
    Preview,
    RunFacts,
    Slower,
    SuiteOverRuns,
    TestState,
    Trends,
)
from reportgen.model.past import Past, Said
from reportgen.overtime import causes, counts, flaky, memory, services, slower, suites
from reportgen.overtime.lines import lines_of

__all__ = ["MOST_TIMED", "flaky_of", "history_of", "lines_of", "preview", "trends_of", "trends_on"]

MOST_IN_A_COURSE: Final = 30
"""So many of the newest runs, this one last, tell how a failing test fared."""
MOST_COURSES: Final = 500
MOST_TIMED: Final = 240
"""Of so many of the newest runs of a line times are looked at; of older ones they say nothing."""


def trends_of(columns: Iterable[Column], settings: Settings) -> Trends:
    """Return all that *columns* show together."""
    return trends_on(lines_of(columns), settings)


def trends_on(lines: Sequence[Line], settings: Settings) -> Trends:
    """Return all that *lines* show together."""
    changed = [slower.judge(line, _slower_rules(settings)) for line in lines]
    return _flaky(lines, settings).model_copy(
        update={
            "slower": _urgent_first(each for changes in changed for each in changes.slower),
            "faster": _urgent_first(each for changes in changed for each in changes.faster),
            "memory": tuple(each for line in lines for each in memory.judge(line)),
            "causes": causes.judge(lines),
            "counts": tuple(counts.judge(line) for line in lines),
            "services": services.judge(column for line in lines for column in line.columns),
            "suites": (
                *(
                    _newly_slow(each)
                    for changes in changed
                    for each in changes.slower
                    if each.kind == "suite"
                ),
                *(each for line in lines for each in suites.judge(line)),
            ),
        }
    )


def _slower_rules(settings: Settings) -> slower.SlowerRules:
    policy = settings.slower
    share, second = policy.min_increase / 100, timedelta(seconds=1)
    return slower.SlowerRules(
        tests=slower.Effect(share, policy.min_test_time / second * 1000),
        steps=slower.Effect(share, policy.min_step_time / second * 1000),
    )


def _urgent_first(changes: Iterable[Slower]) -> tuple[Slower, ...]:
    return tuple(sorted(changes, key=slower.urgency))


def _newly_slow(change: Slower) -> SuiteOverRuns:
    """Return the suite that *change* is of, among the suites that changed their ways."""
    return SuiteOverRuns(
        reason=change.reason,
        numbers=change.numbers,
        window=change.window,
        confidence=change.confidence,
        algorithm=change.algorithm,
        job=change.job,
        variant=change.variant,
        suite=change.subject,
        change="newly-slow",
        since=change.since,
    )


def flaky_of(columns: Iterable[Column], settings: Settings) -> Trends:
    """Return how the tests of *columns* fare, and nothing else."""
    return _flaky(lines_of(columns), settings)


def _flaky(lines: Sequence[Line], settings: Settings) -> Trends:
    opinions = [flaky.judge(line, settings.flaky) for line in lines]
    states: Counter[str] = Counter()
    for opinion in opinions:
        states.update(opinion.states)
    runs = [run for line in lines for run in line.runs]
    moments = [run.started_at for run in runs if run.started_at]
    return Trends(
        runs=len(runs),
        since=min(moments, default=None),
        until=max(moments, default=None),
        states={state: states[state] for state in sorted(states)},
        tests=tuple(
            sorted((test for opinion in opinions for test in opinion.tests), key=flaky.rank)
        ),
    )


def past_of(columns: Iterable[Column], settings: Settings) -> Past:
    """Return what *columns*, of which the newest is the run to be judged, tell of its tests."""
    (line,) = lines_of(columns)
    newest = line.runs[-1]
    seeds, seen = causes.recorded(line)
    commit = newest.commit
    fewest = settings.flaky.broken_after + newest.settled
    states = [
        state
        for state in flaky.judge(line, settings.flaky).tests
        if state.state in {"flaky", "broken"}
    ]
    return Past(
        states={state.test: state for state in states},
        contradicted=frozenset(s.test for s in states if commit and commit in s.same_commit),
        lasting=frozenset(
            state.test
            for state in states
            if state.state == "broken" and (state.numbers["failed_last"] or 0) >= fewest
        ),
        slower=slower.judge(line, _slower_rules(settings)).slower,
        seeds=seeds,
        causes=seen,
        said=_said_before(line, states),
        runs=len(line.runs) - 1,
        courses=_courses(line),
    )


def _courses(line: Line) -> dict[str, str]:
    """Return the newest letters of the tests that failed in the newest run of *line*."""
    failed = (
        (test.id, letters[-MOST_IN_A_COURSE:].lstrip(ABSENT))
        for test, letters in zip(line.tests, line.outcomes, strict=True)
        if letters[-1] in RED or letters[-1] == RETRIED
    )
    return dict(islice(failed, MOST_COURSES))


def _said_before(line: Line, states: Sequence[TestState]) -> dict[str, tuple[Said, ...]]:
    """Return what the flaky tests that the newest run of *line* has red said in earlier runs."""
    newest = len(line.runs) - 1
    wavering = {state.test for state in states if state.state == "flaky"}
    return {
        test.id: tuple(said for run, said in line.troubles.get(at, {}).items() if run != newest)
        for at, (test, letters) in enumerate(zip(line.tests, line.outcomes, strict=True))
        if test.id in wavering and letters[-1] in RED
    }


def preview(
    columns: Iterable[Column], settings: Settings, others: FlakyRules
) -> tuple[Preview, ...]:
    """Return which tests of *columns* would be called otherwise by the thresholds *others*."""
    return tuple(
        Preview(
            test=switch.test.id,
            title=switch.test.title,
            before=switch.before,
            after=switch.after,
            reason=switch.reason,
            job=line.key.job,
            variant=dict(line.key.variant),
        )
        for line in lines_of(columns)
        for switch in flaky.preview(line, settings.flaky, others)
    )


def history_of(columns: Iterable[Column], test: str, settings: Settings) -> CaseHistory:
    """Return all that *columns* hold of the test with the id *test*, which one of them has."""
    lines = []
    newest: Named | None = None
    for line in lines_of(columns):
        at = next((at for at, each in enumerate(line.tests) if each.id == test), None)
        if at is None:
            continue
        newest = line.tests[at]
        changes = slower.judge(line, _slower_rules(settings))
        became = next((e for e in (*changes.slower, *changes.faster) if e.test == test), None)
        lines.append(_on_line(_only(line, at), became, settings))
    if newest is None:
        raise LookupError(test)
    return CaseHistory(
        test=test,
        title=newest.title,
        suite=newest.suite,
        file=newest.file,
        lines=tuple(lines),
    )


def _only(line: Line, at: int) -> Line:
    """Return *line* with nothing but the test at *at*; the counts of its runs stay."""
    said = line.troubles.get(at)
    return line._replace(
        tests=(line.tests[at],),
        outcomes=(line.outcomes[at],),
        durations_ms=(line.durations_ms[at],),
        troubles={0: said} if said else {},
    )


def _on_line(line: Line, became: Slower | None, settings: Settings) -> CaseOnLine:
    """Return the history of the only test of *line*, which *became* slower or faster."""
    letters, times = line.outcomes[0], (*(None,) * line.untimed, *line.durations_ms[0])
    said = line.troubles.get(0, {})
    took = sorted(
        time
        for letter, time in zip(letters, times, strict=True)
        if letter == PASSED and time is not None
    )
    first_bad, last_good = _broke(letters)
    return CaseOnLine(
        state=flaky.told(line, 0, settings.flaky),
        p50_s=_seconds(quantile(took, 0.50)),
        p95_s=_seconds(quantile(took, 0.95)),
        slower=became,
        first_bad=None if first_bad is None else _moment(line.runs[first_bad]),
        last_good=None if last_good is None else _moment(line.runs[last_good]),
        points=tuple(
            CasePoint(
                run.id, run.started_at, run.commit, run.branch, letter, time,
                said[number][0].headline if number in said else "",
            )
            for number, (run, letter, time) in enumerate(
                zip(line.runs, letters, times, strict=True)
            )
            if letter != ABSENT
        ),
    )  # fmt: skip


def _seconds(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _broke(letters: str) -> tuple[int | None, int | None]:
    """Return where the failures that *letters* end with begin, and the last pass before them."""
    first_bad = None
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in RED:
            first_bad = at
        elif letters[at] in GREEN:
            return first_bad, at if first_bad is not None else None
    return first_bad, None


def _moment(run: RunFacts) -> Moment:
    return Moment(run=run.id, started_at=run.started_at, commit=run.commit)

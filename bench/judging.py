"""
What reportgen says of simulated histories: the one place that knows how the analyses are called.

Each function takes what the analysis would be given and returns its answer in plain words: ids of
tests, names, factors. A judge that is not part of reportgen raises `LookupError`.
"""

from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

from reportgen.analysis import baseline_of, judge
from reportgen.config import Settings
from reportgen.model.baseline import Baseline
from reportgen.model.overtime import (
    ERRORED,
    FAILED,
    OUTAGE,
    RETRIED,
    SKIPPED,
    Column,
    Line,
)
from reportgen.model.report import Report
from reportgen.model.run import Run, RunInfo
from reportgen.model.tests import Attempt, Case, Errored, Failed, Outcome, Passed, Skipped, Trouble
from reportgen.overtime import flaky, lines_of, memory, past_of, slower

SETTINGS: Final = Settings()


def has(name: str) -> bool:
    """Whether reportgen has the module *name*, as in ``overtime.slower``."""
    return find_spec(f"reportgen.{name}") is not None


def flaky_tests(line: Line) -> set[str]:
    """Return the ids of the tests of *line* that are called flaky."""
    told = flaky.judge(line, SETTINGS.flaky).tests
    return {state.test for state in told if state.state == "flaky"}


def new_failures(columns: Sequence[Column]) -> set[str]:
    """Return the ids of the tests that fail anew in the last of *columns*, which are of a line."""
    newest, before = columns[-1], columns[:-1]
    base = _base(newest, before)
    report = _report(newest, base, columns)
    found = (each.case for each in report.findings if each.id == "new-failure")
    return {report.cases[at].id for at in found if at is not None}


def _base(newest: Column, before: Sequence[Column]) -> Baseline | None:
    """Return what the newest run is compared with: the last of the main branch, of other code."""
    settled = [c for c in before if c.run.settled and c.run.commit != newest.run.commit]
    return baseline_of(_report(settled[-1])) if settled else None


def _report(column: Column, base: Baseline | None = None, columns: Sequence[Column] = ()) -> Report:
    run = column.run
    if run.started_at is None:
        raise ValueError(f"the run {run.id} has no moment")
    facts = RunInfo(
        commit=run.commit,
        branch=run.branch,
        pull_request=run.pull_request,
        job=column.line.job,
        variant=dict(column.line.variant),
    )
    read = Run(cases=list(_cases(column)), services=column.services)
    if not columns:
        return judge(read, facts, run.started_at, SETTINGS, base)
    return judge(read, facts, run.started_at, SETTINGS, base, past_of(columns, SETTINGS))


def _cases(column: Column) -> Iterable[Case]:
    rows = zip(column.tests, column.letters, column.durations_ms, strict=True)
    for at, (test, letter, took) in enumerate(rows):
        yield Case(
            suite=test.suite,
            class_name=test.class_name,
            name=test.name,
            outcome=_outcome(letter, column.troubles.get(at, ())),
            artifact="junit.xml",
            file=test.file,
            duration_s=None if took is None else took / 1000,
        )


def _outcome(letter: str, troubles: tuple[Trouble, ...]) -> Outcome:
    if letter in {FAILED, OUTAGE}:
        return Failed(troubles)
    if letter == ERRORED:
        return Errored(troubles)
    if letter == SKIPPED:
        return Skipped()
    if letter == RETRIED:
        return Passed(tuple(Attempt("failed", each.message, each.detail) for each in troubles))
    return Passed()


class Told(NamedTuple):
    """A change of a duration as it is told: *since* is the id of the first run after it."""

    factor: float
    since: str


def changed_durations(line: Line) -> dict[str, Told]:
    """Return what became slower or faster on *line*, by the id of the test or the step's name."""
    changes = slower.judge(line)
    return {
        each.test or each.subject: Told(each.after_s / each.before_s, each.since.run)
        for each in (*changes.slower, *changes.faster)
        if each.kind in {"test", "step"}
    }


def growing_memory(line: Line) -> set[str]:
    """Return the names of the processes of *line* whose memory is said to grow over runs."""
    return {each.name for each in memory.judge(line) if each.verdict == "growing"}


def causes_of(failures: Sequence[tuple[str, Trouble]]) -> list[int]:
    """Return the cause that each of *failures*, of a test and what it said, is said to have."""
    fingerprint = _module("causes.fingerprint").fingerprint
    prints = [fingerprint([trouble], test) for test, trouble in failures]
    groups = _module("causes.grouping").group(prints)
    of = {place: at for at, each in enumerate(groups) for place in each.members}
    return [of[place] for place in range(len(failures))]


def lines(columns: Iterable[Column]) -> tuple[Line, ...]:
    """Return the lines of *columns*, as a history has them."""
    return lines_of(columns)


def _module(name: str) -> Any:  # noqa: ANN401 - a module that may not be there
    if not has(name):
        raise LookupError(f"reportgen has no {name}")
    return import_module(f"reportgen.{name}")

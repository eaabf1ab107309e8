"""Small lines, made by hand: the outcomes of each test as a text, with a letter for each run."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from reportgen.model.health import Service
from reportgen.model.overtime import (
    ABSENT,
    ERRORED,
    FAILED,
    OUTAGE,
    PASSED,
    RED,
    RETRIED,
    SKIPPED,
    Column,
    Line,
    LineKey,
    Named,
    RunFacts,
)
from reportgen.model.report import EvidenceState
from reportgen.model.tests import Counts, Trouble

BEGAN = datetime(2026, 2, 1, 6, tzinfo=UTC)
LINUX = LineKey("till", None, (("os", "linux"),))
MAIN = "m"
Outcomes: TypeAlias = Mapping[str, str] | Mapping[Named, str]


def named(name: str, suite: str = "unit") -> Named:
    """Return the test *name*, whose id is its name behind its suite."""
    return Named(f"{suite}/{name}", suite, "", name, None)


def run_of(
    number: int,
    *,
    every: timedelta | None = timedelta(hours=12),
    commit: str | None = None,
    branch: str | None = "main",
    pull_request: int | None = None,
    settled: bool = True,
    evidence: EvidenceState = "complete",
    letters: str = "",
) -> RunFacts:
    """Return the run *number* of a line, *every* so long after the one before it."""
    return RunFacts(
        id=f"run-{number:04d}",
        started_at=None if every is None else BEGAN + number * every,
        commit=commit,
        branch=branch,
        pull_request=pull_request,
        settled=settled,
        evidence=evidence,
        counts=_counts(letters),
    )


def columns_of(
    outcomes: Outcomes,
    *,
    commits: str | None = None,
    branches: str | None = None,
    every: timedelta | None = timedelta(hours=12),
    evidence: Mapping[int, EvidenceState] | None = None,
    services: Sequence[tuple[Service, ...]] = (),
    says: str = "it broke",
    key: LineKey = LINUX,
) -> tuple[Column, ...]:
    """
    Return a column for each letter of *outcomes*, of which all texts are of one length.

    *commits* has a letter for each run, ``?`` where it is unknown; by default each has its own.
    *branches* likewise: ``m`` is the default branch, a digit the number of a pull request, any
    other letter an unmerged branch, ``?`` one that is unknown.
    """
    tests = [named(test) if isinstance(test, str) else test for test in outcomes]
    rows = zip(*outcomes.values(), strict=True)
    return tuple(
        _column(
            tests,
            "".join(row),
            _run(number, "".join(row), commits, branches, every, (evidence or {}).get(number)),
            services[number] if services else (),
            says,
            key,
        )
        for number, row in enumerate(rows)
    )


def joined(columns: Iterable[Column]) -> Line:
    """Return the line of *columns*, which may come in any order; tests as they first appear."""
    given = tuple(columns)
    tests = tuple(dict.fromkeys(test for column in given for test in column.tests))
    ordered = sorted(given, key=lambda column: (column.run.started_at or BEGAN, column.run.id))
    places = [{test: at for at, test in enumerate(column.tests)} for column in ordered]
    troubles: dict[int, dict[int, tuple[Trouble, ...]]] = {}
    for row, test in enumerate(tests):
        for at, column in enumerate(ordered):
            if test in places[at] and places[at][test] in column.troubles:
                troubles.setdefault(row, {})[at] = column.troubles[places[at][test]]
    return Line(
        key=given[0].line if given else LINUX,
        runs=tuple(column.run for column in ordered),
        tests=tests,
        outcomes=tuple(
            "".join(
                column.letters[places[at][test]] if test in places[at] else ABSENT
                for at, column in enumerate(ordered)
            )
            for test in tests
        ),
        durations_ms=tuple(
            tuple(
                column.durations_ms[places[at][test]] if test in places[at] else None
                for at, column in enumerate(ordered)
            )
            for test in tests
        ),
        troubles=troubles,
        columns=tuple(ordered),
    )


def line_of(
    outcomes: Outcomes,
    *,
    commits: str | None = None,
    branches: str | None = None,
    every: timedelta | None = timedelta(hours=12),
    evidence: Mapping[int, EvidenceState] | None = None,
    key: LineKey = LINUX,
) -> Line:
    """Return the line of `columns_of` the same."""
    return joined(
        columns_of(
            outcomes, commits=commits, branches=branches, every=every, evidence=evidence, key=key
        )
    )


def _run(
    number: int,
    letters: str,
    commits: str | None,
    branches: str | None,
    every: timedelta | None,
    evidence: EvidenceState | None,
) -> RunFacts:
    commit = f"{number:040x}" if commits is None else commits[number] * 40
    branch = branches[number] if branches else MAIN
    return run_of(
        number,
        every=every,
        commit=None if commit[0] == "?" else commit,
        branch={MAIN: "main", "?": None}.get(branch, f"change-{branch}"),
        pull_request=int(branch) if branch.isdigit() else None,
        settled=branch == MAIN,
        evidence=evidence or "complete",
        letters=letters,
    )


def _column(
    tests: Sequence[Named],
    row: str,
    run: RunFacts,
    services: tuple[Service, ...],
    says: str,
    key: LineKey,
) -> Column:
    present = [(test, letter) for test, letter in zip(tests, row, strict=True) if letter != ABSENT]
    letters = "".join(letter for _, letter in present)
    return Column(
        line=key,
        run=run,
        tests=tuple(test for test, _ in present),
        letters=letters,
        durations_ms=tuple(None if letter == SKIPPED else 500.0 for letter in letters),
        troubles={
            at: (Trouble("failure", f"{says} in {run.id}\nmore"),)
            for at, letter in enumerate(letters)
            if letter in RED or letter in {OUTAGE, RETRIED}
        },
        services=services,
    )


def _counts(letters: str) -> Counts:
    return Counts(
        tests=len(letters) - letters.count(ABSENT),
        passed=letters.count(PASSED) + letters.count(RETRIED),
        failed=letters.count(FAILED) + letters.count(OUTAGE),
        errored=letters.count(ERRORED),
        skipped=letters.count(SKIPPED),
        flaky=letters.count(RETRIED),
    )

"""
Histories of outcomes: which tests are flaky, which were broken from when to when, and what CI saw.

What a test is stands in `fates`.
An outage fails tests that need a service, and the report of that run says so; a bad machine fails
nearly all, and nobody says why. A pull request may break tests of its own, on its commits alone.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import Final, NamedTuple

from reportgen.model.health import Service
from reportgen.model.overtime import (
    FAILED,
    OUTAGE,
    PASSED,
    RED,
    RETRIED,
    SKIPPED,
    Column,
    LineKey,
    Named,
)
from reportgen.model.tests import Trouble
from simulate.fates import RATES, Fate, Size, fates_of
from simulate.world import (
    Commit,
    commit_of,
    counts_of,
    main_commits,
    run_facts,
    tests_of,
    variants,
)

__all__ = ["RATES", "Fate", "Outcomes", "Size", "history"]

ATTEMPTS: Final = 3
"""How often a failing test is tried within a run, where the project does that."""
RERUN_WHEN_RED: Final = 0.3
RERUN_WHEN_GREEN: Final = 0.03
RERUN_AFTER_BAD_MACHINE: Final = 0.7


class Outcomes(NamedTuple):
    """
    A history of outcomes and its truth.

    *fates* has what each test is on each line, by its id. *new* are the tests that the newest run
    of each line fails because of what it tests and no run before did; *newest* are those runs.
    """

    columns: tuple[Column, ...]
    fates: Mapping[LineKey, Mapping[str, Fate]]
    newest: Mapping[LineKey, str]
    new: Mapping[LineKey, frozenset[str]]


def history(seed: int, size: Size = Size()) -> Outcomes:  # noqa: B008 - frozen
    """Return the history of *seed*; every other one is of a project that retries failing tests."""
    chance = Random(f"outcomes/{seed}")
    tests = tests_of(size.tests)
    main = main_commits(seed, size.commits, chance)
    fates = fates_of(chance, size)
    commits, pulled = _with_pull_requests(seed, main, size, chance)
    last, broken_last = _newest(seed, main, size, chance)
    pulled[last.id] = broken_last
    columns: list[Column] = []
    newest: dict[LineKey, str] = {}
    new: dict[LineKey, frozenset[str]] = {}
    of_line: dict[LineKey, Mapping[str, Fate]] = {}
    for place, key in enumerate(variants(size.variants)):
        on_line = [one_line[place] for one_line in fates]
        line = _Line(key, tests, on_line, pulled, Random(f"outcomes/{seed}/{place}"), seed % 2 == 1)
        # One started again may come after one of another commit.
        columns += sorted(line.runs(commits, last), key=lambda column: column.run.id)
        newest[key] = columns[-1].run.id
        of_line[key] = {test.id: fate for test, fate in zip(tests, on_line, strict=True)}
        before = {
            test.id for test, fate in zip(tests, on_line, strict=True) if fate.is_broken(last.main)
        }
        broke = {tests[at].id for at in broken_last} - before
        new[key] = frozenset(
            test.id
            for test, letter in zip(columns[-1].tests, columns[-1].letters, strict=True)
            if test.id in broke and letter in RED
        )
    return Outcomes(tuple(columns), of_line, newest, new)


def _with_pull_requests(
    seed: int, main: list[Commit], size: Size, chance: Random
) -> tuple[list[Commit], dict[str, frozenset[int]]]:
    """Return all commits in the order of time, and which tests those of pull requests break."""
    commits, broken = list(main), dict[str, frozenset[int]]()
    for number in range(size.commits // 4):
        base = chance.choice(main)
        pushes = chance.randrange(1, 4)
        faulty = chance.randrange(pushes + 1) if chance.random() < 0.5 else 0
        fault = frozenset(chance.sample(range(size.tests), chance.choice((1, 1, 2, 4))))
        for push in range(pushes):
            at = base.at + timedelta(hours=3 + 5 * push, minutes=number)
            commit = commit_of(seed, base.main, at, number + 100)
            commits.append(commit)
            if push < faulty:
                broken[commit.id] = fault
    return sorted(commits, key=lambda commit: (commit.at, commit.id)), broken


def _newest(
    seed: int, main: list[Commit], size: Size, chance: Random
) -> tuple[Commit, frozenset[int]]:
    """Return the commit that is tested last, of the main branch or not, and what it breaks."""
    pull_request = None if chance.random() < 0.5 else 999
    is_main = pull_request is None
    at = main[-1].at + timedelta(hours=30)
    last = commit_of(seed, main[-1].main + is_main, at, pull_request)
    fault = chance.sample(range(size.tests), chance.choice((0, 1, 2, 3, 5, 8)))
    return last, frozenset(fault)


class _Line:
    """Runs the tests of one line on one commit after the other."""

    def __init__(
        self,
        key: LineKey,
        tests: tuple[Named, ...],
        fates: list[Fate],
        pulled: Mapping[str, frozenset[int]],
        chance: Random,
        retries: bool,  # noqa: FBT001 - what the project does
    ) -> None:
        self._key = key
        self._tests = tests
        self._fates = fates
        self._pulled = pulled
        self._chance = chance
        self._attempts = ATTEMPTS if retries else 1
        self._number = 0
        self._rows: dict[tuple[int, ...], tuple[Named, ...]] = {}

    def runs(self, commits: list[Commit], last: Commit) -> Iterator[Column]:
        """Yield the runs, oldest first; the last one is neither an outage nor a bad machine."""
        for commit in commits:
            ills = self._chance.random()
            run = self._run(commit, outage=ills < 0.015, bad_machine=0.015 <= ills < 0.025)
            yield run
            red = bool(RED & set(run.letters))
            again = RERUN_WHEN_RED if red else RERUN_WHEN_GREEN
            if 0.015 <= ills < 0.025:
                again = RERUN_AFTER_BAD_MACHINE
            if self._chance.random() < again:
                yield self._run(commit, after=timedelta(hours=1))
        yield self._run(last)

    def _run(
        self,
        commit: Commit,
        *,
        outage: bool = False,
        bad_machine: bool = False,
        after: timedelta = timedelta(),
    ) -> Column:
        places = tuple(at for at, fate in enumerate(self._fates) if fate.exists(commit.main))
        letters: list[str] = []
        troubles: dict[int, tuple[Trouble, ...]] = {}
        for at in places:
            letter, says = self._result(at, commit, outage=outage, bad_machine=bad_machine)
            if letter not in {PASSED, SKIPPED}:
                troubles[len(letters)] = (Trouble("failure", says, f"E   {says}", "Error"),)
            letters.append(letter)
        self._number += 1
        said = "".join(letters)
        at_time = commit.at + after
        return Column(
            line=self._key,
            run=run_facts(commit, at_time, self._number, counts_of(said), self._key),
            tests=self._rows.setdefault(places, tuple(self._tests[at] for at in places)),
            letters=said,
            durations_ms=tuple(20.0 if letter != SKIPPED else None for letter in letters),
            troubles=troubles,
            services=(
                Service(name="ledger", status="down" if outage else "up", checked_at=at_time),
            ),
        )

    def _result(
        self, at: int, commit: Commit, *, outage: bool, bad_machine: bool
    ) -> tuple[str, str]:
        fate, chance = self._fates[at], self._chance
        if chance.random() < fate.skips:
            return SKIPPED, ""
        if bad_machine and chance.random() < 0.9:
            return FAILED, "OSError: [Errno 5] Input/output error"
        if outage and fate.needs_service:
            return OUTAGE, "ConnectionRefusedError: ledger at 127.0.0.1:5432: Connection refused"
        if at in self._pulled.get(commit.id, ()):
            return FAILED, f"ValueError: the change broke {self._tests[at].name}"
        if fate.is_broken(commit.main):
            return FAILED, f"AssertionError: {self._tests[at].name} expected something else"
        rate = fate.rate_at(commit.main)
        for attempt in range(self._attempts):
            if chance.random() >= rate:
                return (
                    RETRIED if attempt else PASSED,
                    f"TimeoutError: {self._tests[at].name} waited",
                )
        return FAILED, f"TimeoutError: {self._tests[at].name} waited"

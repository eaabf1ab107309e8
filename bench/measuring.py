"""
How right reportgen is about simulated histories, one function for each kind of question.

What counts as true is decided here and in `simulate`, by what the words mean; what reportgen says
comes from `judging`. Where a truth cannot be seen in the results, that is counted apart.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import fmean
from typing import Final

import judging
from scoring import Row, Score, adjusted_rand_index, score
from simulate import durations, memories, messages, outcomes

from reportgen.model.overtime import FAILED, GREEN, RETRIED, Column, Line

ENOUGH: Final = 50
"""So many results a test must have on a line before the aims hold for it."""
WINDOW: Final = 50
DISAGREES_FOR: Final = timedelta(days=14)
THIRTY: Final = (0.7, 1.3)
DATED_WITHIN: Final = 3
"""A change counts as dated where the run that is named is off by no more runs."""


def flaky_rows(seeds: range) -> Iterator[Row]:
    """Yield how flaky tests are told, and how that depends on how often they fail."""
    told = plain = Score()
    by_rate = {rate: Score() for rate in outcomes.RATES}
    for seed in seeds:
        made = outcomes.history(seed)
        for line in judging.lines(made.columns):
            fates, found = made.fates[line.key], judging.flaky_tests(line)
            flaky = {test for test, fate in fates.items() if fate.kind == "flaky"}
            long, seen = _long(line), flaky & showing(line)
            told += Score(
                right=len(found & flaky & long),
                found=len(found & long),
                recalled=len(found & seen & long),
                true=len(seen & long),
            )
            plain += score(found, flaky)
            for rate in outcomes.RATES:
                of_rate = {test for test in flaky & long if fates[test].rate == rate}
                by_rate[rate] += Score(recalled=len(found & of_rate), true=len(of_rate))
    yield Row(
        "flaky tests with 50 results and more, rates even from 0.5 to 30 %",
        _of_even_rates(seeds),
        (0.95, 0.90),
    )
    yield Row("flaky tests, of those that showed it, with 50 results and more", told, (0.95, 0.90))
    yield Row("flaky tests, all, however few results", plain)
    for rate, found_of_rate in by_rate.items():
        yield Row(
            f"flaky tests that fail {rate * 100:g} % of attempts, all with 50 results",
            found_of_rate,
        )


def _of_even_rates(seeds: range) -> Score:
    """Return how flaky tests are told whose rates are drawn evenly, none left out."""
    told = Score()
    size = outcomes.Size(per_rate=0, even=2 * len(outcomes.RATES))
    for seed in seeds:
        made = outcomes.history(seed, size)
        for line in judging.lines(made.columns):
            fates, found, long = made.fates[line.key], judging.flaky_tests(line), _long(line)
            told += score(found & long, {t for t in long if fates[t].kind == "flaky"})
    return told


def _long(line: Line) -> set[str]:
    """Return the tests of *line* that have so many results of their own that the aims hold."""
    own = GREEN | {FAILED}
    return {
        test.id
        for test, letters in zip(line.tests, line.outcomes, strict=True)
        if sum(letter in own for letter in letters) >= ENOUGH
    }


def showing(line: Line) -> set[str]:
    """
    Return the tests of *line* whose results show a reader that they may be flaky.

    They failed twice among their last 50 results of the main branch, or both passed and failed on
    one commit within the last 14 days. Runs in which most tests failed show nothing.
    """
    found = set()
    until = max(run.started_at for run in line.runs if run.started_at)
    usable = [not column.is_all_red for column in line.columns]
    for test, letters in zip(line.tests, line.outcomes, strict=True):
        rows = [
            (run, letter)
            for run, letter, counts in zip(line.runs, letters, usable, strict=True)
            if counts and letter in GREEN | {FAILED}
        ]
        settled = [letter for run, letter in rows if run.settled][-WINDOW:]
        said: dict[str | None, set[str]] = {}
        for run, letter in rows:
            if run.started_at and until - run.started_at <= DISAGREES_FOR:
                said.setdefault(run.commit, set()).update("PF" if letter == RETRIED else letter)
        if settled.count(FAILED) >= 2 or {"P", FAILED} in said.values():
            found.add(test.id)
    return found


def new_failure_rows(seeds: range) -> Iterator[Row]:
    """Yield how failures are told that the newest run brings."""
    told, plain, in_flaky = Score(), Score(), Score()
    for seed in seeds:
        made = outcomes.history(seed)
        for line in judging.lines(made.columns):
            columns = line.columns
            found, new = judging.new_failures(columns), set(made.new[line.key])
            flaky = {t for t, fate in made.fates[line.key].items() if fate.kind == "flaky"}
            known = _without_last(columns)
            quiet = flaky - (showing(known) & _long(known))
            told += score(found, new - flaky, may=quiet | flaky & new)
            plain += score(found, new)
            both = new & flaky
            in_flaky += Score(recalled=len(found & both), true=len(both))
    yield Row("new failures, flakes left out that nobody could know", told, (0.99, 0.99))
    yield Row("new failures, all", plain)
    yield Row("new failures of tests that are flaky, too", in_flaky)


def _without_last(columns: tuple[Column, ...]) -> Line:
    (line,) = judging.lines(columns[:-1])
    return line


def duration_rows(seeds: range) -> Iterator[Row]:
    """Yield how changes of durations are told."""
    by_factor = {factor: Score() for factor in durations.FACTORS if factor != 1}
    by_noise = {noise: Score() for noise in durations.OF_TEST}
    answers, dated, thirty = Score(), Score(), Score()
    for seed in seeds:
        made = durations.history(seed)
        (line,) = judging.lines(made.columns)
        found = judging.changed_durations(line)
        places = {run.id: at for at, run in enumerate(line.runs)}
        directed = {
            name
            for name, told in found.items()
            if (change := made.changes.get(name)) and (told.factor > 1) == (change.factor > 1)
        }
        right = {name for name in directed if abs(made.changes[name].factor - 1) >= 0.2}
        near = {
            name
            for name in right
            if abs(places[found[name].since] - made.changes[name].at) <= DATED_WITHIN
        }
        answers += Score(right=len(right), found=len(found))
        dated += Score(right=len(near), found=len(right))
        for name, change in made.changes.items():
            one = Score(recalled=int(name in directed), true=1)
            by_factor[change.factor] += one
            if change.factor in THIRTY:
                by_noise[change.noise] += one
                thirty += one
    yield Row("changes of durations; recall is of those by 30 %", answers + thirty, (0.90, 0.80))
    yield Row(f"right ones that are dated within {DATED_WITHIN} runs", dated)
    for noise, each in by_noise.items():
        yield Row(f"changes by 30 % of what differs by {noise * 100:g} % by itself", each)
    for factor, each in by_factor.items():
        small = ", which is too little to be told" if abs(factor - 1) < 0.2 else ""
        yield Row(f"changes to {factor:g} times the time{small}", each)


def memory_rows(seeds: range) -> Iterator[Row]:
    """Yield how growth of memory over runs is told, and what else was taken for it."""
    told = Score()
    told_of = {each: Score() for each in memories.COURSES}
    for seed in seeds:
        made = memories.history(seed)
        (line,) = judging.lines(made.columns)
        found = judging.growing_memory(line)
        of = {c: {n for n, p in made.processes.items() if p.course == c} for c in told_of}
        told += score(found, of["leak"], may=of["late leak"])
        for course, names in of.items():
            told_of[course] += Score(recalled=len(found & names), true=len(names))
    yield Row("memory that grows over runs", told, (0.95, 0.90))
    yield Row("memory that began to grow within the window", told_of["late leak"])
    for course in ("sawtooth", "step", "settling", "steady"):
        yield Row(f"{course} memory that was taken for growing", told_of[course])


def cause_rows(seeds: range) -> Iterator[Row]:
    """Yield how failures are grouped by their causes."""
    agreements = []
    groups = causes = 0
    for seed in seeds:
        made = messages.failures(seed)
        found = judging.causes_of([(each.test, each.trouble) for each in made])
        true = [each.cause for each in made]
        agreements.append(adjusted_rand_index(found, true))
        groups += len(set(found))
        causes += len(set(true))
    what = f"causes of failures: {groups:,} groups for {causes:,} causes, adjusted Rand index"
    yield Row(what, aims=(0.95, None), agreement=fmean(agreements))


KINDS: Final[dict[str, Callable[[range], Iterator[Row]]]] = {
    "flaky": flaky_rows,
    "new-failures": new_failure_rows,
    "durations": duration_rows,
    "memory": memory_rows,
    "causes": cause_rows,
}
"""What is judged, and how that is measured."""


def measure(kind: str, seeds: range) -> list[Row]:
    """Return the rows of *kind*."""
    return list(KINDS[kind](seeds))

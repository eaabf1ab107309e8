"""Simulated histories hold the truth that they claim to hold, and are the same each time."""

from collections import defaultdict
from itertools import pairwise
from statistics import median

import pytest
from simulate import durations, memories, messages, outcomes
from simulate.outcomes import Outcomes

from reportgen.model.overtime import GREEN, OUTAGE, RED, Column


@pytest.fixture(scope="module")
def made() -> Outcomes:
    """Return a small history of outcomes, of a project that does not retry."""
    return outcomes.history(2, SMALL)


SMALL = outcomes.Size(tests=120, commits=60, per_rate=1, broken=6, once=6)


def result(test: str, column: Column) -> str:
    """Return the letter of *test* in *column*, or nothing where it is not there."""
    at = next((at for at, each in enumerate(column.tests) if each.id == test), None)
    return "" if at is None else column.letters[at]


def test_the_same_seed_gives_the_same_history() -> None:
    """Numbers that a page states can be had again; another seed gives others."""
    assert outcomes.history(2, SMALL) == outcomes.history(2, SMALL)
    assert outcomes.history(2, SMALL).columns != outcomes.history(4, SMALL).columns
    assert durations.history(1) == durations.history(1)
    assert memories.history(1) == memories.history(1)
    assert messages.failures(1) == messages.failures(1)


def test_runs_follow_each_other(made: Outcomes) -> None:
    """On each line the runs come in the order of time, with ids of their own that sort alike."""
    for key in made.fates:
        ids = [column.run.id for column in made.columns if column.line == key]

        assert sorted(set(ids)) == ids
        assert made.newest[key] == ids[-1]


def test_what_is_healthy_fails_only_by_what_hits_many(made: Outcomes) -> None:
    """On the main branch a healthy test is red in outages and on bad machines alone."""
    for column in made.columns[:-1]:
        if not column.run.settled or column.run.id in made.newest.values():
            continue
        red = [
            made.fates[column.line][test.id].kind
            for test, letter in zip(column.tests, column.letters, strict=True)
            if letter in RED
        ]

        assert "healthy" not in red or column.is_all_red


def test_what_is_broken_is_red_until_it_is_mended(made: Outcomes) -> None:
    """It is red in every run of these commits in which it ran, and green in those around them."""
    mains: dict[str, list[Column]] = defaultdict(list)
    for column in made.columns:
        if column.run.settled and not column.is_all_red:
            mains[column.line.label].append(column)
    broken = [
        (key, test, fate)
        for key, fates in made.fates.items()
        for test, fate in fates.items()
        if fate.kind in {"broken", "once", "relapsing"}
    ]
    for key, test, fate in broken:
        assert fate.broke is not None
        commits = list(dict.fromkeys(column.run.commit for column in mains[key.label]))
        letters = "".join(
            result(test, column) for column in mains[key.label] if column.run.id != made.newest[key]
        ).translate({ord("S"): None, ord(OUTAGE): None})
        changes = sum((one in RED) != (other in RED) for one, other in pairwise(letters))

        assert len(commits) > 50
        assert changes <= (4 if fate.again else 2)
        assert set(letters) <= RED | GREEN
    assert broken


def test_flaky_tests_fail_as_often_as_they_are_said_to() -> None:
    """Over many runs the share of red results is near the rate."""
    size = outcomes.Size(tests=60, commits=1500, per_rate=1, variants=1)
    made = outcomes.history(8, size)
    (fates,) = made.fates.values()
    for test, fate in fates.items():
        if fate.kind == "flaky" and fate.born == 0 and fate.rate >= 0.05:
            said = [result(test, c) for c in made.columns if not c.is_all_red]
            ran = [letter for letter in said if letter in RED | GREEN]
            red = sum(letter in RED for letter in ran) / len(ran)

            assert fate.rate == pytest.approx(red, rel=0.3)


def test_retries_are_those_of_projects_that_retry() -> None:
    """A pass after a failed attempt is seen in every other history, and only of flaky tests."""
    retrying = outcomes.history(3, SMALL)
    kinds = {
        retrying.fates[column.line][test.id].kind
        for column in retrying.columns
        for test, letter in zip(column.tests, column.letters, strict=True)
        if letter == "R"
    }

    assert kinds
    assert kinds <= {"flaky", "recovered"}
    assert not any("R" in column.letters for column in outcomes.history(2, SMALL).columns)


def test_the_newest_run_brings_failures_of_its_own() -> None:
    """They are red there, and the main branch before was not broken so."""
    brought = 0
    for seed in range(6):
        made = outcomes.history(seed, SMALL)
        for key, new in made.new.items():
            newest = next(c for c in made.columns if c.run.id == made.newest[key])

            assert all(result(test, newest) in RED for test in new)

            brought += len(new)
    assert brought


def test_durations_change_where_they_are_said_to() -> None:
    """The median after a step is the factor times that before it, one with another."""
    ratios = []
    for seed in range(10):
        made = durations.history(seed)
        for at, test in enumerate(made.columns[0].tests):
            if change := made.changes.get(test.id):
                took = [column.durations_ms[at] or 0 for column in made.columns]
                seen = median(took[change.at :]) / median(took[: change.at])
                ratios.append(seen / change.factor)

    assert 1 == pytest.approx(median(ratios), rel=0.02)
    assert len(ratios) > 100


def test_memory_takes_its_course() -> None:
    """The last quarter of a leak needs more than the first; what is steady stays."""
    made = memories.history(5)
    for name, process in made.processes.items():
        peaks = [
            trend.peak for c in made.columns for trend in c.memory if trend.series.name == name
        ]
        gained = median(peaks[-15:]) - median(peaks[:15])
        if process.course == "leak":
            assert process.more * 0.75 == pytest.approx(gained, rel=0.5)
        if process.course == "steady":
            assert abs(gained) < 0.05 * process.base


def test_a_cause_says_something_new_each_time() -> None:
    """What changes does; the type and the place of one cause stay."""
    by_cause = defaultdict(list)
    for failure in messages.failures(3):
        by_cause[failure.cause].append(failure.trouble)
    for said in by_cause.values():
        assert 1 == len({trouble.type for trouble in said})
        assert "{" not in "".join(trouble.message for trouble in said)
    many = [said for said in by_cause.values() if len(said) > 10]

    assert many
    assert any(len({trouble.message for trouble in said}) > 10 for said in many)


def test_one_cause_hits_many_tests() -> None:
    """And several causes hit one test each."""
    tests = defaultdict(set)
    for failure in messages.failures(3):
        tests[failure.cause].add(failure.test)

    assert max(len(hit) for hit in tests.values()) >= 5
    assert min(len(hit) for hit in tests.values()) == 1

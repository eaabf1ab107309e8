"""What became slower: a level that changed by enough, and holds."""

from collections.abc import Sequence
from itertools import chain
from math import exp
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.overtime import LineKey, Slower
from reportgen.model.steps import Step
from reportgen.model.text import parts
from reportgen.overtime.slower import ALGORITHM, Changes, SlowerRules, judge
from tests.overtime.timed_lines import make_line, make_run

PAYS = "shop/Till.pays"


def times(*levels: tuple[float, int], noise: float = 0.02, seed: int = 1) -> list[float]:
    """Return seconds around each level, as often as stated; *noise* is a share."""
    chance = Random(seed)  # noqa: S311 - a fixed series, no secret
    return [
        round(level * chance.uniform(1 - noise, 1 + noise), 4)
        for level, count in levels
        for _ in range(count)
    ]


def of_one(*levels: tuple[float, int], **more: Any) -> Changes:  # noqa: ANN401 - as `times` has it
    """Return what changed on a line with one test."""
    return judge(make_line({PAYS: times(*levels, **more)}))


def kinds(changes: Sequence[Slower]) -> list[tuple[str, str]]:
    """Return the kind and the subject of each change."""
    return [(change.kind, change.subject) for change in changes]


def test_a_test_that_became_slower() -> None:
    """It is told with both times, both runs, how much and over how many runs."""
    (found,) = of_one((0.9, 24), (1.4, 12), noise=0.0).slower
    run, last = make_run(24), make_run(23)
    commit = (run.commit or "")[:8]

    assert (
        f"`Till.pays` takes 1.4 s since run of 2026-03-07 06:12 UTC (commit `{commit}`), "
        "0.9 s before: +55.6 %, over 24 runs before and 12 after"
    ) == found.reason
    assert (0.9, 1.4) == (found.before_s, found.after_s)
    assert (last.id, run.id) == (found.until.run, found.since.run)
    assert ("test", "Till.pays", f"id:{PAYS}") == (found.kind, found.subject, found.test)
    assert (36, ALGORITHM, "unit") == (found.window.runs, found.algorithm, found.job)
    assert found.agreed
    assert 2.0 == found.costs_s_per_day


def test_without_a_time_the_run_is_named_by_its_id() -> None:
    """What is not known of a run is not made up, and no cost either."""
    runs = [make_run(n, started=False) for n in range(36)]
    (found,) = judge(make_line({PAYS: times((0.9, 24), (1.4, 12))}, runs=runs)).slower

    assert "since run `run-0024`, " in found.reason
    assert (None, None) == (found.costs_s_per_day, found.numbers["runs_per_day"])


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        pytest.param([(1.0, 20), (1.25, 20)], 1, id="a-quarter"),
        pytest.param([(1.0, 20), (1.15, 20)], 0, id="under-20-percent"),
        pytest.param([(0.2, 20), (0.32, 20)], 1, id="120-ms"),
        pytest.param([(0.1, 20), (0.19, 20)], 0, id="under-100-ms"),
        pytest.param([(1.0, 40), (2.0, 5)], 1, id="five-runs-after"),
        pytest.param([(1.0, 40), (2.0, 4)], 0, id="four-runs-after"),
        pytest.param([(1.0, 41), (2.0, 4)], 0, id="four-runs-after-blocks"),
        pytest.param([(1.0, 5), (2.0, 20)], 1, id="five-runs-before"),
        pytest.param([(1.0, 4), (2.0, 20)], 0, id="four-runs-before"),
        pytest.param([(1.0, 4), (2.0, 21)], 0, id="four-runs-before-blocks"),
        pytest.param([(0.0, 20), (0.5, 20)], 1, id="from-nothing"),
        pytest.param([(1.0, 40)], 0, id="flat"),
        pytest.param([(1.0, 20), (2.0, 10), (1.0, 20)], 0, id="over-again"),
        pytest.param([(1.0, 20), (2.0, 10), (1.1, 20)], 0, id="nearly-over-again"),
        pytest.param([(1.0, 20), (2.0, 10), (1.5, 20)], 1, id="half-of-it-stays"),
        pytest.param([(1.0, 20), (1.5, 10), (2.25, 20)], 1, id="twice"),
        pytest.param([(1.0, 190), (2.0, 60)], 1, id="more-runs-than-the-window"),
    ],
)  # fmt: skip
def test_what_is_told(levels: list[tuple[float, int]], told: int) -> None:
    """A change needs the share, the time, the runs on both sides, and to hold at the end."""
    assert told == len(of_one(*levels).slower)


def test_the_last_change_is_told() -> None:
    """Of two rises the later one, against the level just before it."""
    (found,) = of_one((1.0, 20), (1.5, 20), (2.25, 20)).slower

    assert pytest.approx((1.5, 2.25), rel=0.02) == (found.before_s, found.after_s)
    assert "run-0040" == found.since.run


def test_small_rises_add_up() -> None:
    """Where no single step is enough, the runs between the two levels are left out."""
    (found,) = of_one((1.0, 30), (1.12, 30), (1.25, 30), noise=0.01).slower

    assert ("run-0029", "run-0060") == (found.until.run, found.since.run)
    assert ", 1 s until run of " in found.reason
    assert 30 == found.numbers["runs_before"] == found.numbers["runs_after"]


def test_faster_is_kept_apart() -> None:
    """A fall is no slow-down, and the other way round."""
    fell = of_one((1.4, 24), (0.9, 12), noise=0.0)

    assert ((), 1) == (fell.slower, len(fell.faster))
    assert "0.9 s since" in fell.faster[0].reason
    assert ": −35.7 %, " in fell.faster[0].reason
    assert -2.0 == fell.faster[0].costs_s_per_day
    assert () == of_one((0.9, 24), (1.4, 12)).faster


def test_back_to_what_it_was() -> None:
    """A rise after a short time of being fast says that it was as slow before."""
    (found,) = of_one((2.0, 40), (1.0, 8), (2.0, 20)).slower

    assert "; before that it took about as long as now" in found.reason


@pytest.mark.parametrize("letter", "FEIRS")
def test_times_of_what_did_not_pass_at_once_do_not_count(letter: str) -> None:
    """A red, retried or skipped result stopped early or waited in vain."""
    line = make_line({PAYS: times((1.0, 20), (3.0, 20))}, {PAYS: "P" * 20 + letter * 20})

    assert Changes() == judge(line)


def test_settled_runs_alone_are_history() -> None:
    """Runs of pull requests count only where there are no others."""
    seconds = {PAYS: times((1.0, 20), (3.0, 20))}
    mixed = [make_run(n, settled=n < 20) for n in range(40)]
    topics = [make_run(n, settled=False) for n in range(40)]

    assert Changes() == judge(make_line(seconds, runs=mixed))
    assert 1 == len(judge(make_line(seconds, runs=topics)).slower)


def test_runs_of_pull_requests_cost_as_well() -> None:
    """What a day of runs costs more counts all runs of the line."""
    runs = [make_run(n, settled=n % 2 == 0) for n in range(81)]
    seconds = list(chain.from_iterable((time, 9.0) for time in times((1.0, 20), (2.0, 21))))
    (found,) = judge(make_line({PAYS: seconds[:81]}, runs=runs)).slower

    assert 4.0 == found.numbers["runs_per_day"]
    assert 41 == found.window.runs


def test_gaps_are_left_out() -> None:
    """A run without a time of the test is neither before nor after."""
    seconds: list[float | None] = list(times((1.0, 24), (2.0, 24)))
    seconds[3::4] = [None] * 12
    (found,) = judge(make_line({PAYS: seconds})).slower

    assert (18, 18, 36) == (
        found.numbers["runs_before"], found.numbers["runs_after"], found.window.runs,
    )  # fmt: skip


RARE_AND_OFTEN = [1.0, 1.0, 3.0] * 20 + [3.0, 3.0, 3.0, 1.0, 1.0] * 16
"""A test that jumps between two times, of which one comes more often in the end."""


@pytest.mark.parametrize(
    ("seconds", "agreed", "confidence"),
    [
        pytest.param([1.0, 1.1, 1.05] * 4 + [2.0] * 5, True, "probable", id="apart"),
        pytest.param(RARE_AND_OFTEN, False, "possible", id="to-and-fro"),
    ],
)
def test_both_methods_have_to_agree(seconds: list[float], *, agreed: bool, confidence: str) -> None:
    """Where the runs before and after are not told apart by ranks a change is only possible."""
    (found,) = judge(make_line({PAYS: seconds})).slower

    assert (agreed, confidence) == (found.agreed, found.confidence)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("often", [0.2, 0.35, 0.5])
def test_two_times_are_no_change(seed: int, often: float) -> None:
    """A test that jumps between two times by chance is not called slower, nor faster."""
    chance = Random(seed)  # noqa: S311 - a fixed series, no secret
    found = judge(make_line({PAYS: [3.0 if chance.random() < often else 1.0 for _ in range(100)]}))

    assert [] == [change for change in (*found.slower, *found.faster) if change.agreed]


def many(count: int, runs: int, factors: Sequence[float] | None = None) -> dict[str, list[float]]:
    """Return *count* tests of a suite, each of some 0.3 s, times the factor of each run."""
    shares = factors or [1.0] * runs
    return {
        f"all/Many.t{n}": [
            time * share for time, share in zip(times((0.3, runs), seed=n), shares, strict=True)
        ]
        for n in range(count)
    }


def test_a_clear_change_is_certain() -> None:
    """Many runs on both sides, apart, on machines whose pace is known: that is no chance."""
    seconds = many(12, 80) | {PAYS: times((1.0, 40), (2.0, 40))}
    (found,) = judge(make_line(seconds)).slower

    assert "certain" == found.confidence
    assert found.reason.endswith("; times are taken by the pace of all tests of their run")


def test_what_wanders_is_not_certain() -> None:
    """A level that moved time and again may move on: the last move proves little."""
    moves = [(level, 16) for level in (1.0, 1.5, 1.0, 1.5, 1.0, 2.0)]
    (found,) = judge(make_line(many(12, 96) | {PAYS: times(*moves)})).slower

    assert (True, "probable") == (found.agreed, found.confidence)


def test_without_a_pace_nothing_is_certain() -> None:
    """One test alone cannot tell itself from its machine."""
    (found,) = of_one((1.0, 40), (2.0, 40)).slower

    assert "probable" == found.confidence


def test_a_slow_machine_makes_no_test_slow() -> None:
    """Runs in which all tests are slow together hide nothing and make nothing up."""
    chance = Random(4)  # noqa: S311 - a fixed series, no secret
    factors = [chance.lognormvariate(0, 0.25) for _ in range(60)]
    rise = [time * share for time, share in zip(times((1.0, 48), (1.4, 12)), factors, strict=True)]
    found = judge(make_line(many(15, 60, factors) | {PAYS: rise}))

    assert [("test", "Till.pays")] == kinds(found.slower)
    assert "run-0048" == found.slower[0].since.run
    assert () == found.faster


def test_all_at_once_is_told_of_the_line() -> None:
    """That everything became slower is told once, of the line and its suites, not of each test."""
    found = judge(make_line(many(15, 60, [1.0] * 40 + [1.5] * 20)))

    assert [("line", "unit"), ("suite", "all")] == sorted(kinds(found.slower))
    assert {"run-0040"} == {change.since.run for change in found.slower}
    assert "all tests of `unit` together take 6.75 s since " in "".join(
        change.reason for change in found.slower
    ).replace("6.7 s", "6.75 s")


def test_what_the_reports_do_not_show_is_not_told() -> None:
    """A test that stayed as it was is not called faster because all others became slower."""
    seconds = many(15, 60, [1.0] * 40 + [1.5] * 20) | {PAYS: times((1.0, 60))}
    found = judge(make_line(seconds))

    assert () == found.faster
    assert "Till.pays" not in [change.subject for change in found.slower]


def test_a_suite_of_small_rises() -> None:
    """Tests that are too short to be told add up to a suite that is not."""
    seconds = {f"all/Many.t{n}": times((0.02, 30), (0.045, 30), seed=n) for n in range(8)}
    found = judge(make_line(seconds))

    assert [("suite", "all")] == kinds(found.slower)
    assert "suite `all` takes " in found.slower[0].reason
    assert "; the sum of 8 tests that ran in nearly all runs" in found.slower[0].reason


def test_new_tests_make_no_suite_slower() -> None:
    """A suite is taken as the tests that were there all the time."""
    new: list[float | None] = [None] * 30 + times((5.0, 30))
    seconds = {f"all/Many.t{n}": times((0.2, 60), seed=n) for n in range(4)} | {"all/New.t": new}

    assert Changes() == judge(make_line(seconds))


def steps_of(seconds: Sequence[float], **more: Any) -> list[tuple[Step, ...]]:  # noqa: ANN401
    """Return for each of *seconds* a run with one step that took as long."""
    fields = {"name": "build", "status": "passed"} | more
    return [(Step(**fields, duration_s=duration),) for duration in seconds]


def test_a_step_that_became_slower() -> None:
    """Steps are told by their title, from five seconds on."""
    (found,) = judge(
        make_line(steps=steps_of(times((60.0, 20), (90.0, 20), noise=0), job="ci"))
    ).slower

    assert ("step", "ci › build", None) == (found.kind, found.subject, found.test)
    assert found.reason.startswith("step `ci › build` takes 1 min 30 s since ")


@pytest.mark.parametrize(
    ("levels", "more"),
    [
        pytest.param([(10.0, 20), (14.0, 20)], {}, id="under-5-s"),
        pytest.param([(60.0, 20), (66.0, 20)], {}, id="under-20-percent"),
        pytest.param([(60.0, 20), (90.0, 20)], {"status": "failed"}, id="failed"),
        pytest.param([(60.0, 20), (90.0, 20)], {"superseded": True}, id="superseded"),
    ],
)
def test_steps_that_are_not_told(levels: list[tuple[float, int]], more: dict[str, Any]) -> None:
    """Small changes, and times of what did not pass or does not count."""
    assert Changes() == judge(make_line(steps=steps_of(times(*levels), **more)))


def test_of_steps_with_one_title_the_longest_counts() -> None:
    """Parts of a matrix run side by side, and how many there are does not matter."""
    one = steps_of(times((60.0, 40)))
    two = steps_of(times((40.0, 40)))
    runs = [(*a, *b) if n >= 20 else a for n, (a, b) in enumerate(zip(one, two, strict=True))]

    assert Changes() == judge(make_line(steps=runs))


def test_what_costs_most_comes_first() -> None:
    """Changes are sorted by the time that they add to a day."""
    seconds = {
        "a/A.small": times((1.0, 20), (1.5, 20)),
        "b/B.great": times((1.0, 20), (4.0, 20)),
        "c/C.middle": times((1.0, 20), (2.0, 20)),
    }

    assert ["B.great", "C.middle", "A.small"] == [
        change.subject for change in judge(make_line(seconds)).slower
    ]


def test_names_are_quoted() -> None:
    """Names from artifacts stand in our sentences as quotes alone."""
    key = LineKey(None, "x`@all` job", ())
    line = make_line(
        many(12, 40, [1.0] * 20 + [2.0] * 20) | {"a/`@evil` **b**": times((1.0, 20), (9.0, 20))},
        steps=steps_of(times((60.0, 20), (90.0, 20)), name="`# step`"),
        key=key,
    )
    reasons = [change.reason for change in judge(line).slower]
    ours = "".join(part.text for reason in reasons for part in parts(reason) if not part.quoted)

    assert 4 == len(reasons)
    assert not any(word in ours for word in ("evil", "**", "# step", "@all"))


@pytest.mark.parametrize("runs", [0, 1, 9])
def test_few_runs_show_nothing(runs: int) -> None:
    """A line without enough runs has no changes, and no mistakes either."""
    line = make_line(
        {PAYS: times((1.0, 1), (5.0, 8))[:runs]}, steps=steps_of(times((9.0, 5), (90.0, 4))[:runs])
    )

    assert Changes() == judge(line)


def test_rules_can_be_set() -> None:
    """A project that wants to know of less is told of less."""
    line = make_line({PAYS: times((1.0, 30), (1.1, 30), noise=0.01)})
    strict = SlowerRules(tests=SlowerRules().tests._replace(share=0.05, least_ms=50.0))

    assert Changes() == judge(line)
    assert 1 == len(judge(line, strict).slower)


def test_the_order_of_tests_does_not_matter() -> None:
    """The same times in another order give the same findings, in the same order."""
    seconds = many(14, 60) | {
        f"shop/Till.t{n}": times((1.0, 30), (2.0, 30), seed=n) for n in range(4)
    }

    found = judge(make_line(seconds))

    assert found == judge(make_line(dict(reversed(seconds.items()))))
    assert 5 == len(found.slower)


def test_a_long_line_is_cut() -> None:
    """Of more runs than can be fitted the newest are looked at, whatever the rules say."""
    seconds = many(12, 700) | {PAYS: times((1.0, 650), (2.0, 50))}
    (found,) = judge(make_line(seconds), SlowerRules(frame=9_999, window=9_999)).slower

    assert (500, "run-0650") == (found.window.runs, found.since.run)


SECONDS = st.one_of(st.none(), st.sampled_from([0.0, 0.001, 0.3, 0.5, 2.0, 1e6]))
ROWS = st.integers(0, 40).flatmap(
    lambda runs: st.lists(st.lists(SECONDS, min_size=runs, max_size=runs), max_size=14)
)


@given(ROWS)
def test_what_is_told_keeps_the_rules(rows: list[list[float | None]]) -> None:
    """Whatever the times, a change that is told is as large and as long as it has to be."""
    line = make_line({f"s/C.t{n}": row for n, row in enumerate(rows)})
    found = judge(line)
    effect = SlowerRules().tests

    for change in (*found.slower, *found.faster):
        assert effect.is_met(change.before_s * 1000, change.after_s * 1000)
        assert min(change.numbers["runs_before"] or 0, change.numbers["runs_after"] or 0) >= 5
        assert change.agreed == (change.confidence != "possible")
    assert all(change.after_s > change.before_s for change in found.slower)
    assert all(change.after_s < change.before_s for change in found.faster)


def test_many_runs_show_a_change_that_is_small_beside_the_noise() -> None:
    """A third more, where single runs differ by a fourth: each run says little, all do."""
    chance = Random(0)  # noqa: S311 - a fixed series, no secret
    noisy = [time * chance.lognormvariate(0, 0.25) for time in times((1.0, 50), (1.35, 50))]
    (found,) = judge(make_line(many(12, 100) | {PAYS: noisy})).slower

    assert 10 > abs(50 - int(found.since.run.removeprefix("run-")))
    assert found.confidence != "certain"


@pytest.mark.parametrize("follows", [0.0, 0.3, 0.5])
def test_noise_that_follows_itself_is_no_change(follows: float) -> None:
    """Slow days come in rows on shared machines; of 100 such tests hardly one may be told."""
    rows = {}
    for name in range(100):
        chance, at, seconds = Random(f"{follows} {name}"), 0.0, []  # noqa: S311 - no secret
        for _ in range(120):
            at = follows * at + chance.gauss(0, 0.25 * (1 - follows**2) ** 0.5)
            seconds.append(2 * exp(at))
        rows[f"shop/Till.pays[{name}]"] = seconds
    found = judge(make_line(rows))

    assert 1 >= len([each for each in (*found.slower, *found.faster) if each.kind == "test"])

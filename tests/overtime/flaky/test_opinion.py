"""What is told of the tests of a line: counts, facts, reasons, and the order of it all."""

from datetime import timedelta
from typing import Final

import pytest

from reportgen.config import FlakyRules
from reportgen.model.overtime import FlakyState, LineKey, Moment, TestState
from reportgen.overtime.flaky import FlakyOpinion, judge, preview
from tests.overtime.lines import BEGAN, columns_of, joined, line_of, named

RULES: Final = FlakyRules()
GOOD: Final = "P" * 9


def states(opinion: FlakyOpinion) -> dict[FlakyState, int]:
    """Return the states that any test is in."""
    return {state: number for state, number in opinion.states.items() if number}


def only(opinion: FlakyOpinion) -> TestState:
    """Return the one test that is told."""
    (test,) = opinion.tests
    return test


def test_counts_every_test_and_tells_some() -> None:
    """Each test is counted once; those that pass, or are too new, are told by number alone."""
    opinion = judge(
        line_of(
            {
                "healthy": GOOD + "PPPP",
                "new": "." * 9 + "PPPP",
                "broken": GOOD + "PFFF",
                "flaky": GOOD + "FPFP",
                "suspect": GOOD + "PFPP",
                "retried": GOOD + "PPRP",
            }
        ),
        RULES,
    )

    assert {"broken": 1, "flaky": 2, "suspect": 1, "healthy": 1, "insufficient": 1} == (
        opinion.states
    )
    assert ["broken", "flaky", "retried", "suspect"] == [test.title for test in opinion.tests]


def test_runs_in_which_most_failed_tell_nothing() -> None:
    """More than half of at least 20 tests red is no fault of any test; it is said which runs."""
    many = {f"test_{number}": GOOD + "PFPFFFP" for number in range(11)}
    more = {f"other_{number}": "P" * 16 for number in range(9)}
    opinion = judge(line_of(many | more), RULES)
    half = judge(line_of({**many, **more, "one more": "P" * 16, "and one": "P" * 16}), RULES)
    few = judge(line_of(many | dict(list(more.items())[:8])), RULES)

    assert {"healthy": 20} == states(opinion)
    assert tuple(f"run-{number:04d}" for number in (10, 12, 13, 14)) == opinion.left_out
    assert ({"healthy": 11, "suspect": 11}, ()) == (states(half), half.left_out)
    assert ({"healthy": 8, "suspect": 11}, ()) == (states(few), few.left_out)


def test_a_run_that_is_left_out_is_not_the_newest() -> None:
    """What was seen on the commit of the newest run still was when a run broke down after it."""
    rest = {f"other_{number}": "P" * 11 + "F" for number in range(20)}
    opinion = judge(line_of({"test": "P" * 10 + "RF", **rest}, branches="m" * 10 + "am"), RULES)

    assert ({"flaky": 1, "healthy": 20}, ("run-0011",)) == (states(opinion), opinion.left_out)


def test_a_run_that_is_left_out_tells_no_time() -> None:
    """How long a run takes is not told by one in which nearly everything failed."""
    rest = {f"other_{number}": GOOD + "PPPFFFF" for number in range(20)}
    columns = columns_of({"test": GOOD + "FPPFFFF", **rest})
    slow = [
        column._replace(durations_ms=(9e6 if column.is_all_red else None,) * len(column.tests))
        for column in columns[1:]
    ]

    assert 10.5 == only(judge(joined([columns[0], *slow]), RULES)).wasted_s


def test_only_settled_results_make_a_test_healthy() -> None:
    """Where a default branch was run, passes elsewhere do not make up for those that lack."""
    outcomes = {"test": "P" * 12}
    few, enough = (
        judge(line_of(outcomes, branches="m" * number + "a" * (12 - number)), RULES)
        for number in (9, 10)
    )

    assert ({"insufficient": 1}, {"healthy": 1}) == (states(few), states(enough))


def test_outages_count_as_red_of_the_run() -> None:
    """A run in which an outage took most tests along tells nothing of the others either."""
    down = {f"test_{number}": GOOD + "PIP" for number in range(19)}
    opinion = judge(line_of({**down, "other": GOOD + "PFP"}), RULES)

    assert ({"healthy": 20}, ("run-0010",)) == (states(opinion), opinion.left_out)


def test_one_line_does_not_answer_for_another() -> None:
    """What fails on one variant alone is broken there, and healthy elsewhere."""
    windows = LineKey("till", None, (("os", "windows"),))
    here = judge(line_of({"test": GOOD + "PPP"}), RULES)
    there = judge(line_of({"test": GOOD + "FFF"}, key=windows), RULES)

    assert ({"healthy": 1}, {"broken": 1}) == (states(here), states(there))
    assert {"os": "windows"} == only(there).variant


def test_a_test_that_is_gone_is_in_no_state() -> None:
    """A test that none of the last runs had is told no more; one that they skipped is."""
    gone = "P" * 10 + "FFF"
    opinion = judge(
        line_of({"gone": gone + "." * 50, "skipped": gone + "S" * 50, "there": "P" * 63}), RULES
    )
    recent = judge(line_of({"gone": gone + "." * 49, "there": "P" * 62}), RULES)

    assert ({"broken": 1, "healthy": 1}, 1) == (states(opinion), opinion.gone)
    assert ({"broken": 1, "healthy": 1}, 0) == (states(recent), recent.gone)


def test_facts_of_a_flaky_test() -> None:
    """Rate, strip, moments, messages and wasted time are those of the recorded results."""
    test = only(
        judge(line_of({"pays": GOOD + "FP.FPSP", "ok": "P" * 16}, every=timedelta(days=1)), RULES)
    )

    assert ("unit/pays", "pays", "unit", "flaky") == (test.test, test.title, test.suite, test.state)
    assert (2, 14, 2, GOOD + "FP.FPSP") == (test.failed, test.ran, test.isolated, test.strip)
    assert Moment(run="run-0009", started_at=BEGAN + timedelta(days=9), commit=f"{9:040x}") == (
        test.first_failed
    )
    assert ("run-0012", "run-0015") == (
        test.last_failed and test.last_failed.run,
        test.last_passed and test.last_passed.run,
    )
    assert ("it broke in run-0009", "it broke in run-0012") == test.says
    assert 2.0 == test.wasted_s  # two runs of two tests of half a second
    assert (16, BEGAN, BEGAN + timedelta(days=15)) == (
        test.window.runs,
        test.window.since,
        test.window.until,
    )
    assert ("possible", "flaky/1") == (test.confidence, test.algorithm)
    assert {
        "failed": 2, "ran": 14, "results": 14, "failed_last": 0, "isolated": 2,
        "isolated_of_last": 2, "same_commit": 0, "same_commit_counted": 0, "passes_since": None,
        "days_since": None, "runs_wasted": 2, "run_s": 1.0, "low": 0.0485, "high": 0.3529,
    } == {
        name: round(number, 4) if isinstance(number, float) else number
        for name, number in test.numbers.items()
    }  # fmt: skip
    assert test.score == test.numbers["low"]


@pytest.mark.parametrize(
    ("letters", "facts", "reason"),
    [
        (
            GOOD + "FP",
            {"commits": "abcdefghijj"},
            (
                "`pays` passed and failed on commit `jjjjjjjj` on `os=linux`; "
                "red in 1 of 11 results on the default branch from 2026-02-01 to 2026-02-06"
            ),
        ),
        (
            GOOD + "RPRP",
            {},
            (
                "`pays` passed only after a failed attempt on commit `00000000` on `os=linux`, and "
                "disagreed with itself 1 more time within 14 days; "
                "red in 0 of 13 results on the default branch from 2026-02-01 to 2026-02-07"
            ),
        ),
        (
            "PR",
            {"branches": "aa", "commits": "??"},
            (
                "`pays` passed only after a failed attempt in run `run-0001` on `os=linux`, on an "
                "unmerged change; red in 0 of 2 results of unmerged changes on 2026-02-01"
            ),
        ),
        (
            GOOD + "FFF",
            {},
            (
                "`pays` failed in its last 3 results on `os=linux`, on 3 commits, since 2026-02-05,"
                " and passed last on 2026-02-05; "
                "red in 3 of 12 results on the default branch from 2026-02-01 to 2026-02-06"
            ),
        ),
        (
            "FFF",
            {"commits": "???", "every": None},
            (
                "`pays` failed in its last 3 results on `os=linux`, in 3 runs whose commits are not"
                " all known; red in 3 of 3 results on the default branch"
            ),
        ),
        (
            GOOD + "FPFP",
            {},
            (
                "`pays` failed 2 times between passes within its last 13 results on `os=linux`; "
                "red in 2 of 13 results on the default branch from 2026-02-01 to 2026-02-07"
            ),
        ),
        (
            GOOD + "FPFP" + "P" * 60,
            {"every": timedelta(hours=1)},
            (
                "`pays` was flaky on `os=linux` until 2026-02-01, and needs 30 passes over 7 days "
                "to have recovered: so far 61 passes over 2 days; "
                "red in 2 of 73 results on the default branch from 2026-02-01 to 2026-02-04"
            ),
        ),
        (
            GOOD + "FPFP" + "P" * 60,
            {},
            (
                "`pays` was flaky on `os=linux` until 2026-02-06, and has recovered with 61 passes "
                "since; red in 2 of 73 results on the default branch from 2026-02-01 to 2026-03-09"
            ),
        ),
        (
            GOOD + "FPP",
            {},
            (
                "`pays` failed once between passes within its last 12 results on `os=linux`; "
                "red in 1 of 12 results on the default branch from 2026-02-01 to 2026-02-06"
            ),
        ),
        (
            GOOD + "PF",
            {},
            (
                "`pays` failed in its last result on `os=linux`, and it is too soon to tell more; "
                "red in 1 of 11 results on the default branch from 2026-02-01 to 2026-02-06"
            ),
        ),
        (
            "FP",
            {"branches": "aa", "commits": "yy"},
            (
                "`pays` passed and failed on commit `yyyyyyyy` on `os=linux`, on an unmerged "
                "change; red in 1 of 2 results of unmerged changes on 2026-02-01"
            ),
        ),
    ],
)
def test_reasons(letters: str, facts: dict[str, object], reason: str) -> None:
    """A reason says what was seen, where, and k of n with its window."""
    line = line_of({"pays": letters}, **facts)  # type: ignore[arg-type] # of the table's rows

    assert reason == only(judge(line, RULES)).reason


def test_names_are_quoted() -> None:
    """What artifacts call a test, a job or a variant never leaves its backticks."""
    key = LineKey(None, "e2e`", (("os", "`linux"),))
    reason = only(judge(line_of({"a`b\nc": GOOD + "FFF"}, key=key), RULES)).reason

    assert reason.startswith("`aˋb ⏎ c` failed in its last 3 results on `e2eˋ · os=ˋlinux`, ")
    assert 4 == reason.count("`")


def test_messages_are_the_last_ten_that_differ() -> None:
    """What was said again counts as said last; ten are kept, the newest last."""
    outcomes = {"test": "FP" * 14}
    columns = [
        *columns_of(outcomes)[:-4],
        *columns_of(outcomes, says="again")[-4:-2],
        *columns_of(outcomes)[-2:],
    ]
    says = only(judge(joined(columns), RULES)).says
    same = [column._replace(troubles=columns[0].troubles) for column in columns[:20:2]]
    deduplicated = only(judge(joined([*same, *columns[1:20:2]]), RULES)).says

    assert (10, "again in run-0024", "it broke in run-0026") == (len(says), *says[-2:])
    assert ("it broke in run-0000",) == deduplicated


def test_what_wastes_most_comes_first() -> None:
    """Broken tests first, then by the time that lone failures took, then by how often red."""
    opinion = judge(
        line_of(
            {
                "b twice": GOOD + "FPFPPPP",
                "a thrice": GOOD + "FPFPFPP",
                "c once": GOOD + "PPPPFPP",
                "d once, of fewer": "...." + "PPPPP" + "PPPPFPP",
                "e broken": GOOD + "PPPPFFF",
            }
        ),
        RULES,
    )

    assert ["e broken", "a thrice", "b twice", "d once, of fewer", "c once"] == [
        test.title for test in opinion.tests
    ]


def test_time_is_unknown_where_none_was_measured() -> None:
    """Without durations nothing is said of the time that a test wasted."""
    bare = [
        column._replace(durations_ms=(None,) * len(column.tests))
        for column in columns_of({"test": GOOD + "FPFP"})
    ]
    test = only(judge(joined(bare), RULES))

    assert (None, None) == (test.wasted_s, test.numbers["run_s"])


def test_commits_are_named() -> None:
    """The commits that a test both passed and failed are listed, the newest last."""
    commits = "abcdefghiijkk"
    test = only(judge(line_of({"test": "P" * 8 + "FPPFP"}, commits=commits), RULES))

    assert ("i" * 40, "k" * 40) == test.same_commit


def test_nothing_recorded() -> None:
    """A line without runs, or without tests, has nothing to tell."""
    assert ({}, (), (), 0) == (states(judge(joined([]), RULES)), *judge(joined([]), RULES)[1:])


def test_preview_names_what_would_change() -> None:
    """Other rules are tried on the recorded results: who changes, from what to what, and why."""
    line = line_of(
        {
            "stays": "P" * 16,
            "new": "." * 12 + "PPPP",
            "flaky": GOOD + "FPFPPPP",
            "suspect": GOOD + "FPPPPPP",
            "broken": GOOD + "PPPPFFF",
        }
    )
    other = FlakyRules.model_validate(
        {"min-results": 4, "isolated-failures": 3, "broken-after": 4, "window-results": 6}
    )

    assert () == preview(line, RULES, RULES)
    assert [
        ("broken", "broken", "suspect"),
        ("flaky", "flaky", "suspect"),
        ("new", "insufficient", "healthy"),
        ("suspect", "suspect", "healthy"),
    ] == [(switch.test.name, switch.before, switch.after) for switch in preview(line, RULES, other)]
    assert (
        "`new` shows no sign of being flaky on `os=linux`; red in 0 of 4 results on the default "
        "branch from 2026-02-07 to 2026-02-08"
    ) == preview(line, RULES, other)[2].reason
    assert (
        "`new` has fewer than 10 results on `os=linux`; red in 0 of 4 results on the default "
        "branch from 2026-02-07 to 2026-02-08"
    ) == preview(line, other, RULES)[2].reason


def test_a_result_of_no_default_branch() -> None:
    """Where no run is settled, that a test failed may be the fault of a change: it is said so."""
    line = line_of({"test": "P" * 9 + "FFF"}, branches="a" * 12)
    fewer = FlakyRules.model_validate({"min-results": 20})

    assert {"insufficient": 1} == states(judge(line, RULES))
    assert () == preview(line, fewer, RULES)


def test_titles_carry_the_class() -> None:
    """A test is called by its class and name, as everywhere."""
    pays = named("pays")._replace(class_name="Till")

    assert "Till.pays" == only(judge(line_of({pays: GOOD + "FFF"}), RULES)).title

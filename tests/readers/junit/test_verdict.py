"""Pitfalls 11–21: the verdict of one case, from its direct children, then from its attributes."""

import pytest

from reportgen.model.tests import Attempt, Errored, Failed, Passed
from tests.readers.junit.reading import (
    artifact,
    case,
    problems,
    read,
    read_bytes,
    reason,
    troubles,
    verdicts,
)


def test_11_an_error_beats_a_failure() -> None:
    """One verdict; every message is kept, in the order of the file."""
    run = read("11-failure-and-error.xml")

    assert [("adds", "errored")] == verdicts(run)
    assert [
        ("failure", "AssertionError", "expected 3", "assert 2 == 3"),
        ("error", "OSError", "teardown broke", "drawer stuck"),
    ] == troubles(run, "adds")


def test_12_red_is_never_hidden_by_a_skip() -> None:
    """A failure or error beside ``<skipped>`` wins in either order, and the skip is remembered."""
    run = read("12-failure-and-skipped.xml")
    outcomes = [each.outcome for each in run.cases]

    assert [("may_fail", "failed"), ("may_break", "errored")] == verdicts(run)
    assert [True, True] == [
        outcome.also_skipped for outcome in outcomes if isinstance(outcome, Failed | Errored)
    ]


@pytest.mark.parametrize("noise", ["system-out", "property", "skipped", "rerunFailure", "unknown"])
def test_12_many_other_children_hide_no_failure(noise: str) -> None:
    """A case that prints, skips or retries a lot before it fails has failed."""
    inside = f"<{noise}/>" * 500 + "<failure/>"
    run = read_bytes(f'<testsuite><testcase name="a">{inside}</testcase></testsuite>'.encode())

    assert [("a", "failed")] == verdicts(run)


def test_13_several_failures_are_one_failed_case() -> None:
    """The case counts once, and all of its messages are kept."""
    run = read("13-several-failures.xml")

    assert (1, 0, 1, 0, 0, 0) == artifact(run).counts
    assert [
        ("failure", "A", "first", "one"),
        ("failure", "B", "second", "two"),
        ("failure", "C", "third", "three"),
    ] == troubles(run, "adds")
    assert [] == problems(run)


def test_14_attempts_do_not_make_the_verdict() -> None:
    """Flaky and rerun elements are attempts: a flaky case passed, one with a failure failed."""
    run = read("14-reruns.xml")
    failed = case(run, "failed_thrice").outcome

    assert (4, 2, 1, 0, 1, 1) == artifact(run).counts
    assert (
        Passed(
            (
                Attempt("failed", "first try", "at till.py:3", 0.5, "noise"),
                Attempt("errored", "second try", "at till.py:9", None, "more noise"),
            )
        )
        == case(run, "flaky").outcome
    )
    assert isinstance(failed, Failed)
    assert (
        Attempt("failed", "once", "at till.py:5"),
        Attempt("errored", "OSError", "at till.py:6"),
    ) == failed.attempts
    assert "gave up" == reason(run, "skipped_after")
    assert [("note", "info", "1 skipped case failed on an earlier attempt", "")] == problems(run)


def test_15_the_same_name_twice_is_two_cases() -> None:
    """Cases of one identity are all counted; folding them is somebody else's decision."""
    run = read("15-same-name-twice.xml")

    assert [("adds", "failed"), ("adds", "passed"), ("adds", "passed")] == verdicts(run)
    assert 1 == len({each.id for each in run.cases})


def test_16_not_run_may_stand_in_an_attribute_alone() -> None:
    """``status`` and ``result`` can say that a case did not run; a result child beats them."""
    run = read("16-not-run-by-attribute.xml")

    assert [
        ("gtest", "skipped"),
        ("gtest_skip", "skipped"),
        ("ctest", "skipped"),
        ("spelled", "skipped"),
        ("ignored", "skipped"),
        ("ran", "passed"),
        ("says_not_run_but_failed", "failed"),
        ("unknown_word", "passed"),
    ] == verdicts(run)
    assert 'the status attribute says "disabled"' == reason(run, "ctest")
    assert [("note", "info", "5 verdicts taken from a status attribute", "")] == problems(run)


def test_17_failed_may_stand_in_an_attribute_alone() -> None:
    """A status that says failed makes the case red, with a notice; a result child beats it."""
    run = read("17-failed-by-attribute.xml")

    assert [
        ("fail", "failed"),
        ("errored", "failed"),
        ("result", "failed"),
        ("skipped_child_wins", "skipped"),
    ] == verdicts(run)
    assert [
        ("failure", "", 'no details; the status attribute says "fail"', ""),
    ] == troubles(run, "fail")
    assert [("note", "info", "3 verdicts taken from a status attribute", "")] == problems(run)


def test_18_an_unknown_child_changes_no_verdict() -> None:
    """What is not in the set is named once per kind; ``<skip>`` is another ``<skipped>``."""
    run = read("18-unknown-children.xml")

    assert [
        ("phpunit", "passed"),
        ("junit_net", "passed"),
        ("reports", "skipped"),
        ("dotted", "failed"),
    ] == verdicts(run)
    assert [
        ("note", "info", f"1 test case with an unknown child <{name}>, ignored", "")
        for name in ("passed", "system.out", "warning")
    ] == problems(run)


def test_19_presence_decides_not_text() -> None:
    """An empty ``<failure/>`` is a failure; it may speak by attribute, by text or not at all."""
    run = read("19-empty-failure.xml")

    assert (4, 0, 3, 1, 0, 0) == artifact(run).counts
    assert [("failure", "", "", "")] == troubles(run, "empty")
    assert [("failure", "", "only here", "")] == troubles(run, "message")
    assert [("failure", "", "", "only in the text\n  at till.py:3")] == troubles(run, "text")
    assert [("error", "KeyError", "", "")] == troubles(run, "type")


def test_20_the_element_decides_between_failure_and_error() -> None:
    """Tools mix the two up; the type inside is shown and does not change the count."""
    run = read("20-error-for-assertion.xml")

    assert [("asserts", "errored"), ("breaks", "failed")] == verdicts(run)


def test_21_a_risky_test_stays_an_error() -> None:
    """PHPUnit's risky tests are written as errors and read as such."""
    run = read("21-risky.xml")

    assert [("error", r"PHPUnit\Framework\RiskyTestError", "", "Risky Test")] == troubles(
        run, "risky"
    )

"""Pitfalls 1–10: where cases may stand, and what suites say about themselves."""

import pytest

from tests.readers.junit.reading import artifact, problems, read, troubles, verdicts

DIFFERS = (
    'suite "till" declares 3 tests, holds 2 and declares 2 failures and errors, holds 1'
    " (and 1 more suite like it)"
)


def test_01_a_suite_may_be_the_root() -> None:
    """A root ``<testsuite>`` is read like one inside ``<testsuites>``."""
    run = read("01-root-testsuite.xml")

    assert "read" == artifact(run).status
    assert (2, 2, 0, 0, 0, 0) == artifact(run).counts
    assert [("till", "till.Sum", "adds", 0.5), ("till", "till.Sum", "rounds", 0.25)] == [
        (case.suite, case.class_name, case.name, case.duration_s) for case in run.cases
    ]
    assert [] == problems(run)


def test_02_suites_nest_to_any_depth() -> None:
    """Each case counts once, with the path of its suites; a parent's counts are never added."""
    run = read("02-nested-suites.xml")

    assert (4, 3, 1, 0, 0, 0) == artifact(run).counts
    assert [
        ("shop", "opens"),
        ("shop › till", "adds"),
        ("shop › till › drawer", "locks"),
        ("shop", "closes"),
    ] == [(case.suite, case.name) for case in run.cases]
    assert [] == problems(run)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("03-case-without-suite.xml", [("adds", "passed"), ("counts", "failed")]),
        ("03-case-as-root.xml", [("counts", "errored")]),
    ],
)
def test_03_a_case_needs_no_suite(name: str, expected: list[tuple[str, str]]) -> None:
    """A case under the root, or as the root, counts in a suite without a name."""
    run = read(name)

    assert expected == verdicts(run)
    assert {""} == {case.suite for case in run.cases}


def test_04_a_case_in_a_case_counts_by_itself() -> None:
    """The inner case has its own verdict; the outer one is judged by its own children."""
    run = read("04-case-in-case.xml")

    assert [("inner", "failed"), ("outer", "passed")] == verdicts(run)
    assert [("failure", "", "inner fails", "")] == troubles(run, "inner")


def test_05_a_suite_can_fail_without_a_case() -> None:
    """An error or failure outside any case is reported and counts no test."""
    run = read("05-suite-error.xml")

    assert [("adds", "passed")] == verdicts(run)
    assert [
        (
            "suite-error",
            "error",
            'the suite "till" reports an error outside any test: class Till failed to load',
            "line 3",
        ),
        (
            "suite-error",
            "error",
            'the suite "shop" reports a failure outside any test: Bail out!',
            "line 7",
        ),
        ("note", "info", 'the suite "bank" says that it was skipped: no vault here', "line 8"),
    ] == problems(run)


def test_06_a_declared_count_invents_no_case() -> None:
    """A suite that declares six tests and holds none has none, and that is said."""
    run = read("06-declares-without-cases.xml")

    assert (0, 0, 0, 0, 0, 0) == artifact(run).counts
    assert [
        ("note", "info", "holds no test case", ""),
        ("count-mismatch", "warning", 'suite "till" declares 6 tests, holds 0', "line 2"),
    ] == problems(run)


def test_06_a_declared_zero_hides_no_case() -> None:
    """The reverse: two failing cases count although the suite declares none."""
    run = read("06-declares-none-holds-two.xml")

    assert (2, 0, 2, 0, 0, 0) == artifact(run).counts
    assert [
        (
            "count-mismatch",
            "warning",
            'suite "till" declares 0 tests, holds 2 and declares 0 failures and errors, holds 2',
            "line 2",
        )
    ] == problems(run)


def test_07_elements_count_and_attributes_are_compared() -> None:
    """Where both differ the elements win, the first suite is named and the others are counted."""
    run = read("07-declared-differs.xml")

    assert (3, 1, 2, 0, 0, 0) == artifact(run).counts
    assert [
        (
            "count-mismatch",
            "warning",
            DIFFERS,
            "line 3",
        )
    ] == problems(run)


def test_08_skips_go_by_many_names() -> None:
    """``skip``, ``skips``, ``disabled`` and ``ignored`` that agree with the cases raise nothing."""
    run = read("08-declared-skips.xml")

    assert (5, 1, 0, 0, 4, 0) == artifact(run).counts
    assert [("note", "info", "1 verdict taken from a status attribute", "")] == problems(run)


@pytest.mark.parametrize(
    ("name", "status", "message"),
    [
        ("09-eclipse-testrun.xml", "rejected", "<testrun> is not JUnit XML but Eclipse JUnit"),
        ("09-sonar-executions.xml", "rejected", "<testExecutions> is not JUnit XML but SonarQube"),
        ("09-not-a-report.xml", "ignored", "XML with the root <catalogue>, which is no test"),
    ],
)
def test_09_another_root_is_named_and_never_passes(name: str, status: str, message: str) -> None:
    """A report of another tool is rejected by name, other XML is left alone; no case counts."""
    run = read(name)
    (told,) = problems(run)

    assert status == artifact(run).status
    assert message == told[2][: len(message)]
    assert [] == run.cases


def test_10_namespaces_do_not_hide_a_failure() -> None:
    """Elements are known by their local names, whatever their prefix."""
    run = read("10-namespaces.xml")

    assert [("adds", "passed"), ("counts", "failed")] == verdicts(run)
    assert [] == problems(run)

"""Visual Studio TRX."""

from datetime import UTC, datetime

from reportgen.readers.tests import trx
from tests.readers.siblings import FIXTURES, outcomes, problems, read, source_of

FOLDER = FIXTURES / "trx"


def test_every_outcome_is_known() -> None:
    """What broke or never ended is errored, what could not judge is skipped, neither passes."""
    observed = read(trx, FOLDER / "trx-results.trx")

    assert {
        "Adds": ("passed", ""),
        "Rounds": ("failed", "Assert.AreEqual failed. Expected:<2>. Actual:<3>."),
        "Waits": ("skipped", "waits for the new printer"),
        "Assumes": ("skipped", "inconclusive: Assert.Inconclusive failed. no network"),
        "Breaks": ("errored", "Error"),
        "Sleeps": ("errored", "Test 'Sleeps' exceeded execution timeout period."),
        "Stops": ("errored", "the test was aborted"),
        "Hangs": ("errored", "the test had begun and never ended"),
        "CannotRun": ("skipped", "not runnable"),
        "Unstated": ("errored", "the report states no outcome, which stands for an error"),
        "Warns": ("passed", ""),
        "Survives": ("passed", ""),
        "Completes": ("skipped", "completed without a verdict"),
    } == outcomes(observed)
    assert [
        ("note", '1 case passed with the outcome "PassedButRunAborted"', ""),
        ("note", '1 case passed with the outcome "Warning"', ""),
        ("note", "1 time not readable, so unknown", ""),
    ] == problems(observed)


def test_classes_come_from_the_definitions() -> None:
    """Results and definitions are joined by id, whatever its case; the assembly is the suite."""
    observed = read(trx, FOLDER / "trx-results.trx")

    assert {("till.tests.dll", "Till.Tests.PriceTests")} == {
        (case.suite, case.class_name) for case in observed.cases
    }
    assert [0.0123, 62.5, None, 0.001, 0.0, 86_401.0] == [
        case.duration_s for case in observed.cases[:6]
    ]
    assert (
        datetime(2025, 9, 15, 13, 35, 0, 123_456, tzinfo=UTC),
        datetime(2025, 9, 15, 13, 36, 10, tzinfo=UTC),
    ) == observed.timestamps


def test_data_rows_count_and_their_sum_does_not() -> None:
    """A result with results inside counts only where it is red and none of those is."""
    observed = read(trx, FOLDER / "trx-data-driven.trx")

    assert {
        "Rounds (1.5, 2)": ("passed", ""),
        "Rounds (2.5, 2)": ("failed", "expected 2"),
        "Rounds (3.5, 4)": ("passed", ""),
        "Sorts (a)": ("passed", ""),
        "Sorts (b)": ("passed", ""),
        "Sorts": ("failed", "the clean-up failed"),
    } == outcomes(observed)
    assert [] == problems(observed)


def test_a_crash_of_the_host_is_told() -> None:
    """All that ran passed, and the run is not clean."""
    observed = read(trx, FOLDER / "trx-crashed.trx")
    says = "The active test run was aborted. Reason: Test host process crashed"

    assert {"Adds": ("passed", "")} == outcomes(observed)
    assert [
        ("suite-error", f"the run reports an error outside any test: {says}", "line 18")
    ] == problems(observed)


def test_a_red_summary_over_green_results_is_told() -> None:
    """The run says that it failed, and nothing in it says why."""
    data = (FOLDER / "trx-crashed.trx").read_bytes()
    start, end = data.index(b"<RunInfos>"), data.index(b"</RunInfos>") + len(b"</RunInfos>")
    observed = trx.read(source_of(data[:start] + data[end:]))

    assert [
        (
            "suite-error",
            'the run reports an error outside any test: its outcome is "Failed", no test failed',
            "line 14",
        )
    ] == problems(observed)


def test_declared_counts_are_compared() -> None:
    """Counters serve only to say that they differ."""
    observed = read(trx, FOLDER / "trx-declares-more.trx")

    assert {
        "Adds": ("passed", ""),
        "Sorts": ("errored", 'the report states an unknown result, "Peculiar"'),
    } == outcomes(observed)
    assert [
        (
            "count-mismatch",
            "the run declares 5 tests, holds 2 and declares 2 failures, holds 1",
            "line 16",
        )
    ] == problems(observed)


def test_a_cut_before_the_definitions_costs_the_classes() -> None:
    """The results before the cut count, without the classes that would have come after them."""
    data = (FOLDER / "trx-results.trx").read_bytes()
    observed = trx.read(source_of(data[: data.index(b"<TestDefinitions>")]))

    assert observed.truncated
    assert (13, {("", "")}) == (
        len(observed.cases),
        {(case.suite, case.class_name) for case in observed.cases},
    )
    assert ("note", "1 part lost in which the classes of the tests stand", "") in problems(observed)

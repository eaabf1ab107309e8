"""xUnit.net."""

from datetime import UTC, datetime

from reportgen.readers.tests import xunit_net
from tests.readers.siblings import FIXTURES, outcomes, problems, read

FOLDER = FIXTURES / "xunit-net"


def test_every_result_has_its_outcome() -> None:
    """Pass, Fail and Skip; the class is not repeated in the name."""
    observed = read(xunit_net, FOLDER / "xunit-v2.xml")

    assert {
        "Adds": ("passed", ""),
        "Rounds(price: 1.5, expected: 2)": ("passed", ""),
        "Rounds(price: 2.5, expected: 2)": ("failed", "Assert.Equal() Failure: Values differ"),
        "a display name of its own": ("failed", "no drawer"),
        "Waits": ("skipped", "waits for the new printer"),
        "Opens": ("passed", ""),
    } == outcomes(observed)
    assert [("Till.Tests.dll", "Till.Tests.PriceTests", 0.0123)] == [
        (case.suite, case.class_name, case.duration_s) for case in observed.cases[:1]
    ]
    assert {"Till.Tests.dll", "Shop.Tests.dll"} == {case.suite for case in observed.cases}


def test_errors_outside_tests_are_told() -> None:
    """A clean-up that failed has no test to stand for it."""
    observed = read(xunit_net, FOLDER / "xunit-v2.xml")
    says = "test-class-cleanup Till.Tests.DrawerTests: the drawer does not close"

    assert [
        (
            "suite-error",
            f'the assembly "Till.Tests.dll" reports an error outside any test: {says}',
            "line 5",
        )
    ] == problems(observed)


def test_the_later_schema_says_more() -> None:
    """Places in the source, moments with a zone, and explicit tests that did not run."""
    observed = read(xunit_net, FOLDER / "xunit-v3.xml")

    assert {
        "Adds": ("passed", ""),
        "Waits": ("skipped", "waits for the new printer"),
        "ByHand": ("skipped", "not run: the test is explicit"),
    } == outcomes(observed)
    assert ("/src/PriceTests.cs", 12) == (observed.cases[0].file, observed.cases[0].line)
    assert (
        datetime(2025, 9, 15, 11, 35, tzinfo=UTC),
        datetime(2025, 9, 15, 11, 35, 4, 500_000, tzinfo=UTC),
    ) == observed.timestamps
    assert [] == problems(observed)


def test_version_one_is_read_too() -> None:
    """One assembly as root, and a class that failed outside its tests."""
    observed = read(xunit_net, FOLDER / "xunit-v1.xml")
    says = "the drawer does not close"

    assert {
        "Adds": ("passed", ""),
        "Waits": ("skipped", "waits for the new printer"),
    } == outcomes(observed)
    assert [
        (
            "suite-error",
            f'the assembly "Till.Tests.dll" reports an error outside any test: {says}',
            "line 8",
        )
    ] == problems(observed)


def test_declared_counts_are_compared() -> None:
    """Each assembly is held against what it holds; the first that differs is named."""
    observed = read(xunit_net, FOLDER / "xunit-declares-more.xml")

    assert {
        "Adds": ("passed", ""),
        "Odd": ("errored", 'the report states an unknown result, "Perhaps"'),
        "Bare": ("skipped", "the report states no result"),
        "Opens": ("passed", ""),
    } == outcomes(observed)
    assert [
        ("note", "1 time not readable, so unknown", ""),
        ("count-mismatch", 'the assembly "Shop.Tests.dll" declares 4 tests, holds 1', "line 6"),
    ] == problems(observed)

"""NUnit 3."""

from datetime import UTC, datetime

from reportgen.readers.tests import nunit
from tests.readers.siblings import FIXTURES, outcomes, problems, read

FOLDER = FIXTURES / "nunit"


def test_every_result_has_its_outcome() -> None:
    """Failed with the label Error or Invalid is errored; inconclusive and ignored are skipped."""
    observed = read(nunit, FOLDER / "nunit-results.xml")
    observed.cases[:] = [case for case in observed.cases if case.class_name != "Till.BankTests"]
    set_up = "OneTimeSetUp: System.IO.IOException : the shop is closed"

    assert {
        "Adds": ("passed", ""),
        "Rounds(1.5d,2)": ("passed", ""),
        "Rounds(2.5d,2)": ("failed", "Expected: 2"),
        "Breaks": ("errored", "System.InvalidOperationException : the drawer is stuck"),
        "HasNoArguments": ("errored", "No arguments were provided"),
        "IsIgnored": ("skipped", "waits for the new printer"),
        "IsExplicit": ("skipped", "Explicit"),
        "Assumes": ("skipped", "inconclusive: no network"),
        "Warns": ("passed", ""),
        "Opens": ("errored", set_up),
        "Closes": ("errored", set_up),
    } == outcomes(observed)


def test_the_suite_is_the_assembly() -> None:
    """Namespaces and fixtures stand in the class; a fixture's arguments tell two of them apart."""
    observed = read(nunit, FOLDER / "nunit-results.xml")
    bank = [case for case in observed.cases if case.name == "Pays"]

    assert ("Till.Tests.dll", "Till.PriceTests", "Adds", 0.012345, "line 11") == (
        observed.cases[0].suite,
        observed.cases[0].class_name,
        observed.cases[0].name,
        observed.cases[0].duration_s,
        observed.cases[0].place,
    )
    assert [
        ('Till.Tests.dll › BankTests("EUR")', "Till.BankTests"),
        ('Till.Tests.dll › BankTests("SEK")', "Till.BankTests"),
    ] == [(case.suite, case.class_name) for case in bank]


def test_a_suite_fails_by_itself_only_where_it_says_so() -> None:
    """That children failed is said by the children; a set-up that failed is an error of its own."""
    observed = read(nunit, FOLDER / "nunit-results.xml")
    says = "System.IO.IOException : the shop is closed"

    assert [
        ("suite-error", f'the suite "Shop" reports an error outside any test: {says}', "line 57"),
        ("note", "1 case passed with a warning", ""),
    ] == problems(observed)
    assert (
        datetime(2025, 9, 15, 13, 35, tzinfo=UTC),
        datetime(2025, 9, 15, 13, 35, 4, tzinfo=UTC),
    ) == observed.timestamps


def test_an_assembly_that_does_not_load_is_an_error() -> None:
    """No test ran, and the reason is told."""
    observed = read(nunit, FOLDER / "nunit-not-loaded.xml")
    says = "File not found: /src/Bank.Tests.dll"

    assert [] == observed.cases
    assert [
        (
            "suite-error",
            f'the suite "Bank.Tests.dll" reports an error outside any test: {says}',
            "line 5",
        )
    ] == problems(observed)


def test_a_listing_is_not_a_pass() -> None:
    """Cases that state no result did not run."""
    observed = read(nunit, FOLDER / "nunit-explored.xml")

    assert {
        "Adds": ("skipped", "the report states no result"),
        "Rounds": ("skipped", "the report states no result"),
    } == outcomes(observed)


def test_declared_counts_are_compared() -> None:
    """Elements count; what the run declares is held against them, and oddities are told."""
    observed = read(nunit, FOLDER / "nunit-declares-more.xml")

    assert {
        "Adds": ("passed", ""),
        "(no name)": ("errored", 'the report states an unknown result, "Peculiar"'),
    } == outcomes(observed)
    assert [
        ("note", "1 time not readable, so unknown", ""),
        ("count-mismatch", "the run declares 3 tests, holds 2", "line 2"),
    ] == problems(observed)

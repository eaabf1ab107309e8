"""CTest's own XML."""

from datetime import UTC

import pytest

from reportgen.readers.tests import ctest
from tests.readers.siblings import FIXTURES, outcomes, problems, read, source_of

FOLDER = FIXTURES / "ctest"


def test_what_ctest_counts_as_failed_is_red() -> None:
    """Skipped is what was skipped on purpose; what could not be started did not pass."""
    observed = read(ctest, FOLDER / "ctest-plain.xml")
    inner = observed.cases.pop()

    assert {
        "sums_two_prices": ("passed", ""),
        "loses_the_third_price": ("failed", "failed with exit value 3"),
        "is_disabled": ("skipped", "Disabled"),
        "skips_by_exit_code": ("skipped", "SKIP_RETURN_CODE=77"),
        "skips_by_output": ("skipped", "SKIP_REGULAR_EXPRESSION_MATCHED"),
        "is_known_to_fail": ("passed", ""),
        "takes_too_long": ("failed", "Timeout"),
        "cannot_be_started": ("errored", "Unable to find executable"),
        "crashes": ("failed", "SEGFAULT"),
        "says_the_wrong_word": ("failed", "failed with exit value 0"),
        "opens_the_database": ("failed", "failed with exit value 1"),
        "reads_the_database": ("errored", "Fixture dependency failed"),
        "needs_a_file": ("errored", "Required Files Missing"),
        "talks_a_lot_about_the_price": ("failed", "failed with exit value 1"),
    } == outcomes(observed)
    assert ("parts", "sums_two_prices") == (inner.suite, inner.name)
    assert [] == problems(observed)


def test_times_and_output_are_measurements() -> None:
    """The execution time, what was printed, and the moments of the run are found by their names."""
    observed = read(ctest, FOLDER / "ctest-plain.xml")
    slow = next(case for case in observed.cases if case.name == "takes_too_long")
    lost = next(case for case in observed.cases if case.name == "loses_the_third_price")
    never = next(case for case in observed.cases if case.name == "is_disabled")

    assert slow.duration_s is not None
    assert 1 <= slow.duration_s < 5
    assert never.duration_s is None
    assert "the third price is lost" == getattr(lost.outcome, "troubles")[0].detail  # noqa: B009 - it has failed, as the test above says
    assert [UTC, UTC] == [moment.tzinfo for moment in observed.timestamps]


def test_packed_output_is_not_unpacked() -> None:
    """What may unpack to anything is left alone, and that is said."""
    observed = read(ctest, FOLDER / "ctest-compressed.xml")
    packed = next(case for case in observed.cases if case.name == "talks_a_lot_about_the_price")
    said = "1 red case with packed output, which is not read (see ctest --no-compress-output)"

    assert "" == getattr(packed.outcome, "troubles")[0].detail  # noqa: B009 - it has failed
    assert [("note", said, "")] == problems(observed)


def test_no_tests_are_told() -> None:
    """An empty list of tests is no success."""
    observed = read(ctest, FOLDER / "ctest-no-tests.xml")

    assert [] == observed.cases
    assert [("note", "holds no test case", "")] == problems(observed)


def test_a_test_that_was_listed_and_has_no_result_is_missed() -> None:
    """The list at the top says how many there should be."""
    data = (FOLDER / "ctest-compressed.xml").read_bytes()
    start = data.rindex(b"<Test Status=")
    end = data.rindex(b"</Test>") + len(b"</Test>")
    observed = ctest.read(source_of(data[:start] + data[end:]))

    assert (
        "count-mismatch",
        "the list of tests declares 4 tests, holds 3",
        "line 16",
    ) == problems(observed)[-1]


@pytest.mark.parametrize("name", ["Build", "Configure", "Coverage"])
def test_other_reports_of_ctest_hold_no_tests(name: str) -> None:
    """They share the root element and are not taken for a run without tests."""
    source = source_of(f'<?xml version="1.0"?><Site Name="ci"><{name}/></Site>'.encode())

    assert not ctest.matches(source)

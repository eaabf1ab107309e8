"""Pitfalls 27–29: what a duration is, and what is none."""

from tests.readers.junit.reading import problems, read


def test_27_commas_are_read_by_their_position() -> None:
    """The last separator is the decimal one; a comma before three digits is thousands, and said."""
    run = read("27-commas-in-times.xml")

    assert {
        "thousands_and_dot": 1234.56,
        "dots_and_comma": 1234.56,
        "decimal_two": 0.16,
        "decimal_leading_zero": 0.16,
        "decimal_four": 1.2345,
        "ambiguous": 1234.0,
        "two_commas": 1234567.0,
        "two_commas_dot": 1234567.8,
        "plain": 1234.5,
    } == {case.name: case.duration_s for case in run.cases}
    assert [
        ("note", "info", "1 time with a comma before three digits, read as thousands", "")
    ] == problems(run)


def test_28_what_cannot_be_read_is_unknown() -> None:
    """Never zero, never NaN, and never the loss of the file; how many is said."""
    run = read("28-unreadable-times.xml")

    assert {
        "missing": None,
        "empty": None,
        "nan": None,
        "infinite": None,
        "overflow": None,
        "overflow_by_unit": None,
        "overflow_clock": None,
        "negative": None,
        "word": None,
        "clock": 60.5,
        "milliseconds": 0.012,
        "exponent": 1.5e-05,
        "zero": 0.0,
    } == {case.name: case.duration_s for case in run.cases}
    assert [("note", "info", "7 times not readable, so unknown", "")] == problems(run)


def test_29_a_suites_time_is_another_quantity() -> None:
    """The time of a suite is neither added nor compared: cases may run side by side."""
    run = read("29-suite-time.xml")

    assert 98.0 == sum(case.duration_s or 0.0 for case in run.cases)
    assert [] == problems(run)

"""Numbers as tools print them: read as they are meant, or not at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.readers.numbers import clock_seconds, memory_bytes, moment, number, seconds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0.0),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1E-3", 0.001),
        (" 1.5 ", 1.5),
        ("1,234", 1234.0),
        ("0,160", 0.16),
        ("1,5", 1.5),
        ("1,2345", 1.2345),
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1,234,567", 1_234_567.0),
        ("1 234", 1234.0),
        ("1\u00a0234,5", 1234.5),
        ("-3", -3.0),
        ("", None),
        ("NaN", None),
        ("inf", None),
        ("-inf", None),
        ("1e999", None),
        ("0x10", None),
        ("1_000", None),
        ("1.2.3", None),
        ("one", None),
        ("--1", None),
    ],
)
def test_number(text: str, value: float | None) -> None:
    """Commas mean what their place says; what is no finite number is None."""
    assert value == number(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.25", 0.25),
        ("12ms", 0.012),
        ("12 ms", 0.012),
        ("3s", 3.0),
        ("2 min", 120.0),
        ("1h", 3600.0),
        ("5µs", 5e-6),
        ("5 μs", 5e-6),
        ("7ns", 7e-9),
        ("1,234.5", 1234.5),
        ("1:02", 62.0),
        ("1:02:03.5", 3723.5),
        ("-1", None),
        ("-1ms", None),
        ("", None),
        (None, None),
        ("soon", None),
        ("1 day", None),
        ("1:2:3:4", None),
        (":", None),
        ("ms", None),
    ],
)
def test_seconds(text: str | None, value: float | None) -> None:
    """A duration is read with its unit, as seconds without one; a negative one is none."""
    assert value == (pytest.approx(seconds(text)) if seconds(text) is not None else None)


@given(st.text(max_size=30))
def test_nothing_is_guessed(text: str) -> None:
    """Any text gives a duration that is finite and not negative, or None; never an exception."""
    for read in (number, clock_seconds, seconds):
        value = read(text)

        assert value is None or value == value  # noqa: PLR0124 - not a number differs from itself
        assert value is None or value < float("inf")
        assert value is None or read is not seconds or value >= 0


@given(st.floats(0, 1e9, allow_nan=False))
def test_plain_numbers_are_themselves(value: float) -> None:
    """What Python prints of a number is read as that number."""
    assert value == number(repr(value))
    assert value == seconds(repr(value))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-09-15T13:35:00Z", "2025-09-15T13:35:00+00:00"),
        ("2025-09-15T13:35:00", "2025-09-15T13:35:00+00:00"),
        ("2025-09-15 13:35:00+02:00", "2025-09-15T11:35:00+00:00"),
        ("2025-09-15T13:35:00.123456789Z", "2025-09-15T13:35:00.123456+00:00"),
        ("Mon, 15 Sep 2025 13:35:00 GMT", "2025-09-15T13:35:00+00:00"),
        ("2025-09-15", "2025-09-15T00:00:00+00:00"),
        (1_757_943_300, "2025-09-15T13:35:00+00:00"),
        (1_757_943_300_000, "2025-09-15T13:35:00+00:00"),
        (1_757_943_300.5, "2025-09-15T13:35:00.500000+00:00"),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        ("2025-13-01", None),
        ("2025-02-30T00:00:00Z", None),
        ("9999-12-31T23:59:59-05:00", None),
        (0, None),
        (-1, None),
        (12, None),
        (True, None),
        (None, None),
        ([], None),
        (float("inf"), None),
        (float("nan"), None),
    ],
)
def test_moment(text: object, instant: str | None) -> None:
    """A moment is an instant in UTC; zero times and other nonsense are none."""
    found = moment(text)

    assert instant == (found.isoformat() if found else None)


@given(st.text(max_size=30) | st.integers() | st.floats() | st.none() | st.booleans())
def test_any_moment_is_an_instant_or_none(text: object) -> None:
    """Whatever stands where a moment should gives an instant in UTC or None."""
    found = moment(text)

    assert found is None or UTC == found.tzinfo


@given(st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis wants them bare
def test_instants_survive(when: datetime) -> None:
    """An instant that is printed in any zone is read as the same instant."""
    assert when.astimezone(UTC) == moment(when.isoformat())


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1, "B", 1),
        (1, "bytes", 1),
        (1, "kB", 1 << 10),
        (1, "KiB", 1 << 10),
        (1.5, "MB", 3 << 19),
        (1, "g", 1 << 30),
        (2, "TiB", 2 << 40),
    ],
)
def test_memory_bytes(value: float, unit: str, expected: int) -> None:
    """Every prefix of a log about memory is binary."""
    assert expected == memory_bytes(value, unit)

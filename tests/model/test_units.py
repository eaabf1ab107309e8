"""Numbers as people read them: never more than is known, the same in every output."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.units import (
    duration,
    instant,
    latency,
    listing,
    moment,
    percent,
    plural,
    signed_percent,
    size,
)


@given(st.integers(0, 10_000_000), st.integers(1, 10_000_000))
def test_percent_says_all_only_of_all(first: int, second: int) -> None:
    """100 % is printed only where all are in, 0 % only where none is."""
    part, whole = min(first, second), max(first, second)
    text = percent(part, whole)

    assert (part == whole) == (text == "100 %")
    assert (part == 0) == (text == "0 %")
    assert re.fullmatch(r"\d{1,3}(\.\d)? %", text)


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 1000))
def test_percent_grows(first: int, second: int, whole: int) -> None:
    """More of the same is never shown as less."""
    low, high = sorted((min(first, whole), min(second, whole)))

    assert float(percent(low, whole)[:-2]) <= float(percent(high, whole)[:-2])


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "–"),
        (13, 608, "2.1 %"),
        (1, 2, "50 %"),
        (607, 608, "99.8 %"),
        (99_999, 100_000, "99.9 %"),
        (1, 100_000, "0.1 %"),
    ],
)
def test_percent(part: int, whole: int, text: str) -> None:
    """A share has one decimal at most; of nothing there is none."""
    assert text == percent(part, whole)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "–"),
        (0, "0 ms"),
        (0.0004, "<1 ms"),
        (0.012, "12 ms"),
        (0.27, "0.27 s"),
        (1, "1 s"),
        (9.999, "10 s"),
        (12.5, "12.5 s"),
        (60, "1 min"),
        (225, "3 min 45 s"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (273_600, "3 d 4 h"),
    ],
)
def test_duration(seconds: float | None, text: str) -> None:
    """A time has its two largest units; an unknown one is a dash, not zero."""
    assert text == duration(seconds)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(None, "–"), (0, "0 ms"), (340, "340 ms"), (3700, "3.7 s"), (10_000, "10.0 s")],
)
def test_latency(milliseconds: float | None, text: str) -> None:
    """A latency is in milliseconds below a second."""
    assert text == latency(milliseconds)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (None, "–"),
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (234_986_701, "224.1 MiB"),
        (3 << 40, "3.0 TiB"),
    ],
)
def test_size(count: int | None, text: str) -> None:
    """A size has its binary unit."""
    assert text == size(count)


@given(st.floats(0, 1e12))
def test_durations_and_latencies_are_plain(value: float) -> None:
    """No number is printed with an exponent, in another language, or below zero."""
    for text in (duration(value), size(value)):
        assert re.fullmatch(r"<?\d[\d.]* [A-Za-z]+( \d+ [a-z]+)?", text), text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.008, "+0.8 %"), (-0.12, "\u221212 %"), (0.0, "+0 %"), (2.5, "+250 %")],
)
def test_signed_percent(share: float, text: str) -> None:
    """A change has its sign, and the minus is one."""
    assert text == signed_percent(share)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 tests"), (1, "1 test"), (2, "2 tests"), (1204, "1,204 tests")]
)
def test_plural(number: int, text: str) -> None:
    """One is singular; thousands are set apart."""
    assert text == plural(number, "test")


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], "none"),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and 1 more"),
    ],
)
def test_listing(items: list[str], text: str) -> None:
    """A list reads as prose; what is left out is counted."""
    assert text == listing(items, 3)


def test_moments() -> None:
    """A moment is in UTC, for people to the minute, for machines to what is known."""
    when = datetime(2025, 9, 15, 13, 35, 7, 120_000, tzinfo=UTC)

    assert ("2025-09-15 13:35 UTC", "2025-09-15T13:35:07.12Z") == (moment(when), instant(when))
    assert ("–", None) == (moment(None), instant(None))
    assert "2025-09-15T13:35:07Z" == instant(when.replace(microsecond=0))

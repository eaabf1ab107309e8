"""How long a check took: a number needs a unit, wherever it stands."""

import pytest

from reportgen.readers.latencies import milliseconds, stated_latency


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12ms", 12.0),
        ("1.5s", 1500.0),
        ("250µs", 0.25),
        ("1m2.5s", 62500.0),
        ("00:00:01.2503000", 1250.3),
        ("1.02:00:00", 93600000.0),
        ("0,34 s", 340.0),
        ("340", None),
        ("-5ms", None),
        ("1m2.5x", None),
        ("soon", None),
        ("\u0660\u0660:\u0660\u0660:\u0660\u0661", None),
        ("9" * 40 + "ms", None),
        ("", None),
    ],
)
def test_units_in_the_value(text: str, expected: float | None) -> None:
    """A text is a time only with a unit that is known."""
    assert expected == milliseconds(text)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("responseTimeMs", 7, 7.0),
        ("durationSeconds", 2, 2000.0),
        ("response_time (ms)", 3, 3.0),
        ("latency_ns", 5_000_000, 5.0),
        ("time", "12ms", 12.0),
        ("time", "13:31:12", None),
        ("uptime_s", 4211, None),
        ("timeout_ms", 2000, None),
        ("max_latency_threshold_ms", 500, None),
        ("latency_min", 3, None),
        ("elapsed", 0.25, None),
        ("latency_ms", True, None),
        ("latency_ms", -1, None),
        ("latency_ms", None, None),
        ("latency_s", 10**400, None),
    ],
)
def test_units_in_the_key(key: str, value: object, expected: float | None) -> None:
    """A key that means a latency gives the unit; uptimes, deadlines and limits are none."""
    assert expected == stated_latency({key: value})

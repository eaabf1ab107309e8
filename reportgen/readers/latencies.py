"""
How long a check took, as health documents write it: a number needs a unit.

The unit stands in the value (``12ms``, Go's ``1m2.5s``, .NET's ``00:00:00.0312500``), at the end of
the key (``response_time_ms``, ``durationSeconds``), or in a field of its own.
A number without one is unknown. Uptimes, limits and deadlines are no latencies.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from reportgen.patterns import pattern
from reportgen.readers.numbers import number

_IN_MS: Final = {
    "ns": 1e-6, "nanos": 1e-6, "nanosecond": 1e-6, "us": 1e-3, "µs": 1e-3, "μs": 1e-3,
    "micros": 1e-3, "microsecond": 1e-3, "ms": 1.0, "msec": 1.0, "millis": 1.0, "millisecond": 1.0,
    "s": 1e3, "sec": 1e3, "second": 1e3, "m": 6e4, "min": 6e4, "minute": 6e4, "h": 3.6e6,
}  # fmt: skip
_AMBIGUOUS_IN_KEYS: Final = {"m", "h", "min"}
_WITH_UNIT: Final = pattern(r"([\d.,]{1,30})\s?([a-zµμ]{1,12})", re.IGNORECASE)
_GO: Final = pattern(r"(\d{1,9}(?:\.\d{1,12})?)(h|ms|m|s|ns|us|µs|μs)")
_TIME_SPAN: Final = pattern(
    r"(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2}):(\d{1,2}(?:\.\d{1,12})?)", re.ASCII
)
_KEY: Final = pattern(
    r"latency|response|duration|elapsed|(?:^|_|round_?trip_?)time|took|rtt|ping", re.IGNORECASE
)
_NO_KEY: Final = pattern(
    r"time_?out|up_?time|down_?time|timestamp|threshold|limit|interval|ttl|window|budget"
)
_CAMEL: Final = pattern(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN: Final = pattern(r"[-\s()_]+")
_LONGEST_TEXT: Final = 64
_MOST_KEYS: Final = 32
_LONGEST_KEYS: Final = 512


def fold(key: str) -> str:
    """Return *key* in lower case, its words held together by underscores."""
    return _fold(key) if len(key) <= _LONGEST_TEXT else _fold.__wrapped__(key)


def folds(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the folded keys of *item*, in its order."""
    if len(item) > _MOST_KEYS or sum(map(len, item)) > _LONGEST_KEYS:
        return tuple(map(fold, item))
    return _folds(tuple(item))


# The same few keys stand in every object of a document, in the same order.
@lru_cache(maxsize=512)
def _folds(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, keys))


@lru_cache(maxsize=1024)
def _fold(key: str) -> str:
    return _BETWEEN.sub("_", _CAMEL.sub("_", key).lower()).strip("_")


def milliseconds(value: object, unit: object = None) -> float | None:
    """Return *value* in milliseconds, by its own unit or by *unit*, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        factor = _factor(unit)
        try:
            return None if factor is None else float(value) * factor
        except OverflowError:
            return None
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        return None
    text = value.strip()
    plain = number(text)
    if plain is not None:
        return milliseconds(plain, unit)
    return time_span(text) if ":" in text else _with_unit(text)


def time_span(text: object) -> float | None:
    """Return the milliseconds of .NET's ``[d.]hh:mm:ss[.fffffff]``, or None."""
    found = _TIME_SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    days, hours, minutes, rest = found.groups(default="0")
    whole = (int(days) * 24 + int(hours)) * 60 + int(minutes)
    return round(whole * 6e4 + float(rest) * 1e3, 6)


def stated_latency(item: Mapping[str, Any]) -> float | None:
    """Return the latency that *item* states under a key that means one, in milliseconds."""
    for folded, value in zip(folds(item), item.values(), strict=True):
        unit = _unit_of(folded)
        if unit is None or (folded == "time" and isinstance(value, str) and ":" in value):
            continue
        took = milliseconds(value, unit)
        if took is not None and took >= 0:
            return took
    return None


def _unit_of(key: str) -> str | None:
    return _unit(key) if len(key) <= _LONGEST_TEXT else _unit.__wrapped__(key)


@lru_cache(maxsize=1024)
def _unit(key: str) -> str | None:
    """Return the unit at the end of a folded *key*, empty without one; None for other things."""
    if _KEY.search(key) is None or _NO_KEY.search(key) is not None:
        return None
    unit = key.rpartition("_")[2]
    if _factor(unit) is None:  # response_timems, latencyms
        return "ms" if key.endswith(("ms", "millis")) else ""
    return "" if unit in _AMBIGUOUS_IN_KEYS else unit


def _factor(unit: object) -> float | None:
    if not isinstance(unit, str):
        return None
    word = unit.strip().lower()
    return _IN_MS.get(word) or _IN_MS.get(word.removesuffix("s"))


def _with_unit(text: str) -> float | None:
    if found := _WITH_UNIT.fullmatch(text):
        amount, factor = number(found[1]), _factor(found[2])
        return None if amount is None or factor is None else amount * factor
    pieces = _GO.findall(text)
    if not pieces or "".join(f"{amount}{unit}" for amount, unit in pieces) != text:
        return None
    return sum(float(amount) * _IN_MS[unit] for amount, unit in pieces)

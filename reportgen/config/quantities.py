"""Amounts as people write them in a configuration: ``24h``, ``512 MiB``, ``20 %``, ``1 point``."""

import re
from datetime import timedelta

_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d|w)\s*", re.IGNORECASE)
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*%\s*")
_POINTS = re.compile(
    r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*(?:pp|(?:percentage )?points?)\s*", re.IGNORECASE
)
_MOST_DIGITS = 15
_POWER = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def parse_duration(value: object) -> object:
    """
    Return the time that *value* names; what is not text is left for the model to judge.

    Raises:
        ValueError: it is text but not a duration.

    """
    if not isinstance(value, str):
        return value
    found = _DURATION.fullmatch(value)
    if not found:
        raise ValueError(f'not a duration: "{value}"; write for example "24h", "90s" or "500ms"')
    try:
        return timedelta(seconds=float(found[1]) * _SECONDS[found[2].lower()])
    except OverflowError as error:
        raise ValueError(f'longer than any run: "{value[:40]}"') from error


def parse_bytes(value: object) -> object:
    """
    Return the number of bytes that *value* names: ``MiB`` is 2^20, ``MB`` is 10^6.

    Raises:
        ValueError: it is text but not a size.

    """
    if not isinstance(value, str):
        return value
    found = _SIZE.fullmatch(value)
    if not found:
        raise ValueError(f'not a size: "{value}"; write for example "512 MiB"')
    if len(found[1]) > _MOST_DIGITS:
        raise ValueError(f'larger than any memory: "{value[:40]}"')
    base = 1024 if found[3] else 1000
    return round(float(found[1]) * base ** _POWER[found[2].lower()])


def parse_percent(value: object) -> object:
    """
    Return the number of hundredths that *value* names: ``20 %`` is 20.

    Raises:
        ValueError: it is text but not a percentage.

    """
    if not isinstance(value, str):
        return value
    found = _PERCENT.fullmatch(value)
    if not found:
        raise ValueError(f'not a percentage: "{value[:40]}"; write for example "20 %"')
    return float(found[1])


def parse_points(value: object) -> object:
    """
    Return the number of percentage points that *value* names: from 80 % to 79 % is one.

    Raises:
        ValueError: it is text but no number of points.

    """
    if not isinstance(value, str):
        return value
    found = _POINTS.fullmatch(value)
    if not found:
        raise ValueError(f'no number of percentage points: "{value[:40]}"; write "1 point"')
    return float(found[1])

"""Numbers as tools print them: durations, sizes, moments. What cannot be read is None, never 0."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite

from reportgen.patterns import pattern

_PLAIN = pattern(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_UNIT = pattern(r"(ns|µs|μs|us|ms|s|sec|secs|seconds?|m|min|h)", re.IGNORECASE)
_SECONDS = {
    "ns": 1e-9, "µs": 1e-6, "μs": 1e-6, "us": 1e-6, "ms": 1e-3, "m": 60.0, "min": 60.0, "h": 3600.0,
}  # fmt: skip
_THOUSANDS = 3
_LONGEST_S = 1e15
_LONG_FRACTION = pattern(r"(\.\d{6})\d+")


def number(text: str) -> float | None:
    """
    Return the number that *text* writes, with commas as their position tells, or None.

    Commas and a dot: the last separator is the decimal one (``1,234.56``, ``1.234,56``).
    One comma before exactly three digits separates thousands, unless the number begins with zero
    (``1,234`` is 1234, ``0,160`` is 0.16); before any other count of digits it is the decimal one.
    """
    text = text.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if "," in text:
        head, _, tail = text.rpartition(",")
        if "." in tail or "," in head:
            text = text.replace(",", "")
        elif "." in head:
            text = head.replace(".", "") + "." + tail
        elif len(tail) == _THOUSANDS and head.lstrip("+-0"):
            text = head + tail
        else:
            text = f"{head}.{tail}"
    if not _PLAIN.fullmatch(text):
        return None
    value = float(text)
    return value if isfinite(value) else None


def seconds(text: str | None) -> float | None:
    """Return the seconds that *text* writes (``0.25``, ``12ms``, ``1,234.5``), or None."""
    if not text:
        return None
    try:  # nearly every time is a plain decimal number
        plain = float(text)
    except ValueError:
        pass
    else:
        if 0 <= plain < _LONGEST_S and "_" not in text:
            return plain
    text = text.strip()
    factor = 1.0
    if found := re.search(r"[a-zµμ]+$", text, re.IGNORECASE):
        if not _UNIT.fullmatch(found[0]):
            return None
        factor = _SECONDS.get(found[0].lower(), 1.0)
        text = text[: found.start()]
    elif ":" in text:
        return clock_seconds(text)
    value = number(text)
    return None if value is None or value < 0 else _finite(value * factor)


def clock_seconds(text: str) -> float | None:
    """Return the seconds of ``h:mm:ss`` or ``m:ss.ff``, or None."""
    fields = text.strip().split(":")
    values = [number(field) for field in fields]
    if not 2 <= len(fields) <= 3 or any(value is None or value < 0 for value in values):
        return None
    total = 0.0
    for value in values:
        total = total * 60 + (value or 0.0)
    return _finite(total)


def _finite(value: float) -> float | None:
    return value if value < _LONGEST_S else None


def is_ambiguous(text: str) -> bool:
    """Whether *text* has one comma before exactly three digits, read as thousands (``1,234``)."""
    head, comma, tail = text.strip().rpartition(",")
    if not comma or "," in head or "." in text or not head.lstrip("+-0"):
        return False
    return len(tail) == _THOUSANDS and tail.isdigit()


def moment(text: object) -> datetime | None:
    """
    Return the instant that *text* writes in ISO 8601, RFC 1123 or seconds since the epoch, in UTC.

    Without a zone it is read as UTC. What lies before 2000 or after 2100 (Go's year 1, the epoch
    itself, a clock gone wrong) is no time of a CI run.
    """
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, int | float):
        return _from_epoch(text)
    if not isinstance(text, str):
        return None
    trimmed = _LONG_FRACTION.sub(r"\1", text.strip())
    try:
        parsed = datetime.fromisoformat(trimmed)
    except ValueError:
        try:
            parsed = parsedate_to_datetime(trimmed)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        found = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except OverflowError:
        return None
    return found if _FIRST_YEAR <= found.year < _LAST_YEAR else None


_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_FIRST_EPOCH = 946_684_800  # 2000-01-01: before it a number is no moment of a CI run
_LAST_EPOCH = 4_102_444_799  # the last second before 2100
_MILLIS = 1000


def _from_epoch(value: float) -> datetime | None:
    if not 0 < value <= _LAST_EPOCH * _MILLIS:
        return None
    if value >= _FIRST_EPOCH * _MILLIS:
        value /= _MILLIS
    if not _FIRST_EPOCH <= value <= _LAST_EPOCH:
        return None
    return datetime.fromtimestamp(value, UTC)


_MEMORY_POWER = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def memory_bytes(value: float, unit: str) -> int:
    """
    Return *value* of *unit* in bytes.

    In logs about memory ``MB`` and ``kB`` nearly always come from a division by 1024, so every
    prefix is read as binary; the reader's documentation says so.
    """
    prefix = unit.strip().lower()
    power = 0 if prefix.startswith("b") else _MEMORY_POWER.get(prefix[:1], 0)
    return round(value * float(1024**power))


_WRITTEN = pattern(r"(\d{1,18}(?:[.,]\d{1,9})?)\s?([kmgtp]?)(i?)(?:b|bytes)?", re.IGNORECASE)
_DECIMAL_POWER = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}


def written_bytes(text: str) -> int | None:
    """
    Return the bytes of a size whose unit means what it says, or None.

    ``30.52MiB`` and ``199Mi`` are binary, ``12.3MB`` is decimal: containers and clusters write so.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    value = float(found[1].replace(",", "."))
    base = 1024.0 if found[3] else 1000.0
    return round(value * base ** _DECIMAL_POWER[found[2].lower()])

"""
The time at the beginning of a log line, on the log's own clock.

A date and a time are a moment; a time alone counts from the first midnight of the log.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from reportgen.patterns import pattern
from reportgen.readers.numbers import moment

_STAMP: Final = pattern(
    r"\W{0,2}(?:"
    r"(?P<iso>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)"
    r"|(?P<epoch>\d{10}(?:\.\d+)?)\b"
    r"|(?P<date>[A-Z][a-z]{2} (?:[A-Z][a-z]{2} [ \d]\d|[ \d]\d [A-Z][a-z]{2} \d{4})"
    r" \d\d:\d\d:\d\d(?: [AP]M)? (?:UTC|GMT)(?: \d{4})?)"
    r"|(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,](?P<part>\d{1,6}))?\b"
    r"(?: (?P<half>[AP]M)\b)?"
    r")(?P<rest>.*)"
)
_DAY: Final = 86_400
_HALF: Final = 12


class Clock:
    """
    Reads the times of one log in order and turns the day where a time alone goes back by hours.

    *moments* are the first and the last real moment met; *heading* is the time of the last line
    that was nothing but a time, as loops with ``date`` print before each reading.
    """

    def __init__(self) -> None:
        self._days = 0
        self._last: float | None = None
        self._moments: list[datetime] = []
        self.heading: float | None = None

    @property
    def moments(self) -> tuple[datetime, ...]:
        """The earliest and the latest moment that was read."""
        return (min(self._moments), max(self._moments)) if self._moments else ()

    def read(self, line: str) -> tuple[float | None, str]:
        """
        Return the time *line* begins with, in seconds, and what follows it.

        A moment counts from the epoch, a time alone from the first midnight; None where neither is.
        Of two times the first is that of the CI system, which may be later: the other is read,
        on the first one's day if it has none.
        """
        found = _STAMP.match(line)
        if found is None:
            return None, line
        inner = _inner(found)
        if found["hour"] is not None:
            if inner is None or inner["hour"] is not None:
                return self._of_day(found), (inner or found)["rest"]
            found, inner = inner, None
        when = _moment(found)
        if when is None:
            return None, line
        rest = found["rest"]
        if inner is not None:
            own = _on_day_of(when, inner) if inner["hour"] is not None else _moment(inner)
            when, rest = (own, inner["rest"]) if own else (when, rest)
        self._moments = [min((*self._moments, when)), max((*self._moments, when))]
        return when.timestamp(), rest

    def row(self, line: str) -> tuple[float | None, str]:
        """Return the time of a row of a table, its own or the heading's, and the row without it."""
        at, rest = self.read(line)
        if at is None:
            return self.heading, line
        if not rest.strip():
            self.heading = at
        return at, rest

    def _of_day(self, found: re.Match[str]) -> float:
        time = _since_midnight(found) + self._days * _DAY
        if self._last is not None and time < self._last - _DAY / 2:
            self._days += 1
            time += _DAY
        self._last = time
        return time


def _since_midnight(found: re.Match[str]) -> float:
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % _HALF + (_HALF if found["half"] == "PM" else 0)
    at = hour * 3600 + int(found["minute"]) * 60 + int(found["second"])
    return at + float(f"0.{found['part'] or 0}")


def _inner(found: re.Match[str]) -> re.Match[str] | None:
    """Return a second time behind one blank; a number alone is a reading and no epoch."""
    rest = found["rest"]
    inner = _STAMP.match(rest, 1) if rest[:1] == " " and rest[1:2].isalnum() else None
    is_reading = inner is not None and inner["epoch"] and not inner["rest"].strip()
    return None if is_reading else inner


def _on_day_of(when: datetime, found: re.Match[str]) -> datetime:
    """Return the time alone that was *found*, in a log that was printed at *when*."""
    midnight = when.replace(hour=0, minute=0, second=0, microsecond=0)
    own = midnight + timedelta(seconds=_since_midnight(found))
    return own - timedelta(days=1) if own - when > timedelta(seconds=_DAY / 2) else own


def _moment(found: re.Match[str]) -> datetime | None:
    if found["iso"]:
        return moment(found["iso"].replace(",", "."))
    if found["epoch"]:
        return moment(float(found["epoch"]))
    _, first, second, *rest = found["date"].split()
    month, day = (second, first) if first.isdigit() else (first, second)
    year = next((part for part in rest if part.isdigit()), "")
    clock = next(part for part in rest if ":" in part)
    hour = int(clock[:2])
    if half := next((part for part in rest if part in {"AM", "PM"}), ""):
        hour = hour % _HALF + (_HALF if half == "PM" else 0)
    return moment(f"{day} {month} {year} {hour:02}{clock[2:]} +0000")

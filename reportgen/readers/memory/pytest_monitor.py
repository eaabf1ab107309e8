"""
pytest-monitor: the memory of each test, in an SQLite database.

https://pytest-monitor.readthedocs.io — the table ``TEST_METRICS``; ``MEM_USAGE`` is in MiB, and
what a test used above what the session did before it. The file gathers all sessions.
The database is opened from its bytes: no file is touched, one statement on one table is allowed,
and it may take only so many steps.
"""

import sqlite3
from typing import Final

from reportgen.errors import ReadError
from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.readers.numbers import memory_bytes, moment
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "pytest-monitor"
TITLE: Final = "pytest-monitor"
HINT: Final = "pytest --db .pymon"
HOLDS_TESTS: Final = False

_MAGIC: Final = b"SQLite format 3\0"
_TABLE: Final = b"TEST_METRICS"
_STEPS: Final = 20_000_000
_LONGEST: Final = 1 << 20
_QUERY: Final = (  # a constant: nothing of the file is in it
    "SELECT ITEM_FS_LOC, ITEM_VARIANT, ITEM_START_TIME, MEM_USAGE FROM TEST_METRICS"
    " WHERE KIND = 'function' AND typeof(ITEM_FS_LOC) = 'text' AND typeof(ITEM_VARIANT) = 'text'"
    " AND typeof(MEM_USAGE) IN ('real', 'integer') AND MEM_USAGE < 1e9 LIMIT 100000"
)
_ALLOWED: Final = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}


def matches(source: Source) -> bool:
    """Whether it is a database whose schema, on its first pages, has pytest-monitor's table."""
    return source.head.startswith(_MAGIC) and _TABLE in source.head


def read(source: Source) -> Observations:
    """Return a series for each test; of a test in several sessions, one reading for each."""
    book = SeriesBook(source.path)
    try:
        rows = _rows(source.data(source.limits.text, "text"))
    except (sqlite3.Error, OverflowError, MemoryError) as error:
        raise ReadError(phrase("the database cannot be read: {error}", error=error)) from error
    for number, (file, test, start, value) in enumerate(rows):
        at = moment(start)
        # Less than before the session began is nothing of the test's own.
        amount = memory_bytes(max(value, 0.0), "M")
        sample = Sample(at.timestamp() if at else None, amount)
        book.add(f"{file}::{test}", "rss", f"TEST_METRICS row {number + 1}", sample)
    series = book.in_order()
    if not series:
        raise ReadError(phrase("pytest-monitor's database, but no test was measured"))
    return Observations(memory=series)


def _rows(data: bytes) -> list[tuple[str, str, object, float]]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        connection.set_authorizer(
            lambda what, table, *_: (
                sqlite3.SQLITE_OK
                if what in _ALLOWED and table in {"TEST_METRICS", "sqlite_master", None, ""}
                else sqlite3.SQLITE_DENY
            )
        )
        connection.set_progress_handler(lambda: 1, _STEPS)
        return connection.execute(_QUERY).fetchall()
    finally:
        connection.close()

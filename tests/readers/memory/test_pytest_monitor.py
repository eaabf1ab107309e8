"""pytest-monitor's database: one table is read, from bytes, and nothing else can happen."""

import sqlite3

import pytest

from reportgen.model.run import Run
from tests.conftest import ROOT
from tests.readers.files import read_bytes

MIB = 1 << 20
METRICS = "CREATE TABLE TEST_METRICS (ITEM_FS_LOC, ITEM_VARIANT, ITEM_START_TIME, KIND, MEM_USAGE);"
ENDLESS = """
CREATE TABLE a (x);
CREATE VIEW TEST_METRICS AS
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
SELECT 'f' ITEM_FS_LOC, 't' ITEM_VARIANT, '' ITEM_START_TIME, 'function' KIND, n MEM_USAGE
FROM r WHERE n < 0;
"""
HUGE = """
CREATE TABLE TEST_METRICS (
    ITEM_FS_LOC, ITEM_VARIANT, ITEM_START_TIME, KIND, MEM_USAGE AS (length(zeroblob(900000000)))
);
INSERT INTO TEST_METRICS (ITEM_FS_LOC, ITEM_VARIANT, KIND) VALUES ('f', 't', 'function');
"""
GOOD = (ROOT / "fixtures" / "memory" / "pytest-monitor.pymon").read_bytes()


def read(script: str) -> Run:
    """Return what is read of the database that *script* makes."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    data = connection.serialize()
    connection.close()
    return read_bytes(".pymon", data)


def test_readings() -> None:
    """A test of two sessions has two readings, in MiB; what is no number of MiB is none."""
    run = read(
        METRICS + "INSERT INTO TEST_METRICS VALUES"
        " ('till.py', 'test_a', '2026-01-01T00:00:00', 'function', 1.5),"
        " ('till.py', 'test_a', '2026-01-02T00:00:00', 'function', 2),"
        " ('till.py', 'test_b', 'no time', 'function', -3.0),"
        " ('till.py', 'till', '', 'module', 9.0),"
        " ('till.py', 'test_c', '', 'function', 'much'),"
        " ('till.py', 'test_d', '', 'function', 9e999),"
        " (NULL, x'ff', '', 'function', 1.0);"
    )
    seen = {series.name: list(series.samples) for series in run.memory}

    assert {
        "till.py::test_a": [(1_767_225_600.0, 3 * MIB // 2), (1_767_312_000.0, 2 * MIB)],
        "till.py::test_b": [(None, 0)],
    } == seen


@pytest.mark.parametrize(
    "script",
    [METRICS, "CREATE TABLE TEST_METRICS (a);", ENDLESS, HUGE],
    ids=["empty", "other-columns", "endless-view", "huge-blob"],
)
def test_refusals(script: str) -> None:
    """A database that holds no readings, or more than a table of them, is refused."""
    assert ["rejected"] == [artifact.status for artifact in read(script).artifacts]


@pytest.mark.parametrize("data", [GOOD[:9000], GOOD[:100] + b"TEST_METRICS", GOOD[:4096] * 3])
def test_broken_pages(data: bytes) -> None:
    """What is cut off or repeated is refused with a reason."""
    (artifact,) = read_bytes(".pymon", data).artifacts

    assert ("pytest-monitor", "rejected") == (artifact.format, artifact.status)


def test_another_database_is_none() -> None:
    """A database without the table belongs to somebody else."""
    assert ["ignored"] == [each.status for each in read("CREATE TABLE t (x);").artifacts]

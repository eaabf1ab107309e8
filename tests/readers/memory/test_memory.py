"""Memory in logs: readings are found, in bytes, and nothing else is taken for one."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.memory import MemorySeries
from tests.conftest import ROOT
from tests.readers.files import expectation, fixtures, read_file, read_text

MIB = 1 << 20
FIXTURES = fixtures(ROOT / "fixtures" / "memory", ".log", ".txt")


def described(series: MemorySeries, expected: dict[str, Any]) -> dict[str, Any]:
    """Return *series* in the words of *expected*; a single stated peak may stand as one reading."""
    values = [sample.value for sample in series.samples]
    seen = {"peak": max(series.stated_peak or 0, *values), "stated_peak": series.stated_peak}
    if expected["samples"]:
        seen |= {"first": values[0], "last": values[-1], "samples": len(values)}
    return expected | seen


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    """A log gives its series: how many readings, the first, the last, the peak."""
    expected = expectation(path)["series"]
    series = read_file(path).memory

    assert expected == [
        described(each, wanted) for each, wanted in zip(series, expected, strict=True)
    ]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Memory usage: 224.1 MB", round(224.1 * MIB)),
        ("memory usage is 12 kB", 12 << 10),
        ("RSS: 88,120 kB", 88_120 << 10),
        ("RSS=88120kB", 88_120 << 10),
        ("Heap used: 1.5 GiB", 3 << 29),
        ("memory: 1234567 bytes", 1_234_567),
        ("Current memory usage: 5 MiB", 5 * MIB),
        ("[INFO] mem used 7 MiB (of 16 GiB)", 7 * MIB),
        ("Memory consumption after step 3: 7 MiB", 7 * MIB),
        ("Heap memory usage (MB): 7 MB", 7 * MIB),
        ("Memory: 1,024 MB", 1024 * MIB),
        ('INFO {"rss_mb": 7, "level": "info"}', 7 * MIB),
        ("rss_bytes=1234567", 1_234_567),
        ("mem_usage=7MB", 7 * MIB),
        ("heapUsed: 7 MB", 7 * MIB),
        ("Memory peak: 7.0M", 7 * MIB),
        ("Consumed 1.2s CPU time, 7.0M memory peak.", 7 * MIB),
        ("7 MiB of memory used", 7 * MIB),
        ("Memory usage before: 7 MB", 7 * MIB),
        ("Memory usage [ledger]: ~7 MB", 7 * MIB),
        ("Memory usage => 7 megabytes", 7 * MIB),
        ("[INFO] Final Memory: 7M/300M", 7 * MIB),
        ("Billed Duration: 4 ms Memory Size: 128 MB Max Memory Used: 7 MB", 7 * MIB),
    ],
)
def test_readings(line: str, value: int) -> None:
    """A line that names memory, a number and a unit is a reading; every prefix is binary."""
    (series,) = read_text("build.log", f"{line}\n").memory

    assert [value] == [sample.value for sample in series.samples]


@pytest.mark.parametrize(
    "line",
    [
        "Memory limit: 512 MB",
        "Total memory: 16 GB",
        "Maximum heap size: 512 MB",
        "Virtual memory: 900 MB",
        "available memory: 8 GB",
        "downloading memory-profiler 12 MB",
        "Memory usage: high",
        "Memory usage: 12",
        "Memory usage: 12 %",
        "Memory usage: 12 MB/s",
        "remember 12 MB",
        "in-memory 5 MB cache size",
        "Memory usage: 1.2.3 MB",
        "allocating memory: allocation failed, rss 5 MB",
        "[0.005s][info][gc,init] Memory: 24105M",
        "[0.005s][info][gc,init] Heap Min Capacity: 8M",
        "        memory: 512Mi",
        '        memory: "512M"',
        "Requests: memory 128Mi",
        "Shared memory: 64 MB",
        "GPU memory usage: 5 MB",
        "System memory: 16 GB",
        "Free memory: 5 GB",
        "needs at least 4 GB: memory 2 GB",
        "dist/heap: 12 kB, gzip: 4 kB",
        "Out of memory: 5 MB",
        "memory 5 b-trees",
    ],
)
def test_other_lines(line: str) -> None:
    """A line about something else is no reading."""
    assert () == read_text("build.log", f"{line}\n").memory


def test_peaks_are_one_number() -> None:
    """Lines that state a peak give the largest of them, not a course."""
    (series,) = read_text(
        "a.log", "Peak memory: 5 MiB\nPeak memory: 9 MiB\nPeak memory: 7 MiB\n"
    ).memory

    assert ([(None, 9 * MIB)], 9 * MIB) == (list(series.samples), series.stated_peak)
    assert "lines 1–3" == series.place


def test_clocks_run_over_midnight() -> None:
    """Times without a date go on behind midnight."""
    (series,) = read_text(
        "memory.log", "23:59:50 RSS: 1 MiB\n00:00:10 RSS: 2 MiB\n00:00:30 RSS: 3 MiB\n"
    ).memory
    times = [sample.at or 0.0 for sample in series.samples]

    assert [20.0, 20.0] == [later - earlier for earlier, later in pairwise(times)]


def test_stamps_are_moments_of_the_run() -> None:
    """The first and the last time stamp of the readings date the run."""
    run = read_text(
        "memory.log",
        "2025-09-15 13:00:00,123 RSS: 1 MiB\n2025-09-15T15:00:00+02:00 RSS: 2 MiB\n",
    )

    assert ["13:00:00.000000", "13:00:00.123000"] == [f"{m:%H:%M:%S.%f}" for m in run.timestamps]


def test_places_are_lines() -> None:
    """A series names the lines it stands in."""
    one, two = read_text("a.log", "x\nRSS: 1 MiB\nheap used: 1 MiB\nRSS: 2 MiB\n").memory

    assert ("lines 2–4", "line 3") == (one.place, two.place)


def test_two_formats_in_one_log() -> None:
    """A log may hold readings and the block of GNU time; both count."""
    run = read_text(
        "a.log", "RSS: 5 MiB\n\tMaximum resident set size (kbytes): 2048\nExit status: 0\n"
    )

    assert [("max_rss", 2 * MIB), ("rss", 5 * MIB)] == sorted(
        (series.name, series.samples[0].value) for series in run.memory
    )

"""What CI systems and containers put before lines hides nothing, and lends its times."""

from itertools import pairwise

import pytest

from reportgen.model.run import Run
from reportgen.readers.prefixes import is_prefix, tidy, unstamped
from tests.readers.files import read_text

GITHUB = "2026-01-01T00:00:0{0}.1234567Z "
PREFIXES = {
    "github": GITHUB,
    "github-run-view": "build\tRun tests\t" + GITHUB,
    "gitlab": "2026-01-01T00:00:0{0}.123456Z 00O ",
    "gitlab-goes-on": "2026-01-01T00:00:0{0}.123456Z 01E+",
    "jenkins": "[2026-01-01T00:00:0{0}.123Z] ",
    "clock-in-brackets": "[12:30:0{0}] ",
    "clock": "12:30:0{0} ",
    "ts": "Jan  1 12:30:0{0} ",
    "compose": "till-1  | ",
    "compose-with-times": "till-1  | 2026-01-01T00:00:0{0}.123456789Z ",
    "compose-in-github": GITHUB + "till-1  | ",
    "both-times": GITHUB + "till-1  | 2026-01-01T00:00:0{0}.123456789Z ",
    "kubectl": "[pod/till-7f/till] ",
    "kubernetes-file": "2026-01-01T00:00:0{0}.123456789Z stdout F ",
    "buildkit": "#12 {0}.345 ",
    "buildkit-in-github": GITHUB + "#12 {0}.345 ",
}
LOG = """\
Traceback (most recent call last):
  File "till.py", line 3, in <module>
    month()
MemoryError
              total        used        free      shared  buff/cache   available
Mem:          23999        4001        2001           9        3701        3701
NAME      MEM USAGE / LIMIT
till-1    17.11MiB / 128MiB
POD     NAME   CPU(cores)   MEMORY(bytes)
till-0  till   2m           199Mi
Line #    Mem usage    Increment  Occurrences   Line Contents
     3     12.5 MiB      0.5 MiB           1       month()
Name:\ttill
VmHWM:\t    2048 kB
\tMaximum resident set size (kbytes): 4096
           8192  peak memory footprint
"""


def told(run: Run) -> tuple[list[tuple[str, list[int]]], list[str]]:
    """Return the readings of *run* and who ran out of memory."""
    readings = [(each.name, [sample.value for sample in each.samples]) for each in run.memory]
    return readings, [event.told_by for event in run.out_of_memory]


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_a_prefix_hides_nothing(prefix: str) -> None:
    """Behind any prefix stand the same readings and proofs, in the same lines."""
    plain = read_text("ci.log", LOG)
    lines = LOG.splitlines()
    text = "".join(f"{prefix.format(n * 9 // len(lines))}{line}\n" for n, line in enumerate(lines))
    run = read_text("ci.log", text)

    assert 9 == len(plain.memory)
    assert told(plain) == told(run)
    assert [each.place for each in plain.memory] == [each.place for each in run.memory]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00.5Z: 0.1: [GC", "2026-01-01T00:00:00.5Z: 0.1: [GC"),
        ("[12:30:01][0.1s][gc] x", "[12:30:01][0.1s][gc] x"),
        ("[2026-01-01T00:00:00Z] ", "2026-01-01T00:00:00Z "),
        ("\ufefftill-1 | x", "x"),
        ("till-1 |", ""),
        ("a | b | x", "x"),
        ("two words | x", "two words | x"),
        ("12:30:01   x", "12:30:01   x"),
        ("a | " * 9 + "x", "a | " * 5 + "x"),
    ],
)
def test_a_tidy_line(line: str, expected: str) -> None:
    """Names go, a time before a blank stays in one form, and what belongs to a format is kept."""
    assert expected == tidy(line)


@pytest.mark.parametrize(
    "line", ["12:30:01 " * 9_000, "a | " * 20_000, "x\t" * 40_000, "[" * 70_000]
)
def test_a_long_line_ends(line: str) -> None:
    """What looks like prefixes without end costs no more than the head of the line."""
    assert len(line) - 600 < len(unstamped(tidy(line))) <= len(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", True), ("till-1  | ", True), ("12:30:01 ", True), ("nov 23 12:30:01 ", True),
     ("x ", False), ("  ", False), ("memory ", False)],
)  # fmt: skip
def test_what_is_a_prefix(text: str, expected: bool) -> None:  # noqa: FBT001 - a parameter
    """Only what others put there may stand before the beginning of a line."""
    assert expected is is_prefix(text)


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        (GITHUB + "RSS: 1 MiB", 1.0),
        ("2026-01-01T00:00:09.5Z 2025-12-31T23:59:0{0}Z RSS: 1 MiB", 1.0),
        ("2026-01-01T00:00:09.5Z 176722560{0} RSS: 1 MiB", 1.0),
        ("2026-01-01T00:00:09.5Z 23:59:0{0} RSS: 1 MiB", 1.0),
        ("09:00:00 2026-01-01T00:00:0{0}Z RSS: 1 MiB", 1.0),
        ("09:00:0{0} 09:00:00 RSS: 1 MiB", 1.0),
    ],
)
def test_of_two_times_the_nearer_is_read(line: str, seconds: float) -> None:
    """A log that is printed at the end of a job keeps its own times, on the day of the job."""
    (series,) = read_text("ci.log", "".join(f"{line.format(n)}\n" for n in range(3))).memory
    times = [sample.at or 0.0 for sample in series.samples]

    assert [seconds, seconds] == pytest.approx([b - a for a, b in pairwise(times)])


def test_a_time_alone_is_of_the_day_before() -> None:
    """A time that lies far behind the one of the CI system is of the day before."""
    (series,) = read_text("ci.log", "2026-01-02T00:00:09Z 23:59:59 RSS: 1 MiB\n").memory

    assert [1_767_311_999.0] == [sample.at for sample in series.samples]

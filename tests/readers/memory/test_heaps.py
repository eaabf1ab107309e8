"""Garbage collections and heaps after tests: whole heaps only, and each process for itself."""

import pytest

from tests.readers.files import read_text
from tests.readers.memory.test_profilers import seen

MIB = 1 << 20


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("[0.139s][info][gc] GC(0) Pause Young (Normal) 6M->1M(64M) 1.8ms", 0.139),
        ("[0,139s] GC(0) Pause Full (System.gc()) 6M->1M(64M) 1,8ms", 0.139),
        ("[139ms][info][gc          ] GC(0) Pause Young 6M->1M(64M)", 0.139),
        ("[2025-09-15T13:31:12.500+0000][0.139s][gc] GC(0) Pause Young 6M->1M(64M)", 0.139),
        ("[2025-09-15T13:31:12.500+0000][gc] GC(0) Pause Young 6M->1M(64M)", 1757943072.5),
        ("GC(0) Pause Young (Allocation Failure) 6144K->1024K(64M) 1.8ms", None),
        ("2025-09-15T13:31:12Z app-1 | [0.139s][gc] GC(0) Concurrent cleanup 6M->1M(64M)", 0.139),
    ],
)
def test_the_unified_log(line: str, at: float | None) -> None:
    """Whatever decorates a line, the heap before, after and in all are read, with the uptime."""
    assert {
        "heap_before_gc": [(at, 6 * MIB)],
        "heap_after_gc": [(at, MIB)],
        "heap_committed": [(at, 64 * MIB)],
    } == seen(read_text("gc.log", f"started\n{line}\n"))


@pytest.mark.parametrize(
    "line",
    [
        "[0.1s][info][gc,heap] GC(0) Pause Young 6M->1M(64M)",
        "[0.1s][info][gc,metaspace] GC(0) Metaspace: 6K->1K(64K)",
        "[0.1s][info][gc] GC(0) Concurrent evacuation 6M->1M(64M) 1ms",
        "[0.1s][info][gc] GC(0) Pause Init Mark 0.1ms",
        "the log says GC(0) Pause Young and nothing of 6M",
        "[0.1s][info][gc] GC(0) Eden regions: 3->0(4)",
    ],
)
def test_parts_of_the_heap_are_no_readings(line: str) -> None:
    """Only what is tagged ``gc`` alone is of the whole heap."""
    assert {} == seen(read_text("gc.log", f"{line}\n"))


def test_generations_of_z_have_no_size() -> None:
    """Z tells shares of the heap and no size: nothing is made up for it."""
    run = read_text(
        "gc.log", "[1.0s][info][gc] GC(4) Minor Collection (Warmup) 26M(27%)->10M(10%)\n"
    )

    assert {"heap_before_gc": [(1.0, 26 * MIB)], "heap_after_gc": [(1.0, 10 * MIB)]} == seen(run)


def test_a_second_jvm_has_its_own_series() -> None:
    """Numbers that begin anew are another process; interleaved ones go on where they fit."""
    line = "[{0}s][gc] GC({1}) Pause Young 6M->1M(64M)\n"
    times = [(5.0, 10), (1.0, 0), (5.5, 11), (1.5, 1), (6.5, 13), (6.6, 12), (2.0, 2)]
    found = seen(read_text("gc.log", "".join(line.format(*each) for each in times)))

    assert [5.0, 5.5, 6.5, 6.6] == [at for at, _ in found["heap_before_gc"]]
    assert [1.0, 1.5, 2.0] == [at for at, _ in found["heap_before_gc 2"]]


@pytest.mark.parametrize(
    "line",
    [
        "0.139: [GC (Allocation Failure)  6M->1M(64M), 0.0051 secs]",
        "0.139: [GC 6144K->1024K(65536K), 0.0051 secs]",
        (
            "2025-09-15T13:31:12.601+0000: 0.139: [Full GC (Ergonomics) [Old: 3K->2K(9K)] "
            "6M->1M(64M), [Metaspace: 7K->7K(9K)], 0.1 secs] [Times: user=0.1 sys=0.0]"
        ),
    ],
)
def test_jdk_8(line: str) -> None:
    """The pair of the whole heap stands outside the brackets of the generations."""
    assert {
        "heap_before_gc": [(0.139, 6 * MIB)],
        "heap_after_gc": [(0.139, MIB)],
        "heap_committed": [(0.139, 64 * MIB)],
    } == seen(read_text("gc.log", f"{line}\n"))


def test_v8_records_may_be_glued_and_repeated() -> None:
    """Records on one line are all read, those repeated by a crash once, isolates by themselves."""
    first = "[7:0x1]       70 ms: Scavenge 3.0 (4.0) -> 2.0 (5.0) MB, 2.68 / 0.00 ms"
    second = "[7:0x1]       71 ms: Mark-sweep (reduce) 4.0 (5.0) -> 1.0 (6.0) MB, 0.6 / 0.0 ms"
    other = "[7:0x2:1]     12 ms: Mark-Compact 8.0 (9.0) -> 7.0 (9.0) MB, pooled: 0 MB, 0.6 ms"
    found = seen(
        read_text("gc.log", f"{first} {second}\n{other}\n<--- Last few GCs --->\n{second}\n")
    )

    assert [(0.07, 3 * MIB), (0.071, 4 * MIB)] == found["heap_before_gc"]
    assert [(0.07, 5 * MIB), (0.071, 6 * MIB)] == found["heap_committed"]
    assert [(0.012, 7 * MIB)] == found["heap_after_gc 2"]


def test_go_programs_count_from_one() -> None:
    """A trace that begins again is of another program; the scavenger's lines are none."""
    line = "gc {0} @{1}s 2%: 0.1+0.2 ms clock, 0.1+0.2/0.3 ms cpu, 3->4->1 MB, 5 MB goal"
    run = read_text(
        "go.log",
        f"{line.format(1, '0.010')}, 2 P\n"
        f"{line.format(2, '0.020')}, 0 MB stacks, 0 MB globals, 2 P\n"
        f"scvg: 0 MB released\n{line.format(1, '0.500')}, 2 P (forced)\n",
    )
    found = seen(run)

    assert [(0.01, 4 * MIB), (0.02, 4 * MIB)] == found["heap_at_gc_end"]
    assert [(0.5, MIB)] == found["heap_live 2"]
    assert [(0.01, 3 * MIB), (0.02, 3 * MIB)] == found["heap_at_gc_start"]
    assert [(0.5, 5 * MIB)] == found["heap_goal 2"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("PASS ./a.test.js (40 MB heap size)", "a.test.js"),
        (
            "\x1b[0m\x1b[7m\x1b[32m PASS \x1b[39m\x1b[0m src/a.test.js (5.1 s, 40 MB heap size)",
            "src/a.test.js",
        ),
        ("FAIL unit src/a.test.js (812 ms, 40 MB heap size)", "unit src/a.test.js"),
        (" ✓ test/a.test.ts (2 tests) 3ms 40 MB heap used", "test/a.test.ts"),
        (" ✓ test/a.test.ts (2) 40 MB heap used", "test/a.test.ts"),
        (
            " \u276f |unit| test/a.test.ts (2 tests | 1 failed) 1204ms 40 MB heap used",
            "test/a.test.ts",
        ),
        (" ✓ test/a.test.ts > till > adds 3ms 40 MB heap used", "test/a.test.ts"),
    ],
)
def test_heap_after_a_file(line: str, name: str) -> None:
    """Jest and Vitest state the heap after each file, in whole MiB."""
    assert {name: [(None, 40 * MIB)]} == seen(read_text("test.log", f"{line}\n"))


def test_growth_from_file_to_file_is_a_series() -> None:
    """What files leave behind shows over all of them, in the order in which they ran."""
    found = seen(
        read_text(
            "test.log",
            "PASS a.js (4 MB heap size)\n   ✓ adds 2ms 9 MB heap used\n"
            "PASS b.js (6 MB heap size)\n",
        )
    )

    assert [(None, 4 * MIB), (None, 6 * MIB)] == found["heap after each file"]
    assert ["a.js", "b.js", "heap after each file"] == list(found)

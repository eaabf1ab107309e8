"""Profilers: their files are read whole, in their own units, and what is missing is told."""

import json

import pytest

from reportgen.model.run import Run
from tests.readers.files import read_json, read_text

MIB = 1 << 20
MASSIF = "desc: (none)\ncmd: ./till\ntime_unit: {unit}\n#-----------\n"
SNAPSHOT = (
    "snapshot={0}\n#-----------\ntime={1}\nmem_heap_B={2}\nmem_heap_extra_B=8\nmem_stacks_B=0\n"
    "heap_tree=empty\n#-----------\n"
)
PSRECORD = "# Elapsed time   CPU (%)     Real (MB)   Virtual (MB)\n"
PEAK = {"metadata": {"peak_memory": 5}, "total_bytes_allocated": 9}


def seen(run: Run) -> dict[str, list[tuple[float | None, int]]]:
    """Return the readings of *run* by series."""
    return {series.name: [tuple(s) for s in series.samples] for series in run.memory}  # type: ignore[misc]  # a sample is such a pair


def formats(run: Run) -> tuple[str, str]:
    """Return what the one artifact of *run* is, and how well it was read."""
    return run.artifacts[0].format, run.artifacts[0].status


def test_mprof_begins_a_run_with_each_command() -> None:
    """Appended runs are series of their own; FUNC lines and empty runs are none."""
    run = read_text(
        "mprof.dat",
        "CMDLINE a\nMEM 1.0 1757943072.5\nCHLD 7 2.0 1757943072.5\nCHLD 7 0.000000 1757943072.6\n"
        "CMDLINE broken\nFUNC f 1.0 1757943080.0 2.0 1757943081.0 0\n"
        "CMDLINE b\nMEM 3.5 1757943080.0\nCHLD 7 4.0 1757943080.0\n",
    )

    assert ("mprof", "read") == formats(run)
    assert {
        "rss": [(1757943072.5, MIB)],
        "child 7": [(1757943072.5, 2 * MIB)],
        "rss 2": [(1757943080.0, 7 * MIB // 2)],
        "child 7 2": [(1757943080.0, 4 * MIB)],
    } == seen(run)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("mprof.dat", "CMDLINE a\nMEM 1.0 1757943072.5\nMEM 2.", "mprof"),
        ("psrecord.txt", f"{PSRECORD} 0.0 0.0 12.5 20.0\n 0.1 0.0", "psrecord"),
        (
            "massif.out",
            MASSIF.format(unit="i") + SNAPSHOT.format(0, 0, 1) + "snapshot=1\n",
            "massif",
        ),
    ],
)
def test_a_cut_file_keeps_what_is_whole(name: str, text: str, kind: str) -> None:
    """What ends in the middle is read up to there, and is told to be partial."""
    run = read_text(name, text)

    assert (kind, "partial") == formats(run)
    assert ["truncated"] == [problem.kind for problem in run.artifacts[0].problems]
    assert 1 == len(run.memory[0].samples)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("mprof.dat", "CMDLINE a\n", "mprof"),
        ("psrecord.txt", PSRECORD, "psrecord"),
        ("massif.out", MASSIF.format(unit="i"), "massif"),
    ],
)
def test_a_file_without_a_reading_is_refused(name: str, text: str, kind: str) -> None:
    """A profiler that saw nothing is no proof of anything, least of all of 0 bytes."""
    run = read_text(name, text)

    assert (kind, "rejected") == formats(run)
    assert () == run.memory


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        (f"{PSRECORD} 0.5 99.9 12.5 20.0\n", [(0.5, 25 * MIB // 2)]),
        (
            f"{PSRECORD.rstrip()}  Read count\r\n  0.5  1.0  12.5  20.0  7\r\n",
            [(0.5, 25 * MIB // 2)],
        ),
        (
            "elapsed_time,nproc,cpu,mem_real,mem_virtual,read_count\n5e-05,2,0.0,12.5,20.0,7\n",
            [(5e-05, 25 * MIB // 2)],
        ),
    ],
    ids=["text", "with-io", "csv"],
)
def test_psrecord(text: str, readings: list[tuple[float, int]]) -> None:
    """What psrecord calls MB is MiB, in text and in CSV, with and without input and output."""
    run = read_text("psrecord.log", text)

    assert readings == seen(run)["rss"]
    assert [(readings[0][0], 20 * MIB)] == seen(run)["vms"]
    assert () == run.artifacts[0].problems


@pytest.mark.parametrize("row", ["inf 0.0 1.0 2.0", "1e999 0.0 1.0 2.0", "0.1 0.0 1e999 2.0"])
def test_one_bad_row_of_psrecord_costs_no_other(row: str) -> None:
    """A number without bounds is no reading, and is told."""
    run = read_text("psrecord.txt", f"{PSRECORD} 0.0 0.0 12.5 20.0\n {row}\n 0.2 0.0 5.0 20.0\n")

    assert [(0.0, 25 * MIB // 2), (0.2, 5 * MIB)] == seen(run)["rss"]
    assert ["line 3"] == [problem.place for problem in run.artifacts[0].problems]


@pytest.mark.parametrize(
    "text",
    [
        f"\n{PSRECORD} 0.5 99.9 12.5 20.0\n",
        "\nCMDLINE a\nMEM 12.5 1757943072.5\n",
    ],
)
def test_a_blank_line_before_hides_nothing(text: str) -> None:
    """A file that an empty line begins is the same file."""
    assert [25 * MIB // 2] == [value for _, value in seen(read_text("memory.dat", text))["rss"]]


@pytest.mark.parametrize(("unit", "at"), [("i", None), ("B", None), ("ms", 1.5)])
def test_only_milliseconds_of_massif_are_time(unit: str, at: float | None) -> None:
    """Instructions and bytes are no time; the total is heap, extra and stacks."""
    run = read_text("massif.out.77", MASSIF.format(unit=unit) + SNAPSHOT.format(0, 1500, 100))

    assert {"heap_total": [(at, 108)]} == seen(run)


@pytest.mark.parametrize("peak", [None, "5", -1, True, 1 << 60])
def test_memray_without_a_peak_is_refused(peak: object) -> None:
    """A peak that is no number of bytes is no reading."""
    run = read_json("stats.json", {**PEAK, "metadata": {"peak_memory": peak}})

    assert ("memray", "rejected") == formats(run)


def test_memray_counts_the_peak_and_not_the_churn() -> None:
    """What was ever allocated is no memory in use."""
    assert {"peak_memory": [(None, 5)]} == seen(read_json("stats.json", PEAK))


def test_memray_text_is_decimal_and_may_lack_the_peak() -> None:
    """Units of the text are powers of ten; where only the sum is told, that is said."""
    total = "📦 Total memory allocated:\n\t136.166MB\n"
    run = read_text("a.txt", f"{total}📈 Peak memory usage:\n\t43.820MB\n")
    old = read_text("a.txt", total)

    assert {"peak_memory": [(None, 43_820_000)]} == seen(run)
    assert () == old.memory
    assert ["info"] == [problem.severity for problem in old.artifacts[0].problems]


def test_memory_profiler_tables_end() -> None:
    """Rows without numbers are no readings, nor is what follows a table; old tables count, too."""
    run = read_text(
        "build.log",
        "Line #    Mem usage    Increment   Line Contents\n"
        "================================================\n"
        "     3     23.5 MiB     23.5 MiB   @profile\n"
        "     4                             def stock():\n"
        "     5     20.0 MiB     -3.5 MiB       pass\n"
        "\n"
        "     6     99.0 MiB      0.0 MiB       a quotation\n",
    )

    assert {"rss": [(None, 47 * MIB // 2), (None, 20 * MIB)]} == seen(run)


def test_pytest_memray_without_its_report() -> None:
    """A test over its limit is told though the report lists only the largest; leaks are noted."""
    run = read_text(
        "pytest.log",
        "______________ TestStock.test_many[a-b] ______________\n"
        "Test was limited to 4.0MiB but allocated 12.0MiB\n"
        "______________ test_leak ______________\n"
        "Test was allowed to leak 1.0KiB per location but at least one location leaked more\n"
        "=========== short test summary info ===========\n"
        "MEMORY PROBLEMS test_a.py::TestStock::test_many[a-b] - Test was limit...\n"
        "MEMORY PROBLEMS test_a.py::test_leak - Test was allowed...\n",
    )
    (series,) = run.memory

    assert ("test_a.py::TestStock::test_many[a-b]", 4 * MIB) == (series.name, series.limit)
    assert [12 * MIB] == [sample.value for sample in series.samples]
    assert ["test_a.py::test_leak leaks more than its limit_leaks allows"] == [
        problem.message for problem in run.artifacts[0].problems
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Current memory usage is 0.5MB; Peak was 1e-05MB\n",
            {"traced_peak": [(None, 10)], "traced_current": [(None, 500_000)]},
        ),
        (
            "traced memory: (12, 34)\n",
            {"traced_peak": [(None, 34)], "traced_current": [(None, 12)]},
        ),
        ("Total allocated size: 1.5 KiB\n", {"traced_total": [(None, 1536)]}),
        ("(12, 34)\n", {}),
        ("traced memory: (34, 12)\n", {}),
        ("till.py:3: size=5 KiB, count=2, average=3 B\n", {}),
    ],
)
def test_tracemalloc(text: str, names: dict[str, list[tuple[None, int]]]) -> None:
    """The one-liner is decimal, the total binary; a pair counts where tracemalloc is spoken of."""
    assert names == seen(read_text("a.log", text))


def test_memcheck_tells_processes_apart() -> None:
    """Each process has its note; without losses and errors it is only information."""
    run = read_text(
        "valgrind.log",
        "==7== Memcheck, a memory error detector\n==7== Command: ./till\n"
        "==8== Memcheck, a memory error detector\n"
        "==7==    definitely lost: 1,048,576 bytes in 2 blocks\n"
        "==8== All heap blocks were freed -- no leaks are possible\n"
        "==7== ERROR SUMMARY: 3 errors from 2 contexts (suppressed: 0 from 0)\n"
        "==8== ERROR SUMMARY: 0 errors from 0 contexts (suppressed: 0 from 0)\n",
    )

    assert () == run.memory
    assert [
        ("warning", "memcheck of ./till (process 7): 3 errors; lost: 1.0 MiB definitely"),
        ("info", "memcheck of process 8: 0 errors; nothing lost"),
    ] == [(problem.severity, problem.message) for problem in run.artifacts[0].problems]


def test_node_memory_usage_without_all_times() -> None:
    """Where one object has no time the series has none; what is no number is told."""
    lines = [
        {"time": "2025-09-15T13:31:12Z", "rss": 5, "heapUsed": 3, "heapTotal": "many"},
        {"rss": 6, "heapUsed": 4},
    ]
    run = read_text("usage.jsonl", "\n".join(map(json.dumps, lines)))

    assert {"rss": [(None, 5), (None, 6)], "heapUsed": [(None, 3), (None, 4)]} == seen(run)
    assert ["/0/heapTotal"] == [problem.place for problem in run.artifacts[0].problems]


@pytest.mark.parametrize(
    "text",
    [
        "{ rss: 5, heapTotal: 4, heapUsed: 3 }\n",
        'worker 1 {"rss":5,"heapTotal":4,"heapUsed":3}\n',
        "{\n  rss: 5,\n  heapTotal: 4,\n  heapUsed: 3\n}\n",
        "x {\n  rss: 5, \n  heapTotal: 4,\n  heapUsed: 3 }\n",
    ],
)
def test_node_memory_usage_in_a_log(text: str) -> None:
    """The object is read as it is printed: on one line or several, keys quoted or not."""
    run = read_text("app.log", f"started\n{text}stopped\n")

    assert {"rss": [(None, 5)], "heapTotal": [(None, 4)], "heapUsed": [(None, 3)]} == seen(run)


@pytest.mark.parametrize(
    "text", ["{ rss: 5, heapTotal: 4 }\n", "  rss: 5,\n  user: 7,\n}\n", "rss: 5,\nheapUsed\n"]
)
def test_other_objects_with_an_rss(text: str) -> None:
    """Without ``heapUsed`` it is something else."""
    run = read_text("app.log", text)

    assert "node-memory-usage-text" != run.artifacts[0].format


XML = (
    "<?xml version='1.0'?><valgrindoutput><protocoltool>memcheck</protocoltool><pid>7</pid>"
    "<args><vargv><exe>valgrind</exe></vargv><argv><exe>./till</exe></argv></args>{0}"
)
LEAK = "<error><kind>Leak_{0}Lost</kind><xwhat><leakedbytes>{1}</leakedbytes></xwhat></error>"


@pytest.mark.parametrize(
    ("errors", "severity", "told"),
    [
        ("", "info", "0 kinds of errors; no lost block is told"),
        (LEAK.format("Possibly", 2048), "info", "0 kinds of errors; lost: 2.0 KiB possibly"),
        (
            LEAK.format("Definitely", 1024) * 2 + "<error><kind>InvalidWrite</kind></error>",
            "warning",
            "1 kind of error; lost: 2.0 KiB definitely",
        ),
        (LEAK.format("Definitely", "many"), "info", "0 kinds of errors; no lost block is told"),
    ],
)
def test_memcheck_xml(errors: str, severity: str, told: str) -> None:
    """The leaks of a kind are added up; what else is an error counts as one."""
    run = read_text("memcheck.xml", XML.format(errors) + "</valgrindoutput>")

    assert ("memcheck-xml", "read") == formats(run)
    assert [(severity, f"memcheck of ./till (process 7): {told}")] == [
        (problem.severity, problem.message) for problem in run.artifacts[0].problems
    ]


def test_memcheck_xml_that_is_cut_off_is_refused() -> None:
    """Half a report would tell too few losses."""
    run = read_text("memcheck.xml", XML.format(LEAK.format("Definitely", 5)))

    assert ("memcheck-xml", "rejected") == formats(run)

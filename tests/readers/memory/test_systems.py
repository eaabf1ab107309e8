"""What Linux' own tools and BSD's time say of memory: units, times, and where a table ends."""

import pytest

from reportgen.model.memory import MemorySeries
from reportgen.model.run import Run
from tests.readers.files import read_text

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
FREE = "               total        used        free      shared  buff/cache   available\n"
VMSTAT = " r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n"
PIDSTAT = "13:31:12      UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command\n"
SAR = "13:31:12    kbmemfree   kbavail kbmemused  %memused\n"
PS = "  PID   RSS    VSZ COMMAND\n"


def named(run: Run, name: str) -> MemorySeries:
    """Return the series called *name*."""
    (found,) = [series for series in run.memory if series.name == name]
    return found


def values(run: Run) -> dict[str, list[int]]:
    """Return the readings of each series."""
    return {series.name: [sample.value for sample in series.samples] for series in run.memory}


@pytest.mark.parametrize(
    ("row", "used"),
    [
        ("7999928 4000048 2000124 8188 1999756 3700180", 4_000_048 * KIB),
        ("23999 4001 2001 9 1999 3701", 4001 * MIB),
        ("262144000 4001 2001 9 1999 3701", 4001 * KIB),
        ("31 4 22 0 4 26", 4 * GIB),
        ("8191926272 4096049152 2048126976 8384512 2047750144 3788984320", 4_096_049_152),
        ("123456 40000 20000 8 60000 80000", 40_000 * KIB),
        ("23Gi 931Mi 20Gi 8.0Mi 3.2Gi 22Gi", 931 * MIB),
        ("23Gi 1,5Gi 20Gi 8,0Mi 3,2Gi 22Gi", 3 * GIB // 2),
        ("23G 1.5G 20G 8.0M 3.2G 22G", 3 * GIB // 2),
    ],
)
def test_the_unit_of_free(row: str, used: int) -> None:
    """A number without a unit is what pages and the size of a machine allow, and a note says it."""
    run = read_text("free.txt", f"{FREE}Mem: {row}\nSwap: 0 0 0\n")
    is_said = any(cell[-1] == "i" for cell in row.split()) != bool(run.artifacts[0].problems)

    assert [used] == [sample.value for sample in named(run, "used").samples]
    assert is_said


def test_free_that_fits_no_machine() -> None:
    """A total that no unit makes a machine of is not read, and that is said."""
    run = read_text("free.txt", f"{FREE}Mem: 99999999999999999 1 1 1 1 1\n")

    assert () == run.memory
    assert ["warning"] == [problem.severity for problem in run.artifacts[0].problems]


@pytest.mark.parametrize(
    "stamp",
    [
        "2025-09-15T13:31:12Z",
        "1757943072",
        "Mon Sep 15 13:31:12 UTC 2025",
        "Mon Sep 15 01:31:12 PM UTC 2025",
        "Mon 15 Sep 2025 01:31:12 PM UTC",
    ],
)
def test_a_date_before_a_block_is_its_time(stamp: str) -> None:
    """A line that is nothing but a time is the time of the block that follows."""
    block = f"{stamp}\n{FREE}Mem: 23999 4001 2001 9 1999 3701\nSwap: 0 0 0\n"
    run = read_text("free.log", f"starting\n{block}done\n")

    assert [1_757_943_072.0] == [sample.at for sample in named(run, "used").samples]


def test_one_date_is_no_clock() -> None:
    """Where one date stands before all blocks, the readings have an order and no times."""
    block = f"{FREE}Mem: 23999 4001 2001 9 1999 3701\nSwap: 0 0 0\n\n"
    run = read_text("free.log", f"1757943072\n{block}{block}")

    assert [None, None] == [sample.at for sample in named(run, "used").samples]


def test_vmstat_counts_kib_unless_that_is_no_machine() -> None:
    """Numbers of vmstat are KiB; so few that no machine has them are MiB, and a note says so."""
    default = read_text(
        "vmstat.log", f"{VMSTAT} 1 0 0 2000004 10692 1094196 0 0 1 1 1 1 1 1 1 1 1\n"
    )
    large = read_text("vmstat.log", f"{VMSTAT} 1 0 0 19531 107 3549 0 0 1 1 1 1 1 1 1 1 1\n")

    assert [2_000_004 * KIB] == values(default)["free"]
    assert [19_531 * MIB] == values(large)["free"]
    assert [False, True] == [bool(run.artifacts[0].problems) for run in (default, large)]


def test_vmstat_that_repeats_itself_is_doubted() -> None:
    """Rows of one call that all say the same are no course; several calls may well agree."""
    row = " 1 0 0 2000004 10692 1094196 0 0 1 1 1 1 1 1 1 1 1\n"
    once = read_text("vmstat.log", VMSTAT + row * 4)
    often = read_text("vmstat.log", (VMSTAT + row) * 4)

    assert ["warning"] == [problem.severity for problem in once.artifacts[0].problems]
    assert () == often.artifacts[0].problems


def test_pidstat_goes_over_midnight_and_skips_averages() -> None:
    """Times go on behind midnight; averages, threads and other tables are no readings."""
    run = read_text(
        "pidstat.log",
        f"{PIDSTAT}23:59:59 0 7 1.00 0.00 5004 3816 0.02 till\n"
        f"\n{PIDSTAT}00:00:01 0 7 1.00 0.00 5004 3820 0.02 till\n"
        "Average: 0 7 1.00 0.00 5004 9999 0.02 till\n"
        "\n00:00:01 UID PID %usr %system %guest %wait %CPU CPU Command\n"
        "00:00:02 0 7 1.00 2.00 0.00 0.00 3.00 1 till\n",
    )
    (series,) = run.memory

    assert ("till:7", [3816 * KIB, 3820 * KIB]) == (series.name, values(run)["till:7"])
    assert 2.0 == (series.samples[1].at or 0) - (series.samples[0].at or 0)


@pytest.mark.parametrize(
    ("stamp", "seen"),
    [
        ("2025-09-15", "2025-09-15"),
        ("09/15/25", "2025-09-15"),
        ("15/09/2025", "2025-09-15"),
        ("15.09.2025", "2025-09-15"),
        ("03/03/2025", "2025-03-03"),
        ("03/04/2025", None),
        ("99/99/2025", None),
    ],
)
def test_the_date_of_sysstat(stamp: str, seen: str | None) -> None:
    """The date of the first line holds for all rows, unless it can be read in two ways."""
    banner = f"Linux 6.1.0 (runner) \t{stamp} \t_x86_64_\t(2 CPU)\n\n"
    run = read_text("sar.log", f"{banner}{SAR}13:31:13 20490008 23609204 718856 2.91\n")

    assert [seen] == [f"{moment:%Y-%m-%d}" for moment in run.timestamps[:1]] or (seen is None)
    assert (seen is None) == (run.timestamps == ())


def test_sar_ends_at_another_table() -> None:
    """A row with as many columns of another table is not memory."""
    run = read_text(
        "sar.log",
        f"{SAR}13:31:13 20490008 23609204 718856 2.91\n"
        "13:31:12 IFACE rxpck/s txpck/s rxkB/s\n13:31:13 1 2 3 4\n",
    )

    assert [718_856 * KIB] == values(run)["kbmemused"]


def test_ps_by_its_header() -> None:
    """Columns of ps go by their names, commands hold spaces, and what has no memory is left out."""
    run = read_text(
        "ps.log",
        "USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND\n"
        "root 2 0.0 0.0 0 0 ? S 13:31 0:00 [kthreadd]\n"
        "runner 41 3.1 0.1 42092 33788 ? S 13:31 0:00 python3 till.py --fast\n"
        "done\n"
        "  PID   RSS                  STARTED CMD\n"
        "   41 33792 Mon Sep 15 13:31:12 2025 python3 till.py --fast\n",
    )

    assert {"python3 till.py --fast:41": [33_788 * KIB, 33_792 * KIB]} == values(run)


def test_ps_of_one_number() -> None:
    """A loop over one column gives one series."""
    assert {"rss": [4096, 8192]} == values(read_text("x.log", "  RSS\n    4\n  RSS\n    8\n"))


@pytest.mark.parametrize(
    ("name", "text", "series"),
    [
        ("rss.log", "2025-09-15T13:31:12Z 7820\n2025-09-15T13:31:13Z 33380\n", "rss"),
        ("x.log", "".join(f"175794307{n} {n * 4 + 7000}\n" for n in range(8)), "rss"),
        ("x.log", "1757943072 8192000\n1757943073 12288000\n", "memory.current"),
        ("codes.log", "".join(f"175794307{n} {200 + n * 100}\n" for n in range(8)), None),
        ("counts.log", "".join(f"175794307{n} {7001 + n}\n" for n in range(8)), None),
        ("rss.log", "2025-09-15T13:31:12Z 7820\nbroken 33380\n", None),
        ("few.log", "1757943072 7820\n1757943073 33380\n", None),
    ],
)
def test_times_and_numbers(name: str, text: str, series: str | None) -> None:
    """A time and a number are memory where pages prove it, or pages and the file's name."""
    assert ([series] if series else []) == [each.name for each in read_text(name, text).memory]


@pytest.mark.parametrize(
    ("rows", "is_read"),
    [
        (["41 13672 20708 0.0 till", "41 49692 53492 0.2 till", "41 74280 78080 0.3 till"], True),
        (["20708 41 0.0 13672 till", "53492 41 0.2 49692 till", "78080 41 0.3 74280 till"], True),
        (["41 13672 20708 0.3 till", "41 49692 53492 0.2 till", "41 74280 78080 0.0 till"], False),
        (["41 13672 20708 0.0 till", "42 49692 53492 0.2 till", "43 74280 78080 0.3 till"], False),
        (["41 13673 20708 0.0 till", "41 49692 53492 0.2 till", "41 74280 78080 0.3 till"], False),
        (["41 13672 20708 till", "41 49692 53492 till", "41 74280 78080 till"], False),
        (["41 13672 20708 0.0 till"], False),
    ],
)
def test_columns_without_a_header(rows: list[str], *, is_read: bool) -> None:
    """Columns are read where every row agrees with one order, whatever the order is."""
    run = read_text("ps.log", "".join(f"{row}\n" for row in rows))
    wanted = {"till:41": [13_672 * KIB, 49_692 * KIB, 74_280 * KIB]} if is_read else {}

    assert wanted == values(run)


def test_the_peak_of_proc_status() -> None:
    """VmHWM is a stated peak; VmPeak is the address space and no reading."""
    run = read_text("s.txt", "VmPeak:\t 900 kB\nVmHWM:\t 500 kB\nVmRSS:\t 400 kB\n")

    assert {"VmHWM": [500 * KIB], "VmRSS": [400 * KIB]} == values(run)
    assert 500 * KIB == named(run, "VmHWM").stated_peak


def test_mappings_are_no_readings() -> None:
    """The resident part of each mapping in smaps is not the process's."""
    mapping = "7f00-7f20 r-xp 00000000 08:01 131 /usr/lib/till.so\nSize: 8 kB\nRss: 4 kB\n"

    assert () == read_text("smaps.txt", mapping * 3).memory


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\n", True),
        ("low 0 high 0 max 3 oom 1 oom_kill 1 oom_group_kill 0\n", True),
        ("memory.events:oom_kill 2\n", True),
        ("memory.events\noom_kill 2\n", True),
        ("oom_kill_disable 0\nunder_oom 0\noom_kill 1\n", True),
        ("low 0\nhigh 0\nmax 3\noom 1\noom_kill 0\n", False),
        ("drop_slab 0\noom_kill 1\nnuma_pte_updates 0\n", False),
    ],
)
def test_kills_of_a_control_group(text: str, *, killed: bool) -> None:
    """A kill counts where the line stands in memory.events, not in /proc/vmstat."""
    events = read_text("x.txt", text).out_of_memory

    assert (["cgroup"] if killed else []) == [event.told_by for event in events]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("memory.current 4096\nmemory.max 8192\n", 8192),
        ("memory.current=4096\nmemory.max=max\n", None),
        ("memory.usage_in_bytes: 4096\nmemory.limit_in_bytes: 9223372036854771712\n", None),
        ("/sys/fs/cgroup/memory.current\n4096\n/sys/fs/cgroup/memory.max\n8192\n", 8192),
    ],
)
def test_limits_of_a_control_group(text: str, limit: int | None) -> None:
    """The limit stands with the series; max and the largest number of pages are none."""
    (series,) = read_text("x.txt", text).memory

    assert ([4096], limit) == ([sample.value for sample in series.samples], series.limit)


def test_groups_are_kept_apart() -> None:
    """Where several groups are dumped, each series bears its group."""
    text = "/a/memory.current:4096\n/a/memory.max:8192\n/b/memory.current:8192\n"

    assert {"/a/memory.current": [4096], "/b/memory.current": [8192]} == values(
        read_text("x.txt", text)
    )


def test_bsd_time_counts_bytes() -> None:
    """The number of macOS is bytes; one that is no page and too small is KiB of FreeBSD."""
    bytes_, kib = (
        read_text("time.txt", f"  {number}  maximum resident set size\n").memory[0].stated_peak
        for number in ("83918848", "81972")
    )

    assert (83_918_848, 81_972 * KIB) == (bytes_, kib)


@pytest.mark.parametrize(
    "text",
    [
        f"{FREE}Mem: x y z\n",
        f"{FREE}Mem: 1\n",
        f"{FREE}Mem: {'9' * 60} 1 1 1 1 1\n",
        f"{VMSTAT} 1 0 0 x\n",
        f"{PIDSTAT}13:31:13 0 7\n",
        f"{SAR}13:31:13 LINUX RESTART\n",
        f"{PS}x y z\n",
        "  PID User     Command                         Swap      USS      PSS      RSS \n 1 x\n",
        "memory.current\nnone\n",
        "memory.current max\n",
        "VmRSS:\t kB\n",
        "  x maximum resident set size\n",
        "# hostname;interval;timestamp;kbmemfree\n;;;\n",
    ],
)
def test_broken_tables_hold_nothing(text: str) -> None:
    """A header with nothing readable behind it gives no reading and no crash."""
    assert () == read_text("x.log", text).memory


@pytest.mark.parametrize(
    ("row", "used"),
    [
        ("8191926272 4096049152 2048126976 8384512 2047750144 3788984320", 4_096_049_152),
        ("23Gi 931Mi 20Gi 8.0Mi 3.2Gi 22Gi", 931 * MIB),
    ],
)
def test_free_without_its_header(row: str, used: int) -> None:
    """Where only the row was kept, its columns are those that free prints, and a note says it."""
    run = read_text("free.log", f"Mem: {row}\n")

    assert [used] == values(run)["used"]
    assert "header is not here" in run.artifacts[0].problems[0].message


@pytest.mark.parametrize(
    "row", ["Mem: 100 200 300 400 500 600", "Mem: 5 4 3", "Mem: 50 4 3 2 1 1 1 1"]
)
def test_other_rows_called_mem(row: str) -> None:
    """A row that free does not print is none of its own."""
    assert () == read_text("free.log", f"{row}\n").memory


def test_pidstat_beside_other_reports() -> None:
    """The columns of memory are found among others; an average in another language is none."""
    text = (
        "# Time        UID       PID    %CPU     VSZ     RSS   %MEM   kB_rd/s iodelay  Command\n"
        "13:31:13     1001        77    1.00     900     400   0.10      0.00       0  till\n"
        "13:31:13        0         2    0.00       0       0   0.00      0.00       0  kthreadd\n"
        "Moyenne :    1001        77    1.00     900     900   0.10      0.00       0  till\n"
    )

    assert {"till:77": [400 * KIB]} == values(read_text("pidstat.log", text))

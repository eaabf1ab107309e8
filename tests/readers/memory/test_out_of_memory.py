"""Out of memory only on proof: what kernels and runtimes print, in the shape in which they do."""

import json

import pytest

from reportgen.model.run import Run
from tests.readers.files import read_text

KILLED = "Killed process 77 (till) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB"
CGROUP = f"Memory cgroup out of memory: {KILLED}"
V8 = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"
WORKER = "Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated due to reaching memory limit"
GLOBAL = f"Out of memory: {KILLED}"
TRACEBACK = 'Traceback (most recent call last):\n  File "till.py", line 1, in <module>\n    x()\n'


def told(run: Run) -> list[tuple[str, str | None]]:
    """Return who tells of whom in *run*."""
    return [(event.told_by, event.process) for event in run.out_of_memory]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"[  853.239896] {CGROUP}", ("cgroup", "till")),
        (f"[Mon Sep 15 13:29:40 2025] {GLOBAL}", ("kernel", "till")),
        (f"Sep 15 13:29:40 runner kernel: [  853.2] {GLOBAL}", ("kernel", "till")),
        (f"2025-09-15T13:29:40.1+00:00 runner kernel: {GLOBAL}", ("kernel", "till")),
        (f"kern  :err   : [  853.2] {CGROUP}", ("cgroup", "till")),
        (f"<3>[  853.2] {CGROUP}", ("cgroup", "till")),
        (f"[1.0] {KILLED}", ("kernel", "till")),
        ("[1.0] Out of memory: Killed process 7 (a) b) total-vm:1kB", ("kernel", "a) b")),
        ("[1.0] Out of memory (allocating): Killed process 7 (a) total-vm:1kB", ("kernel", "a")),
        ("[1.0] Out of memory: Killed process 7, UID 0, (a) total-vm:1kB", ("kernel", "a")),
        (
            "SystemOOM  node/a  System OOM encountered, victim process: till, pid: 7",
            ("kubernetes", "till"),
        ),
        ("Warning: OOM: Memory cgroup out of memory: Killed process 7 (a)", ("cgroup", "a")),
        ("x systemd[1]: till.service: Failed with result 'oom-kill'.", ("kernel", "till.service")),
        ("reason: OOMKilled", ("kubernetes", None)),
        ('                    "reason": "OOMKilled",', ("kubernetes", None)),
        ("till-1   0/1   OOMKilled   0   3s", ("kubernetes", "till-1")),
        ("till-1   0/1   Init:OOMKilled   0   3s", ("kubernetes", "till-1")),
        ('            "OOMKilled": true,', ("docker", None)),
        ('Exception in thread "a b" java.lang.OutOfMemoryError: anything', ("jvm", None)),
        ("Caused by: java.lang.OutOfMemoryError: Metaspace", ("jvm", None)),
        ("\tjava.lang.OutOfMemoryError: unable to create native thread: possibly", ("jvm", None)),
        ("[ERROR] java.lang.OutOfMemoryError: Java heap space", ("jvm", None)),
        ("Terminating due to java.lang.OutOfMemoryError: Java heap space", ("jvm", None)),
        ("> java.lang.OutOfMemoryError (no error message)", ("jvm", None)),
        ("e: java.lang.OutOfMemoryError: GC overhead limit exceeded", ("jvm", None)),
        ("# java.lang.OutOfMemoryError: Java heap space", ("jvm", None)),
        ("[error] (run-main-0) java.lang.OutOfMemoryError: Metaspace", ("jvm", None)),
        ("a.b.SomeException: java.lang.OutOfMemoryError: Java heap space", ("jvm", None)),
        (f"till:build: {V8}", ("v8", None)),
        ("Error: Worker terminated due to reaching memory limit: JS heap", ("v8", None)),
        ("OOMKilled=true", ("docker", None)),
        ("OutOfMemoryError: Container killed due to memory usage", ("docker", None)),
        (
            'x: process "make" did not complete successfully: cannot allocate memory',
            ("docker", "make"),
        ),
        ("E       MemoryError", ("python", None)),
        ("E   numpy._core._exceptions._ArrayMemoryError: Unable to allocate", ("python", None)),
        ("java.lang.OutOfMemoryError\n\tat com.example.Till.main(Till.java:3)", ("jvm", None)),
        (
            "# There is insufficient memory for the Java Runtime Environment to continue.",
            ("jvm", None),
        ),
        (V8, ("v8", None)),
        (f"app-1  | {V8}", ("v8", None)),
        (f"{WORKER}: JS heap out of memory", ("v8", None)),
        ("fatal error: runtime: out of memory", ("go", None)),
        ("fatal error: runtime: cannot allocate memory", ("go", None)),
        (f"{TRACEBACK}MemoryError", ("python", None)),
        (f"{TRACEBACK}numpy._ArrayMemoryError: Unable to allocate 8 GiB", ("python", None)),
    ],
)
def test_proof(line: str, expected: tuple[str, str | None]) -> None:
    """A line of this shape proves it, whatever stands before it in a log."""
    run = read_text("build.log", f"step 1\n{line}\nstep 2\n")

    assert [expected] == told(run)
    assert () == run.artifacts[0].problems


@pytest.mark.parametrize(
    "line",
    [
        "The JVM may throw java.lang.OutOfMemoryError: Java heap space when it is full.",
        "  ✓ throws java.lang.OutOfMemoryError: Java heap space",
        "LedgerTest.java.lang.OutOfMemoryError: Java heap space",
        "java.lang.OutOfMemoryError\nis expected",
        "java.lang.OutOfMemoryErrorTest: Java heap space",
        f"fix: {V8}",
        "FATAL ERROR: JavaScript heap out of memory is what Node.js says",
        "MemoryError",
        f"{TRACEBACK}ValueError: MemoryError",
        f"{TRACEBACK}MyMemoryErrors: 3",
        "Killed process 77 (till)",
        "Kill process 911 (ledger) score 871 or sacrifice child",
        "[1.0] Out of memory: Kill process 911 (ledger) score 871 or sacrifice child",
        "[1.0] oom_reaper: reaped process 77 (till), now anon-rss:0kB",
        "[1.0] python3 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
        "till: reason: OOMKilled is what to look for",
        '"OOMKilled": false,',
        "fork/exec /bin/true: cannot allocate memory",
    ],
)
def test_no_proof(line: str) -> None:
    """Prose, names of tests, and an error that was caught prove nothing."""
    assert [] == told(read_text("build.log", f"{line}\n"))


@pytest.mark.parametrize(
    "line",
    [
        "##[error]Process completed with exit code 137.",
        "till-1 exited with code 137",
        "      Exit Code:    137",
        "exit status 137",
        "Command terminated by signal 9",
        "till   Exited (137) 3 minutes ago",
        "signal: killed",
        "g++: fatal error: Killed signal terminated program cc1plus",
        "./run.sh: line 7:  5120 Killed                  python3 month.py",
        "subprocess.CalledProcessError: Command 'x' died with <Signals.SIGKILL: 9>.",
    ],
)
def test_a_kill_alone_is_only_possible(line: str) -> None:
    """A kill without its reason is told as possible, and is no event."""
    run = read_text("build.log", f"{line}\nexit code 1379\n")
    (problem,) = run.artifacts[0].problems

    assert [] == told(run)
    assert ("note", "warning", "line 1") == (problem.kind, problem.severity, problem.place)


def test_a_proved_kill_is_not_possible_as_well() -> None:
    """Where the log proves it, its exit code says nothing more."""
    run = read_text("build.log", f"[1.0] {GLOBAL}\nexit code 137\n")

    assert [("kernel", "till")] == told(run)
    assert () == run.artifacts[0].problems


def test_the_kill_of_a_process_is_one_event() -> None:
    """What the kernel says in several lines, or twice, is one kill; a reused id is another."""
    trace = (
        "[1.0] till invoked oom-killer: order=0\n"
        "[1.1] oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=/x,task=till,pid=77,uid=0\n"
        f"[1.2] {CGROUP}\n"
    )
    run = read_text("dmesg.log", f"{trace}{trace}[9.0] {CGROUP}\n")

    assert [("cgroup", "till")] * 2 == told(run)
    assert ["line 3", "line 7"] == [event.place for event in run.out_of_memory]


def test_old_kernels_say_who_tells_in_the_line_before() -> None:
    """Of two lines the first says whether cgroup or machine was full, the second who died."""
    run = read_text(
        "dmesg.log",
        "[1.0] Memory cgroup out of memory: Kill process 77 (till) score 9 or sacrifice child\n"
        f"[1.1] {KILLED}\n"
        "[2.0] Out of memory: Kill process 5 (a) score 9 or sacrifice child\n"
        "[2.1] Killed process 6 (b) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB\n",
    )

    assert [("cgroup", "till"), ("kernel", "b")] == told(run)


def test_a_trace_that_is_cut_before_the_kill() -> None:
    """The line of the constraint names the one that is killed next: it is enough."""
    run = read_text(
        "dmesg.log",
        "[1.1] oom-kill:constraint=CONSTRAINT_NONE,global_oom,task=till,pid=77,uid=0\n",
    )

    assert [("kernel", "till")] == told(run)


def test_one_error_told_many_times() -> None:
    """A runtime that repeats itself tells one event."""
    run = read_text(
        "app.log", "java.lang.OutOfMemoryError: Java heap space\n\tat a.B.c(B.java:1)\n" * 300
    )

    assert [("jvm", None)] == told(run)


def test_many_kills_are_counted() -> None:
    """A log of thousands of kills does not become thousands of events, and says so."""
    line = "[{0}.0] Out of memory: Killed process {0} (till) total-vm:1kB\n"
    run = read_text("dmesg.log", "".join(line.format(n) for n in range(1000, 1250)))

    assert 100 == len(run.out_of_memory)
    assert ["150 more kills for memory in this log"] == [
        p.message for p in run.artifacts[0].problems
    ]


def test_the_moment_of_a_kill() -> None:
    """Where the log has dates, the event has a moment."""
    run = read_text("dmesg.log", f"[Mon Sep 15 13:29:40 2025] {GLOBAL}\n[9.1] {CGROUP}\n")

    assert ["2025-09-15T13:29:40+00:00", None] == [
        event.at.isoformat() if event.at else None for event in run.out_of_memory
    ]


def entry(message: object, **more: str) -> str:
    """Return a line of a journal."""
    return json.dumps({"__REALTIME_TIMESTAMP": "1757943072104211", "MESSAGE": message, **more})


def test_a_journal() -> None:
    """Entries of the journal are searched like lines; a message may be bytes, or missing."""
    lines = [
        entry(None), entry([84, 255]), entry({"a": 1}), entry("x", SYSLOG_IDENTIFIER="systemd"),
        entry(GLOBAL, SYSLOG_IDENTIFIER="kernel"),
    ]  # fmt: skip
    run = read_text("journal.json", "\n".join(lines))

    assert [("kernel", "till")] == told(run)
    assert ["/4/MESSAGE"] == [event.place for event in run.out_of_memory]
    assert "2025-09-15T13:31:12.104211+00:00" == run.timestamps[0].isoformat()

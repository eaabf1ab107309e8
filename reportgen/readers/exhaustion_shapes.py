"""
The shapes in which kernels, runtimes and container engines say that something ran out of memory.

Sources: ``mm/oom_kill.c`` of Linux (4.x prints two lines for what 5.x says in one), ``src/oom`` of
systemd, the HotSpot, V8, Go and CPython runtimes, and the engines' documentation.
Each pattern takes a line of bounded length in linear time.
"""

import re
from typing import Final, NamedTuple

from reportgen.model.memory import OutOfMemoryTeller
from reportgen.patterns import pattern

WORDS: Final = (
    "out of memory", "oom-kill", "oomkill", "container oom", "system oom", "systemd-oomd",
    "outofmemoryerror", "insufficient memory for the java", "err_worker_out_of_memory",
    "cannot allocate memory", "killed process", "kill process", "killed by the oom",
    "traceback (most recent call last)", "exit code", "exited with code", "exited (137",
    "exit status", "status 137", "code 137", "signal 9", "killed signal terminated",
    "signal: killed", " killed ", "killed\n", "sigkill", "memoryerror", "memory limit: js heap",
)  # fmt: skip
"""Texts in lower case, of which one is in every line that may prove something."""

# -- What stands before a line: times, levels, who is speaking -------------------------------------
LEAD = pattern(
    r"\s*(?:(?:##)?\[[^\[\]]{0,80}\]"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]{0,10}(?:Z|[+-]\d\d:?\d\d)?(?=\s)"
    r"|\d\d:\d\d:\d\d[.,\d]{0,10}(?=\s)"
    r"|#\d{1,6} \d{1,9}\.\d{1,6}(?=\s)"
    r"|[\w.-]{1,64}\s{1,20}\|(?=\s|$)"
    r"|(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL(?! ERROR:)|SEVERE)(?: |:(?= ))"
    r"|[\w@/.-]{1,64}:[\w:.-]{1,64}:(?= )|(?:[>#]|e:|\([\w-]{1,40}\))(?= (?!There is))"
    r"|npm ERR!|(?:stdout|stderr)(?: [FP](?= )|:)?(?=\s))"
)

# -- The kernel ------------------------------------------------------------------------------------
KILLED = pattern(
    r"(?:(?P<group>Memory cgroup out of memory)|(?P<all>Out of memory)(?: \([^)]{1,60}\))?)?"
    r"(?:: )?Killed process (?P<pid>\d{1,10})(?:, UID \d{1,10},)? "
    r"\((?P<name>.{1,64})\),?(?: total-vm:| vsz:|\s*$)"
)
CHOSEN = pattern(
    r"(?:(?P<group>Memory cgroup out of memory)|(?P<all>Out of memory)): "
    r"Kill process (?P<pid>\d{1,10}) \(.{1,64}\) score \d"
)
CONSTRAINT = pattern(
    r"oom-kill:constraint=CONSTRAINT_(?P<what>[A-Z_]{1,30}),.{0,2000}"
    r"\btask=(?P<name>[^,]{1,64}),pid=(?P<pid>\d{1,10})"
)
STAMP = pattern(r"\[ {0,8}(\d{1,9}\.\d{1,9})\]")
DATED = pattern(r"\[([A-Z][a-z]{2}) ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})\]")
ISO = pattern(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?")


class Shape(NamedTuple):
    """A line that proves it, and who prints it; a group ``name`` is what was killed."""

    told_by: OutOfMemoryTeller
    pattern: re.Pattern[str]
    word: str


# -- Lines that may stand after anything -----------------------------------------------------------
ANYWHERE: Final = (
    Shape(
        "systemd-oomd",
        pattern(
            r"systemd-oomd\[\d{1,10}\]: Killed (?P<name>/\S{1,500}) due to memory "
            r"(?:used|pressure)\b.*"
        ),
        "systemd-oomd",
    ),
    Shape(
        "kernel",
        pattern(
            r"systemd\[\d{1,10}\]: (?P<name>[\w@.\\:-]{1,200}\.(?:service|scope)): "
            r"(?:A process of this unit has been killed by the OOM killer\."
            r"|Failed with result 'oom-kill'\.)"
        ),
        "systemd[",
    ),
    Shape(
        "docker",
        pattern(
            r"\bcontainer oom [0-9a-f]{12,64} \((?:[^()]{0,2000}\b)?name=(?P<name>[^,)]{1,200})"
        ),
        "container oom",
    ),
    Shape(
        "docker",
        pattern(
            r"(?<=: )process \"(?P<name>[^\"]{1,300})\" did not complete successfully: "
            r"cannot allocate memory"
        ),
        "cannot allocate memory",
    ),
    Shape(
        "kubernetes",
        pattern(r"\bSystem OOM encountered, victim process: (?P<name>.{1,64}), pid: \d"),
        "System OOM",
    ),
)

# -- Lines that must be whole, but for what stands before lines in logs --------------------------
_JVM_DETAIL: Final = (
    r"(?:Java heap space(?:: failed reallocation of scalar replaced objects)?"
    r"|GC overhead limit exceeded|Metaspace|Compressed class space|PermGen space"
    r"|Requested array size exceeds VM limit|Required length exceeds implementation limit"
    r"|Direct buffer memory|Cannot reserve \d{1,18} bytes of direct buffer memory.{0,80}"
    r"|[Uu]nable to create (?:new )?native thread.{0,80}|Map failed"
    r"|Required array (?:length|size) .{1,60} too large"
    r"|Out of swap space\??|request \d{1,18} bytes for .{1,80})"
)
_PYTHON: Final = r"(?:[\w.]{1,200}\.)?_?(?:Array)?MemoryError(?:: .{0,400})?"
WHOLE: Final = (
    Shape(
        "jvm",
        pattern(
            r"(?:(?:Exception in thread \"[^\"]{0,200}\"|Caused by:|Suppressed:|Terminating due to"
            r"|Aborting due to) java\.lang\.OutOfMemoryError(?:: .{1,200})?"
            r"|(?:[\w.$]{1,200}(?:Exception|Error): )?"
            rf"java\.lang\.OutOfMemoryError: {_JVM_DETAIL}"
            r"|java\.lang\.OutOfMemoryError \(no error message\)"
            r"|Exception: java\.lang\.OutOfMemoryError thrown from the UncaughtExceptionHandler "
            r"in thread \"[^\"]{0,200}\")"
        ),
        "OutOfMemoryError",
    ),
    Shape(
        "jvm",
        pattern(r"# There is insufficient memory for the Java Runtime Environment to continue\."),
        "insufficient memory",
    ),
    Shape(
        "v8",
        pattern(
            r"FATAL ERROR: .{0,200}\bAllocation failed - (?:JavaScript heap|process) out of memory"
            r"|# Fatal JavaScript out of memory: .{1,100}"
        ),
        "out of memory",
    ),
    Shape(
        "v8",
        pattern(
            r"(?:Uncaught )?Error(?: \[ERR_WORKER_OUT_OF_MEMORY\])?: Worker terminated due to "
            r"reaching memory limit.{0,60}"
        ),
        "memory limit",
    ),
    Shape(
        "go",
        pattern(
            r"runtime: out of memory: cannot allocate \d{1,20}-byte block.{0,60}"
            r"|fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory).{0,60}"
        ),
        "memory",
    ),
    Shape(
        "kubernetes",
        pattern(r"(?:Reason: {1,20}|\"?reason\"?: ?\"?)OOMKilled\"?,?"),
        "OOMKilled",
    ),
    Shape(
        "kubernetes",
        pattern(
            r"(?:[\w.-]{1,253} {1,40})?(?P<name>[\w.-]{1,253}) {1,40}\d{1,4}/\d{1,4} {1,20}"
            r"(?:Init:)?OOMKilled {1,20}\d{1,6}\b.{0,200}"
        ),
        "OOMKilled",
    ),
    Shape("docker", pattern(r"\"?OOMKilled\"?(?:[:=] ?)true,?"), "OOMKilled"),
    Shape(
        "docker",
        pattern(r"OutOfMemoryError: Container killed due to memory usage\.?"),
        "OutOfMemoryError",
    ),
    # What ends a traceback as pytest shows it.
    Shape("python", pattern(rf"E {{1,40}}{_PYTHON}"), "MemoryError"),
)
OF_PYTHON = pattern(_PYTHON)
TRACEBACK: Final = "Traceback (most recent call last):"
FRAME = pattern(r"\s+at [\w.$/]{1,300}[(<]")
BARE_JVM: Final = "java.lang.OutOfMemoryError"

# -- What may be a kill for memory -----------------------------------------------------------------
POSSIBLE: Final = pattern(
    r"\b(?:exit(?:ed)?|exit(?:ed)? with|completed with exit|terminated with|failed with|with exit)"
    r"\s(?:code|status)[:=]?\s{0,12}137\b"
    r"|\bExited \(137\)|\b[Ee]xit [Cc]ode:\s{1,12}137\b"
    r"|\b(?:terminated|killed) (?:by|with) signal 9\b|\bsignal[ =:]{1,3}'?SIGKILL\b|^Killed\s*$"
    r"|\bsignal 9 \(SIGKILL\)|\bSignals\.SIGKILL\b"
    r"|^(?:\S{1,200}: line \d{1,6}: {1,3})\d{1,10} Killed\s"
    r"|\bKilled signal terminated program\b|\bsignal: killed\s*$"
)

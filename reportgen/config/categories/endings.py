"""
What ended a step from outside, whoever is to blame: a time limit, memory, a newer run.

A change can loop and can leak, so nothing here excuses it.
These lines decide: what a tool prints on its way down does not hide them.
"""

from typing import Final

from reportgen.config.categories.category import Category, row

ROWS: Final[tuple[Category, ...]] = (
    row(
        "unknown",
        r"exceeded the maximum (?:execution time|time limit)"
        r"|execution took longer than \S{1,30} sec"
        r"|ran longer than the maximum time of \d|timeout has been exceeded"
        r"|cancelling nested steps due to timeout|too long with no output"
        r"|the action .{1,200} has timed out after \d"
        r"|timeout: sending signal (?:TERM|KILL) to command"
        r"|panic: test timed out after \d|^\+{10,} timeout \+{10,}$",
        "it ran into its time limit",
        "see in the log what it waited for, or raise the limit",
        decisive=True,
    ),
    row(
        "unknown",
        r"out of memory: killed process|\bOOM-?Killed\b|memory cgroup out of memory"
        r"|java\.lang\.OutOfMemoryError|javascript heap out of memory|(?:^|\s)MemoryError(?::|\s*$)"
        r"|fatal error: runtime: out of memory|cannot allocate memory|std::bad_alloc"
        r"|virtual memory exhausted|LLVM ERROR: out of memory",
        "it ran out of memory",
        "find what uses the memory, or give it more",
        decisive=True,
    ),
    row(
        "unknown",
        r"exit (?:code|status):? 137\b|returned a non-zero code: 137\b|\] error 137\b"
        r"|line \d{1,6}: +\d{1,9} killed\b|(?:^|\dZ )killed\s*$|signal: killed|signal SIGKILL"
        r"|Signals\.SIGKILL|daemon disappeared unexpectedly",
        "it was killed, possibly for lack of memory",
        "look at its memory, or give it more",
        decisive=True,
    ),
    row(
        "unknown",
        r"canceling since a .{1,60} request .{0,200}exists|superseded by (?:newer |build )?#?\d"
        r"|cancell?ed by a newer|auto-cancell?ed|aborted by newer",
        "a newer run took its place",
        "look at the newer run",
        decisive=True,
    ),
    row(
        "unknown",
        r"timed out waiting for (?:the )?condition|exceeded its progress deadline"
        r"|(?:upgrade|install|installation|rollback) failed: .{0,200}deadline exceeded"
        r"|container \S{1,200} is unhealthy"
        r"|timed out waiting (?:\d{1,9} ?ms )?from config\.webserver"
        r"|timed out waiting for (?:rollout|deployments?|pods|services?|resources?|containers?)\b",
        "what it started did not become ready in time",
        "look at the logs of what was started",
    ),
    row(
        "unknown",
        r"\bsegmentation fault\b|\bcore dumped\b|\bSIG(?:SEGV|ABRT|BUS)\b|stack smashing detected"
        r"|\baccess violation\b",
        "a program crashed",
        "look at what the program printed before",
    ),
)

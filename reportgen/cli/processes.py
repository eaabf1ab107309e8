"""How many processes may work for a command: what the machine offers, or what its user allows."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from reportgen.errors import UsageError
from reportgen.wording import phrase

VARIABLE: Final = "REPORTGEN_PROCESSES"
MOST: Final = 8
"""So many are used at most: beyond, what one process has to do alone decides."""
_QUOTA: Final = Path("/sys/fs/cgroup/cpu.max")


def processes(environ: Mapping[str, str], quota: Path = _QUOTA) -> int:
    """
    Return how many processes may work at once.

    That is one where this process has threads: a copy of it would lack them, and may wait for them
    for ever. `VARIABLE` sets another number; a container's share of the processors is at *quota*,
    see https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files

    Raises:
        UsageError: the variable holds no number from 1 on.

    """
    stated = environ.get(VARIABLE, "")
    if stated and not (stated.isascii() and stated.isdigit() and int(stated[:9]) > 0):
        raise UsageError(
            phrase('{variable} is "{stated}"', variable=VARIABLE, stated=stated),
            phrase("set a number from 1 on, or leave it out"),
        )
    if threading.active_count() > 1:
        return 1
    if stated:
        return min(int(stated[:9]), MOST)
    offered = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return max(1, min(offered, _share(quota), MOST))


def _share(quota: Path) -> int:
    """Return how many processors a container may use, a part of one counted as one."""
    try:
        most, _, period = quota.read_text("ascii").partition(" ")
        return -(-int(most) // int(period))
    except (OSError, ValueError, ZeroDivisionError):  # no limit is the word "max"
        return MOST

"""Run a command and tell what it took, with all processes that it started and waited for."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

_STAGE: Final = re.compile(r"^(.{20}) +([\d.]+) +([\d.]+) +([\d.]+)$", re.MULTILINE)
_SAID: Final = 2_000


class Taken(NamedTuple):
    """
    What a command took: seconds of CPU and by the clock, and the peak of one process in MB.

    *failed* is what it said where it did not end well.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float
    failed: str = ""


def run(
    command: Sequence[str], env: Mapping[str, str] | None = None, most_s: float = 1800
) -> tuple[Taken, str]:
    """
    Run *command* to its end, and return what it took and what it said on standard error.

    After *most_s* seconds it is ended, and has failed.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
            env={**os.environ, **(env or {})}, start_new_session=True,
        )  # fmt: skip
        used, code = _waited(process, began + most_s)
        wall = time.perf_counter() - began
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    unit = 1 if sys.platform == "darwin" else 1024
    failed = f"exit code {code}: {text[-_SAID:]}" if code else ""
    return Taken(used[0], wall, used[1] * unit / 1e6, failed), text


def _waited(process: "subprocess.Popen[bytes]", until: float) -> tuple[tuple[float, int], int]:
    """Return CPU seconds and peak of *process*, which is ended at *until*, and its exit code."""
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return (usage.ru_utime + usage.ru_stime, usage.ru_maxrss), process.returncode
        if time.perf_counter() > until:
            os.killpg(process.pid, 9)
            until = float("inf")
        time.sleep(0.002)


def stages(said: str) -> dict[str, Taken]:
    """Return what ``--profile`` printed in *said*: stages by their names, the whole as ``all``."""
    return {
        name.strip(): Taken(float(cpu), float(wall), float(peak) * (1 << 20) / 1e6)
        for name, wall, cpu, peak in _STAGE.findall(said)
    }


class Size(NamedTuple):
    """How much was written: files, and bytes of all of them."""

    files: int
    bytes: int


def size_of(out: Path) -> Size:
    """Return how much lies at *out*, a file or a folder."""
    files = [out] if out.is_file() else [path for path in out.rglob("*") if path.is_file()]
    return Size(len(files), sum(path.stat().st_size for path in files))

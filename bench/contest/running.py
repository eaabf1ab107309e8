"""Run a command and tell what it took, with all processes that it started and waited for."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

_STAGE: Final = re.compile(r"^(.{20}) +([\d.]+) +([\d.]+) +([\d.]+)$", re.MULTILINE)
_SAID: Final = 2_000
_START: Final = Path(__file__).with_name("starting.py")


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
    with tempfile.TemporaryFile() as said, tempfile.NamedTemporaryFile() as told:
        began = time.perf_counter()
        process = subprocess.Popen(
            (sys.executable, "-S", str(_START), told.name, *command),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
            env={**os.environ, **(env or {})}, start_new_session=True,
        )  # fmt: skip
        try:
            code = process.wait(most_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            code = process.wait()
        wall = time.perf_counter() - began
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
        cpu, peak = json.loads(told.read() or b"[0, 0]")
    unit = 1 if sys.platform == "darwin" else 1024
    failed = f"exit code {code}: {text[-_SAID:]}" if code else ""
    return Taken(cpu, wall, peak * unit / 1e6, failed), text


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

"""
What redaction costs: reading with it and without, in turn, and how fast the engine is alone.

``python bench/redaction.py`` reads 100,000 test results in the style of pytest, as many in that of
Surefire, 20,000 that all failed, each with a trace of its own, and a log of 100 MB, each with and
without redaction, A B A B, every time in a process of its own; CPU seconds are medians.
Reading alone is measured: a whole report takes twice as long or more, with the same difference.
Trust the ratios: single figures depend on the machine. ``--small`` does a hundredth of it.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from generate import Plan, generate

from reportgen.artifacts import discover, read_run
from reportgen.redaction import Redactor

KNOWN: Final = ("a-known-secret-of-ci", "another-known-secret")
LINE: Final = "2025-09-15T13:35:00Z INFO worker {} took a job from the queue and did it in 12 ms\n"
TURNS: Final = 3
FILES: Final = 100


def read(folder: Path, *, redacting: bool) -> float:
    """Return the CPU seconds that reading *folder* takes in this process."""
    begun = time.process_time()
    read_run(discover([str(folder)]), redactor=Redactor(KNOWN) if redacting else None)
    return time.process_time() - begun


def ratio(folder: Path, turns: int) -> tuple[float, float]:
    """Return the median CPU seconds of reading *folder* without redaction and with it."""
    took: dict[str, list[float]] = {"off": [], "on": []}
    for _ in range(turns):
        for way, times in took.items():
            command = [sys.executable, __file__, "--read", str(folder), "--way", way]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            times.append(float(done.stdout))
    return median(took["off"]), median(took["on"])


def speed(text: str) -> float:
    """Return how many megabytes of *text* the engine goes through in a CPU second."""
    redactor = Redactor(KNOWN)
    begun = time.process_time()
    for line in text.splitlines():
        redactor.text(line)
    return len(text) / 1e6 / max(time.process_time() - begun, 1e-9)


def main() -> None:
    """Print a row for each kind of input."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--read", type=Path)
    parser.add_argument("--way", choices=("off", "on"), default="on")
    options = parser.parse_args()
    if options.read:
        sys.stdout.write(str(read(options.read, redacting=options.way == "on")))
        return
    share, turns = (100, 1) if options.small else (1, TURNS)
    with TemporaryDirectory() as made:
        plans = {
            "results": Plan(100_000 // share, FILES // share or 1),
            "surefire": Plan(100_000 // share, FILES // share or 1, style="surefire"),
            "failed": Plan(20_000 // share, FILES // share or 1, failed=1),
        }
        for name, plan in plans.items():
            generate(plan, Path(made, name))
        logs = Path(made, "log")
        logs.mkdir()
        lines = 100_000_000 // len(LINE) // share
        (logs / "job.log").write_text("".join(map(LINE.format, range(lines))), "utf-8")
        for name in (*plans, "log"):
            off, on = ratio(Path(made, name), turns)
            print(f"{name:<8} off {off:6.2f} s  on {on:6.2f} s  ratio {on / off:.3f}")
        text = "".join(map(LINE.format, range(20_000 // share)))
        print(f"engine   {speed(text):6.1f} MB/s, line by line")


if __name__ == "__main__":
    main()

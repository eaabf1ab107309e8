"""
How many instructions fixed pieces of work take: what became slower shows, on any busy machine.

``python bench/instructions.py`` runs each of `WORK` under valgrind's cachegrind, which counts the
same on every run, and says by how much the count differs from the one that is recorded.
Counts are taken by that of a bare parse of the same results, so that another interpreter, which
takes more or fewer for everything, is no news.
It warns from 5 % on; ``--strict`` ends with exit code 1 then. ``--write`` records today's counts.

https://valgrind.org/docs/manual/cg-manual.html
"""

import argparse
import json
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import generate
import history

RECORD: Final = Path(__file__).with_name("instructions.json")
WARN_FROM: Final = 0.05
FLOOR: Final = "floor"
SMALL, LARGE = 50, 5_000
PARSE: Final = """
import sys
from pathlib import Path
from xml.etree.ElementTree import iterparse
for path in sorted(Path(sys.argv[1]).iterdir()):
    for _, element in iterparse(path):
        if element.tag == "testcase":
            element.get("name"), element.get("classname"), element.get("time")
            element.clear()
"""
COUNTER: Final = (
    *("valgrind", "--tool=cachegrind", "--cache-sim=no"),
    "--cachegrind-out-file=/dev/null",
)
_COUNTED: Final = re.compile(r"I\s+refs:\s+([\d,]+)")


class Piece(NamedTuple):
    """A piece of work: a *name*, what it does in words, and the arguments of the interpreter."""

    name: str
    does: str
    arguments: tuple[str, ...]


WORK: Final = (
    Piece(FLOOR, f"parse {LARGE:,} test results and keep nothing", ("-c", PARSE, "large")),
    Piece(
        "small",
        f"report {SMALL} tests as Markdown",
        ("-m", "reportgen", "report", "small", "-q", "--history", "none"),
    ),
    Piece(
        "large",
        f"report {LARGE:,} tests as HTML",
        ("-m", "reportgen", "report", "large", "-q", "-f", "html", "--history", "none"),
    ),
    Piece(
        "trends",
        "all findings over 200 runs of 500 tests",
        ("-m", "reportgen", "trends", "--history", "history"),
    ),
)


def make(folder: Path) -> None:
    """Make in *folder* what `WORK` works on."""
    for name, cases in (("small", SMALL), ("large", LARGE)):
        (folder / name).mkdir()
        generate.generate(generate.Plan(cases=cases, files=1), folder / name)
    history.record(history.Plan(runs=200, tests=500), folder / "history")


def counts(folder: Path, work: Sequence[Piece] = WORK) -> Iterator[tuple[Piece, int]]:
    """Yield each piece of *work* on what is in *folder*, with the instructions that it takes."""
    for piece in work:
        command = (sys.executable, *piece.arguments)
        # The first run of a fresh checkout compiles modules, which is nobody's work.
        _run(command, folder)
        done = _run((*COUNTER, *command), folder)
        found = _COUNTED.search(done.stderr)
        if done.returncode or not found:
            raise SystemExit(f"{piece.name} could not be counted:\n{done.stderr[-2_000:]}")
        yield piece, int(found[1].replace(",", ""))


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    env = {"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True, text=True)


def record_of(counted: dict[str, int]) -> dict[str, Any]:
    """Return what is recorded: the counts, and by which interpreter they were made."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "instructions": counted,
    }


def change(name: str, now: dict[str, int], before: dict[str, int]) -> float | None:
    """Return by what share *name* takes more than *before*, each by its floor, if it is known."""
    if name not in before or FLOOR not in before:
        return None
    return now[name] / now[FLOOR] / (before[name] / before[FLOOR]) - 1


def rows(now: dict[str, int], before: dict[str, int]) -> Iterator[str]:
    """Yield the table of *now* beside *before*, a line each."""
    yield f"{'work':<8} {'million':>9} {'by floor':>9} {'change':>8}"
    for piece in WORK:
        differs = change(piece.name, now, before)
        said = "new" if differs is None else f"{differs:+.1%}"
        count = now[piece.name]
        line = f"{piece.name:<8} {count / 1e6:>9,.0f} {count / now[FLOOR]:>9.2f} {said:>8}"
        yield f"{line}  {piece.does}"


def slower(now: dict[str, int], before: dict[str, int]) -> list[str]:
    """Return a warning for each piece of work that takes at least `WARN_FROM` more."""
    return [
        f"{piece.name} ({piece.does}) takes {differs:.1%} more instructions than recorded"
        for piece in WORK
        if (differs := change(piece.name, now, before)) is not None and differs >= WARN_FROM
    ]


def main(arguments: list[str] | None = None) -> int:
    """Count, print the table, and say what takes more than it did."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help=f"record the counts in {RECORD.name}")
    parser.add_argument("--strict", action="store_true", help="end with 1 where there is a warning")
    given = parser.parse_args(arguments)
    if not shutil.which("valgrind"):
        print("valgrind is not here, so nothing is counted; install it: apt-get install valgrind")
        return int(given.strict)
    with TemporaryDirectory() as made:
        make(Path(made))
        now = {piece.name: count for piece, count in counts(Path(made))}
    before = json.loads(RECORD.read_text("utf-8"))["instructions"] if RECORD.is_file() else {}
    print("\n".join(rows(now, before)))
    if given.write:
        RECORD.write_text(json.dumps(record_of(now), indent=2) + "\n", "utf-8")
        return 0
    warnings = slower(now, before)
    for warning in warnings:
        print(f"warning: {warning}")
    if warnings:
        print("  next: find out why, or record it with python bench/instructions.py --write")
    return int(given.strict and bool(warnings))


if __name__ == "__main__":
    sys.exit(main())

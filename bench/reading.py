"""
How fast test results are read, against what the XML parser alone would take.

Three ways over the same files, in turn, each in a process of its own, so that none warms the next:
``expat`` parses and does nothing, ``iterparse`` pulls the same attributes out of
`xml.etree.ElementTree.iterparse`, ``reportgen`` reads into models.
CPU seconds are medians; trust the ratios, single figures depend on the machine.

``python bench/reading.py`` measures 100,000 cases, ``--million`` ten times as many as well.
"""

import argparse
import gc
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final
from xml.etree.ElementTree import iterparse
from xml.parsers import expat

from generate import Plan, generate

from reportgen.__main__ import RARELY
from reportgen.artifacts import discover
from reportgen.readers.source import Source
from reportgen.readers.tests import junit

WAYS: Final = ("expat", "iterparse", "reportgen")
ATTRIBUTES: Final = ("classname", "name", "time")
RESULTS: Final = ("failure", "error", "skipped")
FILES_PER: Final = 1000
"""How many cases stand in one file."""


def read_with_expat(files: list[Path]) -> int:
    """Parse and count nothing but elements."""
    started = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal started
        started += name == "testcase"

    for file in files:
        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        with file.open("rb") as stream:
            parser.ParseFile(stream)
    return started


def read_with_iterparse(files: list[Path]) -> int:
    """Pull attributes and results into tuples, the least that any report needs."""
    rows: list[tuple[str | None, ...]] = []
    for file in files:
        for _, element in iterparse(file):  # noqa: S314 - files of our own making
            if element.tag == "testcase":
                child = next((each for each in element if each.tag in RESULTS), None)
                found = (
                    (child.tag, child.get("message"), child.text)
                    if child is not None
                    else ("passed",)
                )
                rows.append((*(element.get(name) for name in ATTRIBUTES), *found))
                element.clear()
    return len(rows)


def read_with_reportgen(files: list[Path]) -> int:
    """Read into models, as a run does, without hashing or judging."""
    kept = []
    for found in discover([str(file) for file in files]):
        source = Source(found.path, found.opener)
        assert junit.matches(source), "the generator writes JUnit XML"  # noqa: S101 - a benchmark's own check
        kept.append(junit.read(source))
    return sum(len(each.cases) for each in kept)


def run_one(way: str, folder: Path) -> None:
    """Measure *way* in this process and print what it took as JSON."""
    read = {
        "expat": read_with_expat,
        "iterparse": read_with_iterparse,
        "reportgen": read_with_reportgen,
    }[way]
    gc.set_threshold(*RARELY)  # as the command does
    files = sorted(folder.iterdir())
    before = time.process_time()
    cases = read(files)
    seconds = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"cases": cases, "cpu": seconds, "peak_kib": peak}))


def measure(cases: int, rounds: int, style: str) -> None:
    """Print the table for *cases* cases: medians of *rounds* interleaved rounds."""
    with TemporaryDirectory() as folder:
        size = generate(Plan(cases, max(1, cases // FILES_PER), style), Path(folder))
        taken: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way in WAYS:
                command = [sys.executable, __file__, "--one", way, folder]
                done = subprocess.run(command, capture_output=True, check=True)
                taken[way].append(json.loads(done.stdout))
    counted = {row["cases"] for rows in taken.values() for row in rows}
    assert counted == {cases}, f"the ways disagree: {counted}"  # noqa: S101 - the same
    floor = median(row["cpu"] for row in taken["iterparse"])
    print(f"{cases:,} cases, {style}, {size / 1e6:.1f} MB, {rounds} rounds")
    print(f"{'way':<10} {'CPU s':>7} {'ratio':>6} {'cases/s':>10} {'peak MiB':>9}")
    for way in WAYS:
        cpu = median(row["cpu"] for row in taken[way])
        peak = median(row["peak_kib"] for row in taken[way]) / 1024
        print(f"{way:<10} {cpu:>7.2f} {cpu / floor:>6.2f} {cases / cpu:>10,.0f} {peak:>9.0f}")


def main() -> None:
    """Measure, or be one of the measured processes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--million", action="store_true", help="measure 1,000,000 cases as well")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--style", choices=("pytest", "surefire"), default="pytest")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        run_one(given.one[0], Path(given.one[1]))
        return
    measure(given.cases, given.rounds, given.style)
    if given.million:
        measure(1_000_000, given.rounds, given.style)


if __name__ == "__main__":
    main()

"""
What it costs to build the site: from nothing, and again after one more run.

``python bench/building.py --size 1000x5000`` prints a table for `docs/benchmarks.md`.
Each build is a process of its own. Histories are made by `history.py`, the same for a size.
"""

import argparse
import gc
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from history import Plan, reports

from reportgen import overtime, website
from reportgen.__main__ import RARELY
from reportgen.config import Settings
from reportgen.history import Folder, Store
from reportgen.history.columns import Columns
from reportgen.history.indexing import derive
from reportgen.website.recorded import in_history

DEFAULT: Final = ("100x5000", "1000x5000")
PROCESSES: Final = 2


class Built(NamedTuple):
    """
    What a build cost: CPU seconds, those of them for what runs show together, and seconds waited.

    *peak_mib* is the most memory of one process.
    """

    cpu_s: float
    trends_s: float
    waited_s: float
    peak_mib: float


class Site(NamedTuple):
    """What was built: how many files and bytes, and its front page and largest page zipped."""

    files: int
    size: int
    overview: int
    largest_zipped: int


class Row(NamedTuple):
    """What was measured of a size."""

    runs: int
    tests: int
    full: Built
    again: Built
    unchanged: Built
    site: Site


def measure(runs: int, tests: int, folder: Path) -> Row:
    """Measure a history of *runs* of *tests* each in the empty *folder*."""
    history, out = folder / "history", folder / "public"
    store = Store(Folder(history))
    made = reports(Plan(runs + 1, tests))
    for report in islice(made, runs):
        store.record(report)
    derive(store)
    full = _in_a_process(history, out)
    store.record(next(made))
    derive(store)
    again = _in_a_process(history, out)
    unchanged = _in_a_process(history, out)
    return Row(runs, tests, full, again, unchanged, look_at(out))


def look_at(out: Path) -> Site:
    """Return what the site in *out* comes to."""
    files = [path for path in out.rglob("*") if path.is_file()]
    pages = (path for path in files if path.suffix == ".html")
    return Site(
        files=len(files),
        size=sum(path.stat().st_size for path in files),
        overview=(out / "index.html").stat().st_size,
        largest_zipped=max(len(gzip.compress(path.read_bytes(), mtime=0)) for path in pages),
    )


def build(history: Path, out: Path) -> Built:
    """Build the site of *history* in *out* in this process, and return what it cost."""
    store = Store(Folder(history))
    heads = store.heads().heads
    before = _cpu_s()
    columns = list(Columns(store, timed=overtime.MOST_TIMED).read(heads))
    lines = overtime.lines_of(columns)
    trends = overtime.trends_on(lines, Settings())
    trends_s = _cpu_s() - before
    material = website.Material(
        in_history(store, heads), trends, settings=Settings(), columns=columns, lines=lines
    )
    website.build_from(material, out, processes=PROCESSES)
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Built(_cpu_s(), trends_s, 0.0, peak / 1024)


def _cpu_s() -> float:
    return sum(
        sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def _in_a_process(history: Path, out: Path) -> Built:
    command = [sys.executable, __file__, "--build", str(history), str(out)]
    began = time.monotonic()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Built(*json.loads(done.stdout))._replace(waited_s=time.monotonic() - began)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table of *rows* in Markdown."""
    yield (
        "| runs × tests | build | CPU s | of which analysis | waited s | peak MiB | files | MB | "
        "overview kB | largest page kB zipped |"
    )
    yield "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        site = row.site
        yield (
            f"| {row.runs:,} × {row.tests:,} | from nothing {_costs(row.full)} | {site.files:,} "
            f"| {site.size / 1e6:,.0f} | {site.overview / 1e3:,.0f} "
            f"| {site.largest_zipped / 1e3:,.0f} |"
        )
        yield f"| | one run more {_costs(row.again)} | | | | |"
        yield f"| | nothing new {_costs(row.unchanged)} | | | | |"


def _costs(built: Built) -> str:
    return (
        f"| {built.cpu_s:,.1f} | {built.trends_s:,.1f} | {built.waited_s:,.1f} "
        f"| {built.peak_mib:,.0f}"
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Measure what *argv* asks for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", action="append", metavar="RUNSxTESTS")
    parser.add_argument("--build", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.build:
        gc.set_threshold(*RARELY)  # as the command does
        print(json.dumps(build(*given.build)))
        return
    rows = []
    for size in given.size or DEFAULT:
        runs, _, tests = size.partition("x")
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(int(runs), int(tests), Path(folder)))
    for line in table(rows):
        print(line)


if __name__ == "__main__":
    main()

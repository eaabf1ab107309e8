"""
Reportgen beside other tools and beside a bare parse, on the same files, in turn.

``python bench/peers.py`` makes the inputs, installs what takes part (pip, npm; Java for Allure 2),
runs each after the other, round by round, and prints a table and what of the bounds is reached:
about twenty minutes with two cores. ``--quick`` takes a minute: 10,000 tests, and what is fast.
``--write`` puts both tables into docs/benchmarks.md. Ratios are medians of those of each round, so
that a machine which others use as well still tells them; what is told in seconds needs a quiet one.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from contest import bounds, peers
from contest.peers import Inputs
from contest.running import Size, Taken, run, size_of, stages
from generate import Plan, generate
from instructions import PARSE

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BEGIN: Final = "<!-- peers: written by bench/peers.py -->\n"
END: Final = "<!-- end of peers -->\n"
FULL, QUICK, LARGE, SMALL = 100_000, 10_000, 1_000_000, 50
SHARDS, SHARD_CASES = 40, 24_000
PER_FILE: Final = 1_000
FLOOR, REPORT, BUILD = "bare parse", "reportgen report", "reportgen build"
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests">'
_TAIL: Final = "</testsuites>"
_PROGRAM: Final = (sys.executable, "-m", "reportgen")
_QUIET: Final = ("--history", "none", "--quiet")
_ONE: Final = {"REPORTGEN_PROCESSES": "1"}
_TWO: Final = {"REPORTGEN_PROCESSES": "2"}


_LEGEND: Final = (
    "CPU, clock and peak are of whole processes, start-up included; a ratio is the median of those "
    "of each round. *Page* is until it can be used in Chromium, and the memory of the process that "
    "shows it. The report is what `build` took but for recording and the site."
)


class Seen(NamedTuple):
    """What one round of one tool came to."""

    taken: Taken
    size: Size


Tried = dict[str, list[Seen]]
"""By tool, a round each."""


def inputs(cases: int, folder: Path, files: int | None = None) -> Inputs:
    """Make *cases* in *folder*, as many files and as one."""
    many, one = folder / "many", folder / "one.xml"
    generate(Plan(cases, files or max(1, cases // PER_FILE)), many)
    with one.open("w", encoding="utf-8") as out:
        out.write(_HEAD)
        for path in sorted(many.iterdir()):
            out.write(path.read_text("utf-8").removeprefix(_HEAD).removesuffix(_TAIL))
        out.write(_TAIL)
    return Inputs(many, one)


def ours(given: Inputs, out: Path, env: dict[str, str] | None = None) -> dict[str, Seen]:
    """
    Return what reportgen took to report on *given*, and to record it and build the site, too.

    It is one run of ``build``, whose profile tells what recording and the site took of it.
    """
    command = [
        *_PROGRAM, "build", str(given.folder), "--out", str(out / "public"),
        "--history", str(out / "history"), "--at", "2025-09-15T14:00:00Z", "--no-ci", "--quiet",
        "--profile",
    ]  # fmt: skip
    taken, said = run(command, env)
    parts = stages(said)
    report = Taken(
        taken.cpu_s - sum(parts[name].cpu_s for name in ("record", "site")),
        taken.wall_s - sum(parts[name].wall_s for name in ("record", "site")),
        parts["render json"].peak_mb,
        taken.failed,
    )
    written = [out / "public" / name for name in ("report.html", "report.md", "run.json")]
    of_report = Size(len(written), sum(path.stat().st_size for path in written))
    return {
        REPORT: Seen(report, of_report),
        BUILD: Seen(taken, size_of(out / "public")),
    }


def floor(given: Inputs) -> Seen:
    """Return what it takes to parse *given* and to keep nothing."""
    taken, _ = run([sys.executable, "-c", PARSE, str(given.folder)])
    return Seen(taken, Size(0, 0))


def contest(
    given: Inputs, rounds: int, tools: Path, only: Sequence[str], keep: Path
) -> tuple[Tried, list[str]]:
    """
    Return what *rounds* of all that take part took, and who could not; outputs stay in *keep*.

    Who fails once is not asked again.
    """
    tried: Tried = defaultdict(list)
    out_of_it: list[str] = []
    for _ in range(rounds):
        tried[FLOOR].append(floor(given))
        for name, seen in ours(given, _emptied(keep / "reportgen")).items():
            tried[name].append(seen)
        for peer in peers.PEERS:
            if peer.name in out_of_it or (only and peer.name not in only):
                continue
            out = _emptied(keep / peer.name)
            command = peers.command(peer, tools, given, out)
            taken = run(command)[0] if command else None
            if taken is None or taken.failed:
                out_of_it.append(peer.name)
                print(f"{peer.name}: {taken.failed[:300] if taken else 'not here'}", flush=True)
                continue
            tried[peer.name].append(Seen(taken, size_of(out)))
    return tried, out_of_it


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def ratio(tried: Tried, one: str, other: str) -> float:
    """Return the median of how many times the CPU of *other* the tool *one* took, by rounds."""
    pairs = zip(tried[one], tried[other], strict=False)
    return median(a.taken.cpu_s / b.taken.cpu_s for a, b in pairs)


def middle(tried: Tried, name: str, of: Callable[[Seen], float]) -> float:
    """Return the median over rounds of what *of* tells of the tool *name*."""
    return median(map(of, tried[name]))


def table(tried: Tried, opened: dict[str, str]) -> Iterator[str]:
    """Yield the lines of a table in Markdown of who took what."""
    yield (
        "| tool | makes | CPU s | × parse | × reportgen | clock s | peak MB | files | MB | page |"
    )
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|---|"
    makes = {FLOOR: "nothing", REPORT: "HTML, Markdown, JSON", BUILD: "those, a record, a site"}
    makes |= {peer.name: peer.does for peer in peers.PEERS}
    for name in sorted(tried, key=lambda name: ratio(tried, name, FLOOR)):
        cpu, wall, peak, files, size = (
            middle(tried, name, of)
            for of in (
                lambda seen: seen.taken.cpu_s,
                lambda seen: seen.taken.wall_s,
                lambda seen: seen.taken.peak_mb,
                lambda seen: float(seen.size.files),
                lambda seen: seen.size.bytes / 1e6,
            )
        )
        yield (
            f"| {name} | {makes[name]} | {cpu:.2f} | {ratio(tried, name, FLOOR):.1f} "
            f"| {ratio(tried, name, REPORT):.2f} | {wall:.1f} | {peak:.0f} | {files:,.0f} "
            f"| {size:,.1f} | {opened.get(name, '')} |"
        )
    for each in peers.ABSENT:
        yield (
            f"| {each.name}, measured earlier | {each.does} | | {each.times_parse} | | "
            f"| {each.peak_mb:,} | | | |"
        )


def pages(tried: Tried, keep: Path) -> tuple[dict[str, str], dict[str, float]]:
    """Return how the pages in *keep* open, in words, and of ours in numbers by their bounds."""
    from contest.pages import MOST_S, look  # noqa: PLC0415 - needs what only tests need

    words: dict[str, str] = {}
    numbers: dict[str, float] = {}
    for peer in peers.PEERS:
        if peer.page and peer.name in tried:
            found = look(keep / peer.name, peer.page)
            words[peer.name] = (
                f"{found.usable_s:.1f} s, {found.memory_mb:,} MB" if found else f"not in {MOST_S} s"
            )
    mine = look(keep / "reportgen" / "public", "report.html", has_table=True)
    if mine is not None:
        words[REPORT] = f"{mine.usable_s:.1f} s, {mine.memory_mb:,} MB"
        numbers = {
            "page first": mine.first_s,
            "page usable": mine.usable_s,
            "page key": mine.key_ms or 0.0,
            "page memory": float(mine.memory_mb),
        }
    return words, numbers


def of_contest(tried: Tried) -> dict[str, float]:
    """Return what *tried* tells about bounds."""
    found = {
        "report/parse": ratio(tried, REPORT, FLOOR),
        "build/parse": ratio(tried, BUILD, FLOOR),
        "build files": middle(tried, BUILD, lambda seen: seen.size.files),
        "build MB": middle(tried, BUILD, lambda seen: seen.size.bytes / 1e6),
        "peak 100,000": middle(tried, REPORT, lambda seen: seen.taken.peak_mb),
    }
    for name in ("junit2html", "Allure 2", "Allure 3"):
        if name in tried:
            found[f"report/{name}"] = ratio(tried, REPORT, name)
    return found


def of_small(folder: Path, rounds: int) -> dict[str, float]:
    """Return the CPU seconds of a small report and of ``--help``."""
    given = inputs(SMALL, _emptied(folder))
    small = [*_PROGRAM, "report", str(given.folder), *_QUIET]
    return {
        key: median(run(command)[0].cpu_s for _ in range(2 * rounds + 1))
        for key, command in (("small", small), ("help", [*_PROGRAM, "--help"]))
    }


def of_shards(folder: Path, rounds: int) -> dict[str, float]:
    """Return how long two processes take for large shards, by how long one takes."""
    given = inputs(SHARDS * SHARD_CASES, _emptied(folder), SHARDS)
    command = [*_PROGRAM, "report", str(given.folder), *_QUIET, "--profile"]
    read, whole = [], []
    for _ in range(rounds):
        one, two = (run(command, env) for env in (_ONE, _TWO))
        read.append(stages(two[1])["read"].wall_s / stages(one[1])["read"].wall_s)
        whole.append(two[0].wall_s / one[0].wall_s)
    return {"shards read": median(read), "shards": median(whole)}


def of_growth(folder: Path, rounds: int) -> dict[str, float]:
    """Return how CPU and memory grow with a hundred times the tests, by how the input does."""
    seen: Tried = defaultdict(list)
    sizes = {}
    for name, cases in (("few", QUICK), ("many", LARGE)):
        given = inputs(cases, _emptied(folder / name))
        sizes[name] = size_of(given.folder).bytes
        for _ in range(rounds if cases == QUICK else 1):
            taken, _ = run([*_PROGRAM, "report", str(given.folder), *_QUIET, "-f", "html"])
            seen[name].append(Seen(taken, Size(0, 0)))
    times = sizes["many"] / sizes["few"]
    peak = middle(seen, "many", lambda each: each.taken.peak_mb)
    return {
        "peak 1,000,000": peak,
        "growth CPU": middle(seen, "many", lambda each: each.taken.cpu_s)
        / middle(seen, "few", lambda each: each.taken.cpu_s)
        / times,
        "growth memory": peak / middle(seen, "few", lambda each: each.taken.peak_mb) / times,
    }


def written(before: str, lines: Sequence[str]) -> str:
    """Return the page *before* with *lines* between its marks."""
    head, _, rest = before.partition(BEGIN)
    _, _, tail = rest.partition(END)
    text = "\n".join(lines)
    return f"{head}{BEGIN}{text}\n{END}{tail}"


def told(tried: Tried, opened: dict[str, str], measured: dict[str, float], cases: int) -> list[str]:
    """Return all that was found, as it stands in the documentation."""
    load = os.getloadavg()[0]
    busy = load > (os.cpu_count() or 1)
    size = f"{cases:,} tests, rounds in turn: {len(tried[FLOOR])}"
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    said = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with {size}, on {machine}, "
        f"Python {platform.python_version()}; the load of the machine was {load:.1f} at the end."
    )
    return [
        "",
        said,
        "",
        *table(tried, opened),
        "",
        _LEGEND,
        "",
        *(bounds.rows(measured, is_busy=busy) if cases == FULL else ()),
        "",
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} tests, what is fast")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], metavar="PEER")
    parser.add_argument("--tools", type=Path, help="where peers are installed, and are kept")
    parser.add_argument("--write", action="store_true", help=f"into docs/{PAGE.name}, too")
    given = parser.parse_args(arguments)
    if given.write and (given.quick or given.only):
        parser.error("the page shows all: leave out --quick and --only")
    only = given.only or (["junit2html", "junit-to-ctrf", "xunit-viewer"] if given.quick else [])
    cases = QUICK if given.quick else FULL
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        tools = given.tools or work / "tools"
        for name in peers.install(tools):
            print(f"{name} could not be installed")
        made = inputs(cases, work / "inputs")
        tried, _ = contest(made, given.rounds, tools, only, work / "keep")
        opened, measured = pages(tried, work / "keep")
        measured |= of_contest(tried) | of_small(work / "small", given.rounds)
        if not given.quick:
            shutil.rmtree(work / "keep")
            measured |= of_shards(work / "shards", given.rounds)
            shutil.rmtree(work / "shards")
            measured |= of_growth(work / "growth", given.rounds)
    lines = told(tried, opened, measured, cases)
    print("\n".join(lines))
    if given.write:
        PAGE.write_text(written(PAGE.read_text("utf-8"), lines), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

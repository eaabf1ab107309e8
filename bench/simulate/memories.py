"""
Histories of memory: which processes need more from run to run, and which only seem to.

A *leak* over runs adds about as much with every run; a *late leak* began to within the window.
A *sawtooth* adds, too, and is emptied now and then; a *step* adds once and no more; what *settles*
adds in its first runs, as a cache that fills; what is *steady* only varies.
"""

from collections.abc import Mapping
from random import Random
from typing import Final, Literal, NamedTuple, TypeAlias

from reportgen.model.memory import MemorySeries, MemoryTrend, Sample
from reportgen.model.overtime import PASSED, Column
from simulate.world import counts_of, main_commits, run_facts, tests_of, variants

MIB: Final = 1 << 20
Course: TypeAlias = Literal["leak", "late leak", "sawtooth", "step", "settling", "steady"]
COURSES: Final[tuple[Course, ...]] = (
    "leak", "leak", "late leak", "sawtooth", "step", "settling", "steady", "steady", "steady",
)  # fmt: skip
SAMPLES: Final = 8
NOISE: Final = (0.005, 0.02, 0.05)
"""How much the peak varies from run to run, as a share of it."""
OUTLIERS: Final = 0.015
"""How often a run needs much more than the others, for reasons of its own."""


class Process(NamedTuple):
    """
    What a process is like: *base* bytes in the first run, *more* that it gains over all runs.

    *period* is how many runs lie between two emptyings, *at* the run in which it steps or settles,
    or from which on it leaks.
    """

    course: Course
    base: int
    more: int
    period: int
    at: int
    noise: float


class Memories(NamedTuple):
    """A history of memory, and what each process is like, by its name."""

    columns: tuple[Column, ...]
    processes: Mapping[str, Process]


def history(seed: int, runs: int = 60, each: int = 2) -> Memories:
    """Return the history of *seed*: *runs* runs, with *each* processes of every course."""
    chance = Random(f"memories/{seed}")
    commits = main_commits(seed, runs, chance)
    (key,) = variants(1)
    tests = tests_of(3)
    processes = {
        f"process-{number}": _process(chance, COURSES[number % len(COURSES)], runs)
        for number in range(each * len(COURSES))
    }
    letters = PASSED * len(tests)
    columns = tuple(
        Column(
            line=key,
            run=run_facts(commit, commit.at, number, counts_of(letters), key),
            tests=tests,
            letters=letters,
            durations_ms=(20.0,) * len(tests),
            troubles={},
            memory=tuple(
                _trend(chance, name, _level(process, number, runs), process.noise)
                for name, process in processes.items()
            ),
        )
        for number, commit in enumerate(commits)
    )
    return Memories(columns, processes)


def _process(chance: Random, course: Course, runs: int) -> Process:
    base = int(chance.uniform(60, 600) * MIB)
    more = max(int(base * chance.uniform(0.15, 1.5)), 24 * MIB)
    noise, period = chance.choice(NOISE), chance.randrange(5, 13)
    at = chance.randrange(10, runs // 2 if course in {"late leak", "settling"} else runs - 10)
    return Process(course, base, more, period, at, noise)


def _level(process: Process, number: int, runs: int) -> float:
    """Return what the process needs in the run *number*, before noise."""
    if process.course == "leak":
        return process.base + process.more * number / (runs - 1)
    if process.course == "late leak":
        return process.base + process.more * max(0, number - process.at) / (runs - 1 - process.at)
    if process.course == "settling":
        return process.base + process.more * min(1, number / process.at)
    if process.course == "sawtooth":
        return process.base + process.more * (number % process.period) / process.period
    if process.course == "step":
        return process.base + process.more * (number >= process.at)
    return process.base


def _trend(chance: Random, name: str, level: float, noise: float) -> MemoryTrend:
    """Return what a run shows of a process that warms up and then stays at *level*."""
    unusual = chance.uniform(1.3, 2) if chance.random() < OUTLIERS else 1
    peak = level * (1 + chance.gauss(0, noise)) * unusual
    values = [int(peak * (0.7 if at == 0 else chance.uniform(0.97, 1))) for at in range(SAMPLES)]
    values[chance.randrange(1, SAMPLES)] = int(peak)
    series = MemorySeries(
        name=name,
        kind="rss",
        samples=tuple(Sample(15.0 * at, value) for at, value in enumerate(values)),
        artifact="memory.log",
        place=f"lines 1–{SAMPLES}",
    )
    return MemoryTrend(
        series=series,
        verdict="stable",
        first=values[0],
        min=min(values),
        peak=max(values),
        mean=sum(values) // SAMPLES,
        last=values[-1],
        slope_bytes_per_s=0.0,
        span_s=15.0 * (SAMPLES - 1),
        growth=values[-1] / values[0] - 1,
    )

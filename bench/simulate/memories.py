"""
Histories of memory: which processes need more from run to run, and which only seem to.

A *leak over runs* adds about as much with every run; a *sawtooth* does too, and is emptied now and
then; a *step* adds once and no more; what is *steady* only varies.
"""

from collections.abc import Mapping
from random import Random
from typing import Final, Literal, NamedTuple, TypeAlias

from reportgen.model.memory import MemorySeries, MemoryTrend, Sample
from reportgen.model.overtime import PASSED, Column
from simulate.world import counts_of, main_commits, run_facts, tests_of, variants

MIB: Final = 1 << 20
Course: TypeAlias = Literal["leak", "sawtooth", "step", "steady"]
COURSES: Final[tuple[Course, ...]] = ("leak", "sawtooth", "step", "steady", "steady")
SAMPLES: Final = 8
NOISE: Final = (0.005, 0.02, 0.04)
"""How much the peak varies from run to run, as a share of it."""


class Process(NamedTuple):
    """
    What a process is like: *base* bytes in the first run, *more* that it gains over all runs.

    *period* is how many runs lie between two emptyings, *at* the run of a step.
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
    more = max(int(base * chance.uniform(0.2, 1.5)), 32 * MIB)
    noise = chance.choice(NOISE)
    return Process(
        course, base, more, chance.randrange(5, 13), chance.randrange(10, runs - 10), noise
    )


def _level(process: Process, number: int, runs: int) -> float:
    """Return what the process needs in the run *number*, before noise."""
    if process.course == "leak":
        return process.base + process.more * number / (runs - 1)
    if process.course == "sawtooth":
        return process.base + process.more * (number % process.period) / process.period
    if process.course == "step":
        return process.base + process.more * (number >= process.at)
    return process.base


def _trend(chance: Random, name: str, level: float, noise: float) -> MemoryTrend:
    """Return what a run shows of a process that warms up and then stays at *level*."""
    peak = level * (1 + chance.gauss(0, noise))
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

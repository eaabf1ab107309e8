"""Memory: samples over time, and what they come to. Every number is bytes."""

from typing import Final, Literal, NamedTuple, TypeAlias

from reportgen.model.base import Bytes, Instant, Model, Text

MemoryVerdict: TypeAlias = Literal["stable", "growing", "step", "sawtooth", "too-short"]
SeriesKind: TypeAlias = Literal[
    "rss", "vms", "uss", "pss", "heap", "heap_before_gc", "heap_after_gc", "heap_committed",
    "container", "cgroup", "system_used", "system_free", "system_available", "system_cache",
    "swap_used",
    "traced", "metric", "external",
]  # fmt: skip
LESS_IS_WORSE: Final[frozenset[SeriesKind]] = frozenset({"system_free", "system_available"})


class Sample(NamedTuple):
    """A reading: seconds on the log's own clock (None where it has none), and bytes."""

    at: float | None
    value: int


class MemorySeries(Model):
    """
    Readings of one quantity of one process or machine, in the order of the log.

    *stated_peak* is a peak the log itself states; it beats the largest sample.
    *place* names the lines, for example ``lines 1–16``.
    *over_time* is false where the readings are of places in the code: they have no course.
    """

    name: Text
    kind: SeriesKind
    samples: tuple[Sample, ...] = ()
    stated_peak: Bytes | None = None
    limit: Bytes | None = None
    over_time: bool = True
    artifact: str = ""
    place: str = ""


WARM_UP: Final = 0.2
"""So much of the readings at the beginning says nothing of how the rest goes on."""


class MemoryTrend(Model):
    """
    A series summed up and judged.

    *span_s* is the time between the first and the last reading where the log has a clock;
    *growth* is what the last reading adds to the first, as a share of it (0.008 is +0.8 %).
    *why* says in one sentence what the verdict rests on.
    """

    series: MemorySeries
    verdict: MemoryVerdict
    first: Bytes
    min: Bytes
    peak: Bytes
    mean: Bytes
    last: Bytes
    slope_bytes_per_s: float | None = None
    span_s: float | None = None
    growth: float | None = None
    why: str = ""


OutOfMemoryTeller: TypeAlias = Literal[
    "kernel", "cgroup", "systemd-oomd", "docker", "kubernetes", "jvm", "v8", "python", "go",
]  # fmt: skip


class OutOfMemory(Model):
    """
    Proof that something ran out of memory, and who says so.

    *process* is what was killed or gave up, where that is said; *says* is the text that proves it.
    """

    told_by: OutOfMemoryTeller
    says: Text
    process: Text | None = None
    at: Instant | None = None
    artifact: str = ""
    place: str = ""

"""
Which metrics of Prometheus are memory in use, of what kind, and what their numbers count.

https://prometheus.io/docs/practices/naming/ — the unit is a part of the name, and SI prefixes are
decimal. Counters of what was ever allocated, limits, requests and maxima are no use of memory.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from reportgen.model.memory import SeriesKind
from reportgen.patterns import pattern

_UNIT: Final = pattern(
    r"_(bytes|byte|kilobytes|kb|megabytes|mb|gigabytes|gb|kibibytes|kib|mebibytes|mib|gibibytes|gib)"
    r"(?:_(?:used|free|committed|current|peak|max|total|sum|count|bucket))?$",
    re.IGNORECASE,
)
_FACTORS: Final = {
    "b": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "kib": 1024.0, "mib": 1024.0**2, "gib": 1024.0**3,
    "kibibytes": 1024.0, "mebibytes": 1024.0**2, "gibibytes": 1024.0**3,
}  # fmt: skip
_MEMORY: Final = pattern(
    r"(?:^|_)(?:memory|mem|memstats|rss|resident|heap|working_set|uss|pss)(?:_|$)", re.IGNORECASE
)
_NOT_USE: Final = pattern(
    r"_(?:total|sum|count|bucket|created|max|limit|limits|quota|requests?|threshold|reserved"
    r"|objects|goal|failures|mapped_file)(?:_|$)|_next_gc_|_(?:alloc|allocated|promoted|freed)_.*_total$",
    re.IGNORECASE,
)
_KINDS: Final[dict[str, SeriesKind]] = {
    "process_resident_memory_bytes": "rss",
    "process_virtual_memory_bytes": "vms",
    "go_memstats_heap_alloc_bytes": "heap",
    "go_memstats_heap_inuse_bytes": "heap",
    "go_memstats_alloc_bytes": "heap",
    "go_memstats_heap_sys_bytes": "heap_committed",
    "nodejs_heap_size_used_bytes": "heap",
    "nodejs_heap_size_total_bytes": "heap_committed",
    "nodejs_external_memory_bytes": "external",
    "container_memory_working_set_bytes": "container",
    "container_memory_usage_bytes": "container",
    "container_memory_rss": "container",
    "container_memory_cache": "system_cache",
    "container_memory_swap": "swap_used",
    "node_memory_MemAvailable_bytes": "system_available",
    "node_memory_MemFree_bytes": "system_free",
    "node_memory_Cached_bytes": "system_cache",
    "jvm_memory_committed_bytes": "heap_committed",
    "jvm_memory_bytes_committed": "heap_committed",
}
OUT_OF_MEMORY: Final = "container_oom_events_total"
LIMITS: Final[dict[str, tuple[str, ...]]] = {
    "jvm_memory_max_bytes": ("jvm_memory_used_bytes",),
    "container_spec_memory_limit_bytes": (
        "container_memory_working_set_bytes",
        "container_memory_usage_bytes",
        "container_memory_rss",
    ),
}
"""Metrics that limit others of the same labels."""
ORDER: Final[tuple[SeriesKind, ...]] = ("rss", "container", "heap", "metric", "system_available")
"""The kinds that tell the most, the most telling first."""


class Metric(NamedTuple):
    """What a metric of memory is: its kind, and the bytes that its number one stands for."""

    kind: SeriesKind
    factor: float


def metric_of(name: str, labels: Mapping[str, str]) -> Metric | None:
    """Return what the metric *name* is if it tells how much memory is used, else None."""
    if (
        name.startswith("container_")
        and labels.get("container", labels.get("name", "?")) in _GROUPS
    ):
        # The sums of cAdvisor over a pod, and the container that holds its network.
        return None
    kind = _KINDS.get(name)
    if kind is not None:
        is_heap = labels.get("area", "heap") == "heap"
        return Metric(kind if is_heap else "metric", 1.0)
    if name.startswith("node_memory_") or len(name) > 300:
        return None
    unit = _UNIT.search(name)
    if unit is None or not _MEMORY.search(name) or _NOT_USE.search(name):
        return None
    if name in {"jvm_memory_used_bytes", "jvm_memory_bytes_used"}:
        return Metric("heap" if labels.get("area") == "heap" else "metric", 1.0)
    word = unit[1].lower()
    return Metric("metric", _FACTORS.get(word, _FACTORS[word[0]]))


_GROUPS: Final = {"", "POD"}


def shown(name: str, labels: Mapping[str, str]) -> str:
    """Return the metric as Prometheus writes it: ``name{label="value"}``."""
    if not labels:
        return name
    pairs = ",".join(f'{key}="{_escaped(value)}"' for key, value in labels.items())
    return f"{name}{{{pairs}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')

"""
Which files are read where there are more than the limit: first what is named like evidence.

A name proves nothing about content, so nothing else depends on it.
The choice depends on names alone: neither the order of a folder nor of the arguments decides.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from typing import Any, Final, Generic, TypeVar

_DOCUMENTS: Final = (
    ".xml", ".trx", ".json", ".jsonl", ".ndjson", ".zip", ".tar", ".tgz", ".tbz2", ".txz",
    ".tar.bz2", ".tar.xz", ".info", ".lcov", ".prom", ".pymon",
)  # fmt: skip
_TEXTS: Final = (".log", ".txt", ".out", ".csv", ".dat", ".peak", ".err", ".tap")
_WORDS: Final = (
    "junit", "ctest", "ctrf", "health", "steps", "coverage", "massif", "memray", "memory", "cgroup",
)  # fmt: skip


class Rank(IntEnum):
    """How likely a file is evidence, by how it was met; the lowest is read first."""

    NAMED = 0
    """The user gave its name."""
    DOCUMENT = 1
    TEXT = 2
    OTHER = 3


def rank(name: str) -> Rank:
    """Return how likely the file *name* is evidence."""
    lowered = name.lower().removesuffix(".gz")
    if lowered.endswith(_DOCUMENTS):
        return Rank.DOCUMENT
    if lowered.endswith(_TEXTS) or any(word in lowered for word in _WORDS):
        return Rank.TEXT
    return Rank.OTHER


_Item = TypeVar("_Item")


class Choice(Generic[_Item]):
    """The first *most* of *items* by *key*, in its order; `left` counts the others by rank."""

    def __init__(
        self, items: Iterable[_Item], most: int, key: Callable[[_Item], tuple[Rank, Any]]
    ) -> None:
        # Only *most* are ever held: there may be millions.
        met: dict[Rank, int] = dict.fromkeys(Rank, 0)

        def counted() -> Iterator[_Item]:
            for item in items:
                met[key(item)[0]] += 1
                yield item

        self.kept: list[_Item] = heapq.nsmallest(most, counted(), key)
        for item in self.kept:
            met[key(item)[0]] -= 1
        self.left = met

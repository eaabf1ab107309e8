"""
``docker stats --format json``: what containers use; Podman's, too.

https://docs.docker.com/reference/cli/docker/container/stats/ — one object a line, no time;
scripts add one. Binary units with four significant digits; Podman's are decimal.
A container that stopped reads ``0B / 0B``, one that went away ``-- / --``: neither is a reading.
Where there is no limit, the limit is the memory of the host.
"""

from collections.abc import Iterator
from typing import Any, Final

from reportgen.errors import ReadError
from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.readers.containers import Usage, limits_of, usage_of
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "docker-stats"
TITLE: Final = "docker stats (JSON)"
HINT: Final = "docker stats --no-stream --format json >> stats.jsonl"
HOLDS_TESTS: Final = False

_USAGE: Final = ("MemUsage", "mem_usage")
_NAMES: Final = ("Name", "name", "Container", "ID", "id")
_TIMES: Final = ("ts", "time", "timestamp", "Timestamp", "date", "at")


def matches(source: Source) -> bool:
    """Whether every object of *source* says what a container uses."""
    if source.kind != "json":
        return False
    entries = list(_entries(source))
    return bool(entries) and all(
        isinstance(entry, dict) and any(key in entry for key in _USAGE) for _, entry in entries
    )


def read(source: Source) -> Observations:
    """
    Return one series per container.

    Raises:
        ReadError: no container was running.

    """
    found: list[tuple[str, str, float | None, Usage]] = []
    moments = []
    for place, entry in _entries(source):
        key = next(key for key in _USAGE if key in entry)
        usage = usage_of(entry[key])
        name = next((entry[key] for key in _NAMES if _is_name(entry.get(key))), None)
        if usage is None or name is None:
            continue
        when = next((stamp for key in _TIMES if (stamp := moment(entry.get(key)))), None)
        if when:
            moments.append(when)
        found.append((place + pointer(key), name, when.timestamp() if when else None, usage))
    if not found:
        raise ReadError(phrase("docker stats, but no container was running"))
    limits = limits_of((name, usage) for _, name, _, usage in found)
    book = SeriesBook(source.path)
    for place, name, at, usage in found:
        book.add(name, "container", place, Sample(at, usage.used), limit=limits.get(name))
    return Observations(
        memory=book.largest_first(),
        timestamps=(min(moments), max(moments)) if moments else (),
    )


def _entries(source: Source) -> Iterator[tuple[str, Any]]:
    """Yield what stands in the documents or in their lists, with its place."""
    several = len(source.documents) > 1
    for index, document in enumerate(source.documents):
        place = pointer(index) if several else ""
        if isinstance(document, list):
            yield from ((place + pointer(n), entry) for n, entry in enumerate(document))
        else:
            yield place, document


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value not in {"", "--"}

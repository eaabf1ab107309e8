"""
The Docker Engine's answer to ``GET /containers/{id}/stats``: bytes, with a time.

https://docs.docker.com/reference/api/engine/ — the use is told as docker does it: without the
page cache that nobody needs, which is inactive_file, or total_inactive_file in control groups v1.
``max_usage`` is a stated peak and comes with v1 alone.
"""

from collections.abc import Mapping
from typing import Any, Final

from reportgen.errors import ReadError
from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "docker-engine-stats"
TITLE: Final = "Docker Engine stats"
HINT: Final = (
    "curl --unix-socket /var/run/docker.sock 'http://localhost/containers/ID/stats?stream=false'"
)
HOLDS_TESTS: Final = False

_MIB: Final = 1 << 20


def matches(source: Source) -> bool:
    """Whether every object of *source* has the memory_stats of a container."""
    if source.kind != "json":
        return False
    entries = _entries(source)
    return bool(entries) and all(
        isinstance(entry, dict)
        and isinstance(entry.get("memory_stats"), dict)
        and ("cpu_stats" in entry or "read" in entry or "usage" in entry["memory_stats"])
        for entry in entries
    )


def read(source: Source) -> Observations:
    """
    Return one series per container.

    Raises:
        ReadError: no container was running.

    """
    book = SeriesBook(source.path)
    moments = []
    for index, entry in enumerate(_entries(source)):
        memory = entry["memory_stats"]
        usage = _count(memory.get("usage"))
        if usage is None:
            continue
        when = moment(entry.get("read"))
        if when:
            moments.append(when)
        name = entry.get("name")
        shown = name.removeprefix("/") if isinstance(name, str) else ""
        limit = _count(memory.get("limit"))
        book.add(
            shown or "container",
            "container",
            pointer(*((index,) if isinstance(source.document, list) else ()), "memory_stats"),
            Sample(when.timestamp() if when else None, usage - _inactive(memory, usage)),
            peak=_count(memory.get("max_usage")),
            limit=limit if limit is not None and limit % _MIB == 0 else None,
        )
    series = book.largest_first()
    if not series:
        raise ReadError(phrase("the stats of a container that did not run"))
    return Observations(
        memory=series,
        timestamps=(min(moments), max(moments)) if moments else (),
    )


def _entries(source: Source) -> list[Any]:
    """Return the documents, or what the only one lists."""
    document = source.document
    return document if isinstance(document, list) else [document]


def _inactive(memory: Mapping[str, Any], usage: int) -> int:
    stats = memory.get("stats")
    if not isinstance(stats, Mapping):
        return 0
    value = _count(stats.get("total_inactive_file"))
    value = _count(stats.get("inactive_file")) if value is None else value
    return value if value is not None and value < usage else 0


def _count(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 50
    return value if is_count else None  # type: ignore[return-value]  # is_count says so

"""
``sadf``, the data of sar: ``-j`` as JSON, ``-d`` as lines between semicolons; KiB.

https://sysstat.github.io/ — times are UTC unless ``-t`` is given; then they are read as UTC, too.
The names of the series are those the format itself uses.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from reportgen.errors import ReadError
from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "sadf"
TITLE: Final = "sadf"
HINT: Final = "sadf -j FILE -- -r > sadf.json"
HOLDS_TESTS: Final = False

_KINDS: Final[dict[str, SeriesKind]] = {
    "memused": "system_used",
    "avail": "system_available",
    "memfree": "system_free",
    "cached": "system_cache",
    "swpused": "swap_used",
}
_COLUMNS: Final[dict[str, SeriesKind]] = {f"kb{name}": kind for name, kind in _KINDS.items()}
_HEADER: Final = "# hostname;interval;timestamp;"
_MOST: Final = 10**15


def matches(source: Source) -> bool:
    """Whether *source* has sysstat's hosts, or the header line of ``sadf -d`` with memory."""
    match source.kind:
        case "json":
            document = source.document
            return isinstance(document, dict) and _hosts(document) is not None
        case "text":
            header = source.head_text.lstrip("\ufeff\r\n").partition("\n")[0].strip()
            return header.startswith(_HEADER) and not _COLUMNS.keys().isdisjoint(header.split(";"))
        case _:
            return False


def read(source: Source) -> Observations:
    """
    Return the machine's memory over time.

    Raises:
        ReadError: no reading of memory is in it.

    """
    book = SeriesBook(source.path)
    moments = sorted(
        _from_json(source, book) if source.kind == "json" else _from_rows(source, book)
    )
    series = book.in_order(*_KINDS, *_COLUMNS)
    if not series:
        raise ReadError(phrase("sysstat's data, but no reading of memory; add -r behind the --"))
    return Observations(memory=series, timestamps=tuple(moments[:: max(1, len(moments) - 1)][:2]))


def _hosts(document: dict[str, Any]) -> list[Any] | None:
    sysstat = document.get("sysstat")
    hosts = sysstat.get("hosts") if isinstance(sysstat, dict) else None
    return hosts if isinstance(hosts, list) else None


def _from_json(source: Source, book: SeriesBook) -> Iterator[datetime]:
    hosts = [host for host in _hosts(source.document) or [] if isinstance(host, dict)]
    for number, host in enumerate(hosts):
        prefix = f"{host.get('nodename')} " if len(hosts) > 1 else ""
        statistics = host.get("statistics")
        place = pointer("sysstat", "hosts", number, "statistics")
        for entry in statistics if isinstance(statistics, list) else []:
            memory = entry.get("memory") if isinstance(entry, dict) else None
            if not isinstance(memory, dict):
                continue
            stamp = entry.get("timestamp")
            parts = (stamp.get("date"), stamp.get("time")) if isinstance(stamp, dict) else ()
            when = moment(" ".join(str(part) for part in parts))
            if when:
                yield when
            for name, kind in _KINDS.items():
                value = memory.get(name)
                if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST:
                    sample = Sample(when.timestamp() if when else None, value * 1024)
                    book.add(prefix + name, kind, place, sample)


def _from_rows(source: Source, book: SeriesBook) -> Iterator[datetime]:
    columns: list[str] = []
    for number, line in enumerate(source.lines, 1):
        cells = line.strip().split(";")
        if cells[0].startswith("#"):
            columns = cells
        if len(cells) != len(columns) or cells == columns:
            continue
        stamp = cells[2].removesuffix(" UTC")
        when = moment(
            int(stamp) if stamp.isascii() and stamp.isdigit() and len(stamp) == 10 else stamp
        )
        if when:
            yield when
        for name, cell in zip(columns, cells, strict=True):
            if name in _COLUMNS and cell.isascii() and cell.isdigit() and len(cell) <= 15:
                sample = Sample(when.timestamp() if when else None, int(cell) * 1024)
                book.add(name, _COLUMNS[name], number, sample)

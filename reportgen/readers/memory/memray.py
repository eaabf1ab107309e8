"""
``memray stats --json``: the peak of a recorded run.

https://bloomberg.github.io/memray/stats.html — ``metadata.peak_memory`` is in bytes.
``total_bytes_allocated`` adds up everything ever allocated and is no measure of what was in use.
"""

from typing import Any, Final

from reportgen.errors import ReadError
from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.series import MOST, SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "memray"
TITLE: Final = "memray stats"
HINT: Final = "memray stats --json memray.bin -o memray.json"
HOLDS_TESTS: Final = False

_PEAK = ("metadata", "peak_memory")


def matches(source: Source) -> bool:
    """Whether it is JSON with memray's peak and its sum of allocations."""
    return source.kind == "json" and _metadata(source.document) is not None


def _metadata(document: Any) -> dict[str, Any] | None:  # noqa: ANN401 - JSON is anything
    if not isinstance(document, dict) or "total_bytes_allocated" not in document:
        return None
    metadata = document.get("metadata")
    return metadata if isinstance(metadata, dict) and "peak_memory" in metadata else None


def read(source: Source) -> Observations:
    """Return the peak as a series of one reading."""
    metadata = _metadata(source.document) or {}
    peak = metadata.get("peak_memory")
    if isinstance(peak, bool) or not isinstance(peak, int) or not 0 <= peak <= MOST:
        raise ReadError(phrase("the peak is no number of bytes"), pointer(*_PEAK))
    book = SeriesBook(source.path)
    book.add("peak_memory", "heap", 1, Sample(None, peak), peak=peak)
    (series,) = book.in_order()
    times = (moment(metadata.get(key)) for key in ("start_time", "end_time"))
    return Observations(
        memory=(series.model_copy(update={"place": pointer(*_PEAK)}),),
        timestamps=tuple(at for at in times if at is not None),
    )

"""Readings gathered into series: by name, with the lines they stand in."""

from collections.abc import Sequence
from typing import Final

from reportgen.model.memory import MemorySeries, Sample, SeriesKind

MOST: Final = 1 << 50
"""A reading beyond a pebibyte is a fault of the log."""


class _Series:
    def __init__(self, kind: SeriesKind, where: int | str) -> None:
        self.kind: SeriesKind = kind
        self.samples: list[Sample] = []
        self.first = self.last = where
        self.peak: int | None = None
        self.limit: int | None = None


class SeriesBook:
    """The series of one artifact, in order of first appearance."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._series: dict[str, _Series] = {}

    def add(
        self,
        name: str,
        kind: SeriesKind,
        where: int | str,
        sample: Sample,
        *,
        peak: int | None = None,
        limit: int | None = None,
    ) -> None:
        """
        Note a reading of *name*, a *peak* the artifact states for it, and a *limit* it names.

        *where* is the number of a line or the place in a document.
        """
        if not 0 <= sample.value <= MOST:
            return
        found = self._series.setdefault(name, _Series(kind, where))
        found.samples.append(sample)
        found.last = where
        if peak is not None and 0 <= peak <= MOST:
            found.peak = max(peak, found.peak or 0)
        if limit is not None and 0 < limit <= MOST:
            found.limit = limit

    def state(self, name: str, kind: SeriesKind, where: int | str, value: int) -> None:
        """Note a peak that the artifact states: of several, the largest is the one reading."""
        before = self._series[name].samples[0].value if name in self._series else 0
        self.add(name, kind, where, Sample(None, max(before, value)), peak=value)
        if name in self._series:
            del self._series[name].samples[:-1]

    def limit(self, name: str, value: int) -> None:
        """Note that *value* limits *name*, if there is such a series."""
        if name in self._series and 0 < value <= MOST:
            self._series[name].limit = value

    def in_order(self, *names: str) -> tuple[MemorySeries, ...]:
        """Return the series: those of *names* first, then the others as they appeared."""
        rest = (name for name in self._series if name not in names)
        return tuple(
            self._model(name, self._series[name])
            for name in (*(name for name in names if name in self._series), *rest)
        )

    def largest_first(self) -> tuple[MemorySeries, ...]:
        """Return the series by their largest reading."""
        return tuple(sorted(self.in_order(), key=lambda each: -_largest(each.samples)))

    def _model(self, name: str, found: _Series) -> MemorySeries:
        samples = found.samples
        if len(samples) > 1 and len({sample.at for sample in samples}) == 1:
            # One time for all is the time of the first: the course is known by its order alone.
            samples = [Sample(None, sample.value) for sample in samples]
        return MemorySeries(
            name=name,
            kind=found.kind,
            samples=tuple(samples),
            stated_peak=found.peak,
            limit=found.limit,
            artifact=self._path,
            place=place_of(found.first, found.last),
        )


def _largest(samples: Sequence[Sample]) -> int:
    return max((sample.value for sample in samples), default=0)


def place_of(first: int | str, last: int | str) -> str:
    """Return the words for the lines from *first* to *last*; of places in documents, the first."""
    if isinstance(first, str):
        return first
    return f"line {first}" if first == last else f"lines {first}–{last}"

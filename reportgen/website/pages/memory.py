"""Memory over runs: a row for each process, growing first, and a page for each."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.model.memory import LESS_IS_WORSE
from reportgen.model.overtime import MemoryOverRuns, MemoryPoint
from reportgen.model.text import one_line
from reportgen.model.units import plural, size
from reportgen.render.account.words import SERIES_KINDS, Tone
from reportgen.render.overtime.words import of_line
from reportgen.render.traces import Trace, trace
from reportgen.website.known import History, Seen
from reportgen.website.places import Page, Place, named_url, rendered, thing
from reportgen.website.words import MEMORY_TONES, MEMORY_WORDS, days_of
from reportgen.wording import marked, phrase

URL: Final = "memory/index.html"
MOST_SERIES: Final = 300
MOST_POINTS: Final = 500
MOST_IN_ROW: Final = 60
MOST_RUNS: Final = 50
_NAME: Final = 120
_ORDER: Final = ("growing", "step", "stable", "too-short")


class Row(NamedTuple):
    """
    A process as a list shows it; *curve* is of its newest peaks.

    Where less is worse a peak is the least of a run, and *worst* the least of all.
    """

    url: str
    name: str
    label: str
    kind: str
    word: str
    tone: Tone
    found: MemoryOverRuns
    first: int | None
    last: int | None
    worst: int | None
    extreme: str
    curve: Trace | None
    since: Seen | None
    window: str


class RunRow(NamedTuple):
    """A run in the table of a process."""

    seen: Seen
    peak: int
    gain: int | None


def rows(history: History) -> list[Row]:
    """Return the processes: those that grow first, then in the order of what costs most."""
    trends = history.trends
    if trends is None:
        return []
    by_verdict = sorted(trends.memory, key=lambda found: _ORDER.index(found.verdict))
    urls: set[str] = set()
    made = []
    for found in by_verdict[:MOST_SERIES]:
        key = (found.kind, of_line(found))
        url = named_url("memory", found.name, *key)
        number = 2
        while url in urls:  # namesakes of two projects
            url = named_url("memory", found.name, *key, str(number))
            number += 1
        urls.add(url)
        made.append(_row(url, found, history))
    return made


def _row(url: str, found: MemoryOverRuns, history: History) -> Row:
    peaks = [point.peak for point in found.points]
    less = found.kind in LESS_IS_WORSE
    return Row(
        url=url,
        name=one_line(found.name, _NAME),
        label=one_line(of_line(found), _NAME),
        kind=SERIES_KINDS[found.kind],
        word=MEMORY_WORDS[found.verdict],
        tone=MEMORY_TONES[found.verdict],
        found=found,
        first=peaks[0] if peaks else None,
        last=peaks[-1] if peaks else None,
        worst=(min if less else max)(peaks, default=None),
        extreme=marked("lowest") if less else marked("highest"),
        curve=trace(peaks[-MOST_IN_ROW:]),
        since=history.seen(found.since),
        window=days_of(found.window),
    )


def pages(history: History) -> Iterator[Page]:
    """Yield the page of all processes, and then one of each."""
    trends = history.trends
    found = rows(history)
    yield rendered(
        Place(URL, thing(phrase("Memory"), history.site), URL),
        history.site,
        "memory.html.j2",
        trends=trends,
        rows=found,
        left_out=len(trends.memory) - len(found) if trends else 0,
    )
    for row in found:
        yield _page(row, history)


def _page(row: Row, history: History) -> Page:
    points = row.found.points[-MOST_POINTS:]
    marked = _since(points, row.found)
    curve = trace([point.peak for point in points], marked)
    runs = [
        RunRow(history.seen_run(point.run), point.peak, point.gain)
        for point in points[::-1][:MOST_RUNS]
    ]
    name = row.name
    if row.label:
        name = phrase("{name} on {label}", name=name, label=row.label)
    return rendered(
        Place(row.url, thing(name, history.site), URL, name),
        history.site,
        "series.html.j2",
        row=row,
        curve=curve,
        says=_says(row, points, curve),
        left=history.seen_run(points[0].run) if points else None,
        right=history.seen_run(points[-1].run) if points else None,
        runs=runs,
        runs_total=len(row.found.points),
    )


def _since(points: Sequence[MemoryPoint], found: MemoryOverRuns) -> list[int]:
    if found.since is None:
        return []
    return [index for index, point in enumerate(points) if point.run == found.since.run]


def _says(row: Row, points: Sequence[MemoryPoint], curve: Trace | None) -> str:
    if curve is None:
        return ""
    return phrase(
        "Peak memory of {name} in {runs} from oldest to newest, from {first} to {last}: {verdict}. "
        "The table below has the numbers.",
        name=row.name,
        runs=plural(len(points), "run"),
        first=size(points[0].peak),
        last=size(points[-1].peak),
        verdict=phrase(row.word),
    )

"""What the trends page draws: the last runs, oldest to newest, each chart with its numbers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from reportgen.model.brief import Brief
from reportgen.model.health import ServiceStatus
from reportgen.model.tests import Counts
from reportgen.model.text import one_line
from reportgen.model.units import duration, moment, plural, size
from reportgen.render.account.words import SERIES_KINDS, SERVICE_TONES
from reportgen.render.charts import FEWEST_SLOTS, Bar, stacked, strip
from reportgen.website.known import History
from reportgen.website.places import Page, Place, rendered, run_url
from reportgen.wording import marked, phrase

MOST_RUNS: Final = 100
MOST_SERIES: Final = 12
MOST_SERVICES: Final = 30
_NAME: Final = 120
_NO_DATA: Final = marked("no data")
_WORST_LAST: Final[tuple[ServiceStatus, ...]] = ("up", "unknown", "degraded", "down")


class DataRow(NamedTuple):
    """A run in a chart's table."""

    label: str
    url: str
    cells: tuple[str, ...]


class Chart(NamedTuple):
    """Bars, the words at their axes, what they say in words, and the table behind them."""

    bars: tuple[Bar, ...]
    top: str
    bottom: str
    left: str
    right: str
    alternative: str
    caption: str
    rows: tuple[DataRow, ...]
    low: bool = False


class Titled(NamedTuple):
    """A chart of one series or service."""

    name: str
    note: str
    chart: Chart


class Charts:
    """The charts over the last `MOST_RUNS` of *runs*, which come newest first."""

    def __init__(self, runs: Sequence[Brief], urls: Mapping[str, str]) -> None:
        drawn = runs[:MOST_RUNS][::-1]
        self.runs = len(drawn)
        self.left_out = len(runs) - len(drawn)
        self._runs = drawn
        self._labels = [_label(run) for run in drawn]
        self._urls = [urls[run.run.id] for run in drawn]
        self.outcomes = self._outcomes() if drawn else None
        self.durations = self._durations() if drawn else None
        self.memory, self.memory_left_out = self._memory()
        self.services, self.services_left_out = self._services()

    def _chart(
        self,
        bars: tuple[Bar, ...],
        cells: Iterable[tuple[str, ...]],
        *,
        what: str,
        says: str,
        top: str,
        bottom: str,
        low: bool = False,
    ) -> Chart:
        rows = zip(self._labels, self._urls, cells, strict=True)
        left, right = self._labels[0], self._labels[-1]
        if self.runs < FEWEST_SLOTS:  # the bars end before the right edge
            if self.runs > 1:
                left = phrase("{first} to {last}", first=left, last=right)
            right = ""
        return Chart(
            bars=bars,
            top=top,
            bottom=bottom,
            left=left,
            right=right,
            alternative=phrase(
                "{what}, {runs} from oldest to newest. {says} The table below has the numbers.",
                what=what,
                runs=plural(self.runs, "run"),
                says=says,
            ),
            caption=what,
            rows=tuple(DataRow(*row) for row in rows)[::-1],
            low=low,
        )

    def _outcomes(self) -> Chart:
        counts = [run.totals.counts for run in self._runs]
        bars = stacked(
            [
                (
                    f"{label}: {_counted(c)}",
                    (("bad", c.red), ("good", c.passed), ("none", c.skipped)),
                )
                for label, c in zip(self._labels, counts, strict=True)
            ]
        )
        return self._chart(
            bars,
            [
                tuple(f"{n:,}" for n in (c.passed, c.failed, c.errored, c.skipped, c.flaky))
                for c in counts
            ],
            what=phrase("Outcomes of the tests"),
            says=phrase("The latest: {counts}.", counts=_counted(counts[-1])),
            top=plural(max(c.tests for c in counts), "test"),
            bottom="0",
        )

    def _durations(self) -> Chart:
        totals = [run.totals for run in self._runs]
        known = [
            total.duration_s if total.counts.tests > total.untimed else None for total in totals
        ]
        return self._upright(
            known,
            [(duration(s), f"{t.untimed:,}") for s, t in zip(known, totals, strict=True)],
            what=phrase("Time of all tests together"),
            word=duration,
        )

    def _upright(
        self,
        values: Sequence[float | None],
        cells: Iterable[tuple[str, ...]],
        *,
        what: str,
        word: Callable[[float | None], str],
    ) -> Chart:
        """Return a chart of one value per run; where it is unknown there is a gap."""
        bars = stacked(
            [
                (
                    f"{label}: {phrase(_NO_DATA) if value is None else word(value)}",
                    (("plain", value),),
                )
                for label, value in zip(self._labels, values, strict=True)
            ]
        )
        known = [value for value in values if value is not None]
        says = phrase("No data.")
        if known:
            low, high = word(min(known)), word(max(known))
            says = phrase("Between {low} and {high}.", low=low, high=high)
        top = word(max(known)) if known else "–"
        return self._chart(bars, cells, what=what, says=says, top=top, bottom="0")

    def _memory(self) -> tuple[list[Titled], int]:
        peaks: dict[tuple[str, str], dict[int, int]] = {}
        for index, run in enumerate(self._runs):
            for name, kind, peak in run.peaks:
                series = peaks.setdefault((name, phrase(SERIES_KINDS[kind])), {})
                series[index] = max(series.get(index, 0), peak)
        longest = sorted(peaks.items(), key=lambda item: (-len(item[1]), item[0]))
        drawn = []
        for (name, word), series in islice(longest, MOST_SERIES):
            values = [series.get(index) for index in range(self.runs)]
            chart = self._upright(
                values,
                [(phrase(_NO_DATA) if value is None else size(value),) for value in values],
                what=phrase(
                    "Peak memory of {name} ({kind})", name=one_line(name, _NAME), kind=word
                ),
                word=size,
            )
            runs = plural(self.runs, "run")
            note = phrase(
                "{kind} · in {number} of {runs}", kind=word, number=len(series), runs=runs
            )
            drawn.append(Titled(one_line(name, _NAME), note, chart))
        return drawn, max(0, len(peaks) - MOST_SERIES)

    def _services(self) -> tuple[list[Titled], int]:
        states: dict[str, dict[int, ServiceStatus]] = {}
        for index, run in enumerate(self._runs):
            for service in run.services:
                of_service = states.setdefault(service.name, {})
                before = of_service.get(index, "up")
                of_service[index] = max(before, service.status, key=_WORST_LAST.index)
        drawn = [self._service(name, known) for name, known in sorted(states.items())]
        return drawn[:MOST_SERVICES], max(0, len(drawn) - MOST_SERVICES)

    def _service(self, name: str, known: Mapping[int, ServiceStatus]) -> Titled:
        words = [phrase(known.get(index) or _NO_DATA) for index in range(self.runs)]
        tones = [
            SERVICE_TONES[state] if (state := known.get(index)) else "none"
            for index in range(self.runs)
        ]
        labelled = zip(self._labels, words, tones, strict=True)
        up = sum(state == "up" for state in known.values())
        note = phrase("up in {up} of {runs} with data", up=up, runs=plural(len(known), "run"))
        if missing := self.runs - len(known):
            note += phrase(", {runs} without", runs=plural(missing, "run"))
        chart = self._chart(
            strip([(f"{label}: {word}", tone) for label, word, tone in labelled]),
            [(word,) for word in words],
            what=phrase("State of {name}", name=one_line(name, _NAME)),
            says=phrase("It was {state}.", state=note),
            top=phrase("up"),
            bottom="",
            low=True,
        )
        return Titled(one_line(name, _NAME), note, chart)


def pages(history: History) -> Iterator[Page]:
    """Yield the page of the charts."""
    urls = {run.run.id: run_url(run.run.id) for run in history.runs}
    place = Place("trends.html", f"{phrase('Trends')} · {history.site.name}", "trends.html")
    charts = Charts(history.runs, urls)
    yield rendered(place, history.site, "trends.html.j2", charts=charts)


def _counted(counts: Counts) -> str:
    return phrase(
        "{passed:,} passed, {failed:,} failed, {skipped:,} skipped",
        passed=counts.passed,
        failed=counts.red,
        skipped=counts.skipped,
    )


def _label(report: Brief) -> str:
    run = report.run
    when = moment(run.started_at) if run.started_at else one_line(run.id, _NAME)
    return f"{when} · {run.commit[:8]}" if run.commit else when

"""The last two weeks, day by day: how many tests were red and skipped, and how long all took."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Final, NamedTuple

from reportgen.model.brief import Brief
from reportgen.model.units import duration
from reportgen.website.known import History
from reportgen.website.pages.runlists import duration_of
from reportgen.wording import marked, phrase

DAYS: Final = 14
SLOT: Final = 10
HEIGHT: Final = 40
_WIDTH: Final = 8
_LEAST: Final = 4.0


class Bar(NamedTuple):
    """A day; *tone* is ``gap`` where no run tells anything."""

    x: int
    y: float
    height: float
    tone: str


class Pulse(NamedTuple):
    """One number over the days: the newest in words, a bar for each, and what they say."""

    word: str
    newest: str
    bars: tuple[Bar, ...]
    says: str
    cells: tuple[str, ...]


class Fortnight(NamedTuple):
    """The days, oldest first, how many runs each had, and what they came to."""

    days: tuple[date, ...]
    runs: tuple[int, ...]
    pulses: tuple[Pulse, ...]


def fortnight(history: History) -> Fortnight | None:
    """Return the days up to the newest run of a default branch; None where no run has a moment."""
    by_day: dict[date, list[Brief]] = {}
    for run in history.settled:
        if run.run.started_at:
            by_day.setdefault(run.run.started_at.date(), []).append(run)
    if not by_day:
        return None
    newest = max(by_day)
    days = tuple(newest - timedelta(days=back) for back in range(DAYS - 1, -1, -1))
    return Fortnight(
        days,
        tuple(len(by_day.get(day, ())) for day in days),
        (
            _pulse(marked("red tests, most in a run"), "bad", days, by_day, _red, _count),
            _pulse(marked("skipped, most in a run"), "none", days, by_day, _skipped, _count),
            _pulse(marked("runs to fix"), "bad", days, by_day, _to_fix, _count),
            _pulse(marked("time of all tests, median"), "plain", days, by_day, _time, duration),
        ),
    )


def _pulse(
    word: str,
    tone: str,
    days: Sequence[date],
    by_day: Mapping[date, Sequence[Brief]],
    measure: Callable[[Sequence[Brief]], float | None],
    name: Callable[[float | None], str],
) -> Pulse:
    values = [measure(by_day[day]) if day in by_day else None for day in days]
    known = [value for value in values if value is not None]
    top = max(known, default=0) or 1
    bars = []
    for at, value in enumerate(values):
        tall = HEIGHT if value is None else round(max(HEIGHT * value / top, _LEAST), 1)
        shown = "gap" if value is None else tone if value else "good"
        bars.append(Bar(at * SLOT, round(HEIGHT - tall, 1), tall, shown))
    says = (
        phrase(
            "{what}, {number} of {total} days with a number, between {low} and {high}; "
            "the newest {newest}. The table below has the numbers.",
            what=phrase(word),
            number=len(known),
            total=DAYS,
            low=name(min(known)),
            high=name(max(known)),
            newest=name(known[-1]),
        )
        if known
        else phrase("{what}: no day has a number", what=phrase(word))
    )
    newest = name(known[-1]) if known else "–"
    return Pulse(word, newest, tuple(bars), says, tuple(map(name, values)))


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _red(runs: Sequence[Brief]) -> float | None:
    return max((run.totals.counts.red for run in runs if run.totals.counts.tests), default=None)


def _skipped(runs: Sequence[Brief]) -> float | None:
    return max((run.totals.counts.skipped for run in runs if run.totals.counts.tests), default=None)


def _to_fix(runs: Sequence[Brief]) -> float:
    return sum(run.verdict.decision == "fix" for run in runs)


def _time(runs: Sequence[Brief]) -> float | None:
    took = [seconds for run in runs if (seconds := duration_of(run)) is not None]
    return median(took) if took else None

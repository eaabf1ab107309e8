"""
What became slower, or faster, and stayed so: tests, suites, steps, and the line as a whole.

A change is told where the level of the times changed (`levels`) by enough to matter (`rules`), and
holds to the end; a rank test of the runs before and after has to agree, or it is only possible.
Times of tests are taken by the pace of their run (`pace`), else a busy machine would make all of
them slower at once; that all of them became slower for good is told of the line, and suites are
freed of the luck of each run alone.
What the measured times do not show is not told, whatever the pace says.
"""

from collections.abc import Iterator, Sequence
from operator import truediv
from typing import NamedTuple, TypeVar

from reportgen.estimates.change_points import MOST_VALUES
from reportgen.model.overtime import Line, Slower, settled_places
from reportgen.overtime.slower.levels import Change, is_candidate, last_changes
from reportgen.overtime.slower.rules import Effect, SlowerRules
from reportgen.overtime.slower.subjects import Frame, Subject, frame_of
from reportgen.overtime.slower.telling import ALGORITHM, Series, medians, told, urgency
from reportgen.overtime.slower.timed import is_whole

__all__ = ["ALGORITHM", "Changes", "Effect", "SlowerRules", "judge", "urgency"]

T = TypeVar("T")


class Changes(NamedTuple):
    """What became slower and what became faster, each sorted by what it comes to in a day."""

    slower: tuple[Slower, ...] = ()
    faster: tuple[Slower, ...] = ()


def judge(line: Line, rules: SlowerRules | None = None) -> Changes:
    """
    Return what became slower and what became faster on *line*.

    Only settled runs are history, unless there are none.
    """
    rules = rules or SlowerRules()
    places = settled_places(line)[-min(rules.frame, MOST_VALUES) :]
    frame = frame_of(line, places, rules)
    found = [change for subject in frame.subjects for change in _changes(subject, frame, rules)]
    found.sort(key=urgency)
    return Changes(
        tuple(change for change in found if change.after_s > change.before_s),
        tuple(change for change in found if change.after_s < change.before_s),
    )


def _changes(subject: Subject, frame: Frame, rules: SlowerRules) -> Iterator[Slower]:
    """Yield the last rise and the last fall of *subject*, where there are such."""
    places, measured = _timed(subject, rules.window)
    paces = subject.paces
    times = measured if paces is None else list(map(truediv, measured, _each(paces, places)))
    if not is_candidate(times, subject.effect):
        return
    series = Series(_each(frame.runs, places), measured, times)
    for change in last_changes(times, subject.effect, series=len(frame.subjects)):
        if change is not None and _matters(change, series, subject.effect):
            yield told(subject, change, series, frame, rules)


def _timed(subject: Subject, most: int) -> tuple[Sequence[int], Sequence[float]]:
    """Return at most so many of the newest runs in which *subject* was timed, and its times."""
    row, end = subject.row[-most:], subject.first + len(subject.row)
    if is_whole(row):
        return range(end - len(row), end), row
    known = [(at, time) for at, time in enumerate(subject.row, subject.first) if time is not None][
        -most:
    ]
    return [at for at, _ in known], [time for _, time in known]


def _each(values: Sequence[T], places: Sequence[int]) -> Sequence[T]:
    """Return those of *values* that stand at *places*."""
    if isinstance(places, range):
        return values[places.start : places.stop]
    return [values[at] for at in places]


def _matters(change: Change, series: Series, effect: Effect) -> bool:
    """Whether *change* is large enough between its runs, and half of it was measured as it is."""
    was, became = medians(change, series.measured)
    before, after = medians(change, series.times)
    is_seen = effect.half.is_met(was, became) and (became > was) == (after > before)
    return is_seen and effect.is_met(before, after)

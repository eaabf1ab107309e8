"""A line → all that takes time on it: tests, suites, steps, and the line as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from reportgen.model.overtime import Line, RunFacts
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.overtime.slower import timed
from reportgen.overtime.slower.pace import MEASURABLE_MS, Pace, pace_of
from reportgen.overtime.slower.rules import Effect, SlowerRules
from reportgen.wording import phrase


class Subject(NamedTuple):
    """
    Something that takes time.

    *row* has it as measured, in milliseconds, for each run of the frame from the one at *first* on.
    *says* begins the sentence of a change, *aside* ends it: what the times are.
    *paces* is what the times are taken by; without, they are judged as they are.
    """

    kind: Literal["test", "suite", "step", "line"]
    name: str
    says: str
    row: timed.Row
    effect: Effect
    test: str | None = None
    paces: Sequence[float] | None = None
    aside: str = ""
    first: int = 0


class Frame(NamedTuple):
    """The runs of *line* that are looked at, and the pace of each."""

    line: Line
    runs: tuple[RunFacts, ...]
    pace: Pace
    subjects: tuple[Subject, ...]


def frame_of(line: Line, places: Sequence[int], rules: SlowerRules) -> Frame:
    """Return the runs at *places* of *line*, with all that can be judged by *rules*."""
    first, rows = timed.test_rows(line, places)
    peaks = [max(filter(None, row), default=0.0) for row in rows]
    long = [row for row, peak in zip(rows, peaks, strict=True) if peak >= MEASURABLE_MS]
    pace = pace_of(long, len(places), first)
    ran = [line.columns[place].steps for place in places]
    subjects = (
        *_tests(line, zip(rows, peaks, strict=True), first, pace, rules.tests),
        *_suites(line, rows, first, pace, rules.tests),
        *(
            Subject(
                "step", title, phrase("step {title} takes", title=quote(title)), row, rules.steps
            )
            for title, row in timed.steps(ran).items()
        ),
        *_whole(line, pace, rules.tests),
    )
    return Frame(line, tuple(line.runs[place] for place in places), pace, subjects)


def _tests(
    line: Line,
    rows: Iterable[tuple[timed.Row, float]],
    first: int,
    pace: Pace,
    effect: Effect,
) -> Iterator[Subject]:
    """Yield the tests whose longest time is long enough for a change to matter."""
    paces = pace.whole if pace.tests else None
    aside = phrase("; times are taken by the pace of all tests of their run") if paces else ""
    for test, (row, peak) in zip(line.tests, rows, strict=True):
        if peak >= effect.least_ms:
            says = phrase("{title} takes", title=quote(test.title))
            yield Subject("test", test.title, says, row, effect, test.id, paces, aside, first)


def _suites(
    line: Line, rows: Sequence[timed.Row], first: int, pace: Pace, effect: Effect
) -> Iterator[Subject]:
    """Yield the suites, freed of the luck of each run alone: what all became stays in."""
    paces = pace.luck if pace.tests else None
    for suite in timed.suites(line.tests, rows):
        if max(filter(None, suite.row), default=0.0) >= effect.least_ms:
            says = phrase("suite {name} takes", name=quote(suite.name))
            aside = phrase(
                "; the sum of {tests} that ran in nearly all runs",
                tests=plural(suite.tests, "test"),
            )
            yield Subject("suite", suite.name, says, suite.row, effect, None, paces, aside, first)


def _whole(line: Line, pace: Pace, effect: Effect) -> Iterator[Subject]:
    """Yield the line: what the tests that tell its pace take together, each at its usual time."""
    if not pace.tests:
        return
    known = frozenset(pace.places)
    row = [
        pace.usual_ms * share if place in known else None for place, share in enumerate(pace.whole)
    ]
    name = line.key.label
    says = (
        phrase("all tests of {name} together take", name=quote(name))
        if name
        else phrase("all tests together take")
    )
    aside = phrase(
        "; told by the pace that {tests} have in common", tests=plural(pace.tests, "test")
    )
    yield Subject("line", name or phrase("all tests"), says, row, effect, aside=aside)

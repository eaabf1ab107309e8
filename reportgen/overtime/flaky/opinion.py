"""All tests of a line: how many are in each state, and what is to be said of some."""

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Final, NamedTuple

from reportgen.config import FlakyRules
from reportgen.estimates.wilson import wilson
from reportgen.model.overtime import RED, FlakyState, Line, Moment, Named, TestState, Window
from reportgen.model.text import one_line
from reportgen.overtime.flaky.course import Course, course_of
from reportgen.overtime.flaky.reasons import Rate, rate_of, reason_of
from reportgen.overtime.flaky.states import Judged, is_gone, last_green, state_of, unremarkable

ALGORITHM: Final = "flaky/1"
CONFIDENCE: Final = 0.9
MOST_MESSAGES: Final = 10
MOST_COMMITS: Final = 20
MOST_TIMED: Final = 100
"""The median of so many runs is how long a run takes today."""
_STATES: Final[tuple[FlakyState, ...]] = (
    "broken", "flaky", "suspect", "healthy", "insufficient",
)  # fmt: skip


class FlakyOpinion(NamedTuple):
    """
    What the tests of a line are like.

    *states* has how many tests are in each state, *tests* those that are broken, flaky, suspect or
    recovered, in the order of `rank`. *left_out* are the ids of runs in which most tests were red.
    *gone* is how many tests none of the last runs had: they are in no state.
    """

    states: Mapping[FlakyState, int]
    tests: tuple[TestState, ...]
    left_out: tuple[str, ...]
    gone: int


class Switch(NamedTuple):
    """A test that other rules put into another state, and why they do."""

    test: Named
    before: FlakyState
    after: FlakyState
    reason: str


def judge(line: Line, rules: FlakyRules) -> FlakyOpinion:
    """Return what the tests of *line* are like, by *rules*."""
    course = course_of(line)
    states: dict[FlakyState, int] = dict.fromkeys(_STATES, 0)
    gone = 0
    told: list[tuple[int, Judged]] = []
    for place, letters in enumerate(line.outcomes):
        if is_gone(letters, course, rules):
            gone += 1
        elif state := unremarkable(letters, course, rules):
            states[state] += 1
        else:
            judged = state_of(letters, course, rules)
            states[judged.state] += 1
            if judged.state in {"broken", "flaky", "suspect"} or judged.recovered:
                told.append((place, judged))
    takes_s = _run_takes_s(line, course) if told else None
    window = _window(line)
    found = [_told(line, place, judged, course, rules, takes_s, window) for place, judged in told]
    return FlakyOpinion(
        states=states,
        tests=tuple(sorted(found, key=rank)),
        left_out=tuple(line.runs[place].id for place in sorted(course.left_out)),
        gone=gone,
    )


def told(line: Line, place: int, rules: FlakyRules) -> TestState:
    """Return what the test at *place* of *line* is like, be it as healthy as can be."""
    course = course_of(line)
    judged = state_of(line.outcomes[place], course, rules)
    takes_s = _run_takes_s(line, course)
    return _told(line, place, judged, course, rules, takes_s, _window(line))


def rank(test: TestState) -> tuple[int, float, float, str, str]:
    """Return what sorts tests of all lines: by state, wasted time, how often red, and name."""
    return (
        _STATES.index(test.state), -(test.wasted_s or 0), -test.score, test.title, test.test,
    )  # fmt: skip


def preview(line: Line, rules: FlakyRules, other_rules: FlakyRules) -> tuple[Switch, ...]:
    """Return which tests of *line* *other_rules* put into another state than *rules*, by name."""
    course = course_of(line)
    switches: list[Switch] = []
    for test, letters in zip(line.tests, line.outcomes, strict=True):
        if is_gone(letters, course, rules) and is_gone(letters, course, other_rules):
            continue
        before = unremarkable(letters, course, rules) or state_of(letters, course, rules).state
        quick = unremarkable(letters, course, other_rules)
        if quick == before:
            continue
        after = state_of(letters, course, other_rules)
        if after.state != before:
            reason = reason_of(test.title, letters, after, course, line.key, other_rules)
            switches.append(Switch(test, before, after.state, reason))
    return tuple(sorted(switches, key=lambda switch: (switch.test.title, switch.test.id)))


def _run_takes_s(line: Line, course: Course) -> float | None:
    """
    Return how long the tests of a run take together, in seconds: the median of the last runs.

    That is not the time on a clock where tests run side by side, and more is not known.
    """
    took: list[float] = []
    for place in range(len(line.columns) - 1, -1, -1):
        times = line.columns[place].durations_ms
        if times.count(None) < len(times) and place not in course.left_out:
            took.append(sum(filter(None, times)) / 1000)
        if len(took) == MOST_TIMED:
            break
    return median(took) if took else None


def _window(line: Line) -> Window:
    """Return all runs of *line*, which is the window of each of its tests."""
    moments = [run.started_at for run in line.runs if run.started_at]
    return Window(
        runs=len(line.runs), since=min(moments, default=None), until=max(moments, default=None)
    )


def _told(
    line: Line, place: int, judged: Judged, course: Course, rules: FlakyRules,
    takes_s: float | None, window: Window,
) -> TestState:  # fmt: skip
    test, letters = line.tests[place], line.outcomes[place]
    signs = judged.signs
    rate = rate_of(letters, judged, course)
    low, high = wilson(rate.failed, rate.ran, CONFIDENCE)
    alone = {at for episode in signs.episodes for at in episode.red}
    alone.update(at for found in signs.disagreements for at in found.red)
    reds = [at for at in signs.results if letters[at] in RED]
    commits = [found.commit for found in signs.disagreements if found.commit]
    return TestState(
        reason=reason_of(test.title, letters, judged, course, line.key, rules),
        numbers=_numbers(judged, rate, len(alone), takes_s) | {"low": low, "high": high},
        window=window,
        confidence=judged.confidence,
        algorithm=ALGORITHM,
        job=line.key.job,
        variant=dict(line.key.variant),
        test=test.id,
        title=test.title,
        suite=test.suite,
        file=test.file,
        state=judged.state,
        recovered=judged.recovered,
        strip=letters,
        failed=rate.failed,
        ran=rate.ran,
        isolated=len(signs.episodes),
        same_commit=tuple(commits[-MOST_COMMITS:]),
        wasted_s=None if takes_s is None else len(alone) * takes_s,
        score=low if rate.ran else 0.0,
        first_failed=_moment(line, reds[0]) if reds else None,
        last_failed=_moment(line, reds[-1]) if reds else None,
        last_passed=_moment(line, last_green(letters, signs)),
        says=_says(line, place, signs.results),
    )


def _numbers(
    judged: Judged, rate: Rate, alone: int, takes_s: float | None
) -> dict[str, int | float | None]:
    signs, since = judged.signs, judged.since
    return {
        "failed": rate.failed,
        "ran": rate.ran,
        "results": len(signs.results),
        "failed_last": len(signs.tail),
        "isolated": len(signs.episodes),
        "isolated_of_last": len(judged.recent),
        "same_commit": len(signs.disagreements),
        "same_commit_counted": len(judged.counted),
        "passes_since": since.passes if since else None,
        "days_since": since.time.days if since and since.time is not None else None,
        "runs_wasted": alone,
        "run_s": takes_s,
    }


def _moment(line: Line, place: int | None) -> Moment | None:
    if place is None:
        return None
    run = line.runs[place]
    return Moment(run=run.id, started_at=run.started_at, commit=run.commit)


def _says(line: Line, test: int, results: Iterable[int]) -> tuple[str, ...]:
    """Return the last different messages of the test at *test*, the newest last."""
    troubles = line.troubles.get(test, {})
    said: dict[str, None] = {}
    for place in results:
        for trouble in troubles.get(place, ()):
            headline = one_line(trouble.headline)
            said.pop(headline, None)  # what was said again is as new as its last time
            said[headline] = None
    return tuple(said)[-MOST_MESSAGES:]

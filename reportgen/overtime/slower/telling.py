"""A change of a subject → the finding that states it: numbers, confidence, and one sentence."""

from collections.abc import Sequence
from math import inf
from statistics import median
from typing import Final, NamedTuple

from reportgen.estimates.mann_whitney import mann_whitney
from reportgen.model.overtime import Confidence, RunFacts, Slower, moment_of, window_of
from reportgen.model.units import duration, plural, signed_percent
from reportgen.overtime.slower.levels import STEADY_LEVELS, Change
from reportgen.overtime.slower.rules import SlowerRules
from reportgen.overtime.slower.subjects import Frame, Subject
from reportgen.wording import phrase

ALGORITHM: Final = "slower/2"
CERTAIN_RUNS: Final = 10
CERTAIN_WINS: Final = 0.95
"""How many of all pairs of a run after and a run before have to go the way of the change."""
_DAY_S: Final = 86_400


class Series(NamedTuple):
    """
    The runs in which a subject was timed, and its times in milliseconds.

    *measured* is as the reports have them, *times* what is judged.
    """

    runs: Sequence[RunFacts]
    measured: Sequence[float]
    times: Sequence[float]


class RankTest(NamedTuple):
    """
    How the runs after a change compare with those before: how many there are of each, and *p*.

    *wins* is the share of their pairs in which the later run took longer.
    """

    before: int
    after: int
    p: float
    wins: float


def medians(change: Change, times: Sequence[float]) -> tuple[float, float]:
    """Return the medians of *times* before and after *change*."""
    return median(times[change.begin : change.until]), median(times[change.since :])


def told(
    subject: Subject, change: Change, series: Series, frame: Frame, rules: SlowerRules
) -> Slower:
    """Return *change* of *subject* as a finding."""
    was, became = (value / 1000 for value in medians(change, series.times))
    measured = [value / 1000 for value in medians(change, series.measured)]
    test = _compared(series.times[change.begin : change.until], series.times[change.since :])
    agreed = test.p < rules.p and max(test.wins, 1 - test.wins) >= rules.wins
    share = became / was - 1 if was else None
    until, since = moment_of(series.runs[change.until - 1]), moment_of(series.runs[change.since])
    per_day = _runs_per_day(frame.line.runs, series.runs)
    earlier = (
        phrase("before") if change.since == change.until else phrase("until {run}", run=until.label)
    )
    again = phrase("; before that it took about as long as now") if change.again else ""
    return Slower(
        reason=(
            phrase(
                "{says} {became} since {run}, {was} {earlier}{share}, over "
                "{runs} before and {after:,} after{again}{aside}",
                says=subject.says,
                became=duration(became),
                run=since.label,
                was=duration(was),
                earlier=earlier,
                share="" if share is None else f": {signed_percent(share)}",
                runs=plural(test.before, "run"),
                after=test.after,
                again=again,
                aside=subject.aside,
            )
        ),
        numbers={
            "change": None if share is None else round(share, 4),
            "measured_before_s": round(measured[0], 6),
            "measured_after_s": round(measured[1], 6),
            "runs_before": test.before,
            "runs_after": test.after,
            "p": float(f"{test.p:.3g}"),
            "wins": round(test.wins, 4),
            "runs_per_day": None if per_day is None else round(per_day, 2),
        },
        window=window_of(series.runs),
        confidence=_confidence(test, change, subject, frame, rules) if agreed else "possible",
        algorithm=ALGORITHM,
        job=frame.line.key.job,
        variant=dict(frame.line.key.variant),
        kind=subject.kind,
        subject=subject.name,
        test=subject.test,
        before_s=round(was, 6),
        after_s=round(became, 6),
        agreed=agreed,
        until=until,
        since=since,
        costs_s_per_day=None if per_day is None else round((became - was) * per_day, 3),
    )


def _compared(before: Sequence[float], after: Sequence[float]) -> RankTest:
    test = mann_whitney(after, before)
    pairs = len(before) * len(after)
    return RankTest(len(before), len(after), test.p, test.u / pairs)


def _confidence(
    test: RankTest, change: Change, subject: Subject, frame: Frame, rules: SlowerRules
) -> Confidence:
    """
    Return how sure *change* of *subject* is, on which both methods agree.

    The place of a change is the best of many, of many subjects: it is certain only where the rank
    test holds for the worst of all those choices together (Bonferroni), where hardly any pair of
    runs contradicts, where the level does not wander, and where the pace of the runs is known, so
    that it is not the machine that became slow.
    """
    choices = len(frame.subjects) * (test.before + test.after) ** 2 / 2
    is_clear = (
        max(test.wins, 1 - test.wins) >= CERTAIN_WINS
        and min(test.before, test.after) >= CERTAIN_RUNS
        and test.p * choices < rules.p
    )
    is_steady = change.levels <= STEADY_LEVELS
    knows_pace = subject.paces is not None or subject.kind == "line"
    return "certain" if is_clear and is_steady and knows_pace else "probable"


def _runs_per_day(all_runs: Sequence[RunFacts], window: Sequence[RunFacts]) -> float | None:
    """Return how many runs of the line, of all branches, a day of *window* has."""
    known = [run.started_at for run in window if run.started_at is not None]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    days = (last - first).total_seconds() / _DAY_S
    runs = sum(run.started_at is not None and first <= run.started_at <= last for run in all_runs)
    return (runs - 1) / days if days > 0 else None


def urgency(change: Slower) -> tuple[bool, float, float, str, str, str]:
    """Return what sorts changes: those that come to most in a day first, then to most in a run."""
    costs = inf if change.costs_s_per_day is None else abs(change.costs_s_per_day)
    seconds = abs(change.after_s - change.before_s)
    return costs == inf, -costs, -seconds, change.kind, change.subject, change.test or ""

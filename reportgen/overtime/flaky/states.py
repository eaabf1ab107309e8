"""The state of one test on one line, by its letters alone."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

from reportgen.config import FlakyRules
from reportgen.model.overtime import (
    ABSENT,
    ERRORED,
    FAILED,
    GREEN,
    PASSED,
    RED,
    RETRIED,
    Confidence,
    FlakyState,
)
from reportgen.overtime.flaky.course import Course
from reportgen.overtime.flaky.signs import Disagreement, Episode, Signs, signs_of

Why: TypeAlias = Literal[
    "lasting", "same-commit", "isolated", "not-recovered", "one-change", "failed-last",
    "failed-once", "too-few", "unmerged-only", "recovered", "passes",
]  # fmt: skip
_TOO_FEW: Final[tuple[FlakyState, Why]] = ("insufficient", "too-few")
ENOUGH: Final = 20
"""From so many results on a rate is more than a guess."""


class Since(NamedTuple):
    """The last flaky episode, by the place of its run: passes and time since then."""

    at: int
    passes: int
    time: timedelta | None


class Judged(NamedTuple):
    """
    The state of a test, and what it follows from.

    *counted* are the disagreements that count today, or the one that makes the test suspect;
    *recent* the episodes among the last results; *since* is there for a test that was flaky.
    """

    state: FlakyState
    why: Why
    confidence: Confidence
    signs: Signs
    counted: tuple[Disagreement, ...] = ()
    recent: tuple[Episode, ...] = ()
    since: Since | None = None

    @property
    def recovered(self) -> bool:
        """Whether it was flaky and no longer is."""
        return self.why == "recovered"


def is_gone(letters: str, course: Course, rules: FlakyRules) -> bool:
    """Whether none of the last runs had the test at all: there is nothing to say of it today."""
    kept = course.kept(letters)
    return len(kept) > rules.window_results and not kept[-rules.window_results :].strip(ABSENT)


def unremarkable(letters: str, course: Course, rules: FlakyRules) -> FlakyState | None:
    """Return the state of a test that was never red; None for others, which need a closer look."""
    kept = course.kept(letters)
    if FAILED in kept or ERRORED in kept or RETRIED in kept:
        return None
    passed = kept.count(PASSED)
    if passed >= rules.min_results > passed - course.uncounted:
        passed = course.ran(letters, PASSED)
    return "healthy" if passed >= rules.min_results else "insufficient"


def state_of(letters: str, course: Course, rules: FlakyRules) -> Judged:
    """
    Return the state of the test that came to *letters* in the runs of *course*.

    The first that holds: broken; flaky by a disagreement, by lone failures, or because it was and
    has not recovered; too few results; suspect; healthy.
    """
    signs = signs_of(letters, course, rules.streak)
    counted = signs.settled if course.settled else signs.results
    many: Confidence = "probable" if len(counted) >= ENOUGH else "possible"
    if len(signs.tail) >= rules.broken_after and (sure := _lasts(signs.tail, course)):
        return Judged("broken", "lasting", sure, signs)
    window = timedelta(days=rules.same_commit_days)
    fresh = [
        found
        for found in signs.disagreements
        if (age := course.age(found.at)) is not None and age <= window
    ]
    if counts := _counting(fresh, course):
        return Judged("flaky", "same-commit", "certain", signs, counts)
    enough = len(counted) >= rules.min_results
    first = len(signs.settled) - rules.window_results
    recent = tuple(episode for episode in signs.episodes if episode.begins >= first)
    if enough and len(recent) >= rules.isolated_failures:
        return Judged("flaky", "isolated", many, signs, recent=recent)
    since = _since(letters, signs, course, rules, lone=enough)
    if since and not _is_over(since, rules):
        return Judged("flaky", "not-recovered", many, signs, recent=recent, since=since)
    if since:  # what the test recovered from makes it suspect no more
        recent = tuple(episode for episode in recent if episode.at > since.at)
    if fresh:
        return Judged("suspect", "one-change", "possible", signs, tuple(fresh[-1:]), recent, since)
    state, why = _milder(letters, signs, recent, course, rules) if enough else _TOO_FEW
    if state == "healthy":
        return Judged("healthy", "recovered" if since else why, many, signs, since=since)
    return Judged(state, why, "possible", signs, recent=recent, since=since)


def _milder(
    letters: str, signs: Signs, recent: Sequence[Episode], course: Course, rules: FlakyRules
) -> tuple[FlakyState, Why]:
    """Return the state of a test that is neither broken nor flaky, with results enough."""
    if signs.tail:
        return "suspect", "failed-last"
    if recent:
        return "suspect", "failed-once"
    last = signs.results[-rules.window_results :]
    if not course.settled and any(letters[place] in RED for place in last):
        return "insufficient", "unmerged-only"
    return "healthy", "passes"


def _lasts(tail: Sequence[int], course: Course) -> Confidence | None:
    """Return how sure it is that *tail* is more than one commit's; None where it is one."""
    commits = {course.runs[place].commit for place in tail}
    if len(commits - {None}) >= 2:
        return "certain"
    # A run without a commit may be of any: then it takes two runs, and that is less sure.
    return "possible" if None in commits and len(tail) >= 2 else None


def _counting(fresh: Sequence[Disagreement], course: Course) -> tuple[Disagreement, ...]:
    """Return which of the *fresh* disagreements make a test flaky."""
    settled = tuple(found for found in fresh if found.settled)
    unmerged = tuple(found for found in fresh if not found.settled)
    if settled or _on_several(unmerged):
        return tuple(fresh)
    return tuple(found for found in unmerged if _is_newest(found, course))


def _on_several(unmerged: Sequence[Disagreement]) -> bool:
    """Whether they were seen on different changes, so that no single change is the cause."""
    distinct = list({found.changes: found for found in unmerged}.values())
    return any(
        one.is_elsewhere(other) for at, one in enumerate(distinct) for other in distinct[at + 1 :]
    )


def _is_newest(found: Disagreement, course: Course) -> bool:
    newest = course.newest
    if newest is None:
        return False
    return course.runs[found.at] is newest or (
        found.commit is not None and found.commit == newest.commit
    )


def _since(
    letters: str, signs: Signs, course: Course, rules: FlakyRules, *, lone: bool
) -> Since | None:
    """
    Return when the test was flaky last, by what was known then.

    *lone* says whether there are results enough to count lone failures. While it was flaky, any
    further sign kept it so.
    """
    numbers = {episode: at for at, episode in enumerate(signs.episodes)} if lone else {}
    found: list[Disagreement | Episode] = [*signs.disagreements, *numbers]
    last: int | None = None
    for sign in sorted(found, key=lambda each: each.at):
        if isinstance(sign, Episode):
            counts = _was_one_of_several(sign, numbers[sign], signs.episodes, rules)
        else:
            counts = _counted_then(sign, signs.disagreements, course, rules)
        if last is not None and not counts:
            between = _between(letters, signs, course, last, sign.at)
            counts = not _is_over(between, rules)
        if counts:
            last = sign.at
    return None if last is None else _between(letters, signs, course, last, None)


def _was_one_of_several(
    episode: Episode, number: int, episodes: Sequence[Episode], rules: FlakyRules
) -> bool:
    first = number - rules.isolated_failures + 1
    return first >= 0 and episodes[first].begins > episode.ends - rules.window_results


def _counted_then(
    sign: Disagreement, all_of_them: Sequence[Disagreement], course: Course, rules: FlakyRules
) -> bool:
    when = course.moment(sign.at)
    if when is None:
        return False
    window = timedelta(days=rules.same_commit_days)
    return sign.settled or any(
        not other.settled
        and other.is_elsewhere(sign)
        and (then := course.moment(other.at)) is not None
        and abs(when - then) <= window
        for other in all_of_them
        if other.at <= sign.at and other is not sign
    )


def _between(letters: str, signs: Signs, course: Course, since: int, until: int | None) -> Since:
    end = len(letters) if until is None else until
    then = course.moment(since)
    now = course.now if until is None else course.moment(until)
    return Since(
        since,
        sum(letters[place] == PASSED for place in signs.results if since < place < end),
        now - then if now and then else None,
    )


def _is_over(since: Since, rules: FlakyRules) -> bool:
    """Whether time enough went by, where it is known, and passes enough."""
    rested = since.time is None or since.time >= timedelta(days=rules.recovery_days)
    return rested and since.passes >= rules.recovery_results


def last_green(letters: str, signs: Signs) -> int | None:
    """Return the place of the last result that was green."""
    return next((place for place in reversed(signs.results) if letters[place] in GREEN), None)

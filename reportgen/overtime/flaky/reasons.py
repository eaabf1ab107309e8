"""Why a test is in its state, as one sentence with its rate."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from reportgen.config import FlakyRules
from reportgen.model.overtime import RED, LineKey
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.overtime.flaky.course import Course
from reportgen.overtime.flaky.signs import Disagreement
from reportgen.overtime.flaky.states import Judged, last_green


class Rate(NamedTuple):
    """*failed* of *ran* results were red; *places* are those of all of them."""

    failed: int
    ran: int
    places: tuple[int, ...]


def rate_of(letters: str, judged: Judged, course: Course) -> Rate:
    """Return the rate of a test: of settled results, or of all where no run is settled."""
    places = judged.signs.settled if course.settled else judged.signs.results
    return Rate(sum(letters[place] in RED for place in places), len(places), places)


def reason_of(
    title: str, letters: str, judged: Judged, course: Course, key: LineKey, rules: FlakyRules
) -> str:
    """Return why the test *title* is in its state on the line *key*."""
    where = f" on {quote(key.label)}" if key.label else ""
    says = _says(letters, judged, course, rules, where)
    return f"{quote(title)} {says}; {_rate(rate_of(letters, judged, course), course)}"


def _says(letters: str, judged: Judged, course: Course, rules: FlakyRules, where: str) -> str:
    signs, why = judged.signs, judged.why
    match why:
        case "lasting":
            return _lasts(letters, judged, course, where)
        case "same-commit" | "one-change":
            return _disagrees(judged.counted, course, rules, where)
        case "isolated" | "failed-once":
            times = len(judged.recent)
            window = plural(min(rules.window_results, len(signs.settled)), "result")
            often = "once" if times == 1 else f"{times:,} times"
            return f"failed {often} between passes within its last {window}{where}"
        case "failed-last":
            return f"failed in {_last(len(signs.tail))}{where}, and it is too soon to tell more"
        case "not-recovered" | "recovered":
            return f"was flaky{where}{_since(judged, course, rules)}"
        case "too-few":
            return f"has fewer than {plural(rules.min_results, 'result')}{where}"
        case "unmerged-only":
            return f"failed{where}, and no run of a default branch tells what is the project's"
        case "passes":
            return f"shows no sign of being flaky{where}"


def _last(number: int) -> str:
    return "its last result" if number == 1 else f"its last {number:,} results"


def _lasts(letters: str, judged: Judged, course: Course, where: str) -> str:
    tail = judged.signs.tail
    commits = {course.runs[place].commit for place in tail} - {None}
    on = (
        f"on {len(commits):,} commits"
        if len(commits) >= 2
        else f"in {plural(len(tail), 'run')} whose commits are not all known"
    )
    began = course.moment(tail[0])
    since = f", since {_day(began)}" if began else ""
    passed = last_green(letters, judged.signs)
    then = course.moment(passed) if passed is not None else None
    passing = f", and passed last on {_day(then)}" if then else ""
    return f"failed in {_last(len(tail))}{where}, {on}{since}{passing}"


def _disagrees(
    counted: Sequence[Disagreement], course: Course, rules: FlakyRules, where: str
) -> str:
    last = counted[-1]
    did = "passed only after a failed attempt" if last.retried else "passed and failed"
    on = (
        f"on commit {quote(last.commit[:8])}"
        if last.commit
        else f"in run {quote(course.runs[last.at].id)}"
    )
    said = f"{did} {on}{where}"
    if more := len(counted) - 1:
        days = plural(rules.same_commit_days, "day")
        said += f", and disagreed with itself {plural(more, 'more time')} within {days}"
    if not any(found.settled for found in counted):
        said += ", on unmerged changes alone" if more else ", on an unmerged change"
    return said


def _since(judged: Judged, course: Course, rules: FlakyRules) -> str:
    """Say when a test was flaky last, and how far it has recovered."""
    since = judged.since
    if since is None:
        return ""
    then = course.moment(since.at)
    until = f" until {_day(then)}" if then else ""
    passes = plural(since.passes, "pass", "passes")
    if judged.recovered:
        return f"{until}, and has recovered with {passes} since"
    needed = plural(rules.recovery_results, "pass", "passes")
    if since.time is None:
        return f"{until}, and needs {needed} to have recovered: so far {passes}"
    days, enough = plural(since.time.days, "day"), plural(rules.recovery_days, "day")
    return (
        f"{until}, and needs {needed} over {enough} to have recovered: so far {passes} over {days}"
    )


def _rate(rate: Rate, course: Course) -> str:
    of = "on the default branch" if course.settled else "of unmerged changes"
    if not rate.ran:
        return f"no result {of} yet"
    moments = [then for place in rate.places if (then := course.moment(place))]
    between = ""
    if moments:
        first, last = _day(min(moments)), _day(max(moments))
        between = f" on {first}" if first == last else f" from {first} to {last}"
    return f"red in {rate.failed:,} of {plural(rate.ran, 'result')} {of}{between}"


def _day(when: datetime) -> str:
    return f"{when:%Y-%m-%d}"

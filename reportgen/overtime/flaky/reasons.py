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
from reportgen.wording import phrase, phrase_many


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
    where = phrase(" on {label}", label=quote(key.label)) if key.label else ""
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
            often = phrase("once") if times == 1 else phrase("{times:,} times", times=times)
            return phrase(
                "failed {often} between passes within its last {window}{where}",
                often=often,
                window=window,
                where=where,
            )
        case "failed-last":
            return phrase(
                "failed in {last}{where}, and it is too soon to tell more",
                last=_last(len(signs.tail)),
                where=where,
            )
        case "not-recovered" | "recovered":
            return phrase(
                "was flaky{where}{since}", where=where, since=_since(judged, course, rules)
            )
        case "too-few":
            return phrase(
                "has fewer than {results}{where}",
                results=plural(rules.min_results, "result"),
                where=where,
            )
        case "unmerged-only":
            return phrase(
                "failed{where}, and no run of a default branch tells what is the project's",
                where=where,
            )
        case "passes":
            return phrase("shows no sign of being flaky{where}", where=where)


def _last(number: int) -> str:
    return (
        phrase("its last result")
        if number == 1
        else phrase("its last {number:,} results", number=number)
    )


def _lasts(letters: str, judged: Judged, course: Course, where: str) -> str:
    tail = judged.signs.tail
    commits = {course.runs[place].commit for place in tail} - {None}
    on = (
        phrase("on {number:,} commits", number=len(commits))
        if len(commits) >= 2
        else phrase("in {runs} whose commits are not all known", runs=plural(len(tail), "run"))
    )
    began = course.moment(tail[0])
    since = phrase(", since {day}", day=_day(began)) if began else ""
    passed = last_green(letters, judged.signs)
    then = course.moment(passed) if passed is not None else None
    passing = phrase(", and passed last on {day}", day=_day(then)) if then else ""
    return phrase(
        "failed in {last}{where}, {on}{since}{passing}",
        last=_last(len(tail)),
        where=where,
        on=on,
        since=since,
        passing=passing,
    )


def _disagrees(
    counted: Sequence[Disagreement], course: Course, rules: FlakyRules, where: str
) -> str:
    last = counted[-1]
    did = (
        phrase("passed only after a failed attempt")
        if last.retried
        else phrase("passed and failed")
    )
    on = (
        phrase("on commit {commit}", commit=quote(last.commit[:8]))
        if last.commit
        else phrase("in run {run}", run=quote(course.runs[last.at].id))
    )
    said = f"{did} {on}{where}"
    if more := len(counted) - 1:
        days = plural(rules.same_commit_days, "day")
        said += phrase_many(
            ", and disagreed with itself {n:,} more time within {days}",
            ", and disagreed with itself {n:,} more times within {days}",
            more,
            days=days,
        )
    if not any(found.settled for found in counted):
        said += phrase(", on unmerged changes alone") if more else phrase(", on an unmerged change")
    return said


def _since(judged: Judged, course: Course, rules: FlakyRules) -> str:
    """Say when a test was flaky last, and how far it has recovered."""
    since = judged.since
    if since is None:
        return ""
    then = course.moment(since.at)
    until = phrase(" until {day}", day=_day(then)) if then else ""
    passes = plural(since.passes, "pass", "passes")
    if judged.recovered:
        return phrase("{until}, and has recovered with {passes} since", until=until, passes=passes)
    needed = plural(rules.recovery_results, "pass", "passes")
    if since.time is None:
        return phrase(
            "{until}, and needs {needed} to have recovered: so far {passes}",
            until=until,
            needed=needed,
            passes=passes,
        )
    days, enough = plural(since.time.days, "day"), plural(rules.recovery_days, "day")
    return phrase(
        "{until}, and needs {needed} over {enough} to have recovered: so far {passes} over {days}",
        until=until,
        needed=needed,
        enough=enough,
        passes=passes,
        days=days,
    )


def _rate(rate: Rate, course: Course) -> str:
    of = phrase("on the default branch") if course.settled else phrase("of unmerged changes")
    if not rate.ran:
        return phrase("no result {of} yet", of=of)
    moments = [then for place in rate.places if (then := course.moment(place))]
    between = ""
    if moments:
        first, last = _day(min(moments)), _day(max(moments))
        between = (
            phrase(" on {first}", first=first)
            if first == last
            else phrase(" from {first} to {last}", first=first, last=last)
        )
    return phrase(
        "red in {failed:,} of {results} {of}{between}",
        failed=rate.failed,
        results=plural(rate.ran, "result"),
        of=of,
        between=between,
    )


def _day(when: datetime) -> str:
    return f"{when:%Y-%m-%d}"

"""
Two runs side by side, in words that are the same in Markdown and on a page.

Every text here is a sentence: what comes from artifacts stands between backticks.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.model.baseline import Seen
from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.difference import (
    CoveragePair,
    Difference,
    PeakPair,
    ServicePair,
    Side,
    StepPair,
    TestChange,
)
from reportgen.model.text import quote
from reportgen.model.units import duration, latency, moment, percent, plural, signed_percent, size
from reportgen.render.coverage import change as points_of
from reportgen.wording import marked, phrase

_MOST: Final = 200
_SHORT: Final = 12
NONE: Final = "–"


class Row(NamedTuple):
    """What both sides have of one thing, and what the difference comes to."""

    name: str
    base: str
    head: str
    change: str = ""


class Table(NamedTuple):
    """Rows under a title; *sum* says what they come to."""

    name: str
    title: str
    sum: str
    rows: Sequence[Row]


class Group(NamedTuple):
    """The tests that differ in one way."""

    name: str
    title: str
    tests: Sequence[TestChange]


_COUNTS: Final = (
    *(marked("tests"), marked("passed"), marked("failed"), marked("errored")),
    *(marked("skipped"), marked("flaky")),
)


def headline(difference: Difference) -> str:
    """Return what differs in one line."""
    tests = difference.tests
    counted = [
        f"{len(found):,} {words[len(found) != 1]}"
        for found, words in (
            (tests.new_failures, (phrase("new failure"), phrase("new failures"))),
            (tests.still_failing, (phrase("still failing"), phrase("still failing"))),
            (tests.fixed, (phrase("fixed"), phrase("fixed"))),
            (tests.new, (phrase("new test"), phrase("new tests"))),
            (tests.missing, (phrase("missing test"), phrase("missing tests"))),
            (tests.newly_skipped, (phrase("newly skipped"), phrase("newly skipped"))),
            (tests.flaky, (phrase("flaky"), phrase("flaky"))),
            (tests.no_longer_skipped, (phrase("no longer skipped"), phrase("no longer skipped"))),
            (tests.renamed, (phrase("renamed"), phrase("renamed"))),
        )
        if found
    ]
    if counted:
        return ", ".join(counted)
    has_tests = any(side.counts.tests for side in (difference.base, difference.head))
    return phrase("no test differs") if has_tests else phrase("neither run has a test result")


def runs(difference: Difference) -> Table:
    """Return which runs these are and what they came to."""
    base, head = difference.base, difference.head
    rows = [
        Row(phrase("run"), *(_quoted(side.run.id) for side in (base, head))),
        Row(phrase("moment"), *(moment(side.run.started_at) for side in (base, head))),
        *_facts(base, head),
    ]
    for name in _COUNTS:
        one, other = getattr(base.counts, name), getattr(head.counts, name)
        if one or other or name in {"tests", "passed", "failed"}:
            rows.append(Row(phrase(name), f"{one:,}", f"{other:,}", _more(other - one)))
    rows.append(Row(phrase("time of all tests"), all_time(base), all_time(head)))
    rows.append(Row(phrase("environment"), phrase(base.environment), phrase(head.environment)))
    rows.append(Row(phrase("evidence"), phrase(base.evidence), phrase(head.evidence)))
    return Table("runs", phrase("The two runs"), "", rows)


def _facts(base: Side, head: Side) -> Iterator[Row]:
    one, other = base.run, head.run
    for name, mine, theirs in (
        (marked("project"), one.project, other.project),
        (marked("branch"), one.branch, other.branch),
        (marked("commit"), (one.commit or "")[:_SHORT], (other.commit or "")[:_SHORT]),
        (marked("job"), one.job, other.job),
        *(
            (key, one.variant.get(key), other.variant.get(key))
            for key in sorted(one.variant.keys() | other.variant.keys())
        ),
    ):
        if mine or theirs:
            known = name in {"project", "branch", "commit", "job"}
            yield Row(phrase(name) if known else quote(name), _quoted(mine), _quoted(theirs))


def _quoted(text: str | None) -> str:
    return quote(text) if text else NONE


def _more(number: int) -> str:
    return f"{number:+,}".replace("-", "\N{MINUS SIGN}") if number else ""


def all_time(side: Side) -> str:
    """Return how long all tests of *side* took, and how many state no time."""
    if side.untimed == side.counts.tests:
        return NONE
    untimed = (
        phrase(", {tests} without", tests=plural(side.untimed, "test")) if side.untimed else ""
    )
    return f"{duration(side.duration_s)}{untimed}"


def groups(difference: Difference) -> list[Group]:
    """Return the tests that differ, by how, the gravest first; empty groups are left out."""
    tests = difference.tests
    found = (
        Group(marked("new failures"), phrase("New failures"), tests.new_failures),
        Group(marked("still failing"), phrase("Still failing"), tests.still_failing),
        Group(marked("missing tests"), phrase("Missing tests"), tests.missing),
        Group(marked("newly skipped"), phrase("Newly skipped"), tests.newly_skipped),
        Group(marked("flaky"), phrase("Passed only after a failed attempt"), tests.flaky),
        Group(marked("fixed"), phrase("Fixed"), tests.fixed),
        Group(marked("no longer skipped"), phrase("No longer skipped"), tests.no_longer_skipped),
        Group(marked("new tests"), phrase("New tests"), tests.new),
        Group(marked("renamed"), phrase("Renamed"), tests.renamed),
    )
    return [group for group in found if group.tests]


def line(change: TestChange) -> str:
    """Return what is to be said of a test that differs."""
    said = quote(change.title, _MOST)
    if change.was:
        said += phrase(" was {was}", was=quote(change.was, _MOST))
    if change.message:
        said += f": {quote(change.message, _MOST)}"
    return " · ".join([said, *_notes(change)])


def _notes(change: TestChange) -> Iterator[str]:
    before = phrase(change.base) if change.base else phrase("not there")
    after = phrase(change.head) if change.head else phrase("not there")
    if change.failed_attempts:
        after += phrase(
            " after {attempts}", attempts=plural(change.failed_attempts, "failed attempt")
        )
    yield before if before == after else f"{before} → {after}"
    if change.excuse == "known-issue":
        yield phrase("a known issue")
    elif change.excuse:
        yield phrase("explained by an outage")
    times = [duration(each) for each in (change.base_s, change.head_s) if each is not None]
    if times:
        yield " → ".join(dict.fromkeys(times))
    if change.since and change.since.last_good:
        yield phrase("failing since the {first}", first=_run(change.since.first_bad))
        yield phrase("last passed in the {last}", last=_run(change.since.last_good))
    elif change.since:
        yield phrase("failing at least since the {first}", first=_run(change.since.first_bad))


def _run(seen: Seen) -> str:
    commit = phrase(" (commit {commit})", commit=quote(seen.commit[:_SHORT])) if seen.commit else ""
    return phrase("run of {when}{commit}", when=moment(seen.started_at), commit=commit)


def tables(difference: Difference) -> list[Table]:
    """Return all that stands side by side, but for the runs themselves; empty ones are left out."""
    found = (
        _times(difference),
        _services(difference),
        _memory(difference),
        _coverage(difference),
        _steps(difference),
    )
    return [table for table in found if table.rows]


def _times(difference: Difference) -> Table:
    times = difference.times
    summed = Row(
        phrase("all of them"),
        duration(times.base_s),
        duration(times.head_s),
        _share(times.base_s, times.head_s),
    )
    return Table(
        marked("times"),
        phrase("Time"),
        phrase("{tests} timed on both sides", tests=plural(times.tests, "test")),
        [summed, *(_time(change) for change in times.changes)] if times.tests else [],
    )


def _time(change: TestChange) -> Row:
    return Row(
        quote(change.title, _MOST),
        duration(change.base_s),
        duration(change.head_s),
        _share(change.base_s, change.head_s),
    )


def _share(base: float | None, head: float | None) -> str:
    if base is None or head is None or base == head:
        return ""
    return signed_percent(head / base - 1) if base else ""


def _services(difference: Difference) -> Table:
    rows = [service(pair) for pair in difference.services]
    return Table(marked("services"), phrase("Services"), phrase("with their parts"), rows)


def service(pair: ServicePair) -> Row:
    """Return a service on both sides."""
    name, base, head = pair
    one, other = (
        f"{phrase(s.status)}{_answered(s.latency_ms)}" if s else NONE for s in (base, head)
    )
    return Row(quote(name, _MOST), one, other, _turned(base, head))


def _answered(milliseconds: float | None) -> str:
    return "" if milliseconds is None else f", {latency(milliseconds)}"


def _turned(base: object | None, head: object | None) -> str:
    one, other = (getattr(state, "status", None) for state in (base, head))
    if one == other:
        return ""
    if other is None:
        return phrase("gone")
    return phrase("new") if one is None else phrase("changed")


def _memory(difference: Difference) -> Table:
    rows = [peak(pair) for pair in difference.memory]
    return Table(marked("memory"), phrase("Memory"), phrase("peaks"), rows)


def peak(pair: PeakPair) -> Row:
    """Return the most memory of one series on both sides."""
    name, kind, base, head = pair
    named = f"{quote(name, _MOST)} {kind.replace('_', ' ')}"
    return Row(named, size(base), size(head), _share(base, head))


def _coverage(difference: Difference) -> Table:
    rows = [covered(pair) for pair in difference.coverage]
    return Table(marked("coverage"), phrase("Coverage"), phrase("lines and branches"), rows)


def covered(pair: CoveragePair) -> Row:
    """Return a coverage report on both sides."""
    name, base, head = pair
    return Row(quote(name, _MOST), _covered(base), _covered(head), _points(base, head))


def _covered(coverage: Coverage | None) -> str:
    if coverage is None:
        return NONE
    said = [
        phrase(
            "{covered:,} of {whole:,} {noun} ({share})",
            covered=covered,
            whole=whole,
            noun=noun,
            share=percent(covered, whole),
        )
        for noun, covered, whole in (
            (phrase("lines"), coverage.lines_covered, coverage.lines_total),
            (phrase("branches"), coverage.branches_covered, coverage.branches_total),
        )
        if covered is not None and whole is not None
    ]
    return ", ".join(said) or NONE


def _points(base: Coverage | None, head: Coverage | None) -> str:
    if base is None or head is None:
        return ""
    points = CoverageTotal(measured=head, base=base).lines_change
    return points_of(points) if points else ""


def _steps(difference: Difference) -> Table:
    rows = [step(pair) for pair in difference.steps]
    return Table(marked("steps"), phrase("Steps"), plural(len(rows), "step"), rows)


def step(pair: StepPair) -> Row:
    """Return a step on both sides."""
    name, job, base, head = pair
    one, other = (f"{phrase(s.status)}{_took(s.duration_s)}" if s else NONE for s in (base, head))
    named = (
        phrase("{name} of {job}", name=quote(name, _MOST), job=quote(job, _MOST))
        if job
        else quote(name, _MOST)
    )
    return Row(named, one, other, _turned(base, head))


def _took(seconds: float | None) -> str:
    return "" if seconds is None else f", {duration(seconds)}"


def shown(rows: Iterable[Row], most: int) -> list[Row]:
    """Return at most *most* of *rows*, those that differ first, else in their order."""
    found = list(rows)
    if len(found) <= most:
        return found
    return sorted(found, key=lambda row: row.base == row.head)[:most]

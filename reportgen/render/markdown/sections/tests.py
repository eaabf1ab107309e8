"""Tests: counts, suites, and the failures with what they said."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, compress, groupby, repeat
from operator import attrgetter, is_not
from typing import NamedTuple

from reportgen.estimates.totals import total
from reportgen.model.report import Finding, FindingId, Report
from reportgen.model.tests import PASSED, Case, Counts, Errored, Failed, Trouble, count
from reportgen.model.text import clean, excerpt
from reportgen.model.units import duration, plural
from reportgen.render.markdown.blocks import Block, shown
from reportgen.render.markdown.links import Links
from reportgen.render.markdown.sections.places import place_name
from reportgen.render.markdown.states import FINDING
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase

# How many failures, how much of what each said, and how many more by name; the richest first.
# The first of them are for places that hold a book; nobody is helped by more than that.
_FOLDED = (
    *((100, 3000, 1000), (100, 1500, 500), (50, 1500, 400), (50, 800, 200)),
    *((25, 1500, 300), (25, 1500, 100), (25, 1500, 25), (25, 800, 0), (12, 1200, 0)),
    *((12, 500, 0), (12, 0, 0), (5, 0, 0), (0, 0, 0)),
)
_FLAT = (
    *((25, 600, 100), (10, 600, 100), (10, 600, 25), (10, 600, 0)),
    *((5, 400, 0), (10, 0, 0), (5, 0, 0), (0, 0, 0)),
)
_AROUND = 16
"""What stands around the name of a failure and its message at least."""
_SHOWN = 100
"""How much of either is shown at least, where it has as much."""
_KEPT = 0.7
"""How much of what a failure said is left at least when it is cleaned; what is escaped grows."""
# What concerns the author first.
_ORDER: tuple[FindingId | None, ...] = (
    "new-failure",
    None,
    "still-failing",
    "flaky",
    "infrastructure-failure",
    "known-issue",
)

# Asked of every case: names compare faster than classes.
_RED = frozenset({"failed", "errored"})


class Suite(NamedTuple):
    """A row of the table of suites."""

    name: str
    result: str
    time: str


class Tests(NamedTuple):
    """The counts of all tests, and the suites that are shown."""

    counts: str
    suites: tuple[Suite, ...]
    rest: str | None


class Failure(NamedTuple):
    """
    One failed test. *label* says whose it is, *said* what the test tool printed.

    *source* is where to look: the line of code, or that of the artifact where no code is known;
    *url* is where that line can be read;
    *evidence* is the artifact beside a line of code, where there is room for both.
    """

    title: str
    message: str
    label: str | None
    source: str
    url: str | None
    evidence: str | None
    said: str | None
    more: str | None


class Failures(NamedTuple):
    """The failures that are shown, of how many; *more* of them by name alone, *others* in words."""

    shown: str
    items: tuple[Failure, ...]
    more: tuple[Failure, ...]
    others: str


class _Group(NamedTuple):
    name: str
    cases: list[Case]
    counts: Counts


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of suites and the block of failures, if any tests are known."""
    if not report.totals.counts.tests:
        return
    groups = _groups(report.cases)
    yield Block(
        "tests",
        5,
        page.forms("tests", lambda most: _tests(report, groups, most), (12, 5, 0)),
    )
    reds = _reds(report)
    if reds.order:
        every = _FOLDED if page.target.details else _FLAT
        forms = tuple(form for form in every if _least(reds, *form) <= page.budget)
        yield Block(
            "failures",
            5.5,
            page.forms("failures", lambda form: _failures(reds, page.links, *form), forms),
            counted=shown(len(reds.order), [most + more for most, _, more in forms], "failure"),
            greedy=True,
        )


def counts(report: Report) -> str:
    """Return the counts in words: ``13 passed, 0 failed, 0 skipped``."""
    totals = report.totals.counts
    said = [
        phrase("{passed:,} passed", passed=totals.passed),
        phrase("{failed:,} failed", failed=totals.failed),
    ]
    if totals.errored:
        said.append(phrase("{errored:,} errored", errored=totals.errored))
    said.append(phrase("{skipped:,} skipped", skipped=totals.skipped))
    text = ", ".join(said)
    if totals.flaky:
        text += phrase(" · {flaky:,} passed only on a later attempt", flaky=totals.flaky)
    collected, ran = report.totals.collected, report.totals.collected_ran
    if collected is not None and ran is not None and collected > ran:
        text += phrase(" · {tests} did not run", tests=plural(collected - ran, "collected test"))
    elif collected is not None and ran is None:
        text += phrase(" · {collected:,} collected", collected=collected)
    return text


def _groups(cases: Sequence[Case]) -> list[_Group]:
    """
    Return the cases by suite, those with failures first.

    Tools that put everything into one suite (pytest does) tell files apart by class name.
    """
    suites = _together(cases, attrgetter("suite"))
    if len(suites) == 1:
        classes = _together(cases, attrgetter("class_name"))
        if 1 < len(classes) <= len(cases) // 2:
            suites = classes
    groups = [
        _Group(name or phrase("(no suite)"), held, count(held)) for name, held in suites.items()
    ]
    groups.sort(key=lambda group: -group.counts.red)
    return groups


def _together(cases: Sequence[Case], of: Callable[[Case], str]) -> Mapping[str, list[Case]]:
    """Return *cases* by what they are *of*; those of the same follow each other, mostly."""
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for name, some in groupby(cases, of):
        found[name] += some
    return found


def _tests(report: Report, groups: Sequence[_Group], most: int) -> Tests:
    hidden = groups[most:]
    rest = None
    if hidden and most:
        tests = sum(group.counts.tests for group in hidden)
        passed = sum(group.counts.passed for group in hidden)
        rest = phrase(
            "{suites}: {passed:,} of {tests:,} passed",
            suites=plural(len(hidden), "more suite"),
            passed=passed,
            tests=tests,
        )
    return Tests(
        counts=counts(report),
        suites=tuple(
            Suite(group.name, _result(group.counts), _time(group.cases)) for group in groups[:most]
        ),
        rest=rest,
    )


def _result(counts: Counts) -> str:
    said = [phrase("{passed:,} of {tests:,}", passed=counts.passed, tests=counts.tests)]
    said += [
        f"{number:,} {word}"
        for number, word in (
            (counts.failed, phrase("failed")),
            (counts.errored, phrase("errored")),
            (counts.skipped, phrase("skipped")),
            (counts.flaky, phrase("flaky")),
        )
        if number
    ]
    return " · ".join(said)


def _time(cases: Sequence[Case]) -> str:
    known = [case.duration_s for case in cases if case.duration_s is not None]
    if not known:
        return duration(None)
    untimed = len(cases) - len(known)
    return duration(total(known)) + (
        phrase(" + {untimed:,} untimed", untimed=untimed) if untimed else ""
    )


class _Reds(NamedTuple):
    """The failed tests by their place in the report, those of the change first."""

    cases: Sequence[Case]
    order: list[int]
    findings: dict[int, Finding]


def _reds(report: Report) -> _Reds:
    # Places instead of pairs: among so many objects each further one costs the collector's time.
    findings = {
        finding.case: finding
        for finding in report.findings
        if finding.case is not None and finding.id in _ORDER
    }
    buckets: dict[FindingId | None, list[int]] = {kind: [] for kind in _ORDER}
    others = map(is_not, map(attrgetter("outcome"), report.cases), repeat(PASSED))
    for at in compress(range(len(report.cases)), others):
        if report.cases[at].outcome.name in _RED:
            finding = findings.get(at)
            buckets[finding.id if finding else None].append(at)
    again = {case for cause in report.causes for case in cause.cases[1:]}
    for bucket in buckets.values():
        bucket.sort(key=again.__contains__)  # each cause once, before any of them again
    return _Reds(report.cases, list(chain.from_iterable(buckets.values())), findings)


def _least(reds: _Reds, most: int, letters: int, more: int) -> float:
    """Return about what a form takes at least: what cannot fit need not be rendered."""
    failures = len(reds.order)
    told, named = min(most, failures), min(more, max(0, failures - most))
    said = sum(min(letters, _length(reds.cases[at])) for at in reds.order[:told]) if letters else 0
    names = sum(_named(reds.cases[at]) for at in reds.order[: told + named])
    return names + _KEPT * said


def _named(case: Case) -> int:
    """Return about what the name of a failure and its message take at least."""
    texts = [case.title]
    if isinstance(case.outcome, Failed | Errored):
        texts.append(case.outcome.troubles[0].headline)
    return _AROUND + sum(min(_SHOWN, len(" ".join(clean(text).split()))) for text in texts)


def _length(case: Case) -> int:
    if not isinstance(case.outcome, Failed | Errored):
        return 0
    first = case.outcome.troubles[0]
    return len(first.detail or first.message)


def _failures(reds: _Reds, links: Links, most: int, letters: int, more: int) -> Failures:
    def told(places: Sequence[int], letters: int) -> tuple[Failure, ...]:
        return tuple(
            _failure(reds.cases[at], reds.findings.get(at), links, letters) for at in places
        )

    items = told(reds.order[:most], letters)
    by_name = told(reds.order[most : most + more], 0)
    failures = len(reds.order)
    said = f"{failures:,}"
    listed = len(items) + len(by_name)
    if listed < failures:
        said = phrase(
            "{listed:,} of {failures} shown", listed=listed, failures=plural(failures, "failure")
        )
    others = plural(len(by_name), "more failure")
    return Failures(shown=said, items=items, more=by_name, others=others)


def _failure(case: Case, finding: Finding | None, links: Links, letters: int) -> Failure:
    troubles: tuple[Trouble, ...] = ()
    if isinstance(case.outcome, Failed | Errored):
        troubles = case.outcome.troubles
    first = troubles[0]
    said = clean(first.detail or first.message).strip("\n")
    worth_folding = letters and said.strip() != first.headline.strip()
    place = f"{case.file}:{case.line}" if case.file and case.line else case.file
    artifact = place_name(case.artifact, case.place)
    return Failure(
        title=case.title,
        message=first.headline,
        label=phrase(FINDING[finding.id][0]) if finding else None,
        source=place or artifact,
        url=links.line(case.file, case.line),
        evidence=artifact if place and letters else None,
        said=excerpt(said, letters) if worth_folding else None,
        more=plural(len(troubles) - 1, "more error") if len(troubles) > 1 else None,
    )

"""Tests as a page shows them: suites, failures in full, and the table of all, within bounds."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, groupby, islice, repeat
from operator import add, attrgetter, is_not
from typing import Final, NamedTuple, assert_never

from reportgen.estimates.totals import total
from reportgen.model.report import Report
from reportgen.model.run import Severity
from reportgen.model.tests import (
    PASSED,
    Attempt,
    Case,
    Counts,
    Errored,
    Failed,
    OutcomeName,
    Passed,
    Skipped,
    Trouble,
    count,
)
from reportgen.model.text import excerpt, one_line
from reportgen.render.account.findings import Sorting
from reportgen.render.account.sources import Anchors, Citation, Sources
from reportgen.render.account.words import FINDING_LABELS, OUTCOME_TONES, SEVERITY_TONES, Tone
from reportgen.render.charts import Part, shares
from reportgen.render.strips import Drawn, drawn
from reportgen.wording import phrase

MOST_NAMES: Final = 2_000
MOST_RETRIED: Final = 100
_OPEN_UP_TO: Final = 5
_DETAIL: Final = range(4_000, 32_000)
_DETAIL_IN_ALL: Final = 1_000_000
_OUTPUT: Final = range(1_000, 16_000)
_OUTPUT_IN_ALL: Final = 500_000
_ATTACHMENTS: Final = 20
LONGEST_NAME: Final = 300
_NOTE: Final = 160
_TROUBLES: Final = 10
_ATTEMPTS: Final = 10
_OUTCOME: Final = attrgetter("outcome")
_SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")


class Bounds(NamedTuple):
    """
    How much of all tests a page shows: *failures* in full, and so many *suites*.

    The table has all tests where there are at most *rows*, and else the *first_rows*.
    """

    rows: int = 2_000
    first_rows: int = 300
    suites: int = 200
    failures: int = 500


WIDE: Final = Bounds()
"""For a page that stands alone, and has all tests as data where the table leaves some out."""


class Words(NamedTuple):
    """What a test tool said: *message* is None where the heading above says it already."""

    kind: str
    message: str | None
    detail: str | None


class Try(NamedTuple):
    """An attempt: how it ended and what was said."""

    outcome: OutcomeName
    tone: Tone
    duration_s: float | None
    words: Words
    output: str | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A failing test, or one that passed after having failed, in full."""

    anchor: str
    title: str
    suite: str
    headline: str
    outcome: OutcomeName
    tone: Tone
    location: str | None
    duration_s: float | None
    also_skipped: bool
    words: tuple[Words, ...]
    words_left_out: int
    tries: tuple[Try, ...]
    tries_left_out: int
    output: str | None
    attachments: tuple[str, ...]
    attachments_left_out: int
    citation: Citation | None
    label: str | None
    label_tone: Tone
    finding: str | None
    course: Drawn | None


class Row(NamedTuple):
    """A line of the table of all tests."""

    outcome: str
    title: str
    suite: str
    duration_s: float | None
    note: str


class SuiteRow(NamedTuple):
    """A suite: its counts, its known time, and its bar."""

    name: str
    counts: Counts
    duration_s: float | None
    untimed: int
    bar: tuple[Part, ...]


def proportions(counts: Counts) -> tuple[Part, ...]:
    """Return *counts* as one bar: passed, failed, skipped."""
    return shares((("good", counts.passed), ("bad", counts.red), ("none", counts.skipped)))


class Tests:
    """Everything about tests that the page prints; what it leaves out is counted."""

    def __init__(
        self,
        report: Report,
        sources: Sources,
        anchors: Anchors,
        sortings: dict[int, Sorting],
        bounds: Bounds = WIDE,
    ) -> None:
        self._sources = sources
        self._anchors = anchors
        self._sortings = sortings
        self._courses = report.courses
        cases = report.cases
        self.counts = report.totals.counts
        self.bar = proportions(self.counts)
        collected, ran = report.totals.collected, report.totals.collected_ran
        self.lost = any(held.holds_tests and held.is_broken for held in report.artifacts)
        self.not_run = max(0, collected - ran) if collected and ran is not None else 0
        self._suites(cases, bounds.suites)
        notable = _notable(cases)
        most = bounds.failures
        red = sorted((i for i in notable if cases[i].is_red), key=self._rank)
        each = _DETAIL_IN_ALL // max(1, len(red[:most]))
        self._detail = _within(_DETAIL, each)
        self._output = _within(_OUTPUT, _OUTPUT_IN_ALL // max(1, len(red[:most])))
        self.failures = [self._failure(i, cases[i]) for i in red[:most]]
        self.anchors = {i: failure.anchor for i, failure in zip(red, self.failures, strict=False)}
        self.open = len(self.failures) <= _OPEN_UP_TO
        self.failures_unlisted = len(red) - len(self.failures)
        named = red[most : most + MOST_NAMES]
        self.names = [one_line(cases[i].title, LONGEST_NAME) for i in named]
        self.names_left_out = self.failures_unlisted - len(self.names)
        flaky = [i for i in notable if cases[i].is_flaky]
        self.retried = [self._failure(i, cases[i]) for i in flaky[:MOST_RETRIED]]
        self.retried_left_out = len(flaky) - len(self.retried)
        rows = bounds.rows if len(cases) <= bounds.rows else bounds.first_rows
        self.rows = [row_of(case) for case in islice(_worst_first(cases), rows)]
        self.rows_left_out = len(cases) - len(self.rows)
        self.total = len(cases)
        self._cases = cases

    def every_case(self) -> Iterator[Case]:
        """Yield all tests in the order of the table."""
        return _worst_first(self._cases)

    def _rank(self, index: int) -> int:
        sorting = self._sortings.get(index)
        return _SEVERITIES.index(sorting.severity) if sorting else 0

    def _suites(self, cases: Iterable[Case], most: int) -> None:
        tallies: dict[str, _Tally] = {}
        # Those of one suite follow each other, mostly; no list of them all is made.
        for name, some in groupby(cases, attrgetter("suite")):
            tallies.setdefault(name, _Tally()).add(list(some))
        suites = [_suite(name, tally) for name, tally in tallies.items()]
        suites.sort(key=lambda suite: suite.counts.red == 0)
        self.suites = suites[:most]
        self.suites_total = len(suites)
        self.suites_left_out = len(suites) - len(self.suites)

    def _words(self, kind: str, message: str, detail: str, headline: str) -> Words:
        message, detail = message.strip(), detail.strip("\n")
        said = message in {"", headline} or detail.lstrip().startswith(message)
        return Words(
            kind=one_line(kind, _NOTE),
            message=None if said else excerpt(message, _DETAIL.start),
            detail=excerpt(detail, self._detail) if detail.strip() else None,
        )

    def _try(self, attempt: Attempt) -> Try:
        words = self._words("", attempt.message, attempt.detail, "")
        tone = OUTCOME_TONES[attempt.outcome]
        output = self._written(attempt.output)
        return Try(attempt.outcome, tone, attempt.duration_s, words, output)

    def _written(self, output: str) -> str | None:
        return excerpt(output, self._output) if output.strip() else None

    def _failure(self, index: int, case: Case) -> Failure:
        troubles = _troubles(case)
        attempts = _attempts(case)
        headline = one_line(troubles[0].headline if troubles else "", LONGEST_NAME)
        sorting = self._sortings.get(index)
        output, attachments = _output(case)
        return Failure(
            anchor=self._anchors.make("test", case.id),
            title=one_line(case.title, LONGEST_NAME) or phrase("unnamed test"),
            suite=one_line(case.suite, LONGEST_NAME),
            headline=headline,
            outcome=case.outcome.name,
            tone=OUTCOME_TONES[case.outcome.name],
            location=_location(case),
            duration_s=case.duration_s,
            also_skipped=isinstance(case.outcome, Failed | Errored) and case.outcome.also_skipped,
            words=tuple(
                self._words(t.type, t.message, t.detail, headline) for t in troubles[:_TROUBLES]
            ),
            words_left_out=max(0, len(troubles) - _TROUBLES),
            tries=tuple(self._try(attempt) for attempt in attempts[:_ATTEMPTS]),
            tries_left_out=max(0, len(attempts) - _ATTEMPTS),
            output=self._written(output),
            attachments=tuple(one_line(path, LONGEST_NAME) for path in attachments[:_ATTACHMENTS]),
            attachments_left_out=max(0, len(attachments) - _ATTACHMENTS),
            citation=self._sources.cite(case.artifact, case.place),
            label=_label(sorting),
            label_tone=SEVERITY_TONES[sorting.severity] if sorting else "none",
            finding=sorting.anchor if sorting else None,
            course=drawn(self._courses.get(case.id, "")),
        )


def _label(sorting: Sorting | None) -> str | None:
    label = FINDING_LABELS.get(sorting.id) if sorting else None
    return phrase(label) if label else None


def _location(case: Case) -> str | None:
    if not case.file:
        return None
    file = one_line(case.file, LONGEST_NAME)
    return file if case.line is None else f"{file}:{case.line}"


def _troubles(case: Case) -> tuple[Trouble, ...]:
    return case.outcome.troubles if isinstance(case.outcome, Failed | Errored) else ()


def _attempts(case: Case) -> tuple[Attempt, ...]:
    return () if isinstance(case.outcome, Skipped) else case.outcome.attempts


def _output(case: Case) -> tuple[str, tuple[str, ...]]:
    """Return what a red case wrote, and the attachments that it named."""
    if isinstance(case.outcome, Failed | Errored):
        return case.outcome.output, case.outcome.attachments
    return "", ()


def _within(bounds: range, size: int) -> int:
    return max(bounds.start, min(bounds.stop, size))


class _Tally:
    """What the cases of a suite come to, some after others."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.seconds = array("d")

    def add(self, cases: Sequence[Case]) -> None:
        """Add *cases*."""
        self.counts = Counts(*map(add, self.counts, count(cases)))
        self.seconds.extend(case.duration_s for case in cases if case.duration_s is not None)


def _suite(name: str, tally: _Tally) -> SuiteRow:
    return SuiteRow(
        name=one_line(name, LONGEST_NAME),
        counts=tally.counts,
        duration_s=total(tally.seconds) if tally.seconds else None,
        untimed=tally.counts.tests - len(tally.seconds),
        bar=proportions(tally.counts),
    )


def _notable(cases: Sequence[Case]) -> list[int]:
    """Return the numbers of those of *cases* that did not just pass: nearly all of them did."""
    others = compress(range(len(cases)), map(is_not, map(_OUTCOME, cases), repeat(PASSED)))
    return [
        number
        for number in others
        if not isinstance(outcome := cases[number].outcome, Passed) or outcome.attempts
    ]


def _worst_first(cases: Sequence[Case]) -> Iterator[Case]:
    """Return *cases*: failed, flaky, skipped, then passed."""
    ranks: tuple[list[Case], ...] = ([], [], [])
    numbers = _notable(cases)
    for number in numbers:
        case = cases[number]
        match case.outcome:
            case Failed() | Errored():
                ranks[0].append(case)
            case Passed():
                ranks[1].append(case)
            case Skipped():
                ranks[2].append(case)
            case _:
                assert_never(case.outcome)
    just_passed = bytearray(b"\1") * len(cases)
    for number in numbers:
        just_passed[number] = 0
    return chain(*ranks, compress(cases, just_passed))


def row_of(case: Case) -> Row:
    """Return the row of *case*."""
    match case.outcome:
        case Failed(troubles=troubles) | Errored(troubles=troubles):
            note = troubles[0].headline
        case Skipped(reason=reason):
            note = reason
        case Passed(attempts=attempts):
            note = phrase("passed after {number} failed", number=len(attempts)) if attempts else ""
        case _:
            assert_never(case.outcome)
    return Row(
        outcome="flaky" if case.is_flaky else case.outcome.name,
        title=one_line(case.title, LONGEST_NAME) or phrase("unnamed test"),
        suite=one_line(case.suite, LONGEST_NAME),
        duration_s=case.duration_s,
        note=one_line(note, _NOTE),
    )

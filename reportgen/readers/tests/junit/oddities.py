"""What reads oddly in a JUnit file: counted while it streams by, reported once at its end."""

from collections import Counter
from typing import Final

from reportgen.model.run import Problem, ProblemKind, Severity
from reportgen.model.text import one_line
from reportgen.model.units import plural
from reportgen.patterns import pattern
from reportgen.readers.results.outcomes import UNNAMED
from reportgen.readers.tests.junit.frames import SuiteFrame
from reportgen.wording import phrase, phrase_many

MOST: Final = 20
"""Problems reported of one file and kind; further ones are counted."""
_MOST_NAMES = 1000


class Oddities:
    """The oddities of one file."""

    def __init__(self) -> None:
        self.by_status = 0
        self.bad_times = 0
        self.ambiguous_times = 0
        self.dropped = 0
        self.lost_attempts = 0
        self.outside_attachments = 0
        self.dropped_attachments = 0
        self._unknown: Counter[str] = Counter()
        self._told: list[Problem] = []
        self._untold = 0
        self._mismatch: str | None = None
        self._mismatch_line = 0
        self._mismatches = 0

    def unknown_child(self, name: str) -> None:
        """Count a case with a child that no rule speaks of."""
        if name in self._unknown or len(self._unknown) < _MOST_NAMES:
            self._unknown[name] += 1

    def tell(self, kind: ProblemKind, severity: Severity, message: str, line: int) -> None:
        """Report something at once, unless too much has been reported already."""
        if len(self._told) >= MOST:
            self._untold += 1
            return
        place = f"line {line}"
        self._told.append(Problem(kind=kind, severity=severity, message=message, place=place))

    def end_suite(self, suite: SuiteFrame) -> None:
        """Report what went wrong outside any case: a crash must never look green."""
        for trouble in suite.troubles:
            message = phrase(
                'the suite "{suite}" reports an error outside any test: {what}'
                if trouble.kind == "error"
                else 'the suite "{suite}" reports a failure outside any test: {what}',
                suite=suite_name(suite),
                what=one_line(trouble.headline, 200),
            )
            self.tell("suite-error", "error", message, suite.line)

    def compare(self, suite: SuiteFrame) -> None:
        """Hold what *suite* declares against what it holds; the first difference is spelled out."""
        differs = _differences(suite)
        if not differs:
            return
        self._mismatches += 1
        if self._mismatch is None:
            name = phrase("the file")
            if suite.path:
                name = phrase('suite "{suite}"', suite=suite_name(suite))
            self._mismatch = f"{name} {phrase(' and ').join(differs)}"
            self._mismatch_line = suite.line

    def problems(self, *, truncated: bool, empty: bool) -> list[Problem]:
        """Return all that is to be reported of the file."""
        notes = [
            (
                self.by_status,
                phrase_many(
                    "{n:,} verdict taken from a status attribute",
                    "{n:,} verdicts taken from a status attribute",
                    self.by_status,
                ),
            ),
            (
                self.bad_times,
                phrase_many(
                    "{n:,} time not readable, so unknown",
                    "{n:,} times not readable, so unknown",
                    self.bad_times,
                ),
            ),
            (
                self.ambiguous_times,
                phrase_many(
                    "{n:,} time with a comma before three digits, read as thousands",
                    "{n:,} times with a comma before three digits, read as thousands",
                    self.ambiguous_times,
                ),
            ),
            (
                self.dropped,
                phrase_many(
                    "{n:,} result beyond the limit, counted only",
                    "{n:,} results beyond the limit, counted only",
                    self.dropped,
                ),
            ),
            (
                self.lost_attempts,
                phrase_many(
                    "{n:,} skipped case failed on an earlier attempt",
                    "{n:,} skipped cases failed on an earlier attempt",
                    self.lost_attempts,
                ),
            ),
            (
                self.outside_attachments,
                phrase_many(
                    "{n:,} attachment named outside the artifact's folder, left out",
                    "{n:,} attachments named outside the artifact's folder, left out",
                    self.outside_attachments,
                ),
            ),
            (
                self.dropped_attachments,
                phrase_many(
                    "{n:,} attachment beyond the limit, left out",
                    "{n:,} attachments beyond the limit, left out",
                    self.dropped_attachments,
                ),
            ),
            (
                self._untold,
                phrase_many(
                    "{n:,} more problem like the others",
                    "{n:,} more problems like the others",
                    self._untold,
                ),
            ),
        ]
        found = [*self._told, *self._unknown_children()]
        found += [_note(message) for number, message in notes if number]
        if empty and not self._told:
            found.append(_note(phrase("holds no test case")))
        # While a file is cut off its counts cannot agree; the break itself is what to report.
        if self._mismatch is not None and not truncated:
            more = self._mismatches - 1
            rest = (
                phrase(" (and {suites} like it)", suites=plural(more, "more suite")) if more else ""
            )
            found.append(
                Problem(
                    kind="count-mismatch",
                    severity="warning",
                    message=self._mismatch + rest,
                    place=f"line {self._mismatch_line}",
                )
            )
        return found

    def _unknown_children(self) -> list[Problem]:
        names = sorted(self._unknown.items())
        found = []
        for name, count in names[:MOST]:
            child = one_line(name, 60)
            message = phrase_many(
                "{n:,} test case with an unknown child <{child}>, ignored",
                "{n:,} test cases with an unknown child <{child}>, ignored",
                count,
                child=child,
            )
            found.append(_note(message))
        if len(names) > MOST:
            more = len(names) - MOST
            found.append(_note(phrase("{n:,} more kinds of unknown children, ignored", n=more)))
        return found


def suite_name(suite: SuiteFrame) -> str:
    """Return what messages call *suite*."""
    return one_line(suite.path, 120) or UNNAMED


def _note(message: str) -> Problem:
    return Problem(kind="note", severity="info", message=message)


_COUNT = pattern(r"\s*(\d{1,9})(?:\.0+)?\s*")


def _declared(suite: SuiteFrame, name: str) -> int | None:
    found = _COUNT.fullmatch(suite.declared.get(name, "").replace(",", ""))
    return int(found[1]) if found else None


def _differ(declared: str, held: int) -> str:
    return phrase("declares {declared}, holds {held:,}", declared=declared, held=held)


def _differences(suite: SuiteFrame) -> list[str]:
    """
    Return where the declared counts differ.

    Skipped cases are not compared: some tools leave them out of their counts, others do not.
    """
    differs = []
    tests = _declared(suite, "tests")
    failures, errors = _declared(suite, "failures"), _declared(suite, "errors")
    if tests is not None and tests != suite.tests:
        differs.append(_differ(plural(tests, "test"), suite.tests))
    if failures is not None and errors is not None:
        # Tools draw the line between the two differently: only their sum is comparable.
        red = suite.failed + suite.errored
        if failures + errors != red:
            nouns = plural(failures + errors, "failure and error", "failures and errors")
            differs.append(_differ(nouns, red))
    elif failures is not None and failures != suite.failed:
        differs.append(_differ(plural(failures, "failure"), suite.failed))
    elif errors is not None and errors != suite.errored:
        differs.append(_differ(plural(errors, "error"), suite.errored))
    return differs

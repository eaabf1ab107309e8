"""Test cases beside a baseline → findings, counts and claims."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import compress, repeat
from operator import attrgetter, is_not
from typing import Final

from reportgen.analysis.tests.changes import Match, changes_since, renames_in
from reportgen.analysis.tests.claims import TestsOpinion, claims_of, files_of
from reportgen.analysis.tests.failures import Judge
from reportgen.analysis.tests.outages import Outages
from reportgen.config import Settings
from reportgen.model.baseline import Baseline, worst
from reportgen.model.past import Past
from reportgen.model.report import Citations, Finding
from reportgen.model.tests import PASSED, Case, Errored, Failed, OutcomeName, Passed, count
from reportgen.model.units import plural
from reportgen.wording import phrase

_NO_PAST: Final = Past()


def judge(
    cases: Sequence[Case],
    baseline: Baseline | None,
    outages: Outages,
    at: datetime,
    settings: Settings,
    cite: Citations,
    match: Match = lambda new, missing: {},  # noqa: ARG005 - nothing is renamed
    past: Past = _NO_PAST,
) -> TestsOpinion:
    """
    Return what *cases* come to beside *baseline*.

    *match* finds the tests that were only renamed, *past* knows which tests are flaky.
    """
    outcomes: dict[str, OutcomeName] = {}
    first: dict[str, int] = {}
    renamed: Mapping[str, str] = {}
    if baseline is not None:
        for index, case in enumerate(cases):
            test = case.id
            seen = outcomes.get(test)
            outcomes[test] = case.outcome.name if seen is None else worst(seen, case.outcome.name)
            first.setdefault(test, index)
        renamed = renames_in(cases, outcomes, first, baseline, match)
    judging = Judge(baseline, renamed, outages, at, settings, cite, past)
    findings = list(_told(cases, judging, past))
    by_id = Counter(finding.id for finding in findings)
    counts = count(cases)
    missing = 0
    if baseline is not None:
        changes = list(changes_since(cases, outcomes, first, baseline, renamed, cite))
        missing = sum(change.id == "missing-test" for change in changes)
        findings.extend(changes)
    if not cases:
        findings.append(
            Finding(
                id="no-tests",
                severity="error",
                subject="tests",
                reason=phrase("no test result was read"),
            )
        )
    elif not counts.ran:
        findings.append(
            Finding(
                id="no-tests",
                severity="error",
                subject="tests",
                reason=phrase(
                    "no test ran: {skipped:,} of {tests} skipped",
                    skipped=counts.skipped,
                    tests=plural(counts.tests, "test"),
                ),
                evidence=files_of(cases, cite),
            )
        )
    opinion = TestsOpinion(
        counts, tuple(findings), (), by_id["new-failure"], by_id["still-failing"],
        by_id["known-issue"], by_id["infrastructure-failure"], missing,
        sum(each.id == "flaky" and _is_red(each, cases) for each in findings),
    )  # fmt: skip
    return opinion._replace(claims=tuple(claims_of(cases, opinion, baseline, cite)))


def _is_red(finding: Finding, cases: Sequence[Case]) -> bool:
    return finding.case is not None and cases[finding.case].is_red


def _told(cases: Sequence[Case], judging: Judge, past: Past) -> Iterator[Finding]:
    """Yield what is to be said of each case: nothing of nearly all of them."""
    looked_at: Iterable[int] = range(len(cases))
    if not past.contradicted:  # then those that passed need no look, and are nearly all
        outcomes = map(attrgetter("outcome"), cases)
        looked_at = compress(looked_at, map(is_not, outcomes, repeat(PASSED)))
    for index in looked_at:
        case = cases[index]
        outcome = case.outcome
        if outcome is PASSED:
            if case.id in past.contradicted:
                yield judging.contradicted(index, case)
        elif isinstance(outcome, Failed | Errored):
            yield judging.finding(index, case, outcome)
        elif isinstance(outcome, Passed) and outcome.attempts:
            yield judging.flaky(index, case, outcome)

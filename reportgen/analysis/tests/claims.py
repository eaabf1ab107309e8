"""What the test cases come to, in sentences with evidence."""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from reportgen.model.baseline import Baseline
from reportgen.model.report import Citations, Claim, Evidence, Finding
from reportgen.model.tests import Case, Counts
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.wording import phrase

MOST_EVIDENCE = 20


class TestsOpinion(NamedTuple):
    """What the test cases come to."""

    counts: Counts
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    new: int
    still: int
    known: int
    infrastructure: int
    missing: int
    """Tests of the baseline that did not run now."""
    flaky: int = 0
    """Failures of tests that the recorded runs show to waver."""


def claims_of(
    cases: Sequence[Case], opinion: TestsOpinion, baseline: Baseline | None, cite: Citations
) -> Iterator[Claim]:
    """Yield what can be said of *cases* as a whole, each with what shows it."""
    counts = opinion.counts
    evidence = files_of(cases, cite)
    if not counts.ran:
        yield Claim(
            id="tests-passed", state="unproven", text=phrase("no test ran"), evidence=evidence
        )
        return
    skipped = (
        phrase("; {tests} skipped", tests=plural(counts.skipped, "test")) if counts.skipped else ""
    )
    yield Claim(
        id="tests-passed",
        state="holds" if counts.passed == counts.ran else "fails",
        text=phrase(
            "{passed:,} of {tests} that ran passed{skipped}",
            passed=counts.passed,
            tests=plural(counts.ran, "test"),
            skipped=skipped,
        ),
        evidence=evidence,
    )
    if opinion.new:
        since = (
            phrase(" since {label}", label=quote(baseline.label))
            if baseline and baseline.tests
            else phrase("; there is nothing to compare with, so each counts as new")
        )
        text = f"{plural(opinion.new, 'new failure')}{since}"
        yield Claim(id="no-new-failure", state="fails", text=text, evidence=evidence)
    else:
        yield Claim(
            id="no-new-failure",
            state="holds" if counts.passed else "unproven",
            text=_no_failure(counts),
            evidence=evidence,
        )
    if opinion.infrastructure:
        yield Claim(
            id="infrastructure-failures",
            state="unproven",
            text=phrase(
                "{failures} explained by an outage: these tests could not judge the change",
                failures=plural(opinion.infrastructure, "failure"),
            ),
            evidence=tuple(
                dict.fromkeys(
                    proof
                    for finding in opinion.findings
                    if finding.id == "infrastructure-failure"
                    for proof in finding.evidence
                )
            )[:MOST_EVIDENCE],
        )
    if baseline is not None:
        same = phrase("; its result files are these very ones") if baseline.same_evidence else ""
        yield Claim(
            id="compared",
            state="holds" if baseline.tests and not same else "unproven",
            text=phrase(
                "compared with {label}, which had {tests}{same}",
                label=quote(baseline.label),
                tests=plural(len(baseline.tests), "test"),
                same=same,
            ),
            evidence=evidence,
        )


def _no_failure(counts: Counts) -> str:
    if counts.red:
        return phrase("no failure is new")
    return (
        phrase("no test failed in its last attempt") if counts.flaky else phrase("no test failed")
    )


def files_of(cases: Sequence[Case], cite: Citations) -> tuple[Evidence, ...]:
    """Return the files that hold *cases*, with how many each holds."""
    held = Counter(map(attrgetter("artifact"), cases))
    return tuple(
        cite.at(path, plural(number, "test case"))
        for path, number in list(held.items())[:MOST_EVIDENCE]
    )

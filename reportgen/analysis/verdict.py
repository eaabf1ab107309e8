"""The three axes and the decision that follows from them."""

from collections.abc import Sequence
from typing import NamedTuple

from reportgen.model.report import (
    Change,
    Claim,
    Decision,
    Environment,
    EvidenceState,
    Finding,
    Verdict,
)
from reportgen.model.tests import Counts
from reportgen.model.text import quote
from reportgen.model.units import listing, plural
from reportgen.wording import marked, phrase

_CHANGE_WORDS: dict[Change, str] = {
    "validated": marked("change validated"),
    "regressed": marked("change regressed"),
    "unproven": marked("change unproven"),
}
_ENVIRONMENT_WORDS: dict[Environment, str] = {
    "ready": marked("environment ready"),
    "degraded": marked("environment degraded"),
    "blocked": marked("deployment blocked"),
    "unknown": marked("environment unknown"),
}


class TestFacts(NamedTuple):
    """What the verdict needs to know of the tests."""

    counts: Counts
    new: int
    known: int
    still: int
    infrastructure: int
    flaky: int
    compared: bool


def change_of(
    tests: TestFacts, doubts: Sequence[str], unexplained_steps: Sequence[str]
) -> tuple[Change, str]:
    """Return whether the change is validated, regressed or unproven, and why."""
    counts = tests.counts
    passed = phrase(
        "{passed:,} of {tests} that ran passed",
        passed=counts.passed,
        tests=plural(counts.ran, "test"),
    )
    if tests.new:
        since = "" if tests.compared else phrase(" (nothing to compare with: each counts as new)")
        return "regressed", f"{plural(tests.new, 'new failure')}{since}; {passed}"
    if not counts.tests:
        return "unproven", phrase("no test result was read")
    if not counts.ran:
        return "unproven", phrase(
            "{skipped:,} of {tests} skipped, none ran",
            skipped=counts.skipped,
            tests=plural(counts.tests, "test"),
        )
    if doubts:
        return doubted("validated", passed, doubts)
    if tests.infrastructure:
        return (
            "unproven",
            (
                phrase(
                    "{tests} failed because of an outage and could not judge; {passed}",
                    tests=plural(tests.infrastructure, "test"),
                    passed=passed,
                )
            ),
        )
    if unexplained_steps:
        names = listing([quote(name) for name in unexplained_steps], 3)
        return (
            "unproven",
            phrase(
                "{passed}, but {names} failed and nothing shows that the change is not to blame",
                passed=passed,
                names=names,
            ),
        )
    if not counts.passed:
        return "unproven", phrase(
            "no test passed; {failures} known, flaky or old", failures=plural(counts.red, "failure")
        )
    excused = [
        text
        for number, text in (
            (tests.known, phrase("{known:,} failed as known", known=tests.known)),
            (tests.still, phrase("{still:,} failed before", still=tests.still)),
            (tests.flaky, phrase("{flaky:,} failed as flaky tests do", flaky=tests.flaky)),
            (counts.flaky, phrase("{flaky:,} flaky", flaky=counts.flaky)),
            (counts.skipped, phrase("{skipped:,} skipped", skipped=counts.skipped)),
        )
        if number
    ]
    return "validated", passed + (f"; {', '.join(excused)}" if excused else "")


def doubted(change: Change, because: str, doubts: Sequence[str]) -> tuple[Change, str]:
    """Return *change* and why, where *doubts* came up after it was judged."""
    if change != "validated" or not doubts:
        return change, because
    more = phrase(" (and {number} more)", number=len(doubts) - 1) if len(doubts) > 1 else ""
    return "unproven", phrase(
        "{because}, but {doubt}{more}", because=because, doubt=doubts[0], more=more
    )


def environment_of(
    health: Environment, because: str, blocking_steps: Sequence[str]
) -> tuple[Environment, str]:
    """Return the state of the environment: what health says, and what stopped steps."""
    if not blocking_steps:
        return health, because
    names = listing([quote(name) for name in blocking_steps], 3)
    steps = phrase("{names} failed for an infrastructure reason", names=names)
    return "blocked", f"{because}; {steps}" if health == "blocked" else steps


def decision_of(change: Change, environment: Environment) -> Decision:
    """Return what to do now."""
    if change == "regressed":
        return "fix"
    if change == "unproven":
        return "investigate"
    return "approve-hold-deployment" if environment == "blocked" else "approve"


def headline_of(change: Change, environment: Environment) -> str:
    """Return the run on two axes in a few words."""
    return f"{phrase(_CHANGE_WORDS[change])}, {phrase(_ENVIRONMENT_WORDS[environment])}"


def advice_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the next steps, the first fault's first, each once."""
    return tuple(
        dict.fromkeys(
            finding.advice
            for severity in ("error", "warning")
            for finding in findings
            if finding.severity == severity and finding.advice
        )
    )


def unjudged_of(
    *,
    compared: bool,
    has_base: bool,
    has_health: bool,
    has_memory: bool,
    has_steps: bool,
    evidence: EvidenceState,
    left_out: int,
    speed_is_judged: bool,
) -> tuple[str, ...]:
    """Return what the verdict says nothing about; *left_out* collected tests did not run."""
    left = []
    if not compared:
        lacks = (
            phrase("no test result in the base")
            if has_base
            else phrase("no earlier run to compare with")
        )
        left.append(_regressions(lacks))
    if not has_health:
        left.append(phrase("services (no health artifact)"))
    if not has_memory:
        left.append(phrase("memory (no memory log)"))
    if not has_steps:
        left.append(phrase("CI steps (no step outcomes)"))
    if left_out:
        left.append(plural(left_out, "collected test"))
    if evidence == "missing":
        left.append(phrase("tests (no result)"))
    if not speed_is_judged:
        left.append(phrase("performance (times are recorded, not judged)"))
    return tuple(left)


def _regressions(why: str) -> str:
    return phrase("regressions ({why})", why=why)


def uncompared(verdict: Verdict, why: str) -> Verdict:
    """Return *verdict*, reached beside no earlier run, so that it says *why* there was none."""
    claim = Claim(
        id="compared", state="unproven", text=phrase("compared with no earlier run: {why}", why=why)
    )
    others = [
        each
        for each in verdict.unjudged
        if not each.startswith(_regressions("\0").partition("\0")[0])
    ]
    return verdict.model_copy(
        update={
            "claims": (*verdict.claims, claim),
            "unjudged": (_regressions(why), *others),
        }
    )

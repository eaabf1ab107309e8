"""The rules over new failures, the three axes of the verdict, and how many tests ran."""

from collections.abc import Iterator
from typing import Final

from reportgen.analysis.policy.grounds import Grounds, shown_by
from reportgen.config.settings import GatePolicy
from reportgen.model.report import Change, EvidenceState, Rule
from reportgen.wording import phrase

_RANK: Final[dict[EvidenceState, int]] = {"missing": 0, "partial": 1, "complete": 2}


def rules(grounds: Grounds) -> Iterator[Rule]:
    """Yield the rules that every run is held against."""
    yield _new_failures(grounds)
    yield _proof(grounds)
    yield _evidence(grounds)
    yield _environment(grounds)
    yield _tests(grounds)


def _new_failures(grounds: Grounds) -> Rule:
    name, new, allowed = "max-new-failures", grounds.new_failures, grounds.policy.max_new_failures
    if not grounds.counts.ran:
        return grounds.unjudged(name, phrase("no test ran"), grounds.results())
    return grounds.judged(
        name,
        phrase("{new:,} new, {allowed:,} allowed", new=new, allowed=allowed),
        {"new": new, "allowed": allowed, "ran": grounds.counts.ran},
        shown_by(grounds.of("new-failure")) if new else grounds.results(),
        passed=new <= allowed,
    )


def _proof(grounds: Grounds) -> Rule:
    unproven = grounds.change == "unproven"
    reason, passed = proof(grounds.change, grounds.policy)
    doubts = grounds.of("no-tests", "contradiction", "truncated-artifact", "unreadable-artifact")
    return grounds.judged(
        "allow-unproven",
        reason,
        {},
        (shown_by(doubts) if unproven else ()) or grounds.results(),
        passed=passed,
    )


def proof(change: Change, policy: GatePolicy) -> tuple[str, bool]:
    """Return what to say of a *change* by the rule ``allow-unproven``, and whether it passes."""
    if change != "unproven":
        return phrase("the change is {change}", change=phrase(change)), True
    allowed = policy.allow_unproven
    return phrase("nothing proves the change") + (
        phrase(", and that is allowed") if allowed else ""
    ), allowed


def _evidence(grounds: Grounds) -> Rule:
    reason, passed = enough(grounds.evidence, grounds.policy)
    lacks = grounds.of(
        "no-tests", "missing-test", "contradiction", "count-mismatch", "truncated-artifact",
        "unreadable-artifact",
    )  # fmt: skip
    return grounds.judged(
        "require-evidence",
        reason,
        {},
        (shown_by(lacks) if grounds.evidence != "complete" else ()) or grounds.results(),
        passed=passed,
    )


def enough(evidence: EvidenceState, policy: GatePolicy) -> tuple[str, bool]:
    """Return what to say of *evidence* by the rule ``require-evidence``, and whether it passes."""
    required = policy.require_evidence
    return phrase(
        "it is {evidence}, {required} is required", evidence=evidence, required=required
    ), _RANK[evidence] >= _RANK[required]


def _environment(grounds: Grounds) -> Rule:
    allowed = ", ".join(grounds.policy.allow_environment) or phrase("none")
    troubles = grounds.of("service-down", "service-degraded", "service-stale", "service-missing")
    blocking = grounds.of("step-failed") if grounds.environment == "blocked" else []
    checked = {service.artifact: "" for service in grounds.run.services}
    return grounds.judged(
        "allow-environment",
        phrase(
            "it is {environment}, allowed are {allowed}",
            environment=grounds.environment,
            allowed=allowed,
        ),
        {},
        shown_by([*troubles, *blocking]) or [grounds.cite.at(path) for path in checked],
        passed=grounds.environment in grounds.policy.allow_environment,
    )


def _tests(grounds: Grounds) -> Rule:
    ran, required = grounds.counts.ran, grounds.policy.min_tests
    return grounds.judged(
        "min-tests",
        phrase("{ran:,} ran, {required:,} required", ran=ran, required=required),
        {"ran": ran, "required": required},
        grounds.results(),
        passed=ran >= required,
    )

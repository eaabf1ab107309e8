"""The gate: the user's rules, and nothing else, decide whether the run may pass."""

from collections.abc import Iterator

from reportgen.config.settings import GatePolicy
from reportgen.model.report import Change, Environment, EvidenceState, Gate
from reportgen.model.tests import Counts

_EVIDENCE_RANK: dict[EvidenceState, int] = {"missing": 0, "partial": 1, "complete": 2}


def judge(
    policy: GatePolicy,
    change: Change,
    environment: Environment,
    evidence: EvidenceState,
    new_failures: int,
    counts: Counts,
) -> Gate:
    """Return whether *policy* lets the run pass, with every rule that does not."""
    failed = tuple(_failed(policy, change, environment, evidence, new_failures, counts))
    return Gate(status="failed" if failed else "passed", failed_rules=failed)


def _failed(
    policy: GatePolicy,
    change: Change,
    environment: Environment,
    evidence: EvidenceState,
    new_failures: int,
    counts: Counts,
) -> Iterator[str]:
    if new_failures > policy.max_new_failures:
        yield f"max-new-failures: {new_failures:,} new, {policy.max_new_failures:,} allowed"
    if change == "unproven" and not policy.allow_unproven:
        yield "allow-unproven: nothing proves the change"
    if _EVIDENCE_RANK[evidence] < _EVIDENCE_RANK[policy.require_evidence]:
        yield f"require-evidence: it is {evidence}, {policy.require_evidence} is required"
    if environment not in policy.allow_environment:
        allowed = ", ".join(policy.allow_environment) or "none"
        yield f"allow-environment: it is {environment}, allowed are {allowed}"
    if counts.ran < policy.min_tests:
        yield f"min-tests: {counts.ran:,} ran, {policy.min_tests:,} required"

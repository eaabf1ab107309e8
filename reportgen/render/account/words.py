"""What the closed unions of the model are called on a page, and in which tone they are shown."""

from typing import Final, Literal, TypeAlias

from reportgen.model.health import ServiceStatus
from reportgen.model.memory import MemoryVerdict, SeriesKind
from reportgen.model.report import (
    Change,
    ClaimState,
    Decision,
    Environment,
    EvidenceState,
    FindingId,
)
from reportgen.model.run import ArtifactStatus, Severity
from reportgen.model.steps import StepStatus
from reportgen.model.tests import OutcomeName

Tone: TypeAlias = Literal["good", "warn", "bad", "none"]
"""Each tone has a colour and an icon; the word beside them says it too."""

CHANGE_TONES: Final[dict[Change, Tone]] = {
    "validated": "good",
    "regressed": "bad",
    "unproven": "warn",
}
ENVIRONMENT_TONES: Final[dict[Environment, Tone]] = {
    "ready": "good",
    "degraded": "warn",
    "blocked": "bad",
    "unknown": "none",
}
EVIDENCE_TONES: Final[dict[EvidenceState, Tone]] = {
    "complete": "good",
    "partial": "warn",
    "missing": "bad",
}
DECISION_TONES: Final[dict[Decision, Tone]] = {
    "fix": "bad",
    "investigate": "warn",
    "approve-hold-deployment": "warn",
    "approve": "good",
}
DECISIONS: Final[dict[Decision, str]] = {
    "fix": "Fix the change",
    "investigate": "Investigate",
    "approve-hold-deployment": "Approve the change, hold the deployment",
    "approve": "Approve the change",
}
OUTCOME_TONES: Final[dict[OutcomeName, Tone]] = {
    "passed": "good",
    "failed": "bad",
    "errored": "bad",
    "skipped": "none",
}
SERVICE_TONES: Final[dict[ServiceStatus, Tone]] = {
    "up": "good",
    "degraded": "warn",
    "down": "bad",
    "unknown": "none",
}
STEP_TONES: Final[dict[StepStatus, Tone]] = {
    "passed": "good",
    "failed": "bad",
    "skipped": "none",
    "cancelled": "warn",
    "running": "none",
    "unknown": "none",
}
MEMORY_TONES: Final[dict[MemoryVerdict, Tone]] = {
    "stable": "good",
    "growing": "warn",
    "step": "warn",
    "sawtooth": "good",
    "too-short": "none",
}
MEMORY_VERDICTS: Final[dict[MemoryVerdict, str]] = {
    "stable": "stable",
    "growing": "growing",
    "step": "stepped up",
    "sawtooth": "sawtooth, comes back down",
    "too-short": "too short to judge",
}
SERIES_KINDS: Final[dict[SeriesKind, str]] = {
    "rss": "resident set",
    "vms": "virtual memory",
    "uss": "unique set",
    "pss": "proportional set",
    "heap": "heap",
    "heap_before_gc": "heap before collection",
    "heap_after_gc": "heap after collection",
    "heap_committed": "heap committed",
    "container": "container",
    "cgroup": "control group",
    "system_used": "system, used",
    "system_free": "system, free",
    "system_available": "system, available",
    "system_cache": "system, cache",
    "swap_used": "swap, used",
    "traced": "traced allocations",
    "metric": "metric",
    "external": "external",
}
ARTIFACT_TONES: Final[dict[ArtifactStatus, Tone]] = {
    "read": "good",
    "partial": "warn",
    "rejected": "bad",
    "ignored": "none",
}
CLAIM_TONES: Final[dict[ClaimState, Tone]] = {"holds": "good", "fails": "bad", "unproven": "warn"}
SEVERITY_TONES: Final[dict[Severity, Tone]] = {"error": "bad", "warning": "warn", "info": "none"}

FINDING_TITLES: Final[dict[FindingId, str]] = {
    "new-failure": "New failures",
    "still-failing": "Still failing",
    "fixed": "Fixed",
    "flaky": "Flaky",
    "known-issue": "Known issues",
    "infrastructure-failure": "Failed because of the infrastructure",
    "new-test": "New tests",
    "missing-test": "Tests that did not run",
    "newly-skipped": "Newly skipped",
    "slower-test": "Slower tests",
    "no-tests": "No tests",
    "service-down": "Services down",
    "service-degraded": "Services degraded",
    "service-stale": "Stale health data",
    "service-missing": "Services without a check",
    "memory-growth": "Memory grows",
    "memory-step": "Memory stepped up",
    "memory-limit": "Memory near or over its limit",
    "out-of-memory": "Out of memory",
    "step-failed": "Failed steps",
    "step-slower": "Slower steps",
    "contradiction": "Contradictions",
    "unreadable-artifact": "Unreadable artifacts",
    "truncated-artifact": "Truncated artifacts",
    "count-mismatch": "Counts that do not add up",
    "duplicate-artifact": "Duplicate artifacts",
    "plugin": "Found by plugins",
    "plugin-failed": "Failed plugins",
}
FINDING_LABELS: Final[dict[FindingId, str]] = {
    "new-failure": "new failure",
    "still-failing": "still failing",
    "flaky": "flaky",
    "known-issue": "known issue",
    "infrastructure-failure": "infrastructure",
}
"""What a failing test is called for the finding that sorts it."""

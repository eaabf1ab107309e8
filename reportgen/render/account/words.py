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
from reportgen.wording import marked

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
    "fix": marked("Fix the change"),
    "investigate": marked("Investigate"),
    "approve-hold-deployment": marked("Approve the change, hold the deployment"),
    "approve": marked("Approve the change"),
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
    "stable": marked("stable"),
    "growing": marked("growing"),
    "step": marked("stepped up"),
    "sawtooth": marked("sawtooth, comes back down"),
    "too-short": marked("too short to judge"),
}
SERIES_KINDS: Final[dict[SeriesKind, str]] = {
    "rss": marked("resident set"),
    "vms": marked("virtual memory"),
    "uss": marked("unique set"),
    "pss": marked("proportional set"),
    "heap": marked("heap"),
    "heap_before_gc": marked("heap before collection"),
    "heap_after_gc": marked("heap after collection"),
    "heap_committed": marked("heap committed"),
    "container": marked("container"),
    "cgroup": marked("control group"),
    "system_used": marked("system, used"),
    "system_free": marked("system, free"),
    "system_available": marked("system, available"),
    "system_cache": marked("system, cache"),
    "swap_used": marked("swap, used"),
    "traced": marked("traced allocations"),
    "metric": marked("metric"),
    "external": marked("external"),
}
ARTIFACT_TONES: Final[dict[ArtifactStatus, Tone]] = {
    "read": "good",
    "partial": "warn",
    "rejected": "bad",
    "ignored": "none",
}
CLAIM_TONES: Final[dict[ClaimState, Tone]] = {"holds": "good", "fails": "bad", "unproven": "warn"}
SEVERITY_TONES: Final[dict[Severity, Tone]] = {"error": "bad", "warning": "warn", "info": "none"}

VALUES: Final = (
    *(marked("other"), marked("test"), marked("build"), marked("deploy")),
    *(marked("passed"), marked("failed"), marked("errored"), marked("skipped"), marked("flaky")),
    *(marked("cancelled"), marked("running"), marked("unknown")),
    *(marked("read"), marked("partial"), marked("rejected"), marked("ignored")),
    *(marked("info"), marked("warning"), marked("error")),
    *(marked("stable"), marked("growing"), marked("step"), marked("sawtooth")),
    *(marked("too-short"), marked("dependency"), marked("configuration"), marked("tests")),
    *(marked("infrastructure"), marked("unjudged")),
)
"""Values of enumerations that pages show as they are, so that they can be said otherwise there."""
FINDING_TITLES: Final[dict[FindingId, str]] = {
    "new-failure": marked("New failures"),
    "still-failing": marked("Still failing"),
    "fixed": marked("Fixed"),
    "flaky": marked("Flaky"),
    "known-issue": marked("Known issues"),
    "infrastructure-failure": marked("Failed because of the infrastructure"),
    "new-test": marked("New tests"),
    "missing-test": marked("Tests that did not run"),
    "newly-skipped": marked("Newly skipped"),
    "slower-test": marked("Slower tests"),
    "no-tests": marked("No tests"),
    "service-down": marked("Services down"),
    "service-degraded": marked("Services degraded"),
    "service-stale": marked("Stale health data"),
    "service-missing": marked("Services without a check"),
    "memory-growth": marked("Memory grows"),
    "memory-step": marked("Memory stepped up"),
    "memory-limit": marked("Memory near or over its limit"),
    "out-of-memory": marked("Out of memory"),
    "step-failed": marked("Failed steps"),
    "step-slower": marked("Slower steps"),
    "contradiction": marked("Contradictions"),
    "unreadable-artifact": marked("Unreadable artifacts"),
    "truncated-artifact": marked("Truncated artifacts"),
    "count-mismatch": marked("Counts that do not add up"),
    "duplicate-artifact": marked("Duplicate artifacts"),
    "plugin": marked("Found by plugins"),
    "plugin-failed": marked("Failed plugins"),
}
FINDING_LABELS: Final[dict[FindingId, str]] = {
    "new-failure": marked("new failure"),
    "still-failing": marked("still failing"),
    "flaky": marked("flaky"),
    "known-issue": marked("known issue"),
    "infrastructure-failure": marked("infrastructure"),
}
"""What a failing test is called for the finding that sorts it."""

"""One icon and one word for every state. Defined here and nowhere else."""

from types import MappingProxyType
from typing import Final, NamedTuple

from reportgen.model.health import ServiceStatus
from reportgen.model.memory import MemoryVerdict
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
from reportgen.render.markdown.escaping import Md


class State(NamedTuple):
    """How a state looks: the icon never stands without the word."""

    icon: Md
    word: str

    @property
    def shown(self) -> Md:
        """Icon and word."""
        return Md(f"{self.icon} {self.word}")


_GOOD = Md("✅")
_BAD = Md("❌")
_WARN = Md("⚠️")
_UNKNOWN = Md("❓")
_PART = Md("◐")
_NONE = Md("○")
_INFO = Md("ℹ️")
_NOT_RUN = Md("⏭️")

CHANGE: Final[MappingProxyType[Change, State]] = MappingProxyType(
    {
        "validated": State(_GOOD, "validated"),
        "regressed": State(_BAD, "regressed"),
        "unproven": State(_UNKNOWN, "unproven"),
    }
)
ENVIRONMENT: Final[MappingProxyType[Environment, State]] = MappingProxyType(
    {
        "ready": State(_GOOD, "ready"),
        "degraded": State(_WARN, "degraded"),
        "blocked": State(_BAD, "blocked"),
        "unknown": State(_UNKNOWN, "unknown"),
    }
)
EVIDENCE: Final[MappingProxyType[EvidenceState, State]] = MappingProxyType(
    {
        "complete": State(_GOOD, "complete"),
        "partial": State(_PART, "partial"),
        "missing": State(_NONE, "missing"),
    }
)
DECISION: Final[MappingProxyType[Decision, State]] = MappingProxyType(
    {
        "fix": State(_BAD, "fix the change"),
        "investigate": State(_UNKNOWN, "investigate"),
        "approve-hold-deployment": State(_WARN, "approve the change, hold the deployment"),
        "approve": State(_GOOD, "approve the change"),
    }
)
SEVERITY: Final[MappingProxyType[Severity, State]] = MappingProxyType(
    {
        "error": State(_BAD, "error"),
        "warning": State(_WARN, "warning"),
        "info": State(_INFO, "note"),
    }
)
SERVICE: Final[MappingProxyType[ServiceStatus, State]] = MappingProxyType(
    {
        "down": State(_BAD, "down"),
        "degraded": State(_WARN, "degraded"),
        "unknown": State(_UNKNOWN, "unknown"),
        "up": State(_GOOD, "up"),
    }
)
"""Worst first."""
STEP: Final[MappingProxyType[StepStatus, State]] = MappingProxyType(
    {
        "failed": State(_BAD, "failed"),
        "cancelled": State(_NOT_RUN, "cancelled"),
        "running": State(_UNKNOWN, "still running"),
        "unknown": State(_UNKNOWN, "unknown"),
        "skipped": State(_NOT_RUN, "did not run"),
        "passed": State(_GOOD, "passed"),
    }
)
"""Worst first."""
CLAIM: Final[MappingProxyType[ClaimState, State]] = MappingProxyType(
    {
        "holds": State(_GOOD, "holds"),
        "fails": State(_BAD, "fails"),
        "unproven": State(_UNKNOWN, "unproven"),
    }
)
MEMORY: Final[MappingProxyType[MemoryVerdict, State]] = MappingProxyType(
    {
        "growing": State(_WARN, "growing"),
        "step": State(_WARN, "step"),
        "sawtooth": State(_GOOD, "sawtooth"),
        "stable": State(_GOOD, "stable"),
        "too-short": State(_UNKNOWN, "too short to judge"),
    }
)
"""What needs a look first."""
ARTIFACT: Final[MappingProxyType[ArtifactStatus, State]] = MappingProxyType(
    {
        "rejected": State(_BAD, "unreadable"),
        "partial": State(_PART, "read in part"),
        "read": State(_GOOD, "read"),
        "ignored": State(_NONE, "ignored"),
    }
)
"""Worst first."""
GATE: Final = MappingProxyType(
    {"passed": State(_GOOD, "passed"), "failed": State(_BAD, "failed")},
)

FINDING: Final[MappingProxyType[FindingId, tuple[str, str]]] = MappingProxyType(
    {
        "new-failure": ("new failure", "new failures"),
        "still-failing": ("still failing", "still failing"),
        "fixed": ("fixed", "fixed"),
        "flaky": ("flaky", "flaky"),
        "known-issue": ("known issue", "known issues"),
        "infrastructure-failure": ("infrastructure failure", "infrastructure failures"),
        "new-test": ("new test", "new tests"),
        "missing-test": ("missing test", "missing tests"),
        "newly-skipped": ("newly skipped", "newly skipped"),
        "slower-test": ("slower test", "slower tests"),
        "no-tests": ("no tests", "no tests"),
        "service-down": ("service down", "services down"),
        "service-degraded": ("service degraded", "services degraded"),
        "service-stale": ("stale health check", "stale health checks"),
        "service-missing": ("service missing", "services missing"),
        "memory-growth": ("growing memory series", "growing memory series"),
        "memory-step": ("memory step", "memory steps"),
        "memory-limit": ("memory limit", "memory limits"),
        "out-of-memory": ("out of memory", "out of memory"),
        "step-failed": ("failed step", "failed steps"),
        "step-slower": ("slower step", "slower steps"),
        "contradiction": ("contradiction", "contradictions"),
        "unreadable-artifact": ("unreadable artifact", "unreadable artifacts"),
        "truncated-artifact": ("truncated artifact", "truncated artifacts"),
        "count-mismatch": ("count mismatch", "count mismatches"),
        "duplicate-artifact": ("duplicate artifact", "duplicate artifacts"),
        "plugin": ("finding of a plugin", "findings of plugins"),
        "plugin-failed": ("failed plugin", "failed plugins"),
    }
)
"""What one finding, and what several are called."""

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
from reportgen.wording import marked, phrase


class State(NamedTuple):
    """How a state looks: the icon never stands without the word."""

    icon: Md
    word: str

    @property
    def shown(self) -> Md:
        """Icon and word."""
        return Md(f"{self.icon} {phrase(self.word)}")


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
        "validated": State(_GOOD, marked("validated")),
        "regressed": State(_BAD, marked("regressed")),
        "unproven": State(_UNKNOWN, marked("unproven")),
    }
)
ENVIRONMENT: Final[MappingProxyType[Environment, State]] = MappingProxyType(
    {
        "ready": State(_GOOD, marked("ready")),
        "degraded": State(_WARN, marked("degraded")),
        "blocked": State(_BAD, marked("blocked")),
        "unknown": State(_UNKNOWN, marked("unknown")),
    }
)
EVIDENCE: Final[MappingProxyType[EvidenceState, State]] = MappingProxyType(
    {
        "complete": State(_GOOD, marked("complete")),
        "partial": State(_PART, marked("partial")),
        "missing": State(_NONE, marked("missing")),
    }
)
DECISION: Final[MappingProxyType[Decision, State]] = MappingProxyType(
    {
        "fix": State(_BAD, marked("fix the change")),
        "investigate": State(_UNKNOWN, marked("investigate")),
        "approve-hold-deployment": State(_WARN, marked("approve the change, hold the deployment")),
        "approve": State(_GOOD, marked("approve the change")),
    }
)
SEVERITY: Final[MappingProxyType[Severity, State]] = MappingProxyType(
    {
        "error": State(_BAD, marked("error")),
        "warning": State(_WARN, marked("warning")),
        "info": State(_INFO, marked("note")),
    }
)
SERVICE: Final[MappingProxyType[ServiceStatus, State]] = MappingProxyType(
    {
        "down": State(_BAD, marked("down")),
        "degraded": State(_WARN, marked("degraded")),
        "unknown": State(_UNKNOWN, marked("unknown")),
        "up": State(_GOOD, marked("up")),
    }
)
"""Worst first."""
STEP: Final[MappingProxyType[StepStatus, State]] = MappingProxyType(
    {
        "failed": State(_BAD, marked("failed")),
        "cancelled": State(_NOT_RUN, marked("cancelled")),
        "running": State(_UNKNOWN, marked("still running")),
        "unknown": State(_UNKNOWN, marked("unknown")),
        "skipped": State(_NOT_RUN, marked("did not run")),
        "passed": State(_GOOD, marked("passed")),
    }
)
"""Worst first."""
CLAIM: Final[MappingProxyType[ClaimState, State]] = MappingProxyType(
    {
        "holds": State(_GOOD, marked("holds")),
        "fails": State(_BAD, marked("fails")),
        "unproven": State(_UNKNOWN, marked("unproven")),
    }
)
MEMORY: Final[MappingProxyType[MemoryVerdict, State]] = MappingProxyType(
    {
        "growing": State(_WARN, marked("growing")),
        "step": State(_WARN, marked("step")),
        "sawtooth": State(_GOOD, marked("sawtooth")),
        "stable": State(_GOOD, marked("stable")),
        "too-short": State(_UNKNOWN, marked("too short to judge")),
    }
)
"""What needs a look first."""
ARTIFACT: Final[MappingProxyType[ArtifactStatus, State]] = MappingProxyType(
    {
        "rejected": State(_BAD, marked("unreadable")),
        "partial": State(_PART, marked("read in part")),
        "read": State(_GOOD, marked("read")),
        "ignored": State(_NONE, marked("ignored")),
    }
)
"""Worst first."""
GATE: Final = MappingProxyType(
    {"passed": State(_GOOD, marked("passed")), "failed": State(_BAD, marked("failed"))},
)

FINDING: Final[MappingProxyType[FindingId, tuple[str, str]]] = MappingProxyType(
    {
        "new-failure": (marked("new failure"), marked("new failures")),
        "still-failing": (marked("still failing"), marked("still failing")),
        "fixed": (marked("fixed"), marked("fixed")),
        "flaky": (marked("flaky"), marked("flaky")),
        "known-issue": (marked("known issue"), marked("known issues")),
        "infrastructure-failure": (
            marked("infrastructure failure"),
            marked("infrastructure failures"),
        ),
        "new-test": (marked("new test"), marked("new tests")),
        "missing-test": (marked("missing test"), marked("missing tests")),
        "newly-skipped": (marked("newly skipped"), marked("newly skipped")),
        "slower-test": (marked("slower test"), marked("slower tests")),
        "no-tests": (marked("no tests"), marked("no tests")),
        "service-down": (marked("service down"), marked("services down")),
        "service-degraded": (marked("service degraded"), marked("services degraded")),
        "service-stale": (marked("stale health check"), marked("stale health checks")),
        "service-missing": (marked("service missing"), marked("services missing")),
        "memory-growth": (marked("growing memory series"), marked("growing memory series")),
        "memory-step": (marked("memory step"), marked("memory steps")),
        "memory-limit": (marked("memory limit"), marked("memory limits")),
        "out-of-memory": (marked("out of memory"), marked("out of memory")),
        "step-failed": (marked("failed step"), marked("failed steps")),
        "step-slower": (marked("slower step"), marked("slower steps")),
        "contradiction": (marked("contradiction"), marked("contradictions")),
        "unreadable-artifact": (marked("unreadable artifact"), marked("unreadable artifacts")),
        "truncated-artifact": (marked("truncated artifact"), marked("truncated artifacts")),
        "count-mismatch": (marked("count mismatch"), marked("count mismatches")),
        "duplicate-artifact": (marked("duplicate artifact"), marked("duplicate artifacts")),
        "plugin": (marked("finding of a plugin"), marked("findings of plugins")),
        "plugin-failed": (marked("failed plugin"), marked("failed plugins")),
    }
)
"""What one finding, and what several are called."""

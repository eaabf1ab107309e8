"""
What of a report is stored, field by field: storage format 1.

The models may change from version to version; what stands in a history may not.
So every stored field is listed here by name. A field that is not listed is not stored,
one that is removed from a model needs a step in `history.migrations`,
and a test holds this list against the models.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.health import Service
from reportgen.model.memory import MemorySeries, MemoryTrend
from reportgen.model.report import (
    Because,
    Cause,
    Claim,
    Comparison,
    Evidence,
    Finding,
    Gate,
    Link,
    Rule,
    Totals,
    Verdict,
)
from reportgen.model.run import Artifact, Problem, RunInfo
from reportgen.model.steps import Step
from reportgen.model.tests import Attempt, Counts, Errored, Failed, Passed, Skipped, Trouble

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

STORED: Final[Mapping[type, tuple[str, ...]]] = {
    RunInfo: (
        "id", "project", "title", "issue", "started_at", "commit", "branch", "base_branch",
        "pull_request", "variant", "attempt", "shard_index", "shard_total", "url", "ci", "job",
    ),
    Verdict: (
        "change", "environment", "evidence", "decision", "gate", "headline", "because", "claims",
        "advice", "unjudged",
    ),
    Gate: ("status", "failed_rules", "rules"),
    Rule: ("name", "state", "reason", "numbers", "evidence", "asked"),
    Because: ("change", "environment", "evidence"),
    Claim: ("id", "state", "text", "evidence"),
    Evidence: ("artifact", "sha256", "place", "text"),
    Totals: ("counts", "collected", "collected_ran", "duration_s", "untimed"),
    Counts: ("tests", "passed", "failed", "errored", "skipped", "flaky"),
    Finding: (
        "id", "severity", "subject", "reason", "numbers", "evidence", "advice", "link", "case",
        "issues",
    ),
    Cause: ("id", "says", "type", "where", "cases", "first_seen", "runs_seen"),
    Link: ("text", "url"),
    Comparison: ("label", "run_id", "started_at"),
    Service: (
        "name", "status", "raw_status", "latency_ms", "reason", "checked_at", "parts", "artifact",
        "place", "aggregate", "probes",
    ),
    MemoryTrend: (
        "series", "verdict", "first", "min", "peak", "mean", "last", "slope_bytes_per_s", "span_s",
        "growth", "why",
    ),
    MemorySeries: (
        "name", "kind", "samples", "stated_peak", "limit", "over_time", "artifact", "place",
    ),
    Step: (
        "name", "job", "status", "allowed_failure", "started_at", "duration_s", "attempt",
        "superseded", "url", "raw_status", "stated_reason", "artifact", "place", "category",
        "reason", "cause", "infrastructure", "advice", "log", "log_place",
    ),
    CoverageTotal: ("measured", "base"),
    Coverage: (
        "name", "lines_covered", "lines_total", "branches_covered", "branches_total", "artifact",
        "place",
    ),
    Artifact: (
        "path", "sha256", "format", "status", "bytes", "counts", "problems", "holds_tests",
    ),
    Problem: ("kind", "severity", "message", "place"),
    Passed: ("attempts",),
    Failed: ("troubles", "attempts", "also_skipped", "output", "attachments"),
    Errored: ("troubles", "attempts", "also_skipped", "output", "attachments"),
    Skipped: ("reason",),
    Trouble: ("kind", "message", "detail", "type"),
    Attempt: ("outcome", "message", "detail", "duration_s", "output"),
}  # fmt: skip
"""The fields of each model that a record holds."""


def stored(value: object) -> Any:  # noqa: ANN401 - JSON is anything
    """Return *value* as JSON: models as objects of their stored fields, less what is default."""
    kind: type = type(value)
    if kind in STORED:
        return {
            name: stored(part)
            for name, default in _fields(kind)
            if (part := getattr(value, name)) != default
        }
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [stored(part) for part in value]
    if isinstance(value, dict):
        return {str(key): stored(part) for key, part in value.items()}
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"{kind.__name__} is not stored")


@cache
def _fields(kind: type) -> tuple[tuple[str, object], ...]:
    """Return the stored fields of *kind* with their defaults; a required one has one of its own."""
    defaults: dict[str, object]
    if issubclass(kind, tuple):
        defaults = kind._field_defaults  # type: ignore[attr-defined]  # a named tuple
    else:
        known: Mapping[str, FieldInfo] = kind.__pydantic_fields__  # type: ignore[attr-defined]  # a model or a dataclass of pydantic's
        defaults = {
            name: field.get_default(call_default_factory=True)
            for name, field in known.items()
            if not field.is_required()
        }
    return tuple((name, defaults.get(name, _REQUIRED)) for name in STORED[kind])


_REQUIRED: Final = object()

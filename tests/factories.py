"""Small reports, made by hand: every part has a plain default, and every field can be set."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from reportgen.estimates.totals import total
from reportgen.model.health import Service
from reportgen.model.memory import MemorySeries, MemoryTrend, Sample
from reportgen.model.report import (
    Because,
    Claim,
    Evidence,
    Finding,
    Gate,
    Report,
    Totals,
    Verdict,
)
from reportgen.model.run import Artifact, RunInfo
from reportgen.model.steps import Step
from reportgen.model.tests import PASSED, Case, Failed, Trouble, count

MOMENT = datetime(2025, 9, 15, 13, 35, tzinfo=UTC)
JUNIT = "junit.xml"


def digest(path: str) -> str:
    """Return the SHA-256 that stands for the content of *path*."""
    return sha256(path.encode("utf-8", "surrogatepass")).hexdigest()


def make_evidence(artifact: str = JUNIT, place: str = "") -> Evidence:
    """Return evidence in *artifact*."""
    return Evidence(artifact=artifact, sha256=digest(artifact), place=place)


def make_case(name: str = "test_adds", **overrides: Any) -> Case:  # noqa: ANN401 - any field
    """Return a case that passed."""
    fields: dict[str, Any] = {
        "suite": "tests.unit",
        "class_name": "tests.unit",
        "name": name,
        "outcome": PASSED,
        "artifact": JUNIT,
        "at_line": 3,
        "duration_s": 0.012,
    }
    return Case(**(fields | overrides))


def make_failure(
    name: str = "test_divides",
    message: str = "ZeroDivisionError: division by zero",
    detail: str = "Traceback (most recent call last):\n  ...\nZeroDivisionError: division by zero",
    **overrides: Any,  # noqa: ANN401 - any field
) -> Case:
    """Return a case that failed."""
    trouble = Trouble(
        kind="failure", message=message, detail=detail, type=message.partition(":")[0]
    )
    fields: dict[str, Any] = {
        "outcome": Failed(troubles=(trouble,)),
        "file": "tests/test_unit.py",
        "line": 7,
    }
    return make_case(name, **(fields | overrides))


def make_artifact(path: str = JUNIT, **overrides: Any) -> Artifact:  # noqa: ANN401 - any field
    """Return an artifact that could be read."""
    fields: dict[str, Any] = {
        "path": path,
        "sha256": digest(path),
        "format": "junit",
        "status": "read",
        "bytes": 2_048,
    }
    return Artifact(**(fields | overrides))


def make_finding(**overrides: Any) -> Finding:  # noqa: ANN401 - any field
    """Return a new failure."""
    fields: dict[str, Any] = {
        "id": "new-failure",
        "severity": "error",
        "subject": "tests.unit.test_divides",
        "reason": "`tests.unit.test_divides` failed: `ZeroDivisionError`",
        "evidence": (make_evidence(),),
    }
    return Finding(**(fields | overrides))


def make_claim(**overrides: Any) -> Claim:  # noqa: ANN401 - any field
    """Return a claim that holds."""
    fields: dict[str, Any] = {
        "id": "tests-passed",
        "state": "holds",
        "text": "1 of 1 tests that ran passed",
        "evidence": (make_evidence(),),
    }
    return Claim(**(fields | overrides))


def make_service(name: str = "api", **overrides: Any) -> Service:  # noqa: ANN401 - any field
    """Return a service that is up."""
    fields: dict[str, Any] = {
        "name": name,
        "status": "up",
        "latency_ms": 340.0,
        "checked_at": MOMENT,
        "artifact": "health.json",
        "place": "/services/0",
    }
    return Service(**(fields | overrides))


def make_step(name: str = "unit tests", **overrides: Any) -> Step:  # noqa: ANN401 - any field
    """Return a step that passed."""
    fields: dict[str, Any] = {
        "name": name,
        "status": "passed",
        "duration_s": 12.5,
        "artifact": "steps.json",
        "category": "test",
    }
    return Step(**(fields | overrides))


def make_trend(
    values: tuple[int, ...] = (100 << 20, 101 << 20, 100 << 20),
    **overrides: Any,  # noqa: ANN401 - any field
) -> MemoryTrend:
    """Return a stable series of *values*, fifteen seconds apart."""
    series = MemorySeries(
        name=overrides.pop("name", "pytest"),
        kind=overrides.pop("kind", "rss"),
        samples=tuple(Sample(at=15.0 * index, value=value) for index, value in enumerate(values)),
        limit=overrides.pop("limit", None),
        artifact=overrides.pop("artifact", "memory.log"),
        place=f"lines 1–{len(values)}",
    )
    fields: dict[str, Any] = {
        "series": series,
        "verdict": "stable",
        "first": values[0],
        "min": min(values),
        "peak": max(values),
        "mean": sum(values) // len(values),
        "last": values[-1],
        "span_s": 15.0 * (len(values) - 1),
        "growth": values[-1] / values[0] - 1,
    }
    return MemoryTrend(**(fields | overrides))


def make_verdict(**overrides: Any) -> Verdict:  # noqa: ANN401 - any field
    """Return a verdict that approves."""
    fields: dict[str, Any] = {
        "change": "validated",
        "environment": "ready",
        "evidence": "complete",
        "decision": "approve",
        "gate": Gate(status="passed"),
        "headline": "Change validated",
        "because": Because(
            change="1 of 1 tests that ran passed",
            environment="1 of 1 services is up",
            evidence="every artifact could be read",
        ),
        "claims": (make_claim(),),
    }
    return Verdict(**(fields | overrides))


def make_run(**overrides: Any) -> RunInfo:  # noqa: ANN401 - any field
    """Return who, what and when."""
    fields: dict[str, Any] = {
        "id": "20250915T133500Z-3f2a9c1",
        "project": "netra",
        "title": "Unit tests",
        "started_at": MOMENT,
        "branch": "main",
        "commit": "3f2a9c1b7d5e4f60718293a4b5c6d7e8f9012345",
    }
    return RunInfo(**(fields | overrides))


def make_report(**overrides: Any) -> Report:  # noqa: ANN401 - any field
    """Return the report of one passing test; the totals follow the cases."""
    cases = overrides.setdefault("cases", [make_case()])
    times = [case.duration_s for case in cases if case.duration_s is not None]
    fields: dict[str, Any] = {
        "run": make_run(),
        "verdict": make_verdict(),
        "totals": Totals(
            counts=count(cases), duration_s=total(times), untimed=len(cases) - len(times)
        ),
        "artifacts": (make_artifact(),),
    }
    return Report(**(fields | overrides))

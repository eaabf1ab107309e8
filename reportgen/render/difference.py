"""
Two runs side by side as JSON, for scripts.

Version 1. Fields are only ever added; a change of meaning raises `SCHEMA_VERSION`.
What one side does not have is null.
"""

import json
from typing import Any, Final

from reportgen.model.baseline import Seen, Since
from reportgen.model.coverage import Coverage
from reportgen.model.difference import (
    Difference,
    ServiceState,
    Side,
    StepState,
    TestChange,
    Tests,
    Times,
)
from reportgen.model.text import clean
from reportgen.model.units import instant

SCHEMA_VERSION: Final = 1


def render(difference: Difference) -> str:
    """Return *difference* as a JSON document that ends in a line feed."""
    data = _cleaned(document(difference))
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def document(difference: Difference) -> dict[str, Any]:
    """Return *difference* as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "base": _side(difference.base),
        "head": _side(difference.head),
        "although": list(difference.although),
        "tests": _tests(difference.tests),
        "times": _times(difference.times),
        "services": [
            {"name": name, "base": _service(base), "head": _service(head)}
            for name, base, head in difference.services
        ],
        "memory": [
            {"name": name, "kind": kind, "base_peak": base, "head_peak": head}
            for name, kind, base, head in difference.memory
        ],
        "coverage": [
            {"name": name, "base": _coverage(base), "head": _coverage(head)}
            for name, base, head in difference.coverage
        ],
        "steps": [
            {"name": name, "job": job, "base": _step(base), "head": _step(head)}
            for name, job, base, head in difference.steps
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    run = side.run
    return {
        "label": side.label,
        "run": {
            "id": run.id,
            "project": run.project,
            "started_at": instant(run.started_at),
            "commit": run.commit,
            "branch": run.branch,
            "pull_request": run.pull_request,
            "job": run.job,
            "variant": dict(sorted(run.variant.items())),
            "shard_index": run.shard_index,
            "shard_total": run.shard_total,
        },
        "counts": side.counts._asdict(),
        "duration_s": side.duration_s,
        "untimed": side.untimed,
        "environment": side.environment,
        "evidence": side.evidence,
    }


def _tests(tests: Tests) -> dict[str, list[dict[str, Any]]]:
    return {name: [_test(each) for each in getattr(tests, name)] for name in Tests.model_fields}


def _test(change: TestChange) -> dict[str, Any]:
    return {**change._asdict(), "since": _since(change.since)}


def _since(since: Since | None) -> dict[str, Any] | None:
    return since and {"first_bad": _seen(since.first_bad), "last_good": _seen(since.last_good)}


def _seen(seen: Seen | None) -> dict[str, Any] | None:
    return seen and {
        "run_id": seen.run_id,
        "started_at": instant(seen.started_at),
        "commit": seen.commit,
    }


def _times(times: Times) -> dict[str, Any]:
    return {
        "tests": times.tests,
        "base_s": times.base_s,
        "head_s": times.head_s,
        "changes": [
            {"id": each.id, "title": each.title, "base_s": each.base_s, "head_s": each.head_s}
            for each in times.changes
        ],
    }


def _service(state: ServiceState | None) -> dict[str, Any] | None:
    return state and state._asdict()


def _step(state: StepState | None) -> dict[str, Any] | None:
    return state and state._asdict()


def _coverage(coverage: Coverage | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    return {
        "lines_covered": coverage.lines_covered,
        "lines_total": coverage.lines_total,
        "branches_covered": coverage.branches_covered,
        "branches_total": coverage.branches_total,
    }


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    """Return *value* with all text as anyone may print it, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _cleaned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return value

"""Two runs side by side as JSON: what `model.compared` agrees with scripts, and nothing more."""

import json
from typing import Any

from reportgen.model import compared as doc
from reportgen.model.baseline import Seen, Since
from reportgen.model.coverage import Coverage
from reportgen.model.difference import (
    Difference,
    ServiceState,
    Side,
    StepState,
    TestChange,
    Times,
)
from reportgen.model.document import CoveredDoc
from reportgen.model.text import clean
from reportgen.model.units import instant


def render(difference: Difference) -> str:
    """Return *difference* as a JSON document that ends in a line feed."""
    data = _cleaned(document(difference))
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def document(difference: Difference) -> doc.ComparisonDoc:
    """Return *difference* as the agreed document."""
    tests = difference.tests
    return {
        "schema_version": doc.SCHEMA_VERSION,
        "base": _side(difference.base),
        "head": _side(difference.head),
        "although": list(difference.although),
        "tests": {
            "new_failures": [_test(each) for each in tests.new_failures],
            "still_failing": [_test(each) for each in tests.still_failing],
            "fixed": [_test(each) for each in tests.fixed],
            "new": [_test(each) for each in tests.new],
            "missing": [_test(each) for each in tests.missing],
            "newly_skipped": [_test(each) for each in tests.newly_skipped],
            "no_longer_skipped": [_test(each) for each in tests.no_longer_skipped],
            "flaky": [_test(each) for each in tests.flaky],
            "renamed": [_test(each) for each in tests.renamed],
        },
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


def _side(side: Side) -> doc.SideDoc:
    run, counts = side.run, side.counts
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
        "counts": {
            "tests": counts.tests,
            "passed": counts.passed,
            "failed": counts.failed,
            "errored": counts.errored,
            "skipped": counts.skipped,
            "flaky": counts.flaky,
        },
        "duration_s": side.duration_s,
        "untimed": side.untimed,
        "environment": side.environment,
        "evidence": side.evidence,
    }


def _test(change: TestChange) -> doc.TestChangeDoc:
    return {
        "id": change.id,
        "title": change.title,
        "was": change.was,
        "base": change.base,
        "head": change.head,
        "message": change.message,
        "base_s": change.base_s,
        "head_s": change.head_s,
        "excuse": change.excuse,
        "since": _since(change.since) if change.since else None,
        "failed_attempts": change.failed_attempts,
    }


def _since(since: Since) -> doc.SinceDoc:
    last = since.last_good
    return {"first_bad": _seen(since.first_bad), "last_good": _seen(last) if last else None}


def _seen(seen: Seen) -> doc.SeenDoc:
    return {
        "run_id": seen.run_id,
        "started_at": instant(seen.started_at),
        "commit": seen.commit,
    }


def _times(times: Times) -> doc.TimesDoc:
    return {
        "tests": times.tests,
        "base_s": times.base_s,
        "head_s": times.head_s,
        "changes": [
            {"id": each.id, "title": each.title, "base_s": each.base_s, "head_s": each.head_s}
            for each in times.changes
        ],
    }


def _service(state: ServiceState | None) -> doc.ServiceStateDoc | None:
    return {"status": state.status, "latency_ms": state.latency_ms} if state else None


def _step(state: StepState | None) -> doc.StepStateDoc | None:
    return {"status": state.status, "duration_s": state.duration_s} if state else None


def _coverage(coverage: Coverage | None) -> CoveredDoc | None:
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

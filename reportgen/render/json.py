"""The report as JSON: what `model.document` agrees with scripts, and nothing more."""

from collections.abc import Iterable, Iterator, Sequence
from json import dumps
from json.encoder import encode_basestring as _quoted
from typing import Final

from reportgen.model import document as doc
from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.health import Service
from reportgen.model.identity import url_ids
from reportgen.model.memory import MemoryTrend
from reportgen.model.report import Cause, Evidence, Finding, Report, Verdict
from reportgen.model.run import Artifact, RunInfo
from reportgen.model.steps import Step
from reportgen.model.tests import Attempt, Case, Counts, Errored, Failed, Passed, Skipped
from reportgen.model.units import instant

NAME: Final = "json"
SUFFIX: Final = ".json"
_NO_TESTS: Final = '\n "tests": []'
_AT_ONCE: Final = 1_000
_REST: Final = ',"message":null,"detail":null,"attempts":[]}'


def render(report: Report) -> str:
    """Return *report* as a JSON document that ends in a line feed."""
    return "".join(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """
    Yield what `render` returns, piece by piece, for whoever writes it: most of it is tests.

    A test stands on one line, so that a line tool finds it and two documents can be laid side by
    side. They are made a thousand at a time: all of them at once take several times the memory.
    """
    bare = doc.adapter().dump_json(document(report, ()), indent=1).decode()
    # No string holds a line feed as it is, so that this is found at one place alone.
    head, mark, tail = bare.partition(_NO_TESTS)
    yield head + mark[:-1]
    for at in range(0, len(report.cases), _AT_ONCE):
        rows = ",\n  ".join(_rows(report.cases[at : at + _AT_ONCE]))
        yield f"{',' if at else ''}\n  {rows}"
    yield ("\n ]" if report.cases else "]") + tail + "\n"


def _rows(cases: Sequence[Case]) -> Iterator[str]:
    """Yield each of *cases* as an object on a line; nearly all of them passed and say no more."""
    names = [(case.suite, case.class_name, case.name, case.file) for case in cases]
    texts = _Texts()
    for case, url_id in zip(cases, url_ids(names), strict=True):
        if not isinstance(case.outcome, Passed) or case.outcome.attempts:
            yield dumps(_case(case, url_id), ensure_ascii=False, separators=(",", ":"))
            continue
        took = "null" if case.duration_s is None else repr(case.duration_s)
        yield (
            f'{{"id":"{url_id}","suite":{texts[case.suite]},"class_name":{texts[case.class_name]},'
            f'"name":{_quoted(case.name)},"file":{texts[case.file]},'
            f'"line":{"null" if case.line is None else case.line},"outcome":"passed",'
            f'"duration_s":{took}{_REST}'
        )


class _Texts(dict[str | None, str]):
    """Strings as JSON writes them, made once: suites, classes and files repeat."""

    def __missing__(self, text: str | None) -> str:
        made = self[text] = "null" if text is None else _quoted(text)
        return made


def document(report: Report, cases: Sequence[Case] | None = None) -> doc.Document:
    """Return *report* as the agreed document; *cases* are those in it, by default all."""
    made: doc.Document = {
        "schema_version": doc.SCHEMA_VERSION,
        "run": _run(report.run),
        "verdict": _verdict(report.verdict),
        "totals": {
            **_counts(report.totals.counts),
            "collected": report.totals.collected,
            "duration_s": report.totals.duration_s,
        },
        "findings": [finding_of(finding) for finding in report.findings],
        "tests": [_case(case, case.url_id) for case in (report.cases if cases is None else cases)],
        "services": [_service(service) for service in report.services],
        "memory": [_memory(trend) for trend in report.memory],
        "steps": [_step(step) for step in report.steps],
        "artifacts": [_artifact(artifact) for artifact in report.artifacts],
    }
    if report.coverage:
        made["coverage"] = [_coverage(total) for total in report.coverage]
    if report.causes:
        made["causes"] = [_cause(cause, report.cases) for cause in report.causes]
    if report.redacted:
        made["redacted"] = dict(sorted(report.redacted.items()))
    return made


def _run(run: RunInfo) -> doc.RunDoc:
    return {
        "id": run.id,
        "project": run.project,
        "title": run.title,
        "started_at": instant(run.started_at),
        "commit": run.commit,
        "branch": run.branch,
        "pull_request": run.pull_request,
        "variant": dict(sorted(run.variant.items())),
        "attempt": run.attempt,
        "shard_index": run.shard_index,
        "shard_total": run.shard_total,
        "url": run.url,
        "ci": run.ci,
    }


def _verdict(verdict: Verdict) -> doc.VerdictDoc:
    return {
        "change": verdict.change,
        "environment": verdict.environment,
        "evidence": verdict.evidence,
        "decision": verdict.decision,
        "gate": {"status": verdict.gate.status, "failed_rules": list(verdict.gate.failed_rules)},
        "headline": verdict.headline,
        "claims": [
            {
                "id": claim.id,
                "state": claim.state,
                "text": claim.text,
                "evidence": evidence_of(claim.evidence),
            }
            for claim in verdict.claims
        ],
    }


def evidence_of(evidence: Iterable[Evidence]) -> list[doc.EvidenceDoc]:
    """Return *evidence* as every document of ours holds it."""
    return [{"artifact": e.artifact, "sha256": e.sha256, "place": e.place} for e in evidence]


def _counts(counts: Counts) -> doc.CountsDoc:
    return {
        "tests": counts.tests,
        "passed": counts.passed,
        "failed": counts.failed,
        "errored": counts.errored,
        "skipped": counts.skipped,
        "flaky": counts.flaky,
    }


def finding_of(finding: Finding) -> doc.FindingDoc:
    """Return *finding* as every document of ours holds it, some with more beside it."""
    return {
        "id": finding.id,
        "severity": finding.severity,
        "subject": finding.subject,
        "reason": finding.reason,
        "numbers": dict(finding.numbers),
        "evidence": evidence_of(finding.evidence),
    }


def _case(case: Case, url_id: str) -> doc.CaseDoc:
    message: str | None = None
    detail: str | None = None
    attempts: tuple[Attempt, ...] = ()
    match case.outcome:
        case (
            Failed(troubles=troubles, attempts=attempts)
            | Errored(troubles=troubles, attempts=attempts)
        ):
            message = "\n".join(t.message for t in troubles if t.message) or troubles[0].headline
            detail = "\n\n".join(t.detail for t in troubles if t.detail)
        case Skipped(reason=reason):
            message = reason or None
        case Passed(attempts=attempts):
            pass
    return {
        "id": url_id,
        "suite": case.suite,
        "class_name": case.class_name,
        "name": case.name,
        "file": case.file,
        "line": case.line,
        "outcome": case.outcome.name,
        "duration_s": case.duration_s,
        "message": message,
        "detail": detail or None,
        "attempts": [
            {
                "outcome": attempt.outcome,
                "message": attempt.message,
                "detail": attempt.detail,
                "duration_s": attempt.duration_s,
            }
            for attempt in attempts
        ],
    }


def _service(service: Service) -> doc.ServiceDoc:
    told: doc.ServiceDoc = {
        "name": service.name,
        "status": service.status,
        "raw_status": service.raw_status,
        "latency_ms": service.latency_ms,
        "reason": service.reason,
        "checked_at": instant(service.checked_at),
        "parts": [_service(part) for part in service.parts],
        "artifact": service.artifact,
    }
    if service.uptime:
        told["uptime"] = {
            "up": service.uptime.up,
            "checks": service.uptime.checks,
            "p50_ms": service.uptime.p50_ms,
            "p95_ms": service.uptime.p95_ms,
        }
    return told


def _memory(trend: MemoryTrend) -> doc.MemoryDoc:
    return {
        "name": trend.series.name,
        "kind": trend.series.kind,
        "unit": "bytes",
        "samples": len(trend.series.samples),
        "first": trend.first,
        "min": trend.min,
        "peak": trend.peak,
        "mean": trend.mean,
        "last": trend.last,
        "slope_bytes_per_s": trend.slope_bytes_per_s,
        "limit": trend.series.limit,
        "verdict": trend.verdict,
        "artifact": trend.series.artifact,
    }


def _step(step: Step) -> doc.StepDoc:
    return {
        "name": step.name,
        "status": step.status,
        "allowed_failure": step.allowed_failure,
        "category": step.category,
        "reason": step.reason,
        "duration_s": step.duration_s,
        "artifact": step.artifact,
    }


def _coverage(total: CoverageTotal) -> doc.CoverageDoc:
    return {
        "name": total.measured.name,
        **_covered(total.measured),
        "base": _covered(total.base) if total.base else None,
        "artifact": total.measured.artifact,
    }


def _covered(coverage: Coverage) -> doc.CoveredDoc:
    return {
        "lines_covered": coverage.lines_covered,
        "lines_total": coverage.lines_total,
        "branches_covered": coverage.branches_covered,
        "branches_total": coverage.branches_total,
    }


def _cause(cause: Cause, cases: Sequence[Case]) -> doc.CauseDoc:
    return {
        "id": cause.id,
        "says": cause.says,
        "type": cause.type or None,
        "where": cause.where or None,
        "failures": len(cause.cases),
        "tests": list(dict.fromkeys(cases[case].url_id for case in cause.cases)),
        "first_seen": instant(cause.first_seen),
        "runs_seen": cause.runs_seen,
    }


def _artifact(artifact: Artifact) -> doc.ArtifactDoc:
    return {
        "path": artifact.path,
        "sha256": artifact.sha256,
        "format": artifact.format,
        "status": artifact.status,
        "bytes": artifact.bytes,
        "counts": _counts(artifact.counts),
        "problems": [
            {"severity": p.severity, "message": p.message, "place": p.place}
            for p in artifact.problems
        ],
    }

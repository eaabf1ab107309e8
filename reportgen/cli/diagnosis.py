"""What ``doctor`` says, as JSON for scripts: what `model.examined` agrees, and nothing more."""

from collections.abc import Iterable, Sequence

from reportgen.artifacts import discover
from reportgen.cli.examining import Lack, lacks_of, no_tests
from reportgen.config import Settings
from reportgen.config.limits import Limits
from reportgen.model import examined as doc
from reportgen.model.logs import inert_json
from reportgen.model.report import Finding, Report, Rule, Verdict
from reportgen.model.run import Artifact, ArtifactStatus
from reportgen.readers import READERS, kind_of
from reportgen.render.json import evidence_of, finding_of


def diagnosed(report: Report, settings: Settings) -> str:
    """Return what *report* rests on, why it says what it says, and what would make it say more."""
    kinds = {reader.NAME: kind_of(reader) for reader in READERS}
    return _text(
        [_file(artifact, kinds) for artifact in report.artifacts],
        _verdict(report.verdict),
        [_advised(finding) for finding in report.findings],
        lacks_of(report, settings),
    )


def nothing_to_diagnose(paths: Sequence[str], limits: Limits) -> str:
    """Return what lies at *paths*, of which nothing could be read: nothing was judged."""
    files: list[doc.ExaminedFileDoc] = []
    for found in discover(paths, None, limits):
        status: ArtifactStatus = "rejected" if found.refusal else "ignored"
        files.append(
            {
                "path": found.path,
                "status": status,
                "format": None,
                "kind": None,
                "results": None,
                "problems": [{"severity": "error", "message": found.refusal, "place": ""}]
                if found.refusal
                else [],
            }
        )
    return _text(files, None, [], [no_tests()])


def _text(
    files: list[doc.ExaminedFileDoc],
    verdict: doc.ExaminedVerdictDoc | None,
    findings: list[doc.AdvisedDoc],
    lacks: Iterable[Lack],
) -> str:
    made: doc.ExaminationDoc = {
        "schema_version": doc.SCHEMA_VERSION,
        "files": files,
        "verdict": verdict,
        "findings": findings,
        "missing": [{"id": each.id, "what": each.what, "next": each.next} for each in lacks],
    }
    return inert_json(doc.adapter().dump_json(made, indent=1).decode("utf-8") + "\n")


def _file(artifact: Artifact, kinds: dict[str, str]) -> doc.ExaminedFileDoc:
    known = artifact.status != "ignored" and bool(artifact.format)
    return {
        "path": artifact.path,
        "status": artifact.status,
        "format": artifact.format if known else None,
        "kind": kinds.get(artifact.format) if known else None,
        "results": artifact.counts.tests if artifact.holds_tests else None,
        "problems": [
            {"severity": each.severity, "message": each.message, "place": each.place}
            for each in artifact.problems
        ],
    }


def _verdict(verdict: Verdict) -> doc.ExaminedVerdictDoc:
    return {
        "change": verdict.change,
        "environment": verdict.environment,
        "evidence": verdict.evidence,
        "decision": verdict.decision,
        "headline": verdict.headline,
        "because": {
            "change": verdict.because.change,
            "environment": verdict.because.environment,
            "evidence": verdict.because.evidence,
        },
        "gate": {
            "status": verdict.gate.status,
            "rules": [_rule(rule) for rule in verdict.gate.rules],
        },
    }


def _rule(rule: Rule) -> doc.RuleDoc:
    return {
        "name": rule.name,
        "state": rule.state,
        "asked": rule.asked,
        "fails": rule.fails,
        "reason": rule.reason,
        "numbers": dict(rule.numbers),
        "evidence": evidence_of(rule.evidence),
    }


def _advised(finding: Finding) -> doc.AdvisedDoc:
    return {**finding_of(finding), "advice": finding.advice}

"""
The findings of a report as SARIF 2.1.0, for tools that show them beside the code.

The standard is https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
A rule is a kind of finding, and its id is the same as everywhere else. What is good news, as a test
that is fixed, is left out: such tools call every result an alert.
A finding about a failed test stands at the test's source where that is known, any other at the
artifact that shows it. One that has no place at all is a notification of the tool: code scanning of
GitHub refuses a whole file because of one result without a place.
Fingerprints are made of the id of the test, or of what the finding is about, so that a result is
the same one in the next run.
"""

import json
from typing import Any, Final
from urllib.parse import quote

from reportgen.model.findings import FINDINGS
from reportgen.model.report import Evidence, Finding, FindingId, Report
from reportgen.model.run import RunInfo, Severity
from reportgen.model.tests import Case
from reportgen.model.text import clean
from reportgen.render.alerts import Place, alerts, case_of, message_of, place_of, subject_key
from reportgen.wording import phrase

NAME: Final = "sarif"
SUFFIX: Final = ".sarif"

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
MOST: Final = 25_000
"""Results of one run; GitHub refuses a file with more."""
_LEVEL: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
# What a message of SARIF takes for a link or a place to fill in, §3.11.5 and §3.11.6.
_ESCAPED: Final = str.maketrans({
    "\\": r"\\", "[": r"\[", "]": r"\]", "{": "{{", "}": "}}",
})  # fmt: skip

Made = dict[str, Any]


def render(report: Report) -> str:
    """Return the findings of *report* as a SARIF log that ends in a line feed."""
    return json.dumps(document(report), ensure_ascii=False, indent=1) + "\n"


def document(report: Report) -> Made:
    """Return what the file holds."""
    told = alerts(report)
    results: list[Made] = []
    loose: list[Made] = []
    rules = list(dict.fromkeys(found.id for found in told))
    causes = {place: cause.id for cause in report.causes for place in cause.cases}
    for found in told:
        case = case_of(found, report)
        place = place_of(found, case)
        text = message_of(found).translate(_ESCAPED)
        said: Made = {"level": _LEVEL[found.severity], "message": {"text": text}}
        if place is None:
            loose.append({**said, "associatedRule": {"id": found.id}})
            continue
        results.append({
            "ruleId": found.id,
            "ruleIndex": rules.index(found.id),
            **said,
            "locations": [_location(place, found.subject)],
            "partialFingerprints": _fingerprints(found, case, causes),
            "properties": {
                "numbers": dict(found.numbers),
                "evidence": [_evidence(each) for each in found.evidence],
            },
        })  # fmt: skip
    run: Made = {
        "tool": {"driver": {"name": "reportgen", "rules": [_rule(name) for name in rules]}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": loose}],
        "results": results[:MOST],
        "properties": _verdict(report, len(results)),
    }
    if name := _automation(report.run):
        run["automationDetails"] = {"id": name}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: FindingId) -> Made:
    return {"id": name, "shortDescription": {"text": phrase(FINDINGS[name].means)}}


def _automation(run: RunInfo) -> str:
    """Return the name of the run among others of its kind: a path, the last part of it alone."""
    parts_of = ("reportgen", run.job or "", run.id)
    return "/".join(part.replace("/", "-") for part in parts_of if part) if run.id else ""


def _verdict(report: Report, results: int) -> Made:
    verdict = report.verdict
    return {
        "change": verdict.change,
        "environment": verdict.environment,
        "evidence": verdict.evidence,
        "decision": verdict.decision,
        "gate": verdict.gate.status,
        "resultsLeftOut": max(0, results - MOST),
    }


# ── a result ────────────────────────────────────────────────────────────────────────────────────


def _location(place: Place, subject: str) -> Made:
    where: Made = {"uri": quote(place.path, safe="/", errors="replace")}
    if place.source:
        where["uriBaseId"] = "%SRCROOT%"
    physical: Made = {"artifactLocation": where}
    if place.line:
        physical["region"] = {"startLine": place.line}
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": clean(subject)}],
    }


def _fingerprints(found: Finding, case: Case | None, causes: dict[int, str]) -> Made:
    if case is None:
        return {"reportgenSubject/v1": subject_key(found)}
    made = {"reportgenTest/v1": case.id}
    if found.case is not None and found.case in causes:
        made["reportgenCause/v1"] = causes[found.case]
    return made


def _evidence(evidence: Evidence) -> Made:
    return {"artifact": evidence.artifact, "sha256": evidence.sha256, "place": evidence.place}

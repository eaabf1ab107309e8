"""What plugins say of a report that is judged already."""

from collections.abc import Sequence

from reportgen.analysis import plugins, policy, verdict
from reportgen.analysis.composing.order import gravest_first, told_apart
from reportgen.config import Settings
from reportgen.model.remarks import Remarks
from reportgen.model.report import Because, Citations, EvidenceState, Report


def remarked(report: Report, remarks: Sequence[Remarks], settings: Settings) -> Report:
    """
    Return *report* with what plugins say of it.

    They add findings and doubts and take none away: no axis, no rule and no decision gets better.
    """
    opinion = plugins.judge(remarks, report.artifacts, Citations(report.artifacts))
    if opinion is None:
        return report
    was = report.verdict
    change, why = verdict.doubted(was.change, was.because.change, opinion.doubts)
    state: EvidenceState = (
        "partial" if opinion.failed and was.evidence == "complete" else was.evidence
    )
    evidence_why = "; ".join(
        [*([was.because.evidence] if was.evidence == state else []), *opinion.failed]
    )
    findings = gravest_first([*report.findings, *opinion.findings])
    judged = was.model_copy(
        update={
            "change": change,
            "evidence": state,
            "decision": verdict.decision_of(change, was.environment),
            "headline": verdict.headline_of(change, was.environment),
            "because": Because(
                change=why, environment=was.because.environment, evidence=evidence_why
            ),
            "gate": policy.doubted(was.gate, change, state, opinion.shown, settings.gate),
            "claims": told_apart([*was.claims, opinion.claim]),
            "advice": verdict.advice_of(findings),
            "unjudged": (*was.unjudged, *opinion.unjudged),
        }
    )
    return report.model_copy(update={"verdict": judged, "findings": findings})

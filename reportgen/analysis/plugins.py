"""What plugins said of a run, as findings: their words are quoted, as those of artifacts are."""

from collections.abc import Sequence
from typing import NamedTuple

from reportgen.model.remarks import PluginFinding, Remarks
from reportgen.model.report import Citations, Claim, Evidence, Finding
from reportgen.model.run import Artifact
from reportgen.model.text import quote
from reportgen.model.units import listing, plural
from reportgen.wording import phrase

_MOST_NAMED = 10
_LONGEST = 400


class PluginsOpinion(NamedTuple):
    """
    What plugins add to a report.

    *doubts* keep the change from being validated, *failed* says why the evidence is not whole,
    *shown* is what shows both, *unjudged* what nobody could judge.
    """

    findings: tuple[Finding, ...]
    doubts: tuple[str, ...]
    failed: tuple[str, ...]
    shown: tuple[Evidence, ...]
    unjudged: tuple[str, ...]
    claim: Claim


def judge(
    remarks: Sequence[Remarks], artifacts: Sequence[Artifact], cite: Citations
) -> PluginsOpinion | None:
    """
    Return what *remarks* come to, or None where no plugin took part and none failed.

    What plugins looked at are the *artifacts* that were read.
    """
    if not remarks:
        return None
    told = [_finding(each, found, cite) for each in remarks for found in each.findings]
    doubting = [
        _finding(each, found, cite) for each in remarks for found in each.findings if found.doubts
    ]
    failed = [each for each in remarks if each.failure is not None]
    names = listing([quote(each.plugin) for each in failed], 3)
    parts = listing([f"{quote(each.plugin)} ({quote(each.origin)})" for each in remarks],
                    _MOST_NAMED)  # fmt: skip
    whole = len(remarks) - len(failed)
    return PluginsOpinion(
        findings=(*(_failure(each) for each in failed), *told),
        doubts=tuple(finding.reason for finding in doubting),
        failed=(
            phrase("{plugins} failed: {names}", plugins=plural(len(failed), "plugin"), names=names),
        )
        if failed
        else (),
        shown=tuple(dict.fromkeys(each for finding in doubting for each in finding.evidence)),
        unjudged=(phrase("what {names} would have found", names=names),) if failed else (),
        claim=Claim(
            id="plugins",
            state="fails" if failed else "holds",
            text=phrase(
                "{whole:,} of {plugins} took part: {parts}",
                whole=whole,
                plugins=plural(len(remarks), "plugin"),
                parts=parts,
            )
            if failed
            else phrase(
                "{plugins} took part: {parts}", plugins=plural(len(remarks), "plugin"), parts=parts
            ),
            evidence=tuple(
                cite.at(each.path) for each in artifacts if each.status in {"read", "partial"}
            ),
        ),
    )


def _finding(said: Remarks, found: PluginFinding, cite: Citations) -> Finding:
    return Finding(
        id="plugin",
        severity=found.severity,
        subject=found.subject,
        reason=f"{quote(f'{said.plugin}/{found.id}')}: {quote(found.reason, _LONGEST)}",
        numbers=dict(found.numbers),
        evidence=tuple(cite.at(each.artifact, each.place) for each in found.cited),
        advice=phrase(
            "{plugin} says: {advice}",
            plugin=quote(said.plugin),
            advice=quote(found.advice, _LONGEST),
        )
        if found.advice
        else None,
    )


def _failure(said: Remarks) -> Finding:
    return Finding(
        id="plugin-failed",
        severity="warning",
        subject=said.plugin,
        reason=phrase(
            "the plugin {plugin} of {origin}: {failure}",
            plugin=quote(said.plugin),
            origin=quote(said.origin),
            failure=quote(said.failure or "", _LONGEST),
        ),
        advice=phrase(
            "update {origin} or take it out, or turn all plugins off with REPORTGEN_NO_PLUGINS=1",
            origin=quote(said.origin),
        ),
    )

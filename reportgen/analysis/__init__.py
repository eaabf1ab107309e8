"""
Judgement: observations, a baseline and the settings → a report.

Pure: no clock, no disk, no environment. Each module judges one kind of evidence and knows no other;
this one composes them, and is the only place where they meet.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.analysis import (
    causes,
    coverage,
    evidence,
    health,
    memory,
    plugins,
    policy,
    renames,
    retries,
    rules,
    slower,
    steps,
    tests,
    verdict,
)
from reportgen.analysis.evidence import outdated
from reportgen.analysis.runs import identify, moment_of
from reportgen.config import Settings
from reportgen.estimates.totals import total
from reportgen.model.baseline import Baseline, BasePeak, BaseTest, worst
from reportgen.model.coverage import CoverageTotal
from reportgen.model.past import Past
from reportgen.model.remarks import Remarks
from reportgen.model.report import (
    Because,
    Citations,
    Claim,
    Comparison,
    EvidenceState,
    Finding,
    FindingId,
    Report,
    Totals,
    Verdict,
)
from reportgen.model.run import Run, RunInfo
from reportgen.model.tests import Case, count
from reportgen.model.units import moment
from reportgen.redaction import said
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.model.difference import Difference

__all__ = [
    "baseline_of",
    "difference_of",
    "judge",
    "moment_of",
    "remarked",
    "uncompared",
    "with_causes",
]

_NO_PAST: Final = Past()
_RANK: Final = {"error": 0, "warning": 1, "info": 2}
_FIRST: Final[dict[FindingId, int]] = {
    "no-tests": 0, "new-failure": 1, "contradiction": 2, "truncated-artifact": 3,
    "unreadable-artifact": 4,
}  # fmt: skip


def judge(
    run: Run,
    facts: RunInfo,
    at: datetime,
    settings: Settings,
    baseline: Baseline | None = None,
    past: Past = _NO_PAST,
    *,
    tell_causes: bool = True,
) -> Report:
    """
    Return *run*, judged as of the moment *at*, beside *baseline* where there is one.

    *facts* is what the CI environment says of the run, *past* what the recorded runs show.
    Causes take long to tell where much failed: whoever judges again can do `with_causes` later.
    """
    cases = retries.fold(run.cases) if settings.tests.retries == "merge" else run.cases
    opinions = _opinions(run, cases, at, settings, baseline, past)
    told = [finding for opinion in opinions for finding in opinion.findings]
    quiet = rules.quiet_in(settings, told)
    findings = _sorted([*told, *rules.judge(quiet, settings, baseline)])
    covered = coverage.beside(run.coverage, baseline.coverage if baseline else ())
    issue = settings.project.issue
    return Report(
        run=identify(facts, settings.project, at, run.artifacts),
        verdict=_verdict(run, facts, cases, opinions, findings, covered, settings, baseline),
        totals=_totals(cases, opinions),
        findings=findings,
        cases=cases,
        services=run.services,
        memory=opinions.memory.trends,
        steps=opinions.steps.steps,
        coverage=covered,
        artifacts=run.artifacts,
        issue=settings.issue_link(issue) if issue else None,
        causes=causes.judge(cases, past) if tell_causes else (),
        quiet_rules=quiet,
        courses=dict(past.courses),
        redacted=run.redacted,
        base=Comparison(
            label=baseline.label, run_id=baseline.run_id, started_at=baseline.started_at
        )
        if baseline
        else None,
    )


def with_causes(report: Report) -> Report:
    """Return *report* with what is behind its failures, of which no earlier run is known."""
    return report.model_copy(update={"causes": causes.judge(report.cases, _NO_PAST)})


def uncompared(report: Report, why: str) -> Report:
    """Return *report*, which has no base, so that it says *why*: there may be an earlier run."""
    judged = verdict.uncompared(report.verdict, why)
    return report.model_copy(update={"verdict": judged, "uncompared": why})


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
        "partial" if opinion.failed and was.evidence == "complete" else (was.evidence)
    )
    evidence_why = "; ".join(
        [*([was.because.evidence] if was.evidence == state else []), *opinion.failed]
    )
    findings = _sorted([*report.findings, *opinion.findings])
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
            "claims": _told_apart([*was.claims, opinion.claim]),
            "advice": verdict.advice_of(findings),
            "unjudged": (*was.unjudged, *opinion.unjudged),
        }
    )
    return report.model_copy(update={"verdict": judged, "findings": findings})


class _Opinions(NamedTuple):
    """What each kind of evidence comes to, in the order in which findings are told."""

    steps: steps.StepsOpinion
    health: health.HealthOpinion
    tests: tests.TestsOpinion
    memory: memory.MemoryOpinion
    evidence: evidence.EvidenceOpinion
    slower: slower.SlowerOpinion


def _opinions(
    run: Run,
    cases: Sequence[Case],
    at: datetime,
    settings: Settings,
    baseline: Baseline | None,
    past: Past,
) -> _Opinions:
    """Let each analysis judge its evidence; what one has to know of another is handed on here."""
    cite = Citations(run.artifacts)
    red = count(cases).red
    of_steps = steps.judge(run.steps, run.logs, red, at, settings, cite)
    of_health = health.judge(run.services, baseline, at, settings, cite)
    excuses = [tests.Excuse(*outage) for outage in of_health.outages]
    excuses += [
        tests.Excuse(
            step.name,
            steps.evidence_of(step, cite)[0],
            phrase("failed: {reason}", reason=step.reason) if step.reason else "",
        )
        for step in of_steps.blocking
    ]
    of_tests = tests.judge(
        cases,
        baseline,
        tests.Outages(excuses, of_health.known),
        at,
        settings,
        cite,
        renames.pairs,
        past,
    )
    return _Opinions(
        steps=of_steps,
        health=of_health,
        tests=of_tests,
        memory=memory.judge(run.memory, run.out_of_memory, settings, cite),
        evidence=evidence.judge(
            run.artifacts,
            cases,
            run.inventories,
            of_steps.steps,
            of_tests.counts,
            of_tests.missing,
            outdated.judge(run.results_at, cases, at, cite),
            cite,
        ),
        slower=slower.judge(past, cases, of_steps.steps, cite),
    )


def _redacted(counts: Mapping[str, int]) -> Iterator[Claim]:
    """Yield that secrets were taken out, if any were: what is shown is not all that was there."""
    if counts:
        yield Claim(
            id="redacted", state="holds", text=phrase("redacted: {counts}", counts=said(counts))
        )


def _verdict(
    run: Run,
    facts: RunInfo,
    cases: Sequence[Case],
    opinions: _Opinions,
    findings: Sequence[Finding],
    covered: Sequence[CoverageTotal],
    settings: Settings,
    baseline: Baseline | None,
) -> Verdict:
    """Return what follows from *opinions*: the axes, the decision, the gate, the claims."""
    of_tests, of_evidence = opinions.tests, opinions.evidence
    counts, state = of_tests.counts, of_evidence.state
    compared = baseline is not None and bool(baseline.tests)
    change, change_because = verdict.change_of(
        verdict.TestFacts(
            counts=counts,
            new=of_tests.new,
            known=of_tests.known,
            still=of_tests.still,
            infrastructure=of_tests.infrastructure,
            flaky=of_tests.flaky,
            compared=compared,
        ),
        of_evidence.doubts,
        [step.name for step in opinions.steps.unexplained],
    )
    environment, environment_because = verdict.environment_of(
        opinions.health.environment,
        opinions.health.because,
        [step.name for step in opinions.steps.blocking],
    )
    return Verdict(
        change=change,
        environment=environment,
        evidence=state,
        decision=verdict.decision_of(change, environment),
        gate=policy.judge(
            policy.Grounds(
                settings=settings,
                run=run,
                facts=facts,
                cases=cases,
                counts=counts,
                new_failures=of_tests.new,
                change=change,
                environment=environment,
                evidence=state,
                findings=findings,
                claims=[*of_evidence.claims, *opinions.slower.claims],
                services=health.names_of(run.services),
                memory=[t for t in opinions.memory.trends if t.series.kind in memory.LIMITED],
                coverage=covered,
                baseline=baseline,
                cite=Citations(run.artifacts),
            )
        ),
        headline=verdict.headline_of(change, environment),
        because=Because(
            change=change_because, environment=environment_because, evidence=of_evidence.because
        ),
        claims=_told_apart(
            [
                *_doubted(of_tests.claims, doubts=bool(of_evidence.doubts)),
                *of_evidence.claims,
                *_redacted(run.redacted),
                *opinions.health.claims,
                *opinions.steps.claims,
                *opinions.memory.claims,
                *opinions.slower.claims,
            ]
        ),
        advice=verdict.advice_of(findings),
        unjudged=verdict.unjudged_of(
            compared=compared,
            has_base=baseline is not None,
            has_health=bool(run.services),
            has_memory=bool(run.memory or run.out_of_memory),
            has_steps=bool(run.steps),
            evidence=state,
            left_out=max(
                0,
                (of_evidence.collected or 0)
                - (
                    counts.tests if of_evidence.collected_ran is None else of_evidence.collected_ran
                ),
            ),
            speed_is_judged=bool(opinions.slower.claims),
        ),
    )


def _doubted(claims: Sequence[Claim], *, doubts: bool) -> Sequence[Claim]:
    """Return *claims* so that none says of all results what is known only of some."""
    return [
        claim.model_copy(
            update={
                "state": "unproven",
                "text": phrase("{text}, as far as results could be read", text=claim.text),
            }
        )
        if doubts and claim.id in {"tests-passed", "no-new-failure"} and claim.state == "holds"
        else claim
        for claim in claims
    ]


def _told_apart(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return *claims* with ids of their own: scripts find a claim by its id."""
    seen: Counter[str] = Counter()
    result = []
    for claim in claims:
        seen[claim.id] += 1
        number = seen[claim.id]
        own = claim if number == 1 else claim.model_copy(update={"id": f"{claim.id}-{number}"})
        result.append(own)
    return tuple(result)


def _sorted(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return *findings* the gravest first, and of these first what only the author can mend."""
    return tuple(sorted(findings, key=lambda f: (_RANK[f.severity], _FIRST.get(f.id, len(_FIRST)))))


def _totals(cases: Sequence[Case], opinions: _Opinions) -> Totals:
    timed = [case.duration_s for case in cases if case.duration_s is not None]
    return Totals(
        counts=opinions.tests.counts,
        collected=opinions.evidence.collected,
        collected_ran=opinions.evidence.collected_ran,
        duration_s=round(total(timed), 6),
        untimed=len(cases) - len(timed),
    )


def baseline_of(report: Report, label: str | None = None, *, same_line: bool = False) -> Baseline:
    """
    Return *report*, of an earlier run, as something to compare with.

    *label* is how sentences call it; by default by its moment.
    *same_line* says that it is of the same unmerged branch: then what was new there is new still.
    """
    excused_nothing = {"infrastructure-failure"} | ({"new-failure"} if same_line else set())
    unsettling = [f for f in report.findings if f.id in excused_nothing]
    open_cases = {f.case for f in unsettling if f.case is not None}
    # A finding that does not know which test of that name it is about may be about any.
    open_titles = {f.subject for f in unsettling if f.case is None}
    found: dict[str, BaseTest] = {}
    for index, case in enumerate(report.cases):
        test, is_red = case.id, case.is_red
        is_open = index in open_cases or case.title in open_titles
        known = found.get(test)
        seen = known or BaseTest(case.title, case.outcome.name)
        took = None if case.outcome.name == "skipped" else case.duration_s
        found[test] = BaseTest(
            title=case.title,
            outcome=worst(seen.outcome, case.outcome.name),
            red=seen.red + (is_red and not is_open),
            unsettled=seen.unsettled or is_open,
            timed=seen.timed + (took is not None),
            duration_s=seen.duration_s + (took or 0.0),
            class_name=case.class_name,
            name=case.name,
            file=case.file,
            signature=renames.signature_with(case, known),
        )
    named = label or phrase("run of {when}", when=moment(report.run.started_at))
    return Baseline(
        named,
        found,
        report.run.id,
        report.run.started_at,
        services=health.names_of(report.services),
        coverage=tuple(each.measured for each in report.coverage),
        memory=tuple(
            BasePeak(trend.series.name, trend.series.kind, trend.peak, trend.series.artifact)
            for trend in report.memory
        ),
    )


def difference_of(
    base: Report,
    head: Report,
    known: Baseline | None = None,
    labels: tuple[str | None, str | None] = (None, None),
) -> "Difference":
    """
    Return what differs from *base* to *head*, side by side.

    *known* is the base as a baseline, where more is known of it than it says itself.
    *labels* are how sentences call the two; by default by their moments.
    """
    from reportgen.analysis import compare  # noqa: PLC0415 - one command compares

    return compare.compare(base, head, known or baseline_of(base), renames.pairs, labels)

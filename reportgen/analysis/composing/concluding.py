"""Opinions → the verdict on a run: its axes, the decision, the gate, claims, what is not judged."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportgen.analysis import health, memory, policy, verdict
from reportgen.analysis.composing.opinions import Opinions
from reportgen.analysis.composing.order import told_apart
from reportgen.config import Settings
from reportgen.model.baseline import Baseline
from reportgen.model.coverage import CoverageTotal
from reportgen.model.report import (
    Because,
    Change,
    Citations,
    Claim,
    Environment,
    Finding,
    Gate,
    Verdict,
)
from reportgen.model.run import Run, RunInfo
from reportgen.model.tests import Case
from reportgen.redaction import said
from reportgen.wording import phrase


class Matter(NamedTuple):
    """A run, and all that was made of it before the verdict; *cases* are what its tests came to."""

    run: Run
    facts: RunInfo
    cases: Sequence[Case]
    settings: Settings
    baseline: Baseline | None
    opinions: Opinions
    findings: Sequence[Finding]
    coverage: Sequence[CoverageTotal]

    @property
    def is_compared(self) -> bool:
        """Whether the results of an earlier run lie beside those of this one."""
        return self.baseline is not None and bool(self.baseline.tests)


def verdict_of(matter: Matter) -> Verdict:
    """Return what follows from the opinions in *matter*."""
    of_evidence = matter.opinions.evidence
    change, change_because = _change_of(matter)
    environment, environment_because = _environment_of(matter.opinions)
    return Verdict(
        change=change,
        environment=environment,
        evidence=of_evidence.state,
        decision=verdict.decision_of(change, environment),
        gate=_gate_of(matter, change, environment),
        headline=verdict.headline_of(change, environment),
        because=Because(
            change=change_because, environment=environment_because, evidence=of_evidence.because
        ),
        claims=told_apart(_claims_of(matter)),
        advice=verdict.advice_of(matter.findings),
        unjudged=_unjudged_of(matter),
    )


def _change_of(matter: Matter) -> tuple[Change, str]:
    of_tests = matter.opinions.tests
    return verdict.change_of(
        verdict.TestFacts(
            counts=of_tests.counts,
            new=of_tests.new,
            known=of_tests.known,
            still=of_tests.still,
            infrastructure=of_tests.infrastructure,
            flaky=of_tests.flaky,
            compared=matter.is_compared,
        ),
        matter.opinions.evidence.doubts,
        [step.name for step in matter.opinions.steps.unexplained],
    )


def _environment_of(opinions: Opinions) -> tuple[Environment, str]:
    return verdict.environment_of(
        opinions.health.environment,
        opinions.health.because,
        [step.name for step in opinions.steps.blocking],
    )


def _gate_of(matter: Matter, change: Change, environment: Environment) -> Gate:
    run, opinions = matter.run, matter.opinions
    return policy.judge(
        policy.Grounds(
            settings=matter.settings,
            run=run,
            facts=matter.facts,
            cases=matter.cases,
            counts=opinions.tests.counts,
            new_failures=opinions.tests.new,
            change=change,
            environment=environment,
            evidence=opinions.evidence.state,
            findings=matter.findings,
            claims=[*opinions.evidence.claims, *opinions.slower.claims],
            services=health.names_of(run.services),
            memory=[t for t in opinions.memory.trends if t.series.kind in memory.LIMITED],
            coverage=matter.coverage,
            baseline=matter.baseline,
            cite=Citations(run.artifacts),
        )
    )


def _claims_of(matter: Matter) -> list[Claim]:
    """Return what all opinions claim, in the order in which it is told."""
    opinions = matter.opinions
    return [
        *_doubted(opinions.tests.claims, doubts=bool(opinions.evidence.doubts)),
        *opinions.evidence.claims,
        *_redacted(matter.run.redacted),
        *opinions.health.claims,
        *opinions.steps.claims,
        *opinions.memory.claims,
        *opinions.slower.claims,
    ]


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


def _redacted(counts: Mapping[str, int]) -> Iterator[Claim]:
    """Yield that secrets were taken out, if any were: what is shown is not all that was there."""
    if counts:
        yield Claim(
            id="redacted", state="holds", text=phrase("redacted: {counts}", counts=said(counts))
        )


def _unjudged_of(matter: Matter) -> tuple[str, ...]:
    run, opinions = matter.run, matter.opinions
    return verdict.unjudged_of(
        compared=matter.is_compared,
        has_base=matter.baseline is not None,
        has_health=bool(run.services),
        has_memory=bool(run.memory or run.out_of_memory),
        has_steps=bool(run.steps),
        evidence=opinions.evidence.state,
        left_out=_left_out(opinions),
        speed_is_judged=bool(opinions.slower.claims),
    )


def _left_out(opinions: Opinions) -> int:
    """Return how many tests were collected and did not run, as far as that can be told."""
    collected, ran = opinions.evidence.collected, opinions.evidence.collected_ran
    return max(0, (collected or 0) - (opinions.tests.counts.tests if ran is None else ran))

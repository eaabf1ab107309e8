"""Each analysis is asked for its opinion; what one has to know of another is handed on here."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from reportgen.analysis import evidence, health, memory, renames, slower, steps, tests
from reportgen.analysis.evidence import outdated
from reportgen.config import Settings
from reportgen.model.baseline import Baseline
from reportgen.model.past import Past
from reportgen.model.report import Citations
from reportgen.model.run import Run
from reportgen.model.tests import Case, count
from reportgen.wording import phrase


class Opinions(NamedTuple):
    """What each kind of evidence comes to, in the order in which findings are told."""

    steps: steps.StepsOpinion
    health: health.HealthOpinion
    tests: tests.TestsOpinion
    memory: memory.MemoryOpinion
    evidence: evidence.EvidenceOpinion
    slower: slower.SlowerOpinion


def opinions_of(
    run: Run,
    cases: Sequence[Case],
    at: datetime,
    settings: Settings,
    baseline: Baseline | None,
    past: Past,
) -> Opinions:
    """Return what each analysis says of its part of *run*, of whose results *cases* are told."""
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
    return Opinions(
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

"""A run → its report: opinions first, then findings in order, then the verdict on them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from reportgen.analysis import causes, coverage, retries, rules, verdict
from reportgen.analysis.composing.concluding import Matter, verdict_of
from reportgen.analysis.composing.opinions import Opinions, opinions_of
from reportgen.analysis.composing.order import gravest_first
from reportgen.analysis.runs import identify
from reportgen.config import Settings
from reportgen.estimates.totals import total
from reportgen.model.baseline import Baseline
from reportgen.model.past import Past
from reportgen.model.report import Comparison, Report, Totals
from reportgen.model.run import Run, RunInfo
from reportgen.model.tests import Case

_NO_PAST: Final = Past()


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
    opinions = opinions_of(run, cases, at, settings, baseline, past)
    told = [finding for opinion in opinions for finding in opinion.findings]
    quiet = rules.quiet_in(settings, told)
    findings = gravest_first([*told, *rules.judge(quiet, settings, baseline)])
    covered = coverage.beside(run.coverage, baseline.coverage if baseline else ())
    issue = settings.project.issue
    return Report(
        run=identify(facts, settings.project, at, run.artifacts),
        verdict=verdict_of(
            Matter(run, facts, cases, settings, baseline, opinions, findings, covered)
        ),
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


def _totals(cases: Sequence[Case], opinions: Opinions) -> Totals:
    timed = [case.duration_s for case in cases if case.duration_s is not None]
    return Totals(
        counts=opinions.tests.counts,
        collected=opinions.evidence.collected,
        collected_ran=opinions.evidence.collected_ran,
        duration_s=round(total(timed), 6),
        untimed=len(cases) - len(timed),
    )

"""Steps → what kind each is, why it failed, and whether the reason lies outside the change."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from reportgen.analysis.steps.kinds import inspects, kind_of
from reportgen.analysis.steps.reasons import explained, log_of
from reportgen.config import Settings
from reportgen.config.categories import UNKNOWN
from reportgen.model.report import Citations, Claim, Evidence, Finding
from reportgen.model.steps import Log, Step, log_key
from reportgen.model.text import one_line, quote
from reportgen.model.units import listing, plural
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.model.run import Severity


class StepsOpinion(NamedTuple):
    """What the steps come to."""

    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    blocking: tuple[Step, ...]
    """Build and deploy steps that failed for a reason outside the change."""
    unexplained: tuple[Step, ...]
    """
    Steps that build, deploy or inspect the change and failed; nothing shows that the change is
    not to blame.
    """


def judge(
    steps: Sequence[Step],
    logs: Sequence[Log],
    red_results: int,
    at: datetime,
    settings: Settings,
    cite: Citations,
) -> StepsOpinion:
    """
    Return *steps* with category and reason, and what follows from them.

    *red_results* is how many results failed: they explain the only failed step of tests.
    """
    testing = [
        step
        for step in steps
        if step.status == "failed" and not step.superseded and kind_of(step) == "test"
    ]
    judged: list[Step] = []
    failed_before: list[str] = []
    for step in steps:
        known = step.model_copy(update={"category": kind_of(step)})
        if step.status in {"failed", "cancelled"}:
            known = explained(known, log_of(step, logs), settings)
            if step.superseded:
                known = _told_as_superseded(known)
            elif red_results and [step] == testing and not (known.cause or known.log_place):
                known = _told_by_results(known, red_results)
        elif step.status == "skipped" and failed_before and known.category != "other":
            names = listing([quote(name) for name in failed_before], 3)
            known = known.model_copy(
                update={"reason": phrase("skipped; {names} failed before it", names=names)}
            )
        if _is_red(step):
            failed_before.append(step.name)
        judged.append(known)
    red = [step for step in judged if _is_red(step)]
    shipping = [s for s in red if s.category in {"build", "deploy"}]
    inspecting = [s for s in red if s.category == "other" and inspects(s)]
    return StepsOpinion(
        steps=tuple(judged),
        findings=tuple(f for step in judged for f in _findings(step, at, settings, cite)),
        claims=tuple(_claims(judged, red, cite)),
        blocking=tuple(step for step in shipping if step.infrastructure),
        unexplained=tuple(s for s in (*shipping, *inspecting) if not s.infrastructure),
    )


def _told_as_superseded(step: Step) -> Step:
    """Say first of *step* that a later attempt counts in its place."""
    which = (
        phrase("attempt {attempt}", attempt=step.attempt) if step.attempt else phrase("an attempt")
    )
    why = f"; {step.reason}" if step.reason else ""
    return step.model_copy(
        update={"reason": phrase("{which}, superseded by a later one{why}", which=which, why=why)}
    )


def _told_by_results(step: Step, red: int) -> Step:
    """Add to what the CI system states of *step* that *red* results failed."""
    failed = phrase("{results} failed", results=plural(red, "result"))
    return step.model_copy(update={"reason": f"{step.reason}; {failed}" if step.reason else failed})


def _is_red(step: Step) -> bool:
    """Whether *step* failed, nothing permitted it, and no later attempt counts in its place."""
    return step.status == "failed" and not step.allowed_failure and not step.superseded


def evidence_of(step: Step, cite: Citations) -> tuple[Evidence, ...]:
    """Return where the step's end, and the reason for it, can be read."""
    own = cite.at(step.artifact, step.place)
    return (cite.at(step.log, step.log_place or ""), own) if step.log else (own,)


def _findings(step: Step, at: datetime, settings: Settings, cite: Citations) -> Iterator[Finding]:
    if step.status not in {"failed", "cancelled"}:
        return
    name = quote(step.name) + (phrase(" of {job}", job=quote(step.job)) if step.job else "")
    silent = phrase("its log does not say why") if step.log else phrase("no log beside it says why")
    kind = f" ({phrase(step.cause)})" if step.cause and step.cause != UNKNOWN else ""
    why = f": {step.reason}{kind}" if step.reason else f"; {silent}"
    rule, known, issues = settings.covering(
        at, lambda rule: any(map(rule.matches_step, _names(step)))
    )
    verb = phrase("failed") if step.status == "failed" else phrase("was cancelled")
    excused = step.allowed_failure or step.superseded
    allowed = phrase(" (allowed to fail)") if step.allowed_failure else ""
    severity: Severity = "info" if excused else "error" if step.status == "failed" else "warning"
    yield Finding(
        id="step-failed",
        severity=severity,
        subject=step.name,
        reason=f"{name} {verb}{allowed}{why}{known}",
        numbers={"duration_s": step.duration_s},
        evidence=evidence_of(step, cite),
        advice=_advice(step) if not excused else None,
        link=settings.issue_link(rule.issue) if rule else None,
        issues=issues,
    )
    if rule:
        yield Finding(
            id="known-issue",
            severity="info",
            subject=step.name,
            reason=phrase(
                "the failure of {name} is known: {issue}", name=name, issue=quote(rule.issue)
            ),
            evidence=evidence_of(step, cite),
            link=settings.issue_link(rule.issue),
            issues=issues,
        )


def _advice(step: Step) -> str | None:
    """Return what to do; where the step itself is to be mended, it says which."""
    if step.advice is None or step.infrastructure:
        return step.advice
    return f"{quote(step.name)}: {step.advice}"


def _names(step: Step) -> tuple[str, ...]:
    """Return the names by which a rule may mean *step*."""
    return (step.name, f"{step.job} / {step.name}") if step.job else (step.name,)


def _claims(judged: list[Step], red: list[Step], cite: Citations) -> Iterator[Claim]:
    counted = [step for step in judged if not step.superseded]
    ran = [step for step in counted if step.status not in {"skipped", "running"}]
    passed = [step for step in ran if step.status == "passed"]
    if judged:
        rest = "".join(
            f"; {plural(number, 'step')} {what}"
            for number, what in (
                (sum(step.status == "skipped" for step in counted), phrase("skipped")),
                (sum(step.status == "running" for step in counted), phrase("not ended")),
                (len(judged) - len(counted), phrase("superseded by later attempts")),
            )
            if number
        )
        yield Claim(
            id="steps-passed",
            state="holds" if ran and len(passed) == len(ran) else "fails" if ran else "unproven",
            text=phrase(
                "{number} of {steps} that ran passed{rest}",
                number=len(passed),
                steps=plural(len(ran), "step"),
                rest=rest,
            ),
            evidence=tuple(dict.fromkeys(cite.at(step.artifact) for step in judged)),
        )
    for step in red:
        if step.infrastructure:
            yield Claim(
                id=f"infrastructure-{log_key(step.name)}",
                state="holds",
                text=phrase(
                    "{name} failed for a reason outside the change: {reason}",
                    name=quote(step.name),
                    reason=one_line(step.reason or ""),
                ),
                evidence=evidence_of(step, cite),
            )
        elif step.category in {"build", "deploy"}:
            yield Claim(
                id=f"infrastructure-{log_key(step.name)}",
                state="unproven",
                text=phrase(
                    "{name} failed, and nothing shows that the infrastructure is to blame",
                    name=quote(step.name),
                ),
                evidence=evidence_of(step, cite),
            )

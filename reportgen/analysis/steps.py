"""Steps → what kind each is, why it failed, and whether the reason lies outside the change."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.config import Category, Settings
from reportgen.model.report import Citations, Claim, Evidence, Finding
from reportgen.model.steps import Log, LogLine, Step, StepCategory, log_key
from reportgen.model.text import one_line, quote
from reportgen.model.units import listing, plural

if TYPE_CHECKING:
    from reportgen.model.run import Severity

# Step names are free text; the first group with a word in them decides. What begins with a word of
# reporting is about results, not what makes them ("Upload test report").
_REPORTING: Final = frozenset(
    ["upload", "download", "publish", "comment", "notify", "summarize", "archive", "cache", "save"]
)
_WORDS: Final[dict[StepCategory, str]] = {
    "test": "test tests testing unittest unittests unit integration acceptance functional "
    "regression e2e spec specs check checks verify pytest jest vitest mocha karma junit surefire "
    "ctest gtest tox nox rspec phpunit cypress playwright smoke cucumber behave bats",
    "deploy": "deploy deployment release rollout publish promote helm terraform provision ship "
    "migrate",
    "build": "build compile docker image images package bundle buildx kaniko maven gradle make "
    "install setup bootstrap compose start up pull dependencies",
}

_ERROR_LINE = re.compile(
    r"\w*errors?\b|\bfatal\b|\bfailed\b|\bfailure\b|\w*exceptions?\b|\bcannot\b|\bdenied\b|\bpanic\b"
    r"|traceback|\bnot found\b|\bundefined\b|\bbelow the threshold\b|(?-i:\bE[A-Z]{4,}\b)|✗|❌",
    re.IGNORECASE,
)
# Lines that say only that something failed; the reason stands above them.
_TRAILER = re.compile(
    r"process completed with exit code|exit(?:ed)?(?: with)?(?: status| code)?:? \d+\W*$"
    r"|^make(?:\[\d+\])?: \*\*\*"
    r"|failed to solve|did not complete successfully|npm ERR! (?:code|errno|A complete log|command)"
    r"|BUILD FAILURE|build failed\W*$|^\W*error\W*$|^##\[error\]\W*$|command failed with exit"
    r"|\b0 errors?\b|without errors?|no errors?\b",
    re.IGNORECASE,
)
# A hiccup that the tool itself tried to get over is not why it ended.
_HICCUP = re.compile(r"\bretry(?:ing)?\b|\bretries\b|\battempt \d|\bwarn(?:ing)?\b", re.IGNORECASE)
NEAR_THE_END: Final = 25
"""How many lines from its end a log may name the reason in."""


class StepsOpinion(NamedTuple):
    """What the steps come to."""

    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    blocking: tuple[Step, ...]
    """Build and deploy steps that failed for a reason outside the change."""
    unexplained: tuple[Step, ...]
    """Build and deploy steps that failed, and nothing shows that the change is not to blame."""


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
    testing = [s for s in steps if s.status == "failed" and category_of(s.name) == "test"]
    judged: list[Step] = []
    failed_before: list[str] = []
    for step in steps:
        known = step.model_copy(update={"category": category_of(step.name)})
        if step.status in {"failed", "cancelled"}:
            known = _explained(known, _log_of(step, logs), settings)
            if known.reason is None and red_results and [step] == testing:
                known = known.model_copy(
                    update={"reason": f"{plural(red_results, 'result')} failed"}
                )
        elif step.status == "skipped" and failed_before and known.category != "other":
            names = listing([quote(name) for name in failed_before], 3)
            known = known.model_copy(update={"reason": f"skipped; {names} failed before it"})
        if step.status == "failed" and not step.allowed_failure:
            failed_before.append(step.name)
        judged.append(known)
    red = [s for s in judged if s.status == "failed" and not s.allowed_failure]
    shipping = [s for s in red if s.category in {"build", "deploy"}]
    return StepsOpinion(
        steps=tuple(judged),
        findings=tuple(f for step in judged for f in _findings(step, at, settings, cite)),
        claims=tuple(_claims(judged, red, cite)),
        blocking=tuple(step for step in shipping if step.infrastructure),
        unexplained=tuple(step for step in shipping if not step.infrastructure),
    )


def category_of(name: str) -> StepCategory:
    """Return what kind of step *name* sounds like."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower())
    if words and words[0] in _REPORTING:
        return "deploy" if words[0] == "publish" and "test" not in name.lower() else "other"
    return next(
        (kind for kind, known in _WORDS.items() if set(words) & set(known.split())), "other"
    )


def _log_of(step: Step, logs: Sequence[Log]) -> Log | None:
    """Return the log that bears the step's name: the one beside it, or the only one there is."""
    key = log_key(step.name)
    named = [log for log in logs if key and log_key(log.name) == key]
    folder = step.artifact.rpartition("/")[0]
    beside = [log for log in named if log.artifact.rpartition("/")[0] == folder]
    fitting = beside or named
    return fitting[0] if len(fitting) == 1 else None


def _explained(step: Step, log: Log | None, settings: Settings) -> Step:
    """Find the line of the step's log that says why it ended, reading from the end."""
    if log is None:
        return step
    for line in reversed(log.lines[-NEAR_THE_END:]):
        if _HICCUP.search(line.text):
            continue
        row = _cause(line, settings.infrastructure)
        if row is not None:
            return step.model_copy(
                update={
                    "reason": row.says or f"{quote(line.text, 160)}",
                    "advice": row.advice,
                    "infrastructure": True,
                    "log": log.artifact,
                    "log_place": f"line {line.number}",
                }
            )
        if _ERROR_LINE.search(line.text) and not _TRAILER.search(line.text):
            return step.model_copy(
                update={
                    "reason": quote(line.text.strip(), 200),
                    "log": log.artifact,
                    "log_place": f"line {line.number}",
                }
            )
    return step.model_copy(update={"log": log.artifact})


def _cause(line: LogLine, rows: Sequence[Category]) -> Category | None:
    return next((row for row in rows if row.search(line.text)), None)


def evidence_of(step: Step, cite: Citations) -> tuple[Evidence, ...]:
    """Return where the step's end, and the reason for it, can be read."""
    own = cite.at(step.artifact, step.place)
    return (cite.at(step.log, step.log_place or ""), own) if step.log else (own,)


def _findings(step: Step, at: datetime, settings: Settings, cite: Citations) -> Iterator[Finding]:
    if step.status not in {"failed", "cancelled"}:
        return
    name = quote(step.name)
    silent = "its log does not say why" if step.log else "no log beside it says why"
    why = f": {step.reason}" if step.reason else f"; {silent}"
    rule, known = settings.covering(at, lambda rule: rule.matches_step(step.name))
    verb = "failed" if step.status == "failed" else "was cancelled"
    allowed = " (allowed to fail)" if step.allowed_failure else ""
    severity: Severity = (
        "info" if step.allowed_failure else "error" if step.status == "failed" else "warning"
    )
    yield Finding(
        id="step-failed",
        severity=severity,
        subject=step.name,
        reason=f"{name} {verb}{allowed}{why}{known}",
        numbers={"duration_s": step.duration_s},
        evidence=evidence_of(step, cite),
        advice=step.advice if not step.allowed_failure else None,
        link=settings.issue_link(rule.issue) if rule else None,
    )
    if rule:
        yield Finding(
            id="known-issue",
            severity="info",
            subject=step.name,
            reason=f"the failure of {name} is known: {quote(rule.issue)}",
            evidence=evidence_of(step, cite),
            link=settings.issue_link(rule.issue),
        )


def _claims(judged: list[Step], red: list[Step], cite: Citations) -> Iterator[Claim]:
    ran = [step for step in judged if step.status != "skipped"]
    passed = [step for step in ran if step.status == "passed"]
    if judged:
        skipped = len(judged) - len(ran)
        rest = f"; {plural(skipped, 'step')} skipped" if skipped else ""
        yield Claim(
            id="steps-passed",
            state="holds" if ran and len(passed) == len(ran) else "fails" if ran else "unproven",
            text=f"{len(passed)} of {plural(len(ran), 'step')} that ran passed{rest}",
            evidence=tuple(dict.fromkeys(cite.at(step.artifact) for step in judged)),
        )
    for step in red:
        if step.infrastructure:
            yield Claim(
                id=f"infrastructure-{log_key(step.name)}",
                state="holds",
                text=f"{quote(step.name)} failed for a reason outside the change: "
                f"{one_line(step.reason or '')}",
                evidence=evidence_of(step, cite),
            )
        elif step.category in {"build", "deploy"}:
            yield Claim(
                id=f"infrastructure-{log_key(step.name)}",
                state="unproven",
                text=f"{quote(step.name)} failed, "
                "and nothing shows that the infrastructure is to blame",
                evidence=evidence_of(step, cite),
            )

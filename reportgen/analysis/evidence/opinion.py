"""How much of the evidence arrived: what broke, what did not run, what disagrees."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.analysis.evidence.listed_files import ListedFiles, files_of
from reportgen.analysis.evidence.listed_tests import ListedTests, tests_of
from reportgen.analysis.evidence.outdated import Outdated
from reportgen.model.report import (
    Citations,
    Claim,
    EvidenceState,
    Finding,
    FindingId,
)
from reportgen.model.run import Artifact, Inventory, Problem
from reportgen.model.steps import Step, log_key
from reportgen.model.tests import Case, Counts
from reportgen.model.text import one_line, quote
from reportgen.model.units import listing, plural
from reportgen.wording import phrase

MOST_EVIDENCE = 20

_FINDING_OF: dict[str, FindingId] = {
    "unreadable": "unreadable-artifact",
    "truncated": "truncated-artifact",
    "count-mismatch": "count-mismatch",
    "duplicate": "duplicate-artifact",
    "suite-error": "contradiction",
    "plugin": "plugin-failed",
}


class EvidenceOpinion(NamedTuple):
    """Whether the evidence is whole; *doubts* keep the change from being validated."""

    state: EvidenceState
    because: str
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    doubts: tuple[str, ...]
    collected: int | None
    collected_ran: int | None


def judge(
    artifacts: Sequence[Artifact],
    cases: Sequence[Case],
    inventories: Sequence[Inventory],
    steps: Sequence[Step],
    counts: Counts,
    missing: int,
    outdated: Outdated,
    cite: Citations,
) -> EvidenceOpinion:
    """
    Return how much of the evidence arrived.

    *missing* tests of the baseline did not run, *outdated* are results of an earlier run.
    """
    findings = [f for artifact in artifacts for f in _problems(artifact, cite)]
    doubts = list(_doubts(artifacts))
    contradictions = list(_contradictions(steps, cases, cite))
    findings.extend(contradictions)
    doubts.extend(finding.reason for finding in contradictions)
    findings.extend(outdated.findings)
    if outdated.all_old:
        doubts.append(phrase("all of them are of an earlier run"))
    tests = tests_of(inventories, cases, counts, cite)
    files = files_of(inventories, cases, cite)
    gaps = [gap for each in (tests, files) if each and (gap := each.gap()) is not None]
    findings.extend(gaps)
    reasons = [*_reasons(artifacts), *(finding.reason for finding in contradictions)]
    reasons += [finding.reason for finding in outdated.findings]
    reasons[:0] = [gap.reason for gap in gaps]
    if missing:
        reasons.append(phrase("{tests} of the base did not run", tests=plural(missing, "test")))
    if not cases:
        state: EvidenceState = "missing"
        reasons.insert(0, phrase("no test result was read"))
    else:
        state = "partial" if reasons else "complete"
    readable = plural(sum(a.status == "read" for a in artifacts), "artifact")
    return EvidenceOpinion(
        state=state,
        because="; ".join(reasons[:3])
        + (phrase("; and {number} more", number=len(reasons) - 3) if len(reasons) > 3 else "")
        if reasons
        else phrase(
            "{readable} read, none broken{agreed}", readable=readable, agreed=_agreed(steps, counts)
        ),
        findings=tuple(findings),
        claims=tuple(_claims(artifacts, tests, files, cite)),
        doubts=tuple(doubts),
        collected=tests.total if tests else None,
        collected_ran=tests.ran if tests and tests.matched else None,
    )


def _agreed(steps: Sequence[Step], counts: Counts) -> str:
    """Return that the steps of tests passed as their results did, where there are such steps."""
    ends = {step.status for step in steps if step.category == "test"}
    return (
        phrase("; steps of tests and results agree")
        if ends == {"passed"} and not counts.red
        else ""
    )


def _problems(artifact: Artifact, cite: Citations) -> Iterator[Finding]:
    for problem in artifact.problems:
        if finding := _FINDING_OF.get(problem.kind):
            yield Finding(
                id=finding,
                severity=problem.severity,
                subject=artifact.path,
                reason=f"{quote(artifact.path)}: {_plain(problem)}",
                evidence=(cite.at(artifact.path, problem.place),),
                advice=phrase("produce {path} again", path=quote(artifact.path))
                if problem.kind in {"unreadable", "truncated"}
                else None,
            )


def _plain(problem: Problem) -> str:
    """Return the problem's message as part of a sentence: it may quote the artifact."""
    return one_line(problem.message, 400).replace("`", "ˋ")


def _doubts(artifacts: Sequence[Artifact]) -> Iterator[str]:
    """Yield why results may be missing or wrong that would have judged the change."""
    for artifact in artifacts:
        if artifact.holds_tests and artifact.status in {"rejected", "partial"}:
            yield phrase("{path} could not be read in full", path=quote(artifact.path))
        for problem in artifact.problems:
            if problem.kind == "suite-error":
                yield f"{quote(artifact.path)}: {_plain(problem)}"


def _reasons(artifacts: Sequence[Artifact]) -> Iterator[str]:
    broken = [a for a in artifacts if a.status in {"rejected", "partial"}]
    if broken:
        names = listing([quote(artifact.path) for artifact in broken], 3)
        yield phrase(
            "{artifacts} unreadable or cut off: {names}",
            artifacts=plural(len(broken), "artifact"),
            names=names,
        )
    kinds = Counter(problem.kind for artifact in artifacts for problem in artifact.problems)
    if kinds["count-mismatch"]:
        files = plural(kinds["count-mismatch"], "file")
        yield phrase("what {files} declared is not what is there", files=files)
    if kinds["suite-error"]:
        yield phrase(
            "{suites} broke outside any test", suites=plural(kinds["suite-error"], "suite")
        )
    if kinds["plugin"]:
        yield phrase("plugins failed on {files}", files=plural(kinds["plugin"], "file"))


def _contradictions(
    steps: Sequence[Step], cases: Sequence[Case], cite: Citations
) -> Iterator[Finding]:
    """Yield where the steps and the results cannot both be right."""
    testing = [step for step in steps if step.category == "test"]
    if not testing:
        return
    red = {_origin(case) for case in cases if case.is_red}
    origins = dict.fromkeys(_origin(case) for case in cases)
    owners = {origin: [step for step in testing if _is_of(step, origin)] for origin in origins}
    for step in testing:
        if step.status not in {"failed", "cancelled", "running"} or not origins:
            continue
        # Results that bear the name of another test step are not this one's.
        mine = [origin for origin in origins if step in owners[origin]] or [
            origin for origin in origins if not owners[origin]
        ]
        if any(origin in red for origin in mine):
            continue
        name = quote(step.name)
        verb = phrase("was cancelled") if step.status == "cancelled" else phrase("has not ended")
        reason = phrase(
            "the step {name} {verb}: the green results may not be all", name=name, verb=verb
        )
        if step.status == "failed":
            reason = (
                phrase(
                    "the step {name} failed, and all results that were read are green", name=name
                )
                if not red
                else phrase(
                    "the step {name} failed, and no red result that was read is its own", name=name
                )
            )
        yield _contradiction(step, reason, cite)
    if testing and origins and all(step.status == "skipped" for step in testing):
        names = listing([quote(step.name) for step in testing], 3)
        reason = phrase(
            "there are test results, and {names} did not run: whose results are they?", names=names
        )
        yield _contradiction(testing[0], reason, cite)


_GENERIC = {"test", "tests", "testing", "run", "check", "checks", "verify", "suite", "step", "the"}


def _origin(case: Case) -> str:
    """Return where a result comes from, as far as names tell: its file and its suite."""
    return f"{case.artifact} {case.suite}"


def _is_of(step: Step, origin: str) -> bool:
    """Whether *origin* bears the name of *step*, beyond what all test steps share."""
    words = set(log_key(step.name).split("-")) - _GENERIC
    return bool(words) and words <= set(log_key(origin).split("-"))


def _contradiction(step: Step, reason: str, cite: Citations) -> Finding:
    return Finding(
        id="contradiction",
        severity="error",
        subject=step.name,
        reason=reason,
        evidence=(cite.at(step.artifact, step.place),),
        advice=phrase("read the log of {name}", name=quote(step.name)),
    )


def _claims(
    artifacts: Sequence[Artifact],
    tests: ListedTests | None,
    files: ListedFiles | None,
    cite: Citations,
) -> Iterator[Claim]:
    if tests is not None:
        yield from tests.claims()
    if files is not None:
        yield files.claim()
    taken = [artifact for artifact in artifacts if artifact.status != "ignored"]
    whole = [artifact for artifact in taken if artifact.status == "read"]
    if taken:
        telling = taken if len(whole) == len(taken) else [a for a in taken if a.status != "read"]
        yield Claim(
            id="artifacts-read",
            state="holds" if len(whole) == len(taken) else "fails",
            text=phrase(
                "{number} of {artifacts} read in full",
                number=len(whole),
                artifacts=plural(len(taken), "artifact"),
            ),
            evidence=tuple(cite.at(artifact.path) for artifact in telling[:MOST_EVIDENCE]),
        )

"""How much of the evidence arrived: what broke, what did not run, what disagrees."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.report import (
    Citations,
    Claim,
    ClaimState,
    Evidence,
    EvidenceState,
    Finding,
    FindingId,
)
from reportgen.model.run import Artifact, Inventory, Problem
from reportgen.model.steps import Step, log_key
from reportgen.model.tests import Case, Counts
from reportgen.model.text import one_line, quote
from reportgen.model.units import listing, plural

MOST_EVIDENCE = 20

_FINDING_OF: dict[str, FindingId] = {
    "unreadable": "unreadable-artifact",
    "truncated": "truncated-artifact",
    "count-mismatch": "count-mismatch",
    "duplicate": "duplicate-artifact",
    "suite-error": "contradiction",
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


class _Coverage(NamedTuple):
    """How the listed tests and the results meet."""

    total: int
    matched: bool
    """Whether the listing and the results spell tests alike; else only numbers can be compared."""
    reported: int
    ran: int
    evidence: tuple[Evidence, ...]


def judge(
    artifacts: Sequence[Artifact],
    cases: Sequence[Case],
    inventories: Sequence[Inventory],
    steps: Sequence[Step],
    counts: Counts,
    missing: int,
    cite: Citations,
) -> EvidenceOpinion:
    """Return how much of the evidence arrived; *missing* tests of the baseline did not run."""
    findings = [f for artifact in artifacts for f in _problems(artifact, cite)]
    doubts = list(_doubts(artifacts))
    contradictions = list(_contradictions(steps, cases, cite))
    findings.extend(contradictions)
    doubts.extend(finding.reason for finding in contradictions)
    coverage = _coverage(inventories, cases, counts, cite)
    gap = _gap(coverage) if coverage else None
    if gap is not None:
        findings.append(gap)
    reasons = [*_reasons(artifacts), *(finding.reason for finding in contradictions)]
    if gap is not None:
        reasons.insert(0, gap.reason)
    if missing:
        reasons.append(f"{plural(missing, 'test')} of the base did not run")
    if not cases:
        state: EvidenceState = "missing"
        reasons.insert(0, "no test result was read")
    else:
        state = "partial" if reasons else "complete"
    readable = plural(sum(a.status == "read" for a in artifacts), "artifact")
    return EvidenceOpinion(
        state=state,
        because="; ".join(reasons[:3])
        + (f"; and {len(reasons) - 3} more" if len(reasons) > 3 else "")
        if reasons
        else f"{readable} read, none broken, none contradicts another",
        findings=tuple(findings),
        claims=tuple(_claims(artifacts, coverage, cite)),
        doubts=tuple(doubts),
        collected=coverage.total if coverage else None,
        collected_ran=coverage.ran if coverage and coverage.matched else None,
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
                advice=f"produce {quote(artifact.path)} again"
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
            yield f"{quote(artifact.path)} could not be read in full"
        for problem in artifact.problems:
            if problem.kind == "suite-error":
                yield f"{quote(artifact.path)}: {_plain(problem)}"


def _reasons(artifacts: Sequence[Artifact]) -> Iterator[str]:
    broken = [a for a in artifacts if a.status in {"rejected", "partial"}]
    if broken:
        names = listing([quote(artifact.path) for artifact in broken], 3)
        yield f"{plural(len(broken), 'artifact')} unreadable or cut off: {names}"
    kinds = Counter(problem.kind for artifact in artifacts for problem in artifact.problems)
    if kinds["count-mismatch"]:
        files = plural(kinds["count-mismatch"], "file")
        yield f"what {files} declared is not what is there"
    if kinds["suite-error"]:
        yield f"{plural(kinds['suite-error'], 'suite')} broke outside any test"


def _contradictions(
    steps: Sequence[Step], cases: Sequence[Case], cite: Citations
) -> Iterator[Finding]:
    """Yield where the steps and the results cannot both be right."""
    testing = [step for step in steps if step.category == "test"]
    red = {_origin(case) for case in cases if case.is_red}
    origins = dict.fromkeys(_origin(case) for case in cases)
    owners = {origin: [step for step in testing if _is_of(step, origin)] for origin in origins}
    for step in testing:
        if step.status not in {"failed", "cancelled"} or not origins:
            continue
        # Results that bear the name of another test step are not this one's.
        mine = [origin for origin in origins if step in owners[origin]] or [
            origin for origin in origins if not owners[origin]
        ]
        if any(origin in red for origin in mine):
            continue
        name = quote(step.name)
        reason = f"the step {name} was cancelled: the green results may not be all"
        if step.status == "failed":
            reason = (
                f"the step {name} failed, and all results that were read are green"
                if not red
                else f"the step {name} failed, and no red result that was read is its own"
            )
        yield _contradiction(step, reason, cite)
    if testing and origins and all(step.status == "skipped" for step in testing):
        names = listing([quote(step.name) for step in testing], 3)
        reason = f"there are test results, and {names} did not run: whose results are they?"
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
        advice=f"read the log of {quote(step.name)}",
    )


def _coverage(
    inventories: Sequence[Inventory], cases: Sequence[Case], counts: Counts, cite: Citations
) -> _Coverage | None:
    """Return how what was collected meets what is there; listings of the same tests count once."""
    if not inventories:
        return None
    evidence = tuple(cite.at(each.artifact, each.place) for each in inventories)
    listed = {test for each in inventories for test in each.ids}
    total = len(listed) + sum(each.total for each in inventories if not each.ids)
    there: dict[str, bool] = {}
    for case in cases:
        key = f"{case.class_name}::{case.name}"
        there[key] = there.get(key, False) or case.outcome.name != "skipped"
    reported = [test for test in listed if test in there]
    if not reported or any(not each.ids for each in inventories):
        return _Coverage(total, False, counts.tests, counts.ran, evidence)  # noqa: FBT003 - see the fields
    return _Coverage(total, True, len(reported), sum(there[t] for t in reported), evidence)  # noqa: FBT003 - the same


def _gap(coverage: _Coverage) -> Finding | None:
    """Return what was collected and has no result; a skipped test has one."""
    left = coverage.total - coverage.reported
    if left <= 0:
        return None
    return Finding(
        id="missing-test",
        severity="warning",
        subject=plural(left, "collected test"),
        reason=f"{_reached(coverage)}: {plural(left, 'collected test')} did not run",
        numbers={"collected": coverage.total, "ran": coverage.ran, "missing": left},
        evidence=coverage.evidence,
    )


def _reached(coverage: _Coverage) -> str:
    skipped = coverage.reported - coverage.ran
    rest = f", {skipped:,} skipped" if skipped else ""
    tests = plural(coverage.total, "collected test")
    if coverage.matched:
        return f"{coverage.ran:,} of {tests} ran{rest}"
    return f"{plural(coverage.reported, 'result')} for {tests}{rest}"


def _claims(
    artifacts: Sequence[Artifact], coverage: _Coverage | None, cite: Citations
) -> Iterator[Claim]:
    if coverage is not None:
        yield Claim(
            id="tests-collected",
            state="holds",
            text=f"{plural(coverage.total, 'test')} collected",
            evidence=coverage.evidence,
        )
        state: ClaimState = "fails"
        if coverage.ran >= coverage.total:
            state = "holds" if coverage.matched else "unproven"
        yield Claim(
            id="collected-tests-ran",
            state=state,
            text=_reached(coverage),
            evidence=coverage.evidence,
        )
    taken = [artifact for artifact in artifacts if artifact.status != "ignored"]
    whole = [artifact for artifact in taken if artifact.status == "read"]
    if taken:
        telling = taken if len(whole) == len(taken) else [a for a in taken if a.status != "read"]
        yield Claim(
            id="artifacts-read",
            state="holds" if len(whole) == len(taken) else "fails",
            text=f"{len(whole)} of {plural(len(taken), 'artifact')} read in full",
            evidence=tuple(cite.at(artifact.path) for artifact in telling[:MOST_EVIDENCE]),
        )

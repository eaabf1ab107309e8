"""What ``doctor --explain`` says of one finding, one rule or one axis of the verdict."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple, cast

from reportgen.cli.explaining import numbers_of, place_of, told_of
from reportgen.config.settings import GatePolicy
from reportgen.errors import UsageError
from reportgen.model.findings import FINDINGS
from reportgen.model.report import Finding, FindingId, Report
from reportgen.model.units import plural
from reportgen.render.terminal import plain
from reportgen.wording import marked, phrase

MOST_SHOWN: Final = 10
MOST_PLACES: Final = 3
_SERVICES: Final[tuple[FindingId, ...]] = (
    "service-down", "service-degraded", "service-stale", "service-missing",
)  # fmt: skip


class _Axis(NamedTuple):
    """How an axis is judged, and the findings that have a say in it."""

    judged: str
    ids: tuple[FindingId, ...] = ()


_AXES: Final[Mapping[str, _Axis]] = {
    "change": _Axis(
        marked(
            "One new failure makes it regressed. It is unproven where nothing passed or could "
            "judge, or where results may be lost. Else it is validated."
        ),
        (
            "new-failure", "no-tests", "contradiction", "truncated-artifact",
            "unreadable-artifact", "infrastructure-failure", "step-failed",
        ),
    ),
    "environment": _Axis(
        marked(
            "A required service that is down, or a step that failed because of the infrastructure, "
            "blocks it. Slow, stale or missing ones degrade it. Without a check it is unknown."
        ),
        (*_SERVICES, "step-failed"),
    ),
    "evidence": _Axis(
        marked(
            "It is complete where all that was found was read and all that is listed ran, missing "
            "without a test result, and partial in between."
        ),
        (
            "no-tests", "missing-test", "contradiction", "count-mismatch", "truncated-artifact",
            "unreadable-artifact",
        ),
    ),
    "decision": _Axis(
        marked(
            "It follows from two axes: regressed means fix, unproven means investigate; validated "
            "means approve, and hold the deployment where the environment is blocked."
        ),
    ),
    "gate": _Axis(marked("Each rule of [gate] passes, fails, or could not be judged.")),
}  # fmt: skip
RULES: Final = tuple(name.replace("_", "-") for name in GatePolicy.model_fields)
NAMES: Final = (*_AXES, *RULES, *FINDINGS)
"""All that can be explained."""


def refuse_unknown(name: str) -> None:
    """
    Stop where there is nothing called *name*, before anything is read.

    Raises:
        UsageError: there is not; the message names a close one.

    """
    if name not in NAMES:
        close = get_close_matches(name[:100], NAMES, n=1)
        raise UsageError(
            phrase('--explain "{name}" is no finding, no rule and no axis', name=name)
            + (phrase('; did you mean "{close}"?', close=close[0]) if close else ""),
            phrase("known are: {names}", names=", ".join(NAMES)),
        )


def reasons(report: Report, name: str) -> str:
    """Return what *name* means and which facts of *report* are behind it."""
    if name in _AXES:
        lines = _axis(report, name)
    elif name in RULES:
        lines = _rule(report, name)
    else:
        lines = _finding(report, cast("FindingId", name))
    return "".join(f"{plain(line)}\n" for line in lines)


def _axis(report: Report, name: str) -> Iterator[str]:
    verdict, (judged, ids) = report.verdict, _AXES[name]
    because = {
        "change": verdict.because.change,
        "environment": verdict.because.environment,
        "evidence": verdict.because.evidence,
        "decision": phrase(
            "the change is {change}, the environment {environment}",
            change=phrase(verdict.change),
            environment=phrase(verdict.environment),
        ),
    }
    values = {
        "change": phrase(verdict.change),
        "environment": phrase(verdict.environment),
        "evidence": phrase(verdict.evidence),
        "decision": verdict.decision,
        "gate": phrase(verdict.gate.status),
    }
    yield f"{name}: {values[name]}" + (f": {because[name]}" if name in because else "")
    yield "  " + phrase("how it is judged: {judged}", judged=phrase(judged))
    if name == "gate":
        width = max((len(rule.name) for rule in verdict.gate.rules), default=0)
        for rule in verdict.gate.rules:
            yield from told_of(rule, width)
    elif ids:
        yield from _behind([finding for finding in report.findings if finding.id in ids])


def _rule(report: Report, name: str) -> Iterator[str]:
    rules = [rule for rule in report.verdict.gate.rules if rule.name == name]
    if not rules:
        yield phrase(
            "{name}: not asked for in [gate] of the configuration, so it decides nothing", name=name
        )
    for rule in rules:
        yield from told_of(rule)
        set_by = phrase("the configuration sets it" if rule.asked else "this is the default")
        fails = phrase("; the gate fails by it" if rule.fails else "; the gate does not fail by it")
        yield f"  {set_by}{fails}"


def _finding(report: Report, name: FindingId) -> Iterator[str]:
    meaning = FINDINGS[name]
    yield f"{name}: {phrase(meaning.means)}"
    yield "  " + phrase("how it is judged: {judged}", judged=phrase(meaning.judged))
    yield "  " + phrase("what to do: {todo}", todo=phrase(meaning.todo))
    yield from _behind([finding for finding in report.findings if finding.id == name])


def _behind(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the *findings* of this run, with their numbers and their evidence."""
    number = plural(len(findings), "finding") if findings else phrase("no finding")
    yield "  " + phrase("in this run: {findings}", findings=number)
    for finding in findings[:MOST_SHOWN]:
        yield f"    {phrase(finding.severity)} {finding.id}: {finding.reason}"
        if finding.numbers:
            yield "      " + phrase("numbers: {numbers}", numbers=numbers_of(finding.numbers))
        for evidence in finding.evidence[:MOST_PLACES]:
            yield "      " + phrase("shown by {place}", place=place_of(evidence))
        if finding.advice:
            yield "      " + phrase("next: {hint}", hint=finding.advice)
    if (more := len(findings) - MOST_SHOWN) > 0:
        yield "    " + phrase("and {findings}", findings=plural(more, "more finding"))

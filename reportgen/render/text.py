"""The report as plain text for a terminal; colour only where the caller says so."""

from collections.abc import Iterator
from typing import Final

from reportgen.model.report import Finding, Report
from reportgen.model.text import quote
from reportgen.model.units import duration, moment, plural
from reportgen.redaction import said
from reportgen.render import causes
from reportgen.render.coverage import sentence
from reportgen.render.terminal import plain
from reportgen.wording import marked, phrase

NAME: Final = "text"
SUFFIX: Final = ".txt"

MOST_FINDINGS: Final = 10
MOST_CAUSES: Final = 5
MOST_COVERAGE: Final = 3
_GOOD, _BAD, _MIXED, _PLAIN = "32", "31", "33", "0"
_COLOUR: Final = {
    "validated": _GOOD, "regressed": _BAD, "unproven": _MIXED,
    "ready": _GOOD, "degraded": _MIXED, "blocked": _BAD, "unknown": _MIXED,
    "complete": _GOOD, "partial": _MIXED, "missing": _BAD,
    "error": _BAD, "warning": _MIXED, "info": _PLAIN,
}  # fmt: skip
DECISIONS: Final = {
    "fix": marked("fix the change"),
    "investigate": marked("investigate"),
    "approve-hold-deployment": marked("approve the change, hold the deployment"),
    "approve": marked("approve"),
}


def render(report: Report, *, colour: bool = False) -> str:
    """Return *report* in a screenful."""
    return "\n".join(_lines(report, colour=colour)) + "\n"


def _redacted(report: Report) -> Iterator[str]:
    if report.redacted:
        yield phrase("redacted: {counts}", counts=said(report.redacted))


def _lines(report: Report, *, colour: bool) -> Iterator[str]:
    def paint(text: str, word: str) -> str:
        return f"\x1b[{_COLOUR[word]}m{text}\x1b[0m" if colour else text

    run, verdict, counts = report.run, report.verdict, report.totals.counts
    name = " · ".join(plain(text) for text in (run.title, run.issue, run.project) if text)
    yield f"{name} — {verdict.headline}" if name else verdict.headline
    facts = (run.branch, (run.commit or "")[:10], moment(run.started_at))
    where = " · ".join(plain(text) for text in facts if text)
    compared = phrase("nothing to compare with")
    if report.base:
        compared = phrase("compared with {label}", label=plain(report.base.label))
    elif report.uncompared:
        compared = phrase("not compared: {why}", why=report.uncompared)
    yield f"{where} · {compared}"
    yield ""
    for axis, value, because in (
        (phrase("change"), verdict.change, verdict.because.change),
        (phrase("environment"), verdict.environment, verdict.because.environment),
        (phrase("evidence"), verdict.evidence, verdict.because.evidence),
    ):
        yield f"  {axis:<12} {paint(f'{phrase(value):<10}', value)} {plain(because)}"
    yield f"  {phrase('decision'):<12} {verdict.decision}"
    failed = "; ".join(verdict.gate.failed_rules)
    yield f"  {phrase('gate'):<12} {phrase(verdict.gate.status)}" + (
        f" ({failed})" if failed else ""
    )
    yield ""
    yield phrase("do now: {decision}", decision=phrase(DECISIONS[verdict.decision]))
    if verdict.advice:
        yield phrase("then: ") + " · ".join(plain(advice) for advice in verdict.advice[:6])
    yield from _redacted(report)
    attention = [finding for finding in report.findings if finding.severity != "info"]
    if attention:
        yield ""
        yield phrase("needs attention: {number:,}", number=len(attention))
        told = causes.told(attention, report)
        for number, each in enumerate(told[:MOST_FINDINGS], 1):
            finding = each.finding
            name = paint(finding.id, finding.severity)
            more = f" · {same}" if (same := causes.same_cause(each.more)) else ""
            yield f"  {number:>2}. {name}: {plain(finding.reason)}{_place(finding)}{more}"
        if len(told) > MOST_FINDINGS:
            shown = sum(1 + each.more for each in told[:MOST_FINDINGS])
            yield phrase("      {shown:,} of {number:,} shown", shown=shown, number=len(attention))
    yield from _causes(report)
    yield ""
    flaky = phrase(" ({flaky:,} flaky)", flaky=counts.flaky) if counts.flaky else ""
    untimed = (
        phrase(", {times} unknown", times=plural(report.totals.untimed, "time"))
        if report.totals.untimed
        else ""
    )
    yield (
        phrase(
            "{tests}: {passed:,} passed{flaky}, {failed:,} failed, {errored:,} "
            "errored, {skipped:,} skipped; {time}{untimed}",
            tests=plural(counts.tests, "test"),
            passed=counts.passed,
            flaky=flaky,
            failed=counts.failed,
            errored=counts.errored,
            skipped=counts.skipped,
            time=duration(report.totals.duration_s),
            untimed=untimed,
        )
    )
    if report.coverage:
        yield plain(phrase("coverage: {said}", said=_coverage(report)))


def _causes(report: Report) -> Iterator[str]:
    shared = causes.shared(report)
    if shared:
        yield ""
        yield causes.explained(report)
    for cause in shared[:MOST_CAUSES]:
        kind = f", {quote(cause.type)}" if cause.type not in cause.says else ""
        where = phrase(" at {place}", place=quote(cause.where)) if cause.where else ""
        seen = (
            phrase(", first seen {when}", when=moment(cause.first_seen)) if cause.first_seen else ""
        )
        yield plain(f"  {len(cause.cases):>4,} × {quote(cause.says)}{kind}{where}{seen}")
    if len(shared) > MOST_CAUSES:
        yield phrase(
            "      {shown} of {number:,} causes shown",
            shown=MOST_CAUSES,
            number=len(shared),
        )


def _coverage(report: Report) -> str:
    since = quote(report.base.label) if report.base else None
    said = [
        f"{sentence(total, since)} [{total.measured.artifact or total.measured.name}]"
        for total in report.coverage[:MOST_COVERAGE]
    ]
    hidden = len(report.coverage) - len(said)
    return " · ".join([*said, *([plural(hidden, "more report")] if hidden else [])])


def _place(finding: Finding) -> str:
    if not finding.evidence:
        return ""
    first = finding.evidence[0]
    return plain(f" [{first.artifact}{f' {first.place}' if first.place else ''}]")

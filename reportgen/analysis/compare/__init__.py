"""
Two runs → what differs between them, fact by fact.

Unlike a report beside its base this judges nothing: a failure is new where the base has it not.
Two runs of different projects, jobs or variants are compared as they are, and that is said.
"""

from collections.abc import Iterator, Mapping

from reportgen.analysis.compare import tests, things
from reportgen.analysis.compare.tests import Match
from reportgen.model.baseline import Baseline
from reportgen.model.difference import Difference, Side
from reportgen.model.report import Report
from reportgen.model.text import quote
from reportgen.model.units import moment
from reportgen.wording import phrase

__all__ = ["compare", "side_of"]


def compare(
    base: Report, head: Report, known: Baseline, match: Match, labels: tuple[str | None, str | None]
) -> Difference:
    """
    Return what differs from *base* to *head*.

    *known* is the base as a baseline, *match* finds the tests that were only renamed.
    *labels* are how sentences call the two; by default by their moments.
    """
    one, other = side_of(base, labels[0]), side_of(head, labels[1])
    compared, times = tests.compare(base, head, known, match)
    return Difference(
        base=one,
        head=other,
        although=(*_although(base, head), *_evidence(one), *_evidence(other)),
        tests=compared,
        times=times,
        services=tuple(things.services(base, head)),
        memory=tuple(things.memory(base, head)),
        coverage=tuple(things.coverage(base, head)),
        steps=tuple(things.steps(base, head)),
    )


def side_of(report: Report, label: str | None = None) -> Side:
    """Return *report* as one of two runs, called *label*, by default by its moment."""
    totals = report.totals
    return Side(
        label=label or phrase("run of {when}", when=moment(report.run.started_at)),
        run=report.run,
        counts=totals.counts,
        duration_s=totals.duration_s,
        untimed=totals.untimed,
        environment=report.verdict.environment,
        evidence=report.verdict.evidence,
    )


def _although(base: Report, head: Report) -> Iterator[str]:
    """Yield what is unlike about two runs; what one of them does not know is not unlike."""
    one, other = base.run, head.run
    if one.id and one.id == other.id:
        yield phrase("both are the same run")
    elif one.started_at and other.started_at and one.started_at > other.started_at:
        yield phrase("compared although the base is the later of the two")
    for what, mine, theirs in (
        (phrase("project"), one.project, other.project),
        (phrase("job"), one.job, other.job),
    ):
        if mine and theirs and mine != theirs:
            yield phrase(
                "compared although the {what} differs: {mine} and {theirs}",
                what=what,
                mine=quote(mine),
                theirs=quote(theirs),
            )
    if one.id and other.id and one.variant != other.variant:
        named = [_variant(each.variant) for each in (one, other)]
        yield phrase(
            "compared although the variant differs: {mine} and {theirs}",
            mine=named[0],
            theirs=named[1],
        )
    if one.id and other.id and one.shard_index != other.shard_index:
        yield phrase("compared although they are of different shards")


def _evidence(side: Side) -> Iterator[str]:
    if side.evidence != "complete":
        yield phrase(
            "the evidence of {label} is {evidence}: it may lack what was there",
            label=quote(side.label),
            evidence=phrase(side.evidence),
        )


def _variant(variant: Mapping[str, str]) -> str:
    return (
        quote(", ".join(f"{k}={v}" for k, v in sorted(variant.items())))
        if variant
        else phrase("none")
    )

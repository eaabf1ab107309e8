"""The first screen: headline, identity of the run, verdict, what to do now."""

from collections.abc import Iterator
from typing import NamedTuple

from reportgen.model.report import Report
from reportgen.model.units import moment, plural
from reportgen.patterns import pattern
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.sections.services import split
from reportgen.render.markdown.sections.steps import counts as step_counts
from reportgen.render.markdown.sections.tests import counts
from reportgen.render.markdown.states import CHANGE, DECISION, ENVIRONMENT, EVIDENCE, GATE, State
from reportgen.render.markdown.templating import Page
from reportgen.render.services import services_now, up_of
from reportgen.wording import phrase, phrase_many

_HASH = pattern(r"[0-9a-fA-F]{12,}")
_SHORT = 8


class Headline(NamedTuple):
    """The line that says it all. *words* are left out where there is no room for them."""

    decision: State
    title: str
    issue: str | None
    issue_url: str | None
    words: str | None


class Identity(NamedTuple):
    """What run this is."""

    project: str | None
    branch: str | None
    base_branch: str | None
    commit: str | None
    pull_request: int | None
    job: str | None
    variant: tuple[str, ...]
    tries: str | None
    when: str
    url: str | None
    uncompared: str | None
    base: str | None
    base_when: str | None


class Axis(NamedTuple):
    """One row of the verdict."""

    name: str
    state: State
    because: str


class Action(NamedTuple):
    """What follows from the verdict."""

    decision: State
    advice: tuple[str, ...]
    rest: str | None
    gate: State | None
    failed_rules: tuple[str, ...]


class Brief(NamedTuple):
    """The report in three lines."""

    headline: Headline
    axes: tuple[Axis, ...]
    counts: str | None
    action: Action
    url: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the blocks of the first screen."""
    yield from headline(report, page)
    yield from identity(report, page)
    yield from verdict(report, page)
    yield from counted(report, page)
    yield from action(report, page)


def headline(report: Report, page: Page) -> Iterator[Block]:
    """Yield the line that says it all."""
    decision = DECISION[report.verdict.decision]
    plain = Headline(decision, phrase("Status report"), None, None, None)
    yield Block(
        "headline",
        0,
        page.forms("headline", lambda view: view, (_headline(report), plain)),
        required=True,
    )


def identity(report: Report, page: Page) -> Iterator[Block]:
    """Yield what run this is."""
    yield Block("run details", 4, page.forms("identity", lambda view: view, (_identity(report),)))


def verdict(report: Report, page: Page) -> Iterator[Block]:
    """Yield the three axes, with why."""
    axes = _axes(report)
    yield Block(
        "verdict",
        1,
        (lambda: page.render("verdict", axes), lambda: page.render("verdict_line", axes)),
        required=True,
    )


def verdict_line(report: Report, page: Page) -> Iterator[Block]:
    """Yield the three axes on one line."""
    yield Block("verdict", 1, page.forms("verdict_line", _axes, (report,)), required=True)


def conclusion(report: Report, page: Page) -> Iterator[Block]:
    """Yield the three axes once more, with why, where one line of them stands at the top."""
    yield Block("conclusion", 5.5, page.forms("verdict", _axes, (report,)))


def counted(report: Report, page: Page) -> Iterator[Block]:
    """Yield the counts of everything that was counted, on one line, if anything was."""
    if words := _counts(report):
        yield Block("counts", 1.5, page.forms("counts", lambda view: view, (words,)))


def action(report: Report, page: Page) -> Iterator[Block]:
    """Yield what follows from the verdict."""
    yield Block(
        "what to do now",
        2,
        page.forms("action", lambda most: _action(report, most), (6, 2, 0)),
    )


def brief(report: Report, page: Page) -> Iterator[Block]:
    """Yield the report in three lines, for places where people talk."""
    yield Block(
        "report", 0, page.forms("brief", lambda most: _brief(report, most), (2, 0)), required=True
    )


def _headline(report: Report) -> Headline:
    run = report.run
    return Headline(
        DECISION[report.verdict.decision],
        run.title or run.project or phrase("Status report"),
        run.issue,
        report.issue.url if report.issue else None,
        report.verdict.headline,
    )


def _axes(report: Report) -> tuple[Axis, ...]:
    verdict = report.verdict
    return (
        Axis(phrase("Change"), CHANGE[verdict.change], verdict.because.change),
        Axis(phrase("Environment"), ENVIRONMENT[verdict.environment], verdict.because.environment),
        Axis(phrase("Evidence"), EVIDENCE[verdict.evidence], verdict.because.evidence),
    )


def _counts(report: Report) -> str | None:
    said = []
    if report.totals.counts.tests:
        said.append(f"{plural(report.totals.counts.tests, 'test')}: {counts(report)}")
    tops, _ = split(services_now(report))
    if tops:
        up, number = up_of(tops)
        said.append(phrase("services: {up:,} of {number:,} up", up=up, number=number))
    if report.steps:
        said.append(phrase("steps: {steps}", steps=step_counts(report.steps)))
    return " · ".join(said) or None


def _brief(report: Report, most: int) -> Brief:
    return Brief(
        headline=_headline(report),
        axes=_axes(report),
        counts=counts(report) if report.totals.counts.tests else None,
        action=_action(report, most),
        url=report.run.url,
    )


def _action(report: Report, most: int) -> Action:
    verdict = report.verdict
    hidden = len(verdict.advice) - most
    return Action(
        decision=DECISION[verdict.decision],
        advice=verdict.advice[:most],
        rest=phrase_many("{n:,} more piece of advice", "{n:,} more pieces of advice", hidden)
        if hidden > 0
        else None,
        gate=GATE["failed"] if verdict.gate.status == "failed" else None,
        failed_rules=verdict.gate.failed_rules if most else (),
    )


def _identity(report: Report) -> Identity:
    run, base = report.run, report.base
    commit = run.commit
    tries = []
    if run.attempt and run.attempt > 1:
        tries.append(phrase("attempt {attempt}", attempt=run.attempt))
    if run.shard_index is not None and run.shard_total is not None:
        tries.append(
            phrase(
                "shard {shard} of {total}",
                shard=run.shard_index + 1,
                total=run.shard_total,
            )
        )
    return Identity(
        project=run.project if run.title else None,
        branch=run.branch,
        base_branch=run.base_branch,
        commit=commit[:_SHORT] if commit and _HASH.fullmatch(commit) else commit,
        pull_request=run.pull_request,
        job=run.job,
        variant=tuple(f"{name}={value}" for name, value in sorted(run.variant.items())),
        tries=", ".join(tries) or None,
        when=moment(run.started_at) if run.started_at else phrase("moment unknown"),
        url=run.url,
        uncompared=report.uncompared,
        base=base.label if base else None,
        base_when=moment(base.started_at) if base and base.started_at else None,
    )

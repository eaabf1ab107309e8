"""What needs attention: the findings a person may have to act on, worst first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from reportgen.model.report import Finding, FindingId, Link, Report
from reportgen.model.text import quote
from reportgen.render import causes
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.sections.places import Sources, sources
from reportgen.render.markdown.states import FINDING, SEVERITY, State
from reportgen.render.markdown.templating import Page

_MOST = 10
_RECOGNISED = 100
# Kinds that do not show in the reason itself, and matter to whoever asks "is it mine?".
_TAGGED: frozenset[FindingId] = frozenset(
    {"new-failure", "still-failing", "flaky", "infrastructure-failure"}
)


class Item(NamedTuple):
    """
    One finding. *subject* is None where the reason names it, *relation* where it says it.

    *more* says for how many others of the same cause it stands.
    """

    state: State
    subject: str | None
    reason: str
    sources: Sources
    tag: str | None
    link: Link | None
    relation: str | None
    more: str | None = None


class Attention(NamedTuple):
    """The findings that are shown, and what the others are."""

    total: str
    items: tuple[Item, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of errors and warnings, if there are any."""
    pressing = [found for found in report.findings if found.severity == "error"]
    pressing += [found for found in report.findings if found.severity == "warning"]
    if pressing:
        told = causes.told(pressing, report)
        yield Block(
            "needs attention",
            3,
            page.forms(
                "attention",
                lambda most: _view(told, most),
                (_MOST, 5, 2, 0),
            ),
        )


def _view(told: Sequence[causes.Told], most: int) -> Attention:
    return Attention(
        total=f"{sum(1 + each.more for each in told):,}",
        items=tuple(
            item(each.finding)._replace(more=causes.same_cause(each.more)) for each in told[:most]
        ),
        rest=_of_kinds(Counter(_kinds(told[most:]))),
    )


def _kinds(told: Sequence[causes.Told]) -> Iterator[FindingId]:
    for each in told:
        yield from repeat(each.finding.id, 1 + each.more)


def item(finding: Finding) -> Item:
    """Return how *finding* is listed."""
    tag = FINDING[finding.id][0] if finding.id in _TAGGED else None
    return Item(
        state=SEVERITY[finding.severity],
        subject=None if _names(finding.reason, finding.subject) else finding.subject,
        reason=finding.reason,
        sources=sources(finding.evidence),
        tag=tag,
        link=finding.link,
        relation=None if "known" in finding.reason else "known issue",
    )


def _names(reason: str, subject: str) -> bool:
    """Whether *reason* quotes *subject*, perhaps cut, or contains it where it is words of ours."""
    return quote(subject)[:_RECOGNISED] in reason or (" " in subject and subject in reason)


def rest(findings: Sequence[Finding]) -> str | None:
    """Return how many there are of each kind, ``9,988 new failures, 2 services down``, if any."""
    return _of_kinds(Counter(found.id for found in findings))


def _of_kinds(kinds: Counter[FindingId]) -> str | None:
    said = ", ".join(f"{n:,} {FINDING[kind][n > 1]}" for kind, n in kinds.most_common())
    return said or None

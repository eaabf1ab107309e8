"""What needs attention: the findings a person may have to act on, worst first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.report import Finding, FindingId, Link, Report
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.render import causes
from reportgen.render.kinds import is_known
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.sections.places import Sources, sources
from reportgen.render.markdown.states import FINDING, SEVERITY, State
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase

_SIZES = (10, 5, 2, 0)
_RECOGNISED = 100
# Kinds that do not show in the reason itself, and matter to whoever asks "is it mine?".
_TAGGED: frozenset[FindingId] = frozenset(
    {"new-failure", "still-failing", "flaky", "infrastructure-failure"}
)


class Where(NamedTuple):
    """A line of code, and the address at which it can be read."""

    text: str
    url: str


class Item(NamedTuple):
    """
    One finding. *subject* is None where the reason names it, *relation* where it says it.

    *where* is the line of code of its test, *history* what its test did in other runs, where
    addresses of these are known.
    *more* says for how many others of the same cause it stands.
    """

    state: State
    subject: str | None
    reason: str
    sources: Sources
    tag: str | None
    link: Link | None
    relation: str | None
    where: Where | None = None
    history: Link | None = None
    more: str | None = None


class Attention(NamedTuple):
    """The findings that are shown, and what the others are."""

    total: str
    items: tuple[Item, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of errors and warnings, if there are any."""
    news = [found for found in report.findings if not is_known(found)]
    pressing = [found for found in news if found.severity == "error"]
    pressing += [found for found in news if found.severity == "warning"]
    if pressing:
        told = causes.told(pressing, report)
        yield Block(
            "needs attention",
            3,
            page.forms(
                "attention",
                lambda most: _view(report, page, told, most),
                _SIZES,
            ),
            counted=counted(told, _SIZES, "finding"),
        )


def _view(report: Report, page: Page, told: Sequence[causes.Told], most: int) -> Attention:
    return Attention(
        total=f"{sum(1 + each.more for each in told):,}",
        items=items(told[:most], report, page),
        rest=rest(told[most:]),
    )


def items(told: Sequence[causes.Told], report: Report, page: Page) -> tuple[Item, ...]:
    """Return how *told* are listed: each with its line of code, and for how many it stands."""
    return tuple(
        item(each.finding, where(each.finding, report, page))._replace(
            history=history(each.finding, report, page), more=causes.same_cause(each.more)
        )
        for each in told
    )


def counted(told: Sequence[causes.Told], sizes: Sequence[int], noun: str) -> tuple[str, ...]:
    """Return for each of *sizes* how many findings its items stand for: ``12 of 340 findings``."""
    total = sum(1 + each.more for each in told)
    seen = [sum(1 + each.more for each in told[:most]) for most in sizes]
    return tuple(
        phrase("{most:,} of {total}", most=n, total=plural(total, noun)) if n < total else ""
        for n in seen
    )


def where(finding: Finding, report: Report, page: Page) -> Where | None:
    """Return the line of code that *finding* is about, or None where no address of it is known."""
    case = report.cases[finding.case] if finding.case is not None else None
    url = page.links.line(case.file, case.line) if case else None
    return Where(f"{case.file}:{case.line}", url) if case and url else None


def history(finding: Finding, report: Report, page: Page) -> Link | None:
    """Return the way to the other runs of the test that *finding* is about, where it is known."""
    url = page.links.test(report.cases[finding.case].id) if finding.case is not None else None
    return Link(text=phrase("history"), url=url) if url else None


def item(finding: Finding, at: Where | None = None) -> Item:
    """Return how *finding* is listed, with the line of code *at*."""
    tag = phrase(FINDING[finding.id][0]) if finding.id in _TAGGED else None
    return Item(
        state=SEVERITY[finding.severity],
        subject=None if _names(finding.reason, finding.subject) else finding.subject,
        reason=finding.reason,
        sources=sources(finding.evidence),
        tag=tag,
        link=finding.link,
        relation=None if _says_known(finding) else phrase("known issue"),
        where=at,
    )


def _says_known(finding: Finding) -> bool:
    """Whether the reason says that a known issue covers it: by that word, or by its name."""
    link = finding.link
    return "known" in finding.reason or (link is not None and quote(link.text) in finding.reason)


def _names(reason: str, subject: str) -> bool:
    """Whether *reason* quotes *subject*, perhaps cut, or contains it where it is words of ours."""
    return quote(subject)[:_RECOGNISED] in reason or (" " in subject and subject in reason)


def rest(told: Sequence[causes.Told]) -> str | None:
    """Return how many there are of each kind, ``9,988 new failures, 2 services down``, if any."""
    if not told:
        return None
    kinds = Counter(found.id for each in told for found in (each.finding, *each.others))
    return ", ".join(f"{n:,} {phrase(FINDING[kind][n > 1])}" for kind, n in kinds.most_common())

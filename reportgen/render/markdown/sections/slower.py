"""What became slower over the recorded runs: one line for each, those that cost most first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.model.report import Finding, Report
from reportgen.model.units import duration, plural, signed_percent
from reportgen.render.kinds import SLOWER
from reportgen.render.markdown.blocks import Block, shown
from reportgen.render.markdown.states import FINDING
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase

_SIZES: Final = (10, 3, 0)


class Change(NamedTuple):
    """What takes longer: *course* is its time before and now, *sure* how sure that is."""

    subject: str
    course: str
    sure: str


class Slower(NamedTuple):
    """What there is of each kind, the changes that are shown, and how many are not."""

    total: str
    changes: tuple[Change, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of what became slower, if anything did."""
    found = [finding for finding in report.findings if finding.id in SLOWER]
    if found:
        yield Block(
            "slower",
            10.5,
            page.forms("slower", lambda most: _view(found, most), _SIZES),
            counted=shown(len(found), _SIZES, "slower subject"),
        )


def _view(found: Sequence[Finding], most: int) -> Slower:
    kinds = Counter(finding.id for finding in found)
    left = len(found) - most
    return Slower(
        total=", ".join(
            f"{number:,} {phrase(FINDING[kind][number > 1])}" for kind, number in kinds.items()
        ),
        changes=tuple(map(_change, found[:most])),
        rest=phrase("and {number:,} more", number=left) if most and left > 0 else None,
    )


def _change(finding: Finding) -> Change:
    numbers = finding.numbers
    before, after = numbers.get("measured_before_s"), numbers.get("measured_after_s")
    runs, share = numbers.get("runs_after"), numbers.get("change")
    course = f"{duration(before)} → {duration(after)}"
    if share is not None:
        course += f", {signed_percent(share)}"
    if runs is not None:
        course += phrase(" for {runs}", runs=plural(int(runs), "run"))
    return Change(finding.subject, course, "" if numbers.get("agreed") else phrase("only possible"))

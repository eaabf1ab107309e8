"""The steps of the job: those that failed and those that did not run."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.report import Report
from reportgen.model.steps import Step
from reportgen.model.units import duration, plural
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.sections.places import place_name
from reportgen.render.markdown.states import STEP, State
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase


class Row(NamedTuple):
    """A step that did not pass."""

    name: str
    state: State
    allowed: bool
    time: str
    reason: str | None
    source: str | None


class Steps(NamedTuple):
    """The counts of all steps, and the rows of those that did not pass."""

    counts: str
    rows: tuple[Row, ...]
    rest: str | None


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of steps, if any are known."""
    if report.steps:
        order = list(STEP)
        notable = sorted(
            (step for step in report.steps if step.status != "passed"),
            key=lambda step: order.index(step.status),
        )
        yield Block(
            "steps",
            7,
            page.forms("steps", lambda most: _view(report.steps, notable, most), (15, 5, 0)),
        )


def counts(steps: Sequence[Step]) -> str:
    """Return ``4 of 7 passed, 2 failed, 1 did not run``."""
    counted = [step for step in steps if not step.superseded]
    by_status = Counter(step.status for step in counted)
    said = [
        phrase("{passed:,} of {number:,} passed", passed=by_status["passed"], number=len(counted))
    ]
    said += [
        f"{by_status[status]:,} {phrase(state.word)}"
        for status, state in STEP.items()
        if status != "passed" and by_status[status]
    ]
    if earlier := len(steps) - len(counted):
        said.append(plural(earlier, "earlier attempt"))
    return ", ".join(said)


def _view(steps: Sequence[Step], notable: Sequence[Step], most: int) -> Steps:
    rows = tuple(
        Row(
            name=step.title,
            state=STEP[step.status],
            allowed=step.allowed_failure,
            time=duration(step.duration_s),
            reason=step.reason,
            source=place_name(step.log, step.log_place or "") if step.log else None,
        )
        for step in notable[:most]
    )
    hidden = len(notable) - len(rows)
    return Steps(
        counts=counts(steps),
        rows=rows,
        rest=phrase(
            "{number:,} of {total:,} steps that did not pass are shown.",
            number=len(rows),
            total=len(notable),
        )
        if hidden and rows
        else None,
    )

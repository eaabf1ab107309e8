"""Steps as rows, and when each of them ran beside the others."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from reportgen.model.steps import Step
from reportgen.render.account.sources import Citation, Sources
from reportgen.render.account.words import STEP_TONES, Tone
from reportgen.render.charts import Part

MOST_STEPS: Final = 500
_FEWEST: Final = 2
_THINNEST: Final = 1.0
"""Of a bar of a hundred: a short step is seen, too."""


class StepRow(NamedTuple):
    """A step, where the artifact states it, and where its log says why."""

    step: Step
    tone: Tone
    citation: Citation | None
    log: Citation | None


def step_rows(steps: tuple[Step, ...], sources: Sources) -> list[StepRow]:
    """Return the rows of *steps*, in their order."""
    return [
        StepRow(
            step=step,
            tone="warn" if step.allowed_failure or step.superseded else STEP_TONES[step.status],
            citation=sources.cite(step.artifact, step.place),
            log=sources.cite(step.log or "", step.log_place or ""),
        )
        for step in steps[:MOST_STEPS]
    ]


class Stretch(NamedTuple):
    """When a step ran: seconds after the first one began, and that as a part of a bar."""

    after_s: float
    part: Part


class Course(NamedTuple):
    """
    The steps in time, row by row, over *span_s* seconds from the first to the end of the last.

    A step whose moment or duration is not known has no stretch.
    """

    span_s: float
    stretches: tuple[Stretch | None, ...]


def course_of(rows: Sequence[StepRow]) -> Course | None:
    """Return the course of *rows*; None where fewer than two of them have a moment and a time."""
    known = [
        (row.step.started_at.timestamp(), row.step.duration_s)
        for row in rows
        if row.step.started_at is not None and row.step.duration_s is not None
    ]
    if len(known) < _FEWEST:
        return None
    start = min(began for began, _ in known)
    span = max(began + took for began, took in known) - start
    return Course(span, tuple(_stretch(row, start, span) for row in rows)) if span > 0 else None


def _stretch(row: StepRow, start: float, span: float) -> Stretch | None:
    step = row.step
    if step.started_at is None or step.duration_s is None:
        return None
    after = step.started_at.timestamp() - start
    width = max(100 * step.duration_s / span, _THINNEST)
    x = min(100 * after / span, 100 - width)
    return Stretch(after, Part(row.tone, round(x, 2), 0, round(width, 2), 8))

"""Steps as rows."""

from typing import Final, NamedTuple

from reportgen.model.steps import Step
from reportgen.render.account.sources import Citation, Sources
from reportgen.render.account.words import STEP_TONES, Tone

MOST_STEPS: Final = 500


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

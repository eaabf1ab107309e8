"""What every finding over many runs states: why, over which runs, and how sure it is."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from pydantic import Field

from reportgen.model.base import Instant, Model
from reportgen.model.overtime.lines import RunFacts
from reportgen.model.text import quote
from reportgen.model.units import moment
from reportgen.wording import phrase

Confidence: TypeAlias = Literal["certain", "probable", "possible"]


class Window(Model):
    """The runs that a finding looked at: how many, and from when to when."""

    runs: int
    since: Instant | None = None
    until: Instant | None = None


class Moment(Model):
    """A recorded run, as findings name it."""

    run: str
    started_at: Instant | None = None
    commit: str | None = None

    @property
    def label(self) -> str:
        """The run as a sentence names it: when it started and of what, or its id."""
        if self.started_at is None:
            return phrase("run {run}", run=quote(self.run))
        commit = phrase(" (commit {commit})", commit=quote(self.commit[:8])) if self.commit else ""
        return phrase("run of {when}{commit}", when=moment(self.started_at), commit=commit)


def moment_of(run: RunFacts) -> Moment:
    """Return *run* as findings name it."""
    return Moment(run=run.id, started_at=run.started_at, commit=run.commit)


def window_of(runs: Sequence[RunFacts]) -> Window:
    """Return how many *runs* there are, and from when to when; they are the oldest first."""
    known = [run.started_at for run in runs if run.started_at is not None]
    return Window(
        runs=len(runs), since=known[0] if known else None, until=known[-1] if known else None
    )


class OverTime(Model):
    """What every finding over many runs states of itself. *algorithm* is a name and a version."""

    reason: str
    numbers: dict[str, int | float | None] = Field(default_factory=dict)
    window: Window
    confidence: Confidence
    algorithm: str
    job: str | None = None
    variant: dict[str, str] = Field(default_factory=dict)

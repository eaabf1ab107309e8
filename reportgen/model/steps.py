"""Steps: what the CI job did, and the logs that explain it."""

import re
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field

from reportgen.model.base import Instant, Model, Seconds, Text

StepStatus: TypeAlias = Literal["passed", "failed", "skipped", "cancelled", "running", "unknown"]
StepCategory: TypeAlias = Literal["build", "deploy", "test", "other"]


class Step(Model):
    """
    One step or job as the CI system states it.

    *allowed_failure* is true where it failed and the job went on by permission.
    *job* is what it is a step of, *attempt* which try of it this was, counted from 1;
    *superseded* says that a later attempt counts in its place.
    *stated_reason* is why it ended so in the CI system's own words, which nobody has judged.

    *category* and *reason* are filled by the analysis; *cause* names the kind of reason,
    *infrastructure* says that the reason shown lies outside the change,
    *advice* what to do about it, *log* and *log_place* where the reason stands.
    """

    name: Text
    status: StepStatus
    allowed_failure: bool = False
    duration_s: Seconds | None = None
    raw_status: Text | None = None
    job: Text | None = None
    started_at: Instant | None = None
    attempt: Annotated[int, Field(ge=1)] | None = None
    superseded: bool = False
    url: Text | None = None
    stated_reason: Text | None = None
    artifact: str = ""
    place: str = ""
    category: StepCategory = "other"
    reason: Text | None = None
    cause: str | None = None
    infrastructure: bool = False
    advice: str | None = None
    log: str | None = None
    log_place: str | None = None

    @property
    def title(self) -> str:
        """The name, after that of its job where it has one."""
        return f"{self.job} › {self.name}" if self.job and self.job != self.name else self.name


def log_key(name: str) -> str:
    """Return what the name of a step and the stem of its log have in common."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def is_log_of(log: str, step: str) -> bool:
    """Whether a log called *log* bears the name *step*, perhaps behind a number (``3_build``)."""
    key, wanted = log_key(log), log_key(step)
    return bool(wanted) and wanted in {key, _NUMBERED.sub("", key)}


_NUMBERED = re.compile(r"^\d+-")


class LogLine(NamedTuple):
    """A line of a log and its number, counted from 1."""

    number: int
    text: str


class Log(Model):
    """The end of a plain log: its last lines that say something. *name* is the file's stem."""

    name: str
    artifact: str
    lines: tuple[LogLine, ...]

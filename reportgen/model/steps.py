"""Steps: what the CI job did, and the logs that explain it."""

import re
from typing import Literal, NamedTuple, TypeAlias

from reportgen.model.base import Model, Seconds, Text

StepStatus: TypeAlias = Literal["passed", "failed", "skipped", "cancelled", "running", "unknown"]
StepCategory: TypeAlias = Literal["build", "deploy", "test", "other"]


class Step(Model):
    """
    One step or job as the CI system states it.

    *allowed_failure* is true where it failed and the job went on by permission.
    *category* and *reason* are filled by the analysis; *infrastructure* says that the reason shown
    lies outside the change, *advice* what to do about it,
    *log* and *log_place* where the reason stands.
    """

    name: Text
    status: StepStatus
    allowed_failure: bool = False
    duration_s: Seconds | None = None
    raw_status: Text | None = None
    artifact: str = ""
    place: str = ""
    category: StepCategory = "other"
    reason: Text | None = None
    infrastructure: bool = False
    advice: str | None = None
    log: str | None = None
    log_place: str | None = None


def log_key(name: str) -> str:
    """Return what the name of a step and the stem of its log have in common."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


class LogLine(NamedTuple):
    """A line of a log and its number, counted from 1."""

    number: int
    text: str


class Log(Model):
    """The end of a plain log: its last lines that say something. *name* is the file's stem."""

    name: str
    artifact: str
    lines: tuple[LogLine, ...]

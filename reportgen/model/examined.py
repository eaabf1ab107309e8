"""
The JSON of ``reportgen doctor``, that scripts rely on; ``reportgen schema --of doctor`` is of it.

Version 1. Fields are only ever added; a change of meaning raises `SCHEMA_VERSION`.
Ids of what is missing are for scripts, and stay; the words beside them are for people, and may not.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from reportgen.model.document import EvidenceDoc, FindingDoc, ProblemDoc
from reportgen.model.report import Change, Decision, Environment, EvidenceState, RuleState
from reportgen.model.run import ArtifactStatus

SCHEMA_VERSION: Final = 1

LackId = Literal[
    "no-tests", "files-broken", "history-unreachable", "no-base", "no-services",
    "no-required-services", "no-steps", "no-memory", "facts-unknown", "nothing-expected",
]  # fmt: skip
"""What may be missing, by a name that stays."""


class ExaminedFileDoc(TypedDict):
    """
    A file that was found; *format* and *kind* are null where it is in none that is known.

    *results* are its results of tests, null where it is no file of tests.
    """

    path: str
    status: ArtifactStatus
    format: str | None
    kind: str | None
    results: int | None
    problems: list[ProblemDoc]


class BecauseDoc(TypedDict):
    """Why each axis has its value."""

    change: str
    environment: str
    evidence: str


class RuleDoc(TypedDict):
    """A rule of the gate: *asked* where the configuration sets it, *fails* where the gate does."""

    name: str
    state: RuleState
    asked: bool
    fails: bool
    reason: str
    numbers: dict[str, int | float | None]
    evidence: list[EvidenceDoc]


class RulesDoc(TypedDict):
    """The gate, with every rule that it was asked or has by default."""

    status: Literal["passed", "failed"]
    rules: list[RuleDoc]


class ExaminedVerdictDoc(TypedDict):
    """The verdict with its reasons."""

    change: Change
    environment: Environment
    evidence: EvidenceState
    decision: Decision
    headline: str
    because: BecauseDoc
    gate: RulesDoc


class AdvisedDoc(FindingDoc):
    """A finding, and what to do next where that is known."""

    advice: str | None


class LackDoc(TypedDict):
    """Something that is missing: *what* follows from that, and the *next* step."""

    id: LackId
    what: str
    next: str


@with_config(title="reportgen doctor", extra="forbid", allow_inf_nan=False)
class ExaminationDoc(TypedDict):
    """
    What was found, what follows, and what is missing; the most weighty first.

    *verdict* is null where no file could be read: then nothing was judged.
    """

    schema_version: Annotated[int, Field(ge=1, le=SCHEMA_VERSION)]
    files: list[ExaminedFileDoc]
    verdict: ExaminedVerdictDoc | None
    findings: list[AdvisedDoc]
    missing: list[LackDoc]


def adapter() -> TypeAdapter[ExaminationDoc]:
    """Return what validates, dumps and describes the document; not built at import."""
    return TypeAdapter(ExaminationDoc)

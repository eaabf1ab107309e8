"""A run as it was read: observations and problems, no opinions."""

from typing import Literal, TypeAlias

from pydantic import Field

from reportgen.model.base import Instant, Model, Text
from reportgen.model.coverage import Coverage
from reportgen.model.health import Service
from reportgen.model.memory import MemorySeries, OutOfMemory
from reportgen.model.steps import Log, Step
from reportgen.model.tests import Case, Counts, no_cases

ArtifactStatus: TypeAlias = Literal["read", "partial", "rejected", "ignored"]
Severity: TypeAlias = Literal["info", "warning", "error"]
CiName: TypeAlias = Literal[
    "github", "gitlab", "jenkins", "azure", "circleci", "buildkite", "bitbucket", "travis",
    "drone", "teamcity", "appveyor", "none",
]  # fmt: skip

ProblemKind: TypeAlias = Literal[
    "unreadable", "truncated", "count-mismatch", "duplicate", "suite-error", "repaired", "note",
    "plugin",
]  # fmt: skip


class Problem(Model):
    """What could not be read, or reads oddly. *place* says where in the artifact."""

    kind: ProblemKind
    severity: Severity
    message: Text
    place: Text = ""


class Inventory(Model):
    """
    The tests that exist according to a collection listing.

    *ids* name the listed tests as ``class::name``, as results do.
    *names* are names alone, as results may give them with their class or without.
    *files* are test files, where the listing is one of files: how many tests they hold is not said.
    *stated* is the number of tests the listing itself gives at its end.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    stated: int | None = None
    artifact: str = ""
    place: str = ""

    @property
    def total(self) -> int:
        """How many tests exist: what is listed, or what is stated where nothing is listed."""
        return len(self.ids) + len(self.names) or (self.stated or 0)


class Piece(Model):
    """
    What a file says of its place among others, where a tool writes many files for one run.

    *id* names what it holds. *tries_of* names the test of which it holds one try, and *order* says
    which: when it began and ended, in any unit, 0 where that is unknown, and its number. The
    greatest is the last.
    *broke* is what went wrong around the results whose ids are *covers*; it is worth telling where
    none of them is red itself.
    """

    id: str = ""
    tries_of: str = ""
    order: tuple[int, ...] = ()
    covers: tuple[str, ...] = ()
    broke: tuple[Problem, ...] = ()


class Observations(Model):
    """What one reader found in one artifact. Readers return this and nothing else."""

    cases: list[Case] = Field(default_factory=no_cases)
    services: tuple[Service, ...] = ()
    memory: tuple[MemorySeries, ...] = ()
    out_of_memory: tuple[OutOfMemory, ...] = ()
    steps: tuple[Step, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    inventory: Inventory | None = None
    log: Log | None = None
    problems: tuple[Problem, ...] = ()
    timestamps: tuple[Instant, ...] = ()
    truncated: bool = False
    piece: Piece | None = None


class Artifact(Model):
    """One input file: what it is, whether it could be read, and what it holds."""

    path: str
    sha256: str
    format: str
    status: ArtifactStatus
    bytes: int
    counts: Counts = Counts()
    problems: tuple[Problem, ...] = ()
    holds_tests: bool = False

    @property
    def is_broken(self) -> bool:
        """Whether it could not be read, or not to its end."""
        return self.status in {"rejected", "partial"}


class RunInfo(Model):
    """
    Who, what, when: the run's identity. Absent facts are None, never guessed.

    *base_branch* is what a pull request is to be merged into, *job* the name of the CI job.
    """

    id: str = ""
    project: Text | None = None
    title: Text | None = None
    issue: Text | None = None
    started_at: Instant | None = None
    commit: Text | None = None
    branch: Text | None = None
    base_branch: Text | None = None
    pull_request: int | None = None
    variant: dict[str, str] = Field(default_factory=dict)
    attempt: int | None = None
    shard_index: int | None = None
    shard_total: int | None = None
    url: Text | None = None
    job: Text | None = None
    ci: CiName = "none"


class Run(Model):
    """
    Everything that was read, in the order of the artifacts' paths.

    *results_at* holds the newest moment that each file of results states, by its path.
    *redacted* counts the secrets that were taken out, by kind.
    """

    artifacts: tuple[Artifact, ...] = ()
    cases: list[Case] = Field(default_factory=no_cases)
    services: tuple[Service, ...] = ()
    memory: tuple[MemorySeries, ...] = ()
    out_of_memory: tuple[OutOfMemory, ...] = ()
    steps: tuple[Step, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    inventories: tuple[Inventory, ...] = ()
    logs: tuple[Log, ...] = ()
    timestamps: tuple[Instant, ...] = ()
    results_at: dict[str, Instant] = Field(default_factory=dict)
    redacted: dict[str, int] = Field(default_factory=dict)

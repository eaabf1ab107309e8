"""The configuration as one frozen model; every key of ``reportgen.toml`` is a field here."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import AfterValidator, Field, field_validator, model_validator

from reportgen.config.categories import BUILT_IN, INFRASTRUCTURE, Category, compiled
from reportgen.config.limits import Limits
from reportgen.config.section import Duration, Percent, Points, Section, Size
from reportgen.model.report import Environment, Link
from reportgen.model.text import quote
from reportgen.patterns import pattern
from reportgen.redaction import refusal
from reportgen.wording import ENGLISH, languages, phrase


class Project(Section):
    """Whose run it is."""

    name: str | None = None
    """What the report is about; runs of one name are compared with each other."""
    title: str | None = None
    """What the report is called."""
    issue: str | None = None
    """The issue that the report belongs to."""
    issue_url: str | None = None
    """Address of an issue, with ``{id}`` where its number goes."""
    language: str = ENGLISH
    """The language of reports, as ``"de"``; what is not translated is said in English."""

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, language: str) -> str:
        if language != ENGLISH and language not in languages():
            spoken = ", ".join((ENGLISH, *languages()))
            raise ValueError(f'there is no translation "{language[:80]}"; there are {spoken}')
        return language

    @field_validator("issue_url")
    @classmethod
    def _address(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// or http://")
        if url is not None and "{id}" not in url:
            raise ValueError("must hold {id} where the issue's number goes")
        return url


class Services(Section):
    """Which services count, and when their state does."""

    required: tuple[str, ...] | None = None
    """Services that must be up. Where none is named, every top-level service seen must be."""
    optional: tuple[str, ...] = ()
    """Services that may be down."""
    stale_after: Duration = timedelta(hours=24)
    """A check that is older is no evidence."""
    slow_after: Duration = timedelta(seconds=2)
    """A slower answer is degraded."""

    def requires(self, name: str) -> bool:
        """Whether the service *name* must be up."""
        if self.required is not None:
            return name in self.required
        return name not in self.optional


class Memory(Section):
    """What memory may be used."""

    limit: Size | None = None
    """A higher peak is an error."""


class Tests(Section):
    """How test cases are told apart."""

    retries: Literal["separate", "merge"] = "separate"
    """``"merge"`` folds repeated cases into attempts of one test."""
    variant_properties: tuple[str, ...] = ()
    """JUnit properties that tell the same test in two environments apart."""
    shards: tuple[str, ...] = ("shard*", "*-of-*")
    """Patterns of folders that hold parts of one run: their names tell no two tests apart."""


ARTIFACT_KINDS: Final = ("tests", "health", "memory", "steps", "log", "coverage")
"""What an artifact that is expected may hold, in whatever format."""
_EXPECTED = pattern(r"[a-z0-9][a-z0-9-]*(?::\S(?:[^\n]*\S)?)?")


def _expected(text: str) -> str:
    if len(text) > 500 or not _EXPECTED.fullmatch(text):
        raise ValueError(
            f'nothing that can be expected: "{text[:80]}"; write a kind or a format, '
            'with a name or without: "health", "junit:unit" or "junit:e2e/*.xml"'
        )
    return text


Expected = Annotated[str, AfterValidator(_expected)]


class FlakyRules(Section):
    """When a test counts as broken or flaky, and when no longer; results are those of one line."""

    same_commit_days: Annotated[int, Field(ge=1, le=3_650)] = 14
    """How long it counts that a test passed and failed on one commit."""
    window_results: Annotated[int, Field(ge=3)] = 50
    """Among how many of the last results isolated failures are counted."""
    isolated_failures: Annotated[int, Field(ge=2)] = 2
    """How many episodes of failure between passes make a test flaky; one makes it suspect."""
    min_results: Annotated[int, Field(ge=1)] = 10
    """Below so many results nothing is said of a test but what is certain."""
    recovery_days: Annotated[int, Field(ge=0, le=3_650)] = 7
    """How long a flaky test must pass before it counts as healthy, besides the next key."""
    recovery_results: Annotated[int, Field(ge=0)] = 30
    """How many times it must pass, besides the key before: both are asked for."""
    streak: Annotated[int, Field(ge=2)] = 3
    """So many red results in a row are a fault that lasted, and no sign of flakiness."""
    broken_after: Annotated[int, Field(ge=2)] = 3
    """How many red results in a row, on more than one commit, make a test broken."""


class SlowerPolicy(Section):
    """How much a test, a suite or a step has to change to be told as slower or faster."""

    min_increase: Percent = 20.0
    """Of the time before; for what became faster, a decrease of as much."""
    min_test_time: Duration = timedelta(milliseconds=100)
    """By how much the time of a test or a suite has to change at least."""
    min_step_time: Duration = timedelta(seconds=5)
    """By how much that of a step."""


class Redact(Section):
    """What is taken out of artifacts before anything is stored or shown."""

    enabled: bool = True
    """Whether secrets are taken out at all."""
    patterns: tuple[str, ...] = ()
    """Regular expressions of what is secret besides what is known, applied line by line."""
    allow: tuple[str, ...] = ()
    """Regular expressions of what looks like a secret and is none."""

    @field_validator("patterns", "allow")
    @classmethod
    def _safe(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for each in patterns:
            if why := refusal(each):
                raise ValueError(f'"{each[:80]}" {why}')
        return patterns


class GatePolicy(Section):
    """What lets a run pass."""

    max_new_failures: Annotated[int, Field(ge=0)] = 0
    """How many tests may fail that nothing excuses and that did not fail on the base."""
    require_evidence: Literal["partial", "complete"] = "partial"
    """How much evidence there must be at least."""
    allow_environment: tuple[Environment, ...] = ("ready", "degraded", "unknown")
    """In which states the environment may be."""
    allow_unproven: bool = False
    """Whether a run may pass although nothing proves the change."""
    min_tests: Annotated[int, Field(ge=0)] = 1
    """How many tests must have run."""
    max_missing_tests: Annotated[int, Field(ge=0)] | None = None
    """How many tests of the base, or of an inventory, may not have run."""
    max_newly_skipped: Annotated[int, Field(ge=0)] | None = None
    """How many tests may be skipped that were not in the base."""
    max_duration_increase: Percent | None = None
    """Of the time of all tests that ran in the base too; up to a second more never counts."""
    max_slower: Annotated[int, Field(ge=0)] | None = None
    """How many tests, suites and steps may have become slower over the recorded runs for good."""
    max_memory_increase: Percent | None = None
    """Of the peak of each series that the base has too; up to 1 MiB more never counts."""
    max_coverage_decrease: Points | None = None
    """Of lines and of branches, in each coverage report."""
    require_services: bool = False
    """Whether every required service must say that it is up, and say so now."""
    expect: tuple[Expected, ...] = ()
    """
    Artifacts that must arrive whole: a kind (``tests``, ``health``, ``memory``, ``steps``, ``log``,
    ``coverage``) or a format, with a name where that is too wide, as in ``"junit:e2e/*.xml"``.
    """
    shards: Annotated[int, Field(ge=1)] | None = None
    """How many parts of the run must arrive, each in a folder that `Tests.shards` knows."""


class KnownIssue(Section):
    """
    A failure that is known: excused until it expires, never after.

    *test*, *service* and *step* are names to the letter, or globs; *message* is a pattern.
    """

    issue: str
    """The issue, as it is called where people look it up."""
    message: str | None = None
    """Matches what the failure says, as a regular expression."""
    test: str | None = None
    """Matches tests: a name to the letter, or a glob, in which ``[[]`` stands for a bracket."""
    service: str | None = None
    """Matches services, likewise."""
    step: str | None = None
    """Matches steps, likewise."""
    owner: str | None = None
    """Who looks after it."""
    expires: date | None = None
    """The last day on which the rule excuses anything."""

    @field_validator("message")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            compiled(pattern)
        return pattern

    @model_validator(mode="after")
    def _matches_something(self) -> "KnownIssue":
        if not (self.message or self.test or self.service or self.step):
            raise ValueError("needs one of message, test, service or step to match by")
        return self

    def is_expired(self, at: datetime) -> bool:
        """Whether the rule no longer excuses anything at *at*; its last day still counts."""
        return self.expires is not None and at.date() > self.expires

    def note(self, at: datetime) -> str:
        """Return what a sentence about the failure adds: the issue, or that it expired."""
        if self.is_expired(at):
            return phrase(
                " · the rule for {issue} expired on {day}: it excuses nothing",
                issue=quote(self.issue),
                day=self.expires,
            )
        return phrase(" · known issue {rule}", rule=self.named)

    @property
    def named(self) -> str:
        """The issue as sentences name it, with who looks after it, and how long."""
        facts = [quote(self.owner)] if self.owner else []
        facts += [phrase("until {day}", day=self.expires)] if self.expires else []
        return quote(self.issue) + (f" ({', '.join(facts)})" if facts else "")

    def matches_test(self, names: tuple[str, ...], text: str) -> bool:
        """Whether the rule is about a test called by one of *names* whose failure reads *text*."""
        if self.test is None and self.message is None:
            return False
        if self.test is not None and not any(_is_called(name, self.test) for name in names):
            return False
        return self.message is None or compiled(self.message).search(text) is not None

    def matches_service(self, name: str) -> bool:
        """Whether the rule is about the service *name*."""
        return self.service is not None and _is_called(name, self.service)

    def matches_step(self, name: str) -> bool:
        """Whether the rule is about the step *name*."""
        return self.step is not None and _is_called(name, self.step)


def _is_called(name: str, pattern: str) -> bool:
    """Whether *name* is *pattern* to the letter, as ``test_adds[1]``, or one that it stands for."""
    return name == pattern or fnmatchcase(name, pattern)


class Covering(NamedTuple):
    """
    What the rules say of one failure.

    *rule* is the one that excuses it, *note* what a sentence about it adds.
    *issues* are those of all rules that match, expired ones too, that of the note first.
    """

    rule: KnownIssue | None
    note: str
    issues: tuple[str, ...]


class Settings(Section):
    """Everything that can be configured, with its defaults."""

    project: Project = Project()
    services: Services = Services()
    memory: Memory = Memory()
    tests: Tests = Tests()
    flaky: FlakyRules = FlakyRules()
    slower: SlowerPolicy = SlowerPolicy()
    gate: GatePolicy = GatePolicy()
    redact: Redact = Redact()
    limits: Limits = Limits()
    known_issues: tuple[KnownIssue, ...] = ()
    categories: tuple[Category, ...] = ()

    @property
    def infrastructure(self) -> tuple[Category, ...]:
        """The rows that tell an infrastructure failure, the user's first."""
        theirs = (row for row in self.categories if row.name == INFRASTRUCTURE)
        return (*(row.model_copy(update={"connectivity": True}) for row in theirs), *BUILT_IN)

    def covering(self, at: datetime, matches: Callable[[KnownIssue], bool]) -> Covering:
        """
        Return the rule that *matches* and has not expired at *at*, and what to say of it.

        Where all that match have expired the rule is None and the note says so.
        """
        rules = [rule for rule in self.known_issues if matches(rule)]
        valid = next((rule for rule in rules if not rule.is_expired(at)), None)
        said = valid or (rules[0] if rules else None)
        if said is None:
            return Covering(None, "", ())
        issues = dict.fromkeys([said.issue, *(rule.issue for rule in rules)])
        return Covering(valid, said.note(at), tuple(issues))

    def issue_link(self, issue: str) -> Link | None:
        """Return where *issue* can be read, or None where no address is configured."""
        if self.project.issue_url is None:
            return None
        number = issue.lstrip("#!").strip()
        return Link(text=issue, url=self.project.issue_url.replace("{id}", number))

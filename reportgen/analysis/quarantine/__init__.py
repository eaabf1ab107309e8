"""
Rules for known issues → what makes a test runner leave out the tests that they name.

Only a rule that has not expired and names tests alone can be told to a runner: which tests fail
with a message is known only when they have run.
A test is left out only where no other test that is known would be left out with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Protocol, TypeAlias

from reportgen.analysis.quarantine import jest, pytest, surefire
from reportgen.analysis.quarantine.naming import Refusal
from reportgen.config import KnownIssue
from reportgen.model.tests import Case
from reportgen.model.text import quote
from reportgen.wording import phrase

RunnerName: TypeAlias = Literal["pytest", "surefire", "jest"]


class Runner(Protocol):
    """How a test runner is told what to leave out."""

    @property
    def USE(self) -> str:  # noqa: N802 - a constant of a module
        """How it is given what is printed."""
        ...

    def selector(self, case: Case) -> str | Refusal:
        """Return what the runner calls *case*."""
        ...

    def key(self, selector: str) -> str:
        """Return what tells *selector* apart from others."""
        ...

    def caught_by(self, selector: str) -> Iterable[str]:
        """Return the keys of all selectors that leave out the test *selector*."""
        ...

    def printed(self, selectors: Sequence[str]) -> str:
        """Return what makes the runner leave out *selectors*."""
        ...


RUNNERS: Final[Mapping[RunnerName, Runner]] = MappingProxyType(
    {"pytest": pytest, "surefire": surefire, "jest": jest}
)


class Quarantine(NamedTuple):
    """What a runner is told: *text* leaves out so many *tests*; *unsaid* is what it is not told."""

    text: str
    tests: int
    unsaid: tuple[str, ...]


def export(
    rules: Sequence[KnownIssue], tests: Sequence[Case], at: datetime, runner: RunnerName
) -> Quarantine:
    """Return what makes *runner* leave out those of *tests* that *rules* excuse at *at*."""
    to = RUNNERS[runner]
    wanted: dict[int, KnownIssue] = {}
    unsaid: list[str] = []
    names = [case.called for case in tests]
    for rule in rules:
        if why := _not_for_runners(rule, at):
            unsaid.append(why)
            continue
        found = [index for index, called in enumerate(names) if rule.matches_test(called, "")]
        if not found:
            unsaid.append(
                phrase(
                    "the rule for {issue} leaves out nothing: no test that is recorded is "
                    "called {test}",
                    issue=quote(rule.issue),
                    test=quote(rule.test or ""),
                )
            )
        for index in found:
            wanted.setdefault(index, rule)
    chosen: dict[str, int] = {}
    for index, rule in wanted.items():
        selector = to.selector(tests[index])
        if isinstance(selector, Refusal):
            unsaid.append(_kept(tests[index], rule, selector.why))
        else:
            chosen.setdefault(selector, index)
    others = [case for index, case in enumerate(tests) if index not in wanted]
    for selector, other in _entangled(chosen, others, to).items():
        index = chosen.pop(selector)
        why = phrase(
            "{test}, which no rule names, would not run either", test=quote(other.title, 200)
        )
        unsaid.append(_kept(tests[index], wanted[index], why))
    return Quarantine(to.printed(sorted(chosen)), len(chosen), tuple(unsaid))


def _not_for_runners(rule: KnownIssue, at: datetime) -> str | None:
    """Return why *rule* is told to no runner, or None."""
    issue = quote(rule.issue)
    if rule.is_expired(at):
        return phrase(
            "the rule for {issue} expired on {day}: its tests run", issue=issue, day=rule.expires
        )
    if rule.test is None:
        by = {
            "message": phrase("a message"),
            "service": phrase("a service"),
            "step": phrase("a step"),
        }
        named = [words for key, words in by.items() if getattr(rule, key) is not None]
        return phrase(
            "the rule for {issue} names no test, only {what}: it leaves out nothing",
            issue=issue,
            what=phrase(" and ").join(named),
        )
    if rule.message is not None:
        return phrase(
            "the rule for {issue} asks for a message, which is known only when a test has run: "
            "its tests run",
            issue=issue,
        )
    return None


def _kept(case: Case, rule: KnownIssue, why: str) -> str:
    return phrase(
        "{test} of the rule for {issue} is not left out: {why}",
        test=quote(case.title, 200),
        issue=quote(rule.issue),
        why=why,
    )


def _entangled(chosen: Mapping[str, int], others: Sequence[Case], to: Runner) -> Mapping[str, Case]:
    """Return those of *chosen* with which one of *others* would be left out, and which."""
    by_key: dict[str, list[str]] = {}
    for selector in chosen:
        by_key.setdefault(to.key(selector), []).append(selector)
    found: dict[str, Case] = {}
    for other in others if chosen else ():
        called = to.selector(other)
        if isinstance(called, Refusal):
            continue
        for key in to.caught_by(called):
            for selector in by_key.get(key, ()):
                found.setdefault(selector, other)
    return found

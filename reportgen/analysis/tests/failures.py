"""The one finding that a red case gives: excused, known of old, or new."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reportgen.analysis.tests.outages import Excuse, Outages, naming, pattern_of, row_of, spoken
from reportgen.causes.fingerprint import fingerprint
from reportgen.causes.grouping import group
from reportgen.config import Covering, Settings
from reportgen.model.baseline import Baseline, BaseTest, Seen, Since
from reportgen.model.past import Past
from reportgen.model.report import Citations, Finding, FindingId
from reportgen.model.tests import Case, Errored, Failed, Passed, Trouble
from reportgen.model.text import one_line, quote
from reportgen.model.units import listing, moment, plural
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.model.overtime import TestState

SHORT = 8
"""How much of a commit's hash names it."""


class _Told(NamedTuple):
    """What a failure is beside earlier runs, *why*, and the numbers that this rests on."""

    id: FindingId
    why: str
    numbers: Mapping[str, int | float | None] = MappingProxyType({})


class Judge:
    """The facts against which each failure is held."""

    def __init__(
        self,
        baseline: Baseline | None,
        renamed: Mapping[str, str],
        outages: Outages,
        at: datetime,
        settings: Settings,
        cite: Citations,
        past: Past,
    ) -> None:
        self.baseline = baseline
        self.past = past
        self.renamed = renamed
        self.excuses = outages.excuses
        self.at = at
        self.settings = settings
        self.cite = cite
        self._down = {excuse.name: pattern_of(excuse.name) for excuse in outages.excuses}
        self._reds: Counter[str] = Counter()
        self._former = frozenset(renamed.values())
        self._up = [pattern_of(name) for name in outages.services if name not in self._down]
        self._rows = [row for row in settings.infrastructure if row.connectivity]

    def finding(self, index: int, case: Case, outcome: Failed | Errored) -> Finding:
        """Return the one finding that a red case gives."""
        text = "\n".join(f"{t.message}\n{t.detail}\n{t.type}" for t in outcome.troubles)
        says = phrase(
            "{title} {outcome}: {said}",
            title=quote(case.title, 200),
            outcome=phrase(outcome.name),
            said=quote(outcome.troubles[0].headline, 200),
        )
        here = self.cite.at(case.artifact, case.place)
        rule, note, issues = self._known(case, text)
        if rule:
            return Finding(
                id="known-issue", severity="warning", subject=case.title, reason=f"{says}{note}",
                evidence=(here,), link=self.settings.issue_link(rule.issue), case=index,
                issues=issues,
            )  # fmt: skip
        shown, is_named = self._outage(outcome.troubles)
        if shown:
            because = listing([quote(excuse.name) for excuse in shown], 3)
            named = naming(shown) if is_named else ""
            return Finding(
                id="infrastructure-failure", severity="warning", subject=case.title,
                reason=phrase(
                    "{says} · explained by {because}: not working in the same run{named}",
                    says=says, because=because, named=named,
                ),
                evidence=(here, *(excuse.evidence for excuse in shown)), case=index, issues=issues,
            )  # fmt: skip
        told = self._beside_others(case)
        is_new = told.id == "new-failure"
        return Finding(
            id=told.id,
            severity="error" if is_new else "warning",
            subject=case.title,
            reason=f"{says}{told.why}{note if is_new else ''}",
            numbers=dict(told.numbers),
            evidence=(here,),
            case=index,
            issues=issues,
        )

    def _beside_others(self, case: Case) -> _Told:
        """Return what a failure of *case* is beside the runs before it: the base and others."""
        state = self._wavering(case)
        if state and self._is_like_before(case):
            return _Told(
                "flaky",
                phrase(" · known to be flaky: {reason}", reason=state.reason),
                state.numbers,
            )
        test = self.renamed.get(case.id, case.id) if self.baseline else case.id
        before = self.baseline.tests.get(test) if self.baseline else None
        called = ""
        if before:
            self._reds[test] += 1
            called = (
                phrase(", as {title}", title=quote(before.title, 200))
                if test in self._former
                else ""
            )
        if self.baseline and before and self._reds[test] <= before.red:
            since = _for_how_long(self.baseline.since.get(test))
            why = phrase(
                " · it {outcome} in {base} too{called}{since}",
                outcome=phrase(before.outcome),
                base=self._base,
                called=called,
                since=since,
            )
            return _Told("still-failing", why)
        why = self._unlike_the_base(before, called)
        tells = before and before.outcome != "skipped" and not before.unsettled
        if case.id in self.past.lasting and not tells:
            lasts = self.past.states[case.id]
            return _Told(
                "still-failing",
                phrase("{why} · broken before: {reason}", why=why, reason=lasts.reason),
                lasts.numbers,
            )
        if state:
            why += phrase(
                " · it is flaky, but has not failed like this before: {reason}", reason=state.reason
            )
        return _Told("new-failure", why)

    def _is_like_before(self, case: Case) -> bool:
        """
        Whether a flaky test fails in a way in which it failed before, as far as that is known.

        That a test sometimes loses its connection is no reason to believe that it miscounts by
        chance.
        """
        before = self.past.said.get(case.id, ())
        if not before or not isinstance(case.outcome, Failed | Errored):
            return True
        said = (case.outcome.troubles, *before)
        groups = group([fingerprint(troubles, case.title) for troubles in said])
        return len(next(each.members for each in groups if 0 in each.members)) > 1

    def _unlike_the_base(self, before: BaseTest | None, called: str) -> str:
        """Return what the base says of a test that it does not excuse."""
        if before is None:
            return phrase(" · {base} has no result of it", base=self._base) if self.baseline else ""
        if before.unsettled:
            return phrase(
                " · it failed in {base} too{called}, where that was not settled",
                base=self._base,
                called=called,
            )
        if before.red:
            return phrase(" · fewer of it failed in {base}{called}", base=self._base, called=called)
        did = phrase("was skipped") if before.outcome == "skipped" else phrase(before.outcome)
        return phrase(" · it {did} in {base}{called}", did=did, base=self._base, called=called)

    def flaky(self, index: int, case: Case, outcome: Passed) -> Finding:
        """Return the finding that a case gives which failed before it passed."""
        last = outcome.attempts[-1]
        why = one_line(last.message or last.detail, 160)
        said = phrase(", which said {why}", why=quote(why)) if why else ""
        tries = plural(len(outcome.attempts), "failed attempt")
        text = "\n".join(f"{each.message}\n{each.detail}" for each in outcome.attempts)
        _, note, issues = self._known(case, text)
        return Finding(
            id="flaky",
            severity="warning",
            subject=case.title,
            reason=phrase(
                "{title} passed after {tries}{said}{note}",
                title=quote(case.title, 200),
                tries=tries,
                said=said,
                note=note,
            ),
            numbers={"failed_attempts": len(outcome.attempts)},
            evidence=(self.cite.at(case.artifact, case.place),),
            case=index,
            issues=issues,
        )

    def contradicted(self, index: int, case: Case) -> Finding:
        """Return the finding that a case gives which passes here and failed on this very commit."""
        state = self.past.states[case.id]
        name = quote(case.title, 200)
        return Finding(
            id="flaky", severity="warning", subject=case.title,
            reason=phrase(
                "{name} passed here, and is known to be flaky: {reason}",
                name=name, reason=state.reason,
            ),
            numbers=state.numbers, evidence=(self.cite.at(case.artifact, case.place),), case=index,
        )  # fmt: skip

    def _wavering(self, case: Case) -> "TestState | None":
        """Return how *case* wavers, if the recorded runs show that it does."""
        state = self.past.states.get(case.id)
        return state if state and state.state == "flaky" else None

    def _known(self, case: Case, text: str) -> Covering:
        """Return what the rules say of *case*, of which *text* is all it said."""
        if not self.settings.known_issues:
            return Covering(None, "", ())
        names = case.called
        return self.settings.covering(self.at, lambda rule: rule.matches_test(names, text))

    @property
    def _base(self) -> str:
        return quote(self.baseline.label) if self.baseline else phrase("the base")

    def _outage(self, troubles: Sequence[Trouble]) -> tuple[tuple[Excuse, ...], bool]:
        """
        Return what explains *troubles*, or nothing, and whether they name it.

        A line that says somebody did not answer must name an outage, or no known service at all;
        one that names only services that work is not explained by others that do not.
        """
        if not self.excuses:
            return (), False
        for trouble in troubles:
            telling = [line for line in spoken(trouble) if row_of(self._rows, line)]
            text = "\n".join(telling)
            named = tuple(e for e in self.excuses if self._down[e.name].search(text))
            if named:
                return named, True
            if telling and not any(word.search(text) for word in self._up):
                return tuple(self.excuses), False
        return (), False


def _for_how_long(since: Since | None) -> str:
    if since is None:
        return ""
    if since.last_good is None:
        return phrase(" · failing at least since the {first}", first=_run(since.first_bad))
    return phrase(
        " · failing since the {first}, last passed in the {last}",
        first=_run(since.first_bad),
        last=_run(since.last_good),
    )


def _run(seen: Seen) -> str:
    commit = phrase(" (commit {commit})", commit=quote(seen.commit[:SHORT])) if seen.commit else ""
    return phrase("run of {when}{commit}", when=moment(seen.started_at), commit=commit)

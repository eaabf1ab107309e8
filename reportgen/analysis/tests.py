"""
Test cases → which failures are new, known, old, flaky or somebody else's; what was fixed or gone.

A failure is excused only by something that can be shown: a rule of the user's that has not expired,
a baseline in which it failed too, or an outage that its own message speaks of.

A renamed test is neither missing nor simply new. It is told by a `new-test` whose numbers say
``renamed``: its id is new to the baseline, and whoever looks tests up by their ids must learn of
it; a finding of another id would say something of the old test that is not true.
What it came to under its old name counts as its own.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from reportgen.config import Category, Covering, Settings
from reportgen.model.baseline import Baseline, BaseTest, Seen, Since, worst
from reportgen.model.report import Citations, Claim, Evidence, Finding
from reportgen.model.tests import (
    PASSED,
    Case,
    Counts,
    Errored,
    Failed,
    OutcomeName,
    Passed,
    Trouble,
    count,
)
from reportgen.model.text import one_line, quote
from reportgen.model.units import listing, moment, plural

MOST_EVIDENCE = 20
SHORT = 8
"""How much of a commit's hash names it."""

Match: TypeAlias = Callable[
    [Mapping[str, Sequence[Case]], Mapping[str, BaseTest]], Mapping[str, str]
]
"""Says which new tests were which missing ones, by their ids."""


class Excuse(NamedTuple):
    """
    An outage that may explain a failure: what did not work, and where that is shown.

    *says* is what is known of it: ``down at 2025-09-15 13:34 UTC``.
    """

    name: str
    evidence: Evidence
    says: str = ""


class TestsOpinion(NamedTuple):
    """What the test cases come to."""

    counts: Counts
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    new: int
    still: int
    known: int
    infrastructure: int
    missing: int
    """Tests of the baseline that did not run now."""


class _Judge:
    """The facts against which each failure is held."""

    def __init__(
        self,
        baseline: Baseline | None,
        renamed: Mapping[str, str],
        excuses: Sequence[Excuse],
        working: Sequence[str],
        at: datetime,
        settings: Settings,
        cite: Citations,
    ) -> None:
        self.baseline = baseline
        self.renamed = renamed
        self.excuses = excuses
        self.at = at
        self.settings = settings
        self.cite = cite
        self._down = {excuse.name: _word(excuse.name) for excuse in excuses}
        self._reds: Counter[str] = Counter()
        self._former = frozenset(renamed.values())
        self._up = [_word(name) for name in working if name not in self._down]
        self._rows = [row for row in settings.infrastructure if row.connectivity] if excuses else []

    def finding(self, index: int, case: Case, outcome: Failed | Errored) -> Finding:
        """Return the one finding that a red case gives."""
        text = "\n".join(f"{t.message}\n{t.detail}\n{t.type}" for t in outcome.troubles)
        says = (
            f"{quote(case.title, 200)} {outcome.name}: {quote(outcome.troubles[0].headline, 200)}"
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
            named = _naming(shown) if is_named else ""
            return Finding(
                id="infrastructure-failure", severity="warning", subject=case.title,
                reason=f"{says} · explained by {because}: not working in the same run{named}",
                evidence=(here, *(excuse.evidence for excuse in shown)), case=index, issues=issues,
            )  # fmt: skip
        test = self.renamed.get(case.id, case.id) if self.baseline else case.id
        before = self.baseline.tests.get(test) if self.baseline else None
        called = ""
        if before:
            self._reds[test] += 1
            called = f", as {quote(before.title, 200)}" if test in self._former else ""
        if self.baseline and before and self._reds[test] <= before.red:
            return Finding(
                id="still-failing", severity="warning", subject=case.title,
                reason=f"{says} · it {before.outcome} in {self._base} too{called}"
                f"{_for_how_long(self.baseline.since.get(test))}",
                evidence=(here,), case=index, issues=issues,
            )  # fmt: skip
        new = ""
        if before and before.unsettled:
            new = f" · it failed in {self._base} too{called}, where that was not settled"
        elif before and before.red:
            new = f" · fewer of it failed in {self._base}{called}"
        elif before:
            did = "was skipped" if before.outcome == "skipped" else before.outcome
            new = f" · it {did} in {self._base}{called}"
        elif self.baseline:
            new = f" · {self._base} has no result of it"
        return Finding(
            id="new-failure", severity="error", subject=case.title,
            reason=f"{says}{new}{note}", evidence=(here,), case=index, issues=issues,
        )  # fmt: skip

    def flaky(self, index: int, case: Case, outcome: Passed) -> Finding:
        """Return the finding that a case gives which failed before it passed."""
        last = outcome.attempts[-1]
        why = one_line(last.message or last.detail, 160)
        said = f", which said {quote(why)}" if why else ""
        tries = plural(len(outcome.attempts), "failed attempt")
        text = "\n".join(f"{each.message}\n{each.detail}" for each in outcome.attempts)
        _, note, issues = self._known(case, text)
        return Finding(
            id="flaky",
            severity="warning",
            subject=case.title,
            reason=f"{quote(case.title, 200)} passed after {tries}{said}{note}",
            numbers={"failed_attempts": len(outcome.attempts)},
            evidence=(self.cite.at(case.artifact, case.place),),
            case=index,
            issues=issues,
        )

    def _known(self, case: Case, text: str) -> Covering:
        """Return what the rules say of *case*, of which *text* is all it said."""
        if not self.settings.known_issues:
            return Covering(None, "", ())
        names = case.called
        return self.settings.covering(self.at, lambda rule: rule.matches_test(names, text))

    @property
    def _base(self) -> str:
        return quote(self.baseline.label) if self.baseline else "the base"

    def _outage(self, troubles: Sequence[Trouble]) -> tuple[tuple[Excuse, ...], bool]:
        """
        Return what explains *troubles*, or nothing, and whether they name it.

        A line that says somebody did not answer must name an outage, or no known service at all;
        one that names only services that work is not explained by others that do not.
        """
        if not self._rows:
            return (), False
        for trouble in troubles:
            telling = [line for line in _spoken(trouble) if _row(self._rows, line)]
            text = "\n".join(telling)
            named = tuple(e for e in self.excuses if self._down[e.name].search(text))
            if named:
                return named, True
            if telling and not any(word.search(text) for word in self._up):
                return tuple(self.excuses), False
        return (), False


def _naming(excuses: Sequence[Excuse]) -> str:
    """Return that a message names *excuses*, and what is known of the one it names."""
    if len(excuses) > 1:
        return "; the message names them"
    known = f", and it {excuses[0].says}" if excuses[0].says else ""
    return f"; the message names it{known}"


def _for_how_long(since: Since | None) -> str:
    if since is None:
        return ""
    if since.last_good is None:
        return f" · failing at least since the {_run(since.first_bad)}"
    return (
        f" · failing since the {_run(since.first_bad)}, last passed in the {_run(since.last_good)}"
    )


def _run(seen: Seen) -> str:
    commit = f" (commit {quote(seen.commit[:SHORT])})" if seen.commit else ""
    return f"run of {moment(seen.started_at)}{commit}"


# An assertion compares values of its own: that one of them reads like an outage explains nothing.
_ASSERTION = re.compile(
    r"^(?:E\s+)?(?:[\w.$]*(?:Assertion|Comparison)\w*(?:Error|Failure|Exception|FailedError)\b"
    r"|assert\b|expect(?:ed)?\b|expected:)",
    re.IGNORECASE,
)
# Where a trace states an exception, not where it quotes source: "E   X: …", "Caused by: X: …".
_EXCEPTION = re.compile(
    r"^(?:E\s+|Caused by: |\s*\[?cause\]?: )?"
    r"[\w.$:]*(?:Error|Exception|Timeout|Refused)\w*\b"
)


def _spoken(trouble: Trouble) -> list[str]:
    """Return what the failure itself says: its message and the exceptions its trace states."""
    said = trouble.message.strip() or trouble.headline
    if _ASSERTION.match(said) or _ASSERTION.match(trouble.type):
        return []
    stated = [line for line in trouble.detail.splitlines() if _EXCEPTION.match(line)]
    if any(_ASSERTION.match(line) for line in stated):
        return []
    return [*said.splitlines(), *stated]


def judge(
    cases: Sequence[Case],
    baseline: Baseline | None,
    excuses: Sequence[Excuse],
    working: Sequence[str],
    at: datetime,
    settings: Settings,
    cite: Citations,
    match: Match = lambda new, missing: {},  # noqa: ARG005 - nothing is renamed
) -> TestsOpinion:
    """
    Return what *cases* come to beside *baseline*.

    *excuses* are the outages of this run, *working* the names of all services known to it.
    *match* finds the tests that were only renamed.
    """
    outcomes: dict[str, OutcomeName] = {}
    first: dict[str, int] = {}
    renamed: Mapping[str, str] = {}
    if baseline is not None:
        for index, case in enumerate(cases):
            test = case.id
            seen = outcomes.get(test)
            outcomes[test] = case.outcome.name if seen is None else worst(seen, case.outcome.name)
            first.setdefault(test, index)
        renamed = _renamed(cases, outcomes, first, baseline, match)
    judging = _Judge(baseline, renamed, excuses, working, at, settings, cite)
    findings: list[Finding] = []
    for index, case in enumerate(cases):
        outcome = case.outcome
        if outcome is PASSED:
            continue
        if isinstance(outcome, Failed | Errored):
            findings.append(judging.finding(index, case, outcome))
        elif isinstance(outcome, Passed) and outcome.attempts:
            findings.append(judging.flaky(index, case, outcome))
    by_id = Counter(finding.id for finding in findings)
    counts = count(cases)
    missing = 0
    if baseline is not None:
        changes = list(_changes(cases, outcomes, first, baseline, renamed, cite))
        missing = sum(change.id == "missing-test" for change in changes)
        findings.extend(changes)
    if not cases:
        findings.append(
            Finding(
                id="no-tests", severity="error", subject="tests", reason="no test result was read"
            )
        )
    elif not counts.ran:
        findings.append(
            Finding(
                id="no-tests",
                severity="error",
                subject="tests",
                reason=f"no test ran: {counts.skipped:,} of {plural(counts.tests, 'test')} skipped",
                evidence=_evidence(cases, cite),
            )
        )
    opinion = TestsOpinion(
        counts, tuple(findings), (), by_id["new-failure"], by_id["still-failing"],
        by_id["known-issue"], by_id["infrastructure-failure"], missing,
    )  # fmt: skip
    return opinion._replace(claims=tuple(_claims(cases, opinion, baseline, cite)))


def _renamed(
    cases: Sequence[Case],
    outcomes: Mapping[str, OutcomeName],
    first: Mapping[str, int],
    baseline: Baseline,
    match: Match,
) -> Mapping[str, str]:
    """Return which new tests were which missing ones, by their ids."""
    missing = {test: known for test, known in baseline.tests.items() if test not in outcomes}
    if not missing:
        return {}
    new = {test: [cases[at]] for test, at in first.items() if test not in baseline.tests}
    if any(outcomes[test] in {"failed", "errored"} for test in new):
        reds: dict[str, list[Case]] = {}
        for case in cases:
            if case.is_red and (test := case.id) in new:
                reds.setdefault(test, []).append(case)
        new |= reds
    return match(new, missing) if new else {}


def _changes(
    cases: Sequence[Case],
    outcomes: dict[str, OutcomeName],
    first: dict[str, int],
    baseline: Baseline,
    renamed: Mapping[str, str],
    cite: Citations,
) -> Iterator[Finding]:
    """Yield what differs from the baseline beside the failures themselves."""
    base = quote(baseline.label)
    former = frozenset(renamed.values())
    flaky = {case.id for case in cases if case.is_flaky}
    for test, outcome in outcomes.items():
        case = cases[first[test]]
        here = (cite.at(case.artifact, case.place),)
        before = baseline.tests.get(renamed.get(test, test))
        name = quote(case.title, 200)
        called = ""
        if before and test in renamed:
            called = f", as {quote(before.title, 200)}"
            yield Finding(
                id="new-test", severity="info", subject=case.title,
                reason=f"{name} was called {quote(before.title, 200)} in {base}: renamed",
                numbers={"renamed": 1}, evidence=here, case=first[test],
            )  # fmt: skip
        if before is None:
            yield Finding(
                id="new-test", severity="info", subject=case.title,
                reason=f"{name} has no result in {base}", evidence=here, case=first[test],
            )  # fmt: skip
        elif outcome == "passed" and before.outcome in {"failed", "errored"}:
            if test in flaky:
                continue  # it failed in this run, too
            yield Finding(
                id="fixed", severity="info", subject=case.title,
                reason=f"{name} passed; it {before.outcome} in {base}",
                evidence=here, case=first[test],
            )  # fmt: skip
        elif outcome == "skipped" and before.outcome != "skipped":
            yield Finding(
                id="newly-skipped", severity="warning", subject=case.title,
                reason=f"{name} was skipped; it {before.outcome} in {base}{called}", evidence=here,
                case=first[test],
            )  # fmt: skip
    everywhere = tuple(dict.fromkeys(cite.at(case.artifact) for case in cases))[:MOST_EVIDENCE]
    for test, before in baseline.tests.items():
        if test not in outcomes and test not in former and before.outcome != "skipped":
            yield Finding(
                id="missing-test", severity="warning", subject=before.title,
                reason=f"{quote(before.title, 200)} did not run; it {before.outcome} in {base}",
                evidence=everywhere,
            )  # fmt: skip


def _claims(
    cases: Sequence[Case], opinion: TestsOpinion, baseline: Baseline | None, cite: Citations
) -> Iterator[Claim]:
    counts = opinion.counts
    evidence = _evidence(cases, cite)
    if not counts.ran:
        yield Claim(id="tests-passed", state="unproven", text="no test ran", evidence=evidence)
        return
    skipped = f"; {plural(counts.skipped, 'test')} skipped" if counts.skipped else ""
    yield Claim(
        id="tests-passed",
        state="holds" if counts.passed == counts.ran else "fails",
        text=f"{counts.passed:,} of {plural(counts.ran, 'test')} that ran passed{skipped}",
        evidence=evidence,
    )
    if opinion.new:
        since = (
            f" since {quote(baseline.label)}"
            if baseline and baseline.tests
            else "; there is nothing to compare with, so each counts as new"
        )
        text = f"{plural(opinion.new, 'new failure')}{since}"
        yield Claim(id="no-new-failure", state="fails", text=text, evidence=evidence)
    else:
        yield Claim(
            id="no-new-failure",
            state="holds" if counts.passed else "unproven",
            text=_no_failure(counts),
            evidence=evidence,
        )
    if opinion.infrastructure:
        yield Claim(
            id="infrastructure-failures",
            state="unproven",
            text=f"{plural(opinion.infrastructure, 'failure')} explained by an outage: "
            "these tests could not judge the change",
            evidence=tuple(
                dict.fromkeys(
                    proof
                    for finding in opinion.findings
                    if finding.id == "infrastructure-failure"
                    for proof in finding.evidence
                )
            )[:MOST_EVIDENCE],
        )
    if baseline is not None:
        same = "; its result files are these very ones" if baseline.same_evidence else ""
        yield Claim(
            id="compared",
            state="holds" if baseline.tests and not same else "unproven",
            text=f"compared with {quote(baseline.label)}, "
            f"which had {plural(len(baseline.tests), 'test')}{same}",
            evidence=evidence,
        )


def _no_failure(counts: Counts) -> str:
    if counts.red:
        return "no failure is new"
    return "no test failed in its last attempt" if counts.flaky else "no test failed"


def _evidence(cases: Sequence[Case], cite: Citations) -> tuple[Evidence, ...]:
    """Return the files that hold *cases*, with how many each holds."""
    held: dict[str, int] = {}
    for case in cases:
        held[case.artifact] = held.get(case.artifact, 0) + 1
    return tuple(
        cite.at(path, plural(number, "test case"))
        for path, number in list(held.items())[:MOST_EVIDENCE]
    )


def _word(name: str) -> "re.Pattern[str]":
    """Match *name* standing on its own, whatever joins its words."""
    parts = [re.escape(part) for part in re.split(r"[\s_-]+", name) if part]
    return re.compile(rf"(?<![A-Za-z0-9]){'[ _-]?'.join(parts)}(?![A-Za-z0-9])", re.IGNORECASE)


def _row(rows: Sequence[Category], line: str) -> Category | None:
    return next((row for row in rows if row.search(line)), None)

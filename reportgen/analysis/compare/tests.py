"""The tests of two runs, by what became of them, and how long they took."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from reportgen.model.baseline import Baseline, BaseTest, worst
from reportgen.model.difference import Excuse, TestChange, Tests, Times
from reportgen.model.report import Report
from reportgen.model.tests import Case, Errored, Failed, OutcomeName, Passed, Skipped
from reportgen.model.text import one_line

MOST_SLOWER: Final = 50
LEAST_CHANGE_S: Final = 0.1
"""A difference below it is not told: no clock of a test tool is worth more."""
_MOST_SAID: Final = 300
_RED: Final = frozenset({"failed", "errored"})
EXCUSES: Final[Mapping[str, Excuse]] = {
    "known-issue": "known-issue",
    "infrastructure-failure": "infrastructure-failure",
}
"""What explains a failure, by the finding that says so."""

Match: TypeAlias = Callable[
    [Mapping[str, Sequence[Case]], Mapping[str, BaseTest]], Mapping[str, str]
]
"""Says which new tests were which missing ones, by their ids."""


def compare(base: Report, head: Report, known: Baseline, match: Match) -> tuple[Tests, Times]:
    """Return how the tests of *head* differ from those of *base*, which *known* sums up."""
    before, after = _seen(base), _seen(head)
    renamed = _renamed(before, after, head, known, match)
    return _groups(before, after, renamed, known), _times(before, after)


class _Seen(NamedTuple):
    """A test of one side."""

    case: Case
    outcome: OutcomeName
    took: float | None
    excuse: Excuse | None
    flaky: bool
    """It passed in the end, and failed before that."""


def _seen(report: Report) -> dict[str, _Seen]:
    excuses = {f.case: EXCUSES[f.id] for f in report.findings if f.id in EXCUSES}
    found: dict[str, _Seen] = {}
    for index, case in enumerate(report.cases):
        test = case.id
        mine = _Seen(case, case.outcome.name, case.duration_s, excuses.get(index), case.is_flaky)
        seen = found.get(test)
        if seen is not None:
            outcome = worst(seen.outcome, mine.outcome)
            known = mine.took is not None and seen.took is not None
            excuse = mine.excuse if mine.excuse == seen.excuse else None
            if not {mine.outcome, seen.outcome} <= _RED:  # then only one of them can have any
                excuse = mine.excuse or seen.excuse
            mine = _Seen(
                # The one that stands for all is the first that is as bad as the worst.
                seen.case if seen.outcome == outcome and (seen.flaky or not mine.flaky) else case,
                outcome,
                (mine.took or 0.0) + (seen.took or 0.0) if known else None,
                excuse,
                outcome == "passed" and (seen.flaky or mine.flaky),
            )
        found[test] = mine
    return found


def _renamed(
    before: Mapping[str, _Seen],
    after: Mapping[str, _Seen],
    head: Report,
    known: Baseline,
    match: Match,
) -> Mapping[str, str]:
    missing = {test: known.tests[test] for test in before if test not in after}
    new: dict[str, list[Case]] = {t: [s.case] for t, s in after.items() if t not in before}
    if not missing or not new:
        return {}
    reds: dict[str, list[Case]] = defaultdict(list)
    if any(after[test].outcome in _RED for test in new):
        for case in head.cases:
            if case.is_red and (test := case.id) in new:
                reds[test].append(case)
    return match(new | reds, missing)


def _groups(
    before: Mapping[str, _Seen],
    after: Mapping[str, _Seen],
    renamed: Mapping[str, str],
    known: Baseline,
) -> Tests:
    groups: dict[str, list[TestChange]] = {name: [] for name in Tests.model_fields}
    for test, now in after.items():
        old = renamed.get(test, test)
        then = before.get(old)
        change = _change(then, now, is_renamed=test in renamed)
        if test in renamed:
            groups["renamed"].append(change)
        elif then is None:
            groups["new"].append(change)
        if now.outcome in _RED:
            if then is not None and then.outcome in _RED:
                since = known.since.get(old)
                groups["still_failing"].append(change._replace(since=since))
            else:
                groups["new_failures"].append(change)
        elif then is not None and (became := _became(then, now)):
            groups[became].append(change)
    former = frozenset(renamed.values())
    groups["missing"] = [
        _change(then, None)
        for test, then in before.items()
        if test not in after and test not in former
    ]
    ordered = {
        name: tuple(sorted(found, key=lambda each: (each.title, each.id)))
        for name, found in groups.items()
    }
    return Tests(**ordered)


def _became(then: _Seen, now: _Seen) -> str | None:
    """Return which group a test that is not red now belongs to, if any."""
    if now.outcome == "skipped":
        return None if then.outcome == "skipped" else "newly_skipped"
    if now.flaky and not then.flaky:
        return "flaky"  # it failed in this run, too: whatever it did before, it is not fixed
    if then.outcome in _RED:
        return "fixed"
    return "no_longer_skipped" if then.outcome == "skipped" else None


def _change(then: _Seen | None, now: _Seen | None, *, is_renamed: bool = False) -> TestChange:
    shown = now or then
    assert shown is not None, "a change is of a test"  # noqa: S101 - for the type alone
    said = _said(now.case) if now else ""
    return TestChange(
        id=shown.case.url_id,
        title=shown.case.title,
        was=then.case.title if then and is_renamed else None,
        base=then.outcome if then else None,
        head=now.outcome if now else None,
        message=said or (_said(then.case) if then else ""),
        base_s=then.took if then else None,
        head_s=now.took if now else None,
        excuse=now.excuse if now else None,
        failed_attempts=_failed_attempts(now) if now else 0,
    )


def _failed_attempts(now: _Seen) -> int:
    outcome = now.case.outcome
    return len(outcome.attempts) if now.flaky and isinstance(outcome, Passed) else 0


def _said(case: Case) -> str:
    match case.outcome:
        case Failed(troubles=troubles) | Errored(troubles=troubles):
            return one_line(troubles[0].headline, _MOST_SAID)
        case Skipped(reason=reason):
            return one_line(reason, _MOST_SAID)
        case Passed(attempts=[*_, last]):
            return one_line(last.message or last.detail, _MOST_SAID)
        case Passed():
            return ""


def _times(before: Mapping[str, _Seen], after: Mapping[str, _Seen]) -> Times:
    shared = [
        (then.took, now.took, test)
        for test, now in after.items()
        if (then := before.get(test)) is not None
        and now.took is not None
        and then.took is not None
        and "skipped" not in {now.outcome, then.outcome}
    ]
    apart = sorted(
        (each for each in shared if abs(each[1] - each[0]) >= LEAST_CHANGE_S),
        key=lambda each: (-abs(each[1] - each[0]), each[2]),
    )
    return Times(
        tests=len(shared),
        base_s=round(sum(each[0] for each in shared), 6),
        head_s=round(sum(each[1] for each in shared), 6),
        changes=tuple(_change(before[test], after[test]) for _, _, test in apart[:MOST_SLOWER]),
    )

"""What differs from the baseline beside the failures themselves, renames with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from reportgen.analysis.tests.claims import MOST_EVIDENCE
from reportgen.model.baseline import Baseline, BaseTest
from reportgen.model.report import Citations, Finding
from reportgen.model.tests import Case, OutcomeName
from reportgen.model.text import quote
from reportgen.wording import phrase

Match: TypeAlias = Callable[
    [Mapping[str, Sequence[Case]], Mapping[str, BaseTest]], Mapping[str, str]
]
"""Says which new tests were which missing ones, by their ids."""


def renames_in(
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


def changes_since(
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
            former_name = quote(before.title, 200)
            called = phrase(", as {title}", title=former_name)
            yield Finding(
                id="new-test", severity="info", subject=case.title,
                reason=phrase(
                    "{name} was called {title} in {base}: renamed",
                    name=name, title=former_name, base=base,
                ),
                numbers={"renamed": 1}, evidence=here, case=first[test],
            )  # fmt: skip
        if before is None:
            yield Finding(
                id="new-test", severity="info", subject=case.title,
                reason=phrase("{name} has no result in {base}", name=name, base=base),
                evidence=here, case=first[test],
            )  # fmt: skip
        elif outcome == "passed" and before.outcome in {"failed", "errored"}:
            if test in flaky:
                continue  # it failed in this run, too
            yield Finding(
                id="fixed", severity="info", subject=case.title,
                reason=phrase(
                    "{name} passed; it {outcome} in {base}",
                    name=name, outcome=phrase(before.outcome), base=base,
                ),
                evidence=here, case=first[test],
            )  # fmt: skip
        elif outcome == "skipped" and before.outcome != "skipped":
            yield Finding(
                id="newly-skipped", severity="warning", subject=case.title,
                reason=phrase(
                    "{name} was skipped; it {outcome} in {base}{called}",
                    name=name, outcome=phrase(before.outcome), base=base, called=called,
                ),
                evidence=here, case=first[test],
            )  # fmt: skip
    everywhere = tuple(dict.fromkeys(cite.at(case.artifact) for case in cases))[:MOST_EVIDENCE]
    for test, before in baseline.tests.items():
        if test not in outcomes and test not in former and before.outcome != "skipped":
            yield Finding(
                id="missing-test", severity="warning", subject=before.title,
                reason=phrase(
                    "{name} did not run; it {outcome} in {base}",
                    name=quote(before.title, 200), outcome=phrase(before.outcome), base=base,
                ),
                evidence=everywhere,
            )  # fmt: skip

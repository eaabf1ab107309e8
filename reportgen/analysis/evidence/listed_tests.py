"""The tests that a listing names, held against those that have results."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.report import Citations, Claim, ClaimState, Evidence, Finding
from reportgen.model.run import Inventory
from reportgen.model.tests import Case, Counts
from reportgen.model.units import plural
from reportgen.wording import phrase


class ListedTests(NamedTuple):
    """How the listed tests and the results meet."""

    total: int
    matched: bool
    """Whether the listing and the results spell tests alike; else only numbers can be compared."""
    reported: int
    ran: int
    evidence: tuple[Evidence, ...]

    def gap(self) -> Finding | None:
        """Return what was collected and has no result; a skipped test has one."""
        left = self.total - self.reported
        if left <= 0:
            return None
        return Finding(
            id="missing-test",
            severity="warning",
            subject=plural(left, "collected test"),
            reason=phrase(
                "{reached}: {tests} did not run",
                reached=self.reached(),
                tests=plural(left, "collected test"),
            ),
            numbers={"collected": self.total, "ran": self.ran, "missing": left},
            evidence=self.evidence,
        )

    def reached(self) -> str:
        """Return in words how many of the listed tests ran."""
        skipped = self.reported - self.ran
        rest = phrase(", {skipped:,} skipped", skipped=skipped) if skipped else ""
        tests = plural(self.total, "collected test")
        if self.matched:
            return phrase("{ran:,} of {tests} ran{rest}", ran=self.ran, tests=tests, rest=rest)
        return phrase(
            "{results} for {tests}{rest}",
            results=plural(self.reported, "result"),
            tests=tests,
            rest=rest,
        )

    def claims(self) -> Iterator[Claim]:
        """Yield that tests were collected, and whether they ran."""
        yield Claim(
            id="tests-collected",
            state="holds",
            text=phrase("{tests} collected", tests=plural(self.total, "test")),
            evidence=self.evidence,
        )
        state: ClaimState = "fails"
        if self.ran >= self.total:
            state = "holds" if self.matched else "unproven"
        yield Claim(
            id="collected-tests-ran",
            state=state,
            text=self.reached(),
            evidence=self.evidence,
        )


def tests_of(
    inventories: Sequence[Inventory], cases: Sequence[Case], counts: Counts, cite: Citations
) -> ListedTests | None:
    """Return how what was collected meets what is there; listings of the same tests count once."""
    inventories = [each for each in inventories if not each.files]
    if not inventories:
        return None
    evidence = tuple(cite.at(each.artifact, each.place) for each in inventories)
    ids = {test for each in inventories for test in each.ids}
    names = {test for each in inventories for test in each.names}
    bare = [each for each in inventories if each.total and not each.ids and not each.names]
    total = len(ids) + len(names) + sum(each.total for each in bare)
    there: dict[str, bool] = {}
    called: dict[str, bool] = {}
    for case in cases:
        ran = case.outcome.name != "skipped"
        key = f"{case.class_name}::{case.name}"
        there[key] = there.get(key, False) or ran
        if names:
            for name in (case.name, key, f"{case.class_name}.{case.name}"):
                called[name] = called.get(name, False) or ran
    reported = [there[test] for test in ids if test in there]
    reported += [called[test] for test in names if test in called]
    if not reported or bare:
        return ListedTests(total, False, counts.tests, counts.ran, evidence)  # noqa: FBT003 - see the fields
    return ListedTests(total, True, len(reported), sum(reported), evidence)  # noqa: FBT003 - the same

"""The rule over what became slower over the recorded runs, and stayed so."""

from collections.abc import Iterator

from reportgen.analysis.policy.grounds import Grounds, shown_by
from reportgen.model.report import Rule
from reportgen.model.units import plural
from reportgen.wording import phrase


def rules(grounds: Grounds) -> Iterator[Rule]:
    """Yield the rule over tests, suites and steps that became slower."""
    name, allowed = "max-slower", grounds.policy.max_slower
    if allowed is None:
        yield grounds.unset(name)
        return
    claim = next((claim for claim in grounds.claims if claim.id == "no-slower"), None)
    if claim is None:
        lacks = phrase("too few earlier runs are recorded, or nothing states its time")
        yield grounds.unjudged(name, lacks, grounds.results())
        return
    slower = [f for f in grounds.of("slower-test", "step-slower") if f.numbers["agreed"]]
    yield grounds.judged(
        name,
        phrase(
            "{what} became slower, {allowed:,} allowed",
            what=plural(len(slower), "test, suite or step", "tests, suites and steps"),
            allowed=allowed,
        ),
        {"slower": len(slower), "allowed": allowed},
        shown_by(slower) or claim.evidence,
        passed=len(slower) <= allowed,
    )

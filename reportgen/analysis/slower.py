"""
What became slower over the recorded runs → findings of the run at hand.

A change is told for as many runs after it as it takes people to see it, and no longer:
then the new time is what the test takes.
It never decides on the change, which is one run among many.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.model.past import Past
from reportgen.model.report import Citations, Claim, Evidence, Finding
from reportgen.model.steps import Step
from reportgen.model.tests import Case
from reportgen.model.units import plural
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.model.overtime import Slower

TOLD_FOR: Final = 30
"""For how many runs after a change it is told."""
FEWEST: Final = 10
"""How many earlier runs it takes to say that nothing became slower."""
MOST_EVIDENCE: Final = 20


class SlowerOpinion(NamedTuple):
    """What became slower, and what can be said of speed as a whole."""

    findings: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()


def judge(
    past: Past, cases: Sequence[Case], steps: Sequence[Step], cite: Citations
) -> SlowerOpinion:
    """Return what *past* shows of the speed of *cases* and *steps*."""
    found = tuple(_findings(past.slower, cases, steps, cite))
    timed = [case for case in cases if case.duration_s is not None]
    if past.runs < FEWEST or not timed:
        return SlowerOpinion(found)
    agreed = sum(bool(each.numbers["agreed"]) for each in found)
    what = plural(agreed, "test, suite or step", "tests, suites and steps")
    files = tuple(dict.fromkeys(cite.at(case.artifact) for case in timed))[:MOST_EVIDENCE]
    said = (
        phrase("{what} became slower", what=what)
        if agreed
        else phrase("no test, suite or step became lastingly slower")
    )
    claim = Claim(
        id="no-slower",
        state="fails" if agreed else "holds",
        text=phrase("{said}, over {runs}", said=said, runs=plural(past.runs, "earlier run")),
        evidence=files,
    )
    return SlowerOpinion(found, (claim,))


def _findings(
    slower: Sequence["Slower"], cases: Sequence[Case], steps: Sequence[Step], cite: Citations
) -> Iterator[Finding]:
    """Yield a finding for each of *slower* that is new enough, and that this run measured too."""
    told = [each for each in slower if (each.numbers.get("after") or 0) <= TOLD_FOR]
    if not told:
        return
    wanted = {each.test for each in told if each.kind == "test"}
    places = {case.id: at for at, case in enumerate(cases) if case.id in wanted} if wanted else {}
    for each in told:
        case = places.get(each.test or "") if each.kind == "test" else None
        here = _evidence(each, case, cases, steps, cite)
        if here is None:
            continue
        yield Finding(
            id="step-slower" if each.kind == "step" else "slower-test",
            severity="warning" if each.agreed else "info",
            subject=each.subject,
            reason=each.reason if each.agreed else phrase("possibly: {reason}", reason=each.reason),
            numbers={**each.numbers, "agreed": int(each.agreed)},
            evidence=(here,),
            case=case,
        )


def _evidence(
    slower: "Slower",
    case: int | None,
    cases: Sequence[Case],
    steps: Sequence[Step],
    cite: Citations,
) -> Evidence | None:
    """Return where this run measured what became slower, or None where it did not."""
    if slower.kind == "test":
        return None if case is None else cite.at(cases[case].artifact, cases[case].place)
    if slower.kind == "step":
        step = next((step for step in steps if step.title == slower.subject), None)
        return None if step is None else cite.at(step.artifact, step.place)
    within = next((case for case in cases if case.suite == slower.subject), None)
    return None if within is None else cite.at(within.artifact)

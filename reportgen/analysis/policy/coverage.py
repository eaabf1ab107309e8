"""
The rule over coverage: lines and branches of each report beside the same report of the baseline.

It cannot be judged where a report of the baseline did not arrive: what it covered may be lost.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from reportgen.analysis.policy.grounds import Grounds
from reportgen.model.coverage import Coverage
from reportgen.model.report import Rule
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.wording import marked, phrase

_DIGITS: Final = 6
"""Points are compared to so many decimals: what lies behind is rounding."""


class _Fall(NamedTuple):
    """By how many points something fell; a rise is below zero."""

    points: float
    what: str
    measured: Coverage


def rules(grounds: Grounds) -> Iterator[Rule]:
    """Yield the rule over what the tests covered."""
    name, allowed = "max-coverage-decrease", grounds.policy.max_coverage_decrease
    if allowed is None:
        yield grounds.unset(name)
        return
    if grounds.baseline is None:
        yield grounds.unjudged(name, phrase("there is no run to compare with"))
        return
    falls = list(_falls(grounds))
    if not falls:
        lacks = phrase("no coverage report was read both here and in {base}", base=grounds.base)
        yield grounds.unjudged(name, lacks)
        return
    worst = max(falls, key=lambda fall: fall.points)
    compared = [total for total in grounds.coverage if total.base is not None]
    gone = len(grounds.baseline.coverage) - len(compared)
    evidence = [
        grounds.cite.at(each.artifact, each.place)
        for each in (worst.measured, *(total.measured for total in compared))
    ]
    passed = worst.points <= allowed
    if passed and gone > 0:
        lacks = phrase(
            "{reports} of {base} did not arrive",
            reports=plural(gone, "coverage report"),
            base=grounds.base,
        )
        yield grounds.unjudged(name, lacks, evidence)
        return
    moved = (
        phrase("fell by {points}", points=_points(worst.points))
        if worst.points > 0
        else phrase("did not fall")
    )
    yield grounds.judged(
        name,
        phrase(
            "{what} of {name} {moved} since {base}, {allowed} allowed",
            what=phrase(worst.what),
            name=quote(worst.measured.name),
            moved=moved,
            base=grounds.base,
            allowed=_points(allowed),
        ),
        {"points": worst.points, "allowed_points": allowed, "reports": len(compared)},
        evidence,
        passed=passed,
    )


def _falls(grounds: Grounds) -> Iterator[_Fall]:
    for total in grounds.coverage:
        for what, change in (
            (marked("lines"), total.lines_change),
            (marked("branches"), total.branches_change),
        ):
            if change is not None:
                yield _Fall(round(-change, _DIGITS) + 0.0, what, total.measured)


def _points(number: float) -> str:
    return f"{number:.4g} {'point' if number == 1 else 'points'}"

"""
The gate: the user's rules, and nothing else, decide whether the run may pass.

Every rule says whether it passed, failed, or could not be judged, and by which numbers.
A rule that the configuration sets and that cannot be judged fails the gate: it fails closed.
One that nobody set lets the run pass, and says what it lacks.

`axes` holds the rules over the verdict and the tests that ran; `changes`, `durations`, `memory` and
`coverage` compare with the baseline; `slower` asks the recorded runs; `services` and `arrivals` ask
for what must be there.
"""

from collections.abc import Callable, Iterable
from typing import Final

from reportgen.analysis.policy import (
    arrivals,
    axes,
    changes,
    coverage,
    durations,
    memory,
    services,
    slower,
)
from reportgen.analysis.policy.grounds import Grounds
from reportgen.config.settings import GatePolicy
from reportgen.model.report import Change, Evidence, EvidenceState, Gate, Rule

__all__ = ["Grounds", "doubted", "judge"]

_RULES: Final[tuple[Callable[[Grounds], Iterable[Rule]], ...]] = (
    axes.rules,
    changes.rules,
    durations.rules,
    slower.rules,
    memory.rules,
    coverage.rules,
    services.rules,
    arrivals.rules,
)


def judge(grounds: Grounds) -> Gate:
    """Return whether the policy lets the run pass, with what became of every rule."""
    rules = tuple(rule for judging in _RULES for rule in judging(grounds))
    failed = tuple(rule.sentence for rule in rules if rule.fails)
    return Gate(status="failed" if failed else "passed", failed_rules=failed, rules=rules)


def doubted(
    gate: Gate,
    change: Change,
    evidence: EvidenceState,
    shown: tuple[Evidence, ...],
    policy: GatePolicy,
) -> Gate:
    """
    Return *gate* where *change* and *evidence* came to be worse than when it was judged.

    A rule that failed still does. *shown* is what makes them worse.
    """
    anew = {
        "allow-unproven": axes.proof(change, policy),
        "require-evidence": axes.enough(evidence, policy),
    }
    rules = tuple(
        rule.model_copy(update={"state": "failed", "reason": anew[rule.name][0], "evidence": shown})
        if rule.name in anew and rule.state == "passed" and not anew[rule.name][1]
        else rule
        for rule in gate.rules
    )
    failed = tuple(rule.sentence for rule in rules if rule.fails)
    return Gate(status="failed" if failed else gate.status, failed_rules=failed, rules=rules)

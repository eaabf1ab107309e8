"""
Fold the tries of one test into attempts: only with ``[tests] retries = "merge"``.

The rule: elements with the same identity (suite path, class, name, file, variant), in the order of
the files and inside them, are tries of one test. The last one that came to a result is the outcome;
those before it are its attempts. So a failure followed by a pass is a flaky pass, and a pass
followed by a failure is a failure.
"""

from collections.abc import Iterable
from dataclasses import replace

from reportgen.model.tests import Attempt, Case, Errored, Failed, Outcome, Passed, Skipped


def fold(cases: Iterable[Case]) -> list[Case]:
    """Return *cases* with one entry per test, in order of first appearance."""
    tries: dict[str, list[Case]] = {}
    for case in cases:
        tries.setdefault(case.id, []).append(case)
    return [folded(each) if len(each) > 1 else each[0] for each in tries.values()]


def folded(tries: list[Case]) -> Case:
    """Return the one test that *tries*, in their order, are of; there is at least one."""
    came_to_a_result = [case for case in tries if not isinstance(case.outcome, Skipped)]
    if not came_to_a_result:
        return tries[-1]
    *earlier, last = came_to_a_result
    attempts = tuple(attempt for case in earlier for attempt in _attempts(case))
    return replace(last, outcome=_with(last.outcome, attempts))


def _attempts(case: Case) -> tuple[Attempt, ...]:
    match case.outcome:
        case Failed(troubles=troubles, attempts=inner) | Errored(troubles=troubles, attempts=inner):
            first = troubles[0]
            this = Attempt(case.outcome.name, first.headline, first.detail, case.duration_s)
            return (*inner, this)
        case Passed(attempts=inner):
            return (*inner, Attempt("passed", duration_s=case.duration_s))
        case Skipped():
            return ()


def _with(outcome: Outcome, earlier: tuple[Attempt, ...]) -> Outcome:
    """Return *outcome* with *earlier* attempts; a pass remembers only the failures before it."""
    match outcome:
        case Passed(attempts=own):
            return Passed(tuple(a for a in (*earlier, *own) if a.outcome != "passed"))
        case Failed(attempts=own) | Errored(attempts=own):
            return replace(outcome, attempts=(*earlier, *own))
        case Skipped():
            return outcome

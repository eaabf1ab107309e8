"""
Which rules for known issues matched nothing for long, told by the heads of the runs alone.

One configuration often serves several jobs: what matched in any run of the project counts.
What is not known is never taken for nothing: a run that was recorded before this was, or one whose
configuration did not have the rule, keeps the rule from being called dead.
"""

from collections.abc import Iterable
from typing import Final

from reportgen.history.heads import Head
from reportgen.model.baseline import QuietRules
from reportgen.model.run import RunInfo

RUNS: Final = 30
"""How many runs a rule has to do nothing to be called dead."""


def quiet_rules(run: RunInfo, heads: Iterable[Head]) -> QuietRules | None:
    """
    Return which rules matched nothing in the last runs before *run* that are like it.

    Those are of the same project, job, shard and variant.
    None where there are fewer than `RUNS` of them, or a run since the first that does not tell.
    """
    before = [head for head in heads if head.run.id < run.id and head.run.project == run.project]
    before.sort(key=lambda head: head.run.id)
    mine = [head for head in before if _line(head.run) == _line(run)][-RUNS:]
    if len(mine) < RUNS:
        return None
    meanwhile = [head for head in before if head.run.id >= mine[0].run.id]
    if any(head.issues is None or head.quiet is None for head in meanwhile):
        return None
    quiet = frozenset.intersection(*(frozenset(head.quiet or ()) for head in mine))
    matched = {issue for head in meanwhile for issue in head.issues or ()}
    return QuietRules(RUNS, quiet - matched)


def _line(run: RunInfo) -> tuple[object, ...]:
    return run.job, run.shard_index, run.variant

"""Which of the recorded runs are looked at together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from reportgen.history.heads import Head
from reportgen.history.store import DEFAULT_BRANCHES
from reportgen.model.overtime import LineKey
from reportgen.model.run import RunInfo

MOST_SETTLED: Final = 200
MOST_OTHERS: Final = 200
RECENT: Final = timedelta(days=14)


def line_of(run: RunInfo) -> LineKey:
    """Return the line that *run* belongs to."""
    variant = tuple(sorted(run.variant.items())) if run.variant else ()
    return LineKey(run.project, run.job, variant)


def window(run: RunInfo, heads: Iterable[Head]) -> list[Head]:
    """
    Return the runs before *run* on its line that tell of it, oldest first.

    They are the newest of default branches, and of all others those of the last days,
    among them earlier tries of the same commit.
    """
    mine, key = line_of(run), run.id
    before = [head for head in heads if head.run.id < key and line_of(head.run) == mine]
    before.sort(key=lambda head: head.run.id)
    settled = [head for head in before if is_settled(head.run) or head.run.branch is None]
    others = [
        head
        for head in before
        if head.run.started_at
        and run.started_at
        and run.started_at - head.run.started_at <= RECENT
        and not is_settled(head.run)
    ]
    chosen = {head.run.id for head in (*settled[-MOST_SETTLED:], *others[-MOST_OTHERS:])}
    return [head for head in before if head.run.id in chosen]


def is_settled(run: RunInfo) -> bool:
    """Whether *run* is one of a default branch, and of no pull request."""
    return run.pull_request is None and run.branch in DEFAULT_BRANCHES


def newest_of_each_line(heads: Sequence[Head], most: int | None) -> list[Head]:
    """Return the newest *most* of each line of *heads*, which are in order; None is all."""
    if most is None:
        return list(heads)
    seen: Counter[LineKey] = Counter()
    kept = []
    for head in reversed(heads):
        line = line_of(head.run)
        seen[line] += 1
        if seen[line] <= most:
            kept.append(head)
    return kept[::-1]

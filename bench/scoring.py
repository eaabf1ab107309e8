"""How right an answer is: precision and recall with their counts, and the adjusted Rand index."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import comb
from typing import NamedTuple


class Score(NamedTuple):
    """
    What was found against what is true.

    *right* of *found* answers are true; *recalled* of *true* truths were found. These are counted
    apart, since some answers are asked for more narrowly than others: None where one is not asked.
    """

    right: int | None = None
    found: int | None = None
    recalled: int | None = None
    true: int | None = None

    def __add__(self, other: tuple[object, ...]) -> "Score":
        """Return both together."""
        if not isinstance(other, Score):
            return NotImplemented
        return Score(*(_sum(mine, its) for mine, its in zip(self, other, strict=True)))

    @property
    def precision(self) -> float | None:
        """The share of answers that are true, None where there is no answer."""
        return self.right / self.found if self.right is not None and self.found else None

    @property
    def recall(self) -> float | None:
        """The share of truths that were found, None where there is no truth."""
        return self.recalled / self.true if self.recalled is not None and self.true else None


class Row(NamedTuple):
    """
    A line of the table: what was asked, how right the answers are, and what is aimed at.

    *agreement* is the adjusted Rand index, of groups; *aims* are the precision (or agreement) and
    the recall that must be reached, where anything must.
    """

    what: str
    score: Score = Score()
    aims: tuple[float | None, float | None] = (None, None)
    agreement: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether it falls short of an aim; nothing asked and nothing found is short, too."""
        first = self.score.precision if self.agreement is None else self.agreement
        reached = (first, self.score.recall)
        return any(
            aim is not None and (value is None or value < aim)
            for aim, value in zip(self.aims, reached, strict=True)
        )


def score(found: set[str], true: set[str], *, may: set[str] | None = None) -> Score:
    """
    Return the score of *found* where *true* is.

    Answers that are in *may* and not in *true* count neither for nor against anything.
    """
    asked = found - (may or set()) | found & true
    return Score(len(asked & true), len(asked), len(found & true), len(true))


def adjusted_rand_index(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """
    Return how far two ways to group the same things agree: 1 fully, 0 as chance would.

    *one* and *other* name the group of each thing.
    L. Hubert and P. Arabie, “Comparing partitions”, Journal of Classification 2 (1985),
    https://doi.org/10.1007/BF01908075.
    """
    together = sum(comb(n, 2) for n in Counter(zip(one, other, strict=True)).values())
    in_one = sum(comb(n, 2) for n in Counter(one).values())
    in_other = sum(comb(n, 2) for n in Counter(other).values())
    pairs = comb(len(one), 2)
    expected = in_one * in_other / pairs if pairs else 0.0
    most = (in_one + in_other) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _sum(mine: int | None, its: int | None) -> int | None:
    return None if mine is None and its is None else (mine or 0) + (its or 0)

"""Scores say how right an answer is, and are never better than it is."""

import pytest
from scoring import Row, Score, adjusted_rand_index, score


def test_an_answer_is_scored() -> None:
    """Precision is of what was found, recall of what is true."""
    found = score({"a", "b", "c"}, {"a", "b", "d", "e"})

    assert Score(right=2, found=3, recalled=2, true=4) == found
    assert 2 / 3 == found.precision
    assert 0.5 == found.recall


def test_what_cannot_be_told_counts_for_nothing() -> None:
    """An answer that may be given or not is neither right nor wrong, unless it is asked for."""
    assert Score(1, 2, 1, 2) == score({"a", "b", "c"}, {"a", "d"}, may={"b"})
    assert Score(1, 1, 1, 1) == score({"a"}, {"a"}, may={"a"})


def test_scores_add_up() -> None:
    """Together they are of all answers and of all truths; what was never asked stays unasked."""
    together = Score(1, 2, 1, 4) + Score(right=3, found=3)

    assert Score(4, 5, 1, 4) == together
    assert Score(recalled=3, true=3) == Score(recalled=1, true=2) + Score(recalled=2, true=1)


def test_nothing_said_is_no_precision() -> None:
    """A share of nothing is unknown, and never 1."""
    assert None is Score(0, 0, 0, 5).precision
    assert None is Score(0, 1, 0, 0).recall


@pytest.mark.parametrize(
    ("row", "missed"),
    [
        (Row("x", Score(95, 100, 90, 100), (0.95, 0.90)), False),
        (Row("x", Score(94, 100, 90, 100), (0.95, 0.90)), True),
        (Row("x", Score(95, 100, 89, 100), (0.95, 0.90)), True),
        (Row("x", Score(0, 0, 0, 0), (0.95, 0.90)), True),
        (Row("x", Score(1, 100, 1, 100)), False),
        (Row("x", aims=(0.95, None), agreement=0.95), False),
        (Row("x", aims=(0.95, None), agreement=0.94), True),
        (Row("x", aims=(1.0, None)), True),
    ],
)
def test_an_aim_is_reached_or_missed(row: Row, missed: bool) -> None:  # noqa: FBT001 - a case
    """What falls short misses, and so does what nothing shows."""
    assert missed == row.is_missed


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("aabbcc", "xxyyzz", 1.0),
        ("aaaa", "xxxx", 1.0),
        ("abcd", "wxyz", 1.0),
        ("aaaa", "wxyz", 0.0),
        # Pairs together in both: 2 of 4 and 3, by chance 4 · 3 / 15.
        ("aabbcc", "aabbbc", (2 - 12 / 15) / (3.5 - 12 / 15)),
    ],
)
def test_groups_agree(one: str, other: str, expected: float) -> None:
    """What the groups are called does not matter; chance is 0."""
    assert expected == pytest.approx(adjusted_rand_index(one, other))
    assert expected == pytest.approx(adjusted_rand_index(other, one))

"""Failures are grouped by what broke: of one cause together, of two never."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.causes.fingerprint import Fingerprint, fingerprint
from reportgen.causes.grouping import group, named
from reportgen.model.tests import Trouble
from tests.causes.failures import ANYWHERE, PLACED, Failure, agreement, failures


def prints_of(told: list[Failure]) -> list[Fingerprint]:
    """Return the fingerprints of failures."""
    return [fingerprint((failure.trouble,), failure.test) for failure in told]


def parted(prints: list[Fingerprint]) -> list[int]:
    """Return the number of the group of each of *prints*."""
    found = [0] * len(prints)
    for number, each in enumerate(group(prints)):
        for member in each.members:
            found[member] = number
    return found


def said(message: str, at: str = "src/till.py") -> Fingerprint:
    """Return the fingerprint of an error with *message* in a function of a file."""
    return fingerprint((Trouble("error", f"ValueError: {message}", f"{at}:3: in total"),), "test")


def test_there_are_enough_kinds() -> None:
    """The examples are of many tools and shapes, or what follows would say little."""
    assert len(ANYWHERE) + len(PLACED) >= 50


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_groups_are_the_causes(seed: int) -> None:
    """Where the causes are known, the groups are these, up to one pair in twenty."""
    told = list(failures(seed))

    assert agreement([failure.cause for failure in told], parted(prints_of(told))) >= 0.95


def test_no_two_causes_are_one_group() -> None:
    """What looks alike and is not the same is never merged; to split is the smaller mistake."""
    told = list(failures())
    causes = defaultdict(set)
    for failure, number in zip(told, parted(prints_of(told)), strict=True):
        causes[number].add(failure.cause)

    assert [] == [sorted(names) for names in causes.values() if len(names) > 1]


def test_no_cause_is_two_groups() -> None:
    """Of the examples none is split, whatever ids, paths, times and line ends they have."""
    told = list(failures())
    groups = defaultdict(set)
    for failure, number in zip(told, parted(prints_of(told)), strict=True):
        groups[failure.cause].add(number)

    assert [] == [cause for cause, numbers in sorted(groups.items()) if len(numbers) > 1]


@given(st.randoms(use_true_random=False))
def test_the_order_does_not_matter(random: "st.Random") -> None:  # type: ignore[name-defined]  # hypothesis has it untyped
    """However failures are ordered, the same ones are together, under the same ids."""
    told = list(failures(5, 8))
    mixed = list(range(len(told)))
    random.shuffle(mixed)
    prints = prints_of(told)

    def ids(order: list[int]) -> dict[str, frozenset[int]]:
        groups = group([prints[at] for at in order])
        return {
            name: frozenset(order[member] for member in each.members)
            for name, each in zip(named(groups, {}), groups, strict=True)
        }

    assert ids(list(range(len(told)))) == ids(mixed)


def test_the_largest_group_is_first() -> None:
    """Groups stand by their size, then by their first member; members keep their order."""
    a, b, c = said("no price"), said("no tax"), said("no till")

    assert [(2, 4, 5), (1, 3), (0,)] == [each.members for each in group([a, b, c, b, c, c])]


LONG = "the order of the customer was refused by the rules because the field {} has no value"


def test_messages_that_are_nearly_the_same() -> None:
    """Long messages of one place that differ in a word are one cause; short ones are not."""
    near = [said(LONG.format(word)) for word in ("tax", "price", "colour")]

    assert 1 == len(group(near))
    assert 3 == len(group([said(word) for word in ("no tax", "no price", "no colour")]))


def test_the_place_parts_what_is_nearly_the_same() -> None:
    """What reads nearly the same elsewhere is something else."""
    here, there = said(LONG.format("tax")), said(LONG.format("price"), "src/cart.py")

    assert 2 == len(group([here, there]))


def test_an_id_is_new_only_where_none_was_recorded() -> None:
    """A cause has the id under which one of its failures was recorded, whatever its key is now."""
    old, new = said("no price"), said("no tax")
    groups = group([old, new])

    assert ("c0ffee", new.key[:12]) == named(groups, {old.key: "c0ffee"})
    assert (old.key[:12], new.key[:12]) == named(groups, {})


def test_the_earliest_id_wins() -> None:
    """Where the failures of a cause were recorded under several ids, it has the earliest."""
    one, other = said(LONG.format("tax")), said(LONG.format("price"))
    groups = group([one, other])

    assert ("first",) == named(groups, {other.key: "first", one.key: "second"})
    assert ("second",) == named(groups, {one.key: "second", other.key: "first"})


def test_no_two_causes_have_one_id() -> None:
    """Of two causes that were recorded as one the larger keeps the id."""
    small, large = said("no price"), said("no tax")
    groups = group([small, large, large])

    assert ("c0ffee", small.key[:12]) == named(groups, {small.key: "c0ffee", large.key: "c0ffee"})


def test_a_new_id_is_none_that_was_given() -> None:
    """An id that history gave to another cause is not given again."""
    one = said("no price")

    assert (one.key,) == named(group([one]), {"another key": one.key[:12]})


def test_many_different_failures_are_compared_in_bounds() -> None:
    """Thousands of texts at one place end up in groups, each once."""
    prints = [
        said(f"{LONG.format('tax')} {'abcdefgh'[n % 8]}{'xyz'[n % 3]}" * 2) for n in range(2_000)
    ]
    members = sorted(member for each in group(prints) for member in each.members)

    assert list(range(2_000)) == members

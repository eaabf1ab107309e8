"""Cases and their counts; what makes a test the same test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reportgen.model.baseline import worst
from reportgen.model.identity import case_id
from reportgen.model.run import Inventory
from reportgen.model.tests import (
    PASSED,
    Attempt,
    Case,
    Counts,
    Errored,
    Failed,
    Outcome,
    Passed,
    Skipped,
    Trouble,
    count,
)

TROUBLE = Trouble("failure", "2 != 3")
OUTCOMES: tuple[Outcome, ...] = (
    PASSED,
    Passed((Attempt("failed"),)),
    Failed((TROUBLE,)),
    Errored((TROUBLE,)),
    Skipped("later"),
)


def case(outcome: Outcome) -> Case:
    """Return a case with *outcome*."""
    return Case("unit", "shop.Till", "pays", outcome, "junit.xml")


@given(st.lists(st.sampled_from(OUTCOMES)))
def test_counts_add_up(outcomes: list[Outcome]) -> None:
    """Every case is one of four things; flaky is a part of passed."""
    counts = count([case(outcome) for outcome in outcomes])

    assert len(outcomes) == counts.tests
    assert counts.tests == counts.passed + counts.red + counts.skipped
    assert counts.ran == counts.tests - counts.skipped
    assert counts.flaky == sum(outcome == OUTCOMES[1] for outcome in outcomes)
    assert counts.red == sum(case(outcome).is_red for outcome in outcomes)


def test_no_cases_count_nothing() -> None:
    """Of nothing there is nothing."""
    assert Counts() == count([])


def test_a_failure_has_a_trouble() -> None:
    """A failed outcome without a trouble cannot be made."""
    with pytest.raises(ValidationError):
        Failed(())


@pytest.mark.parametrize(
    ("trouble", "headline"),
    [
        (Trouble("failure", "2 != 3\nmore", "trace", "E"), "2 != 3"),
        (Trouble("failure", " ", "\ntrace\nmore", "E"), "trace"),
        (Trouble("error", "", "", "ValueError"), "ValueError"),
        (Trouble("error"), "no message"),
    ],
)
def test_headline(trouble: Trouble, headline: str) -> None:
    """The first thing that says something is the headline."""
    assert headline == trouble.headline


@given(st.lists(st.sampled_from(["passed", "failed", "errored", "skipped"]), min_size=1))
def test_worst(outcomes: list[str]) -> None:
    """The worst of several outcomes does not depend on their order; skipped hides nothing."""
    both = {worst(a, b) for a in outcomes for b in outcomes}  # type: ignore[arg-type]  # drawn from the words

    assert both <= set(outcomes)
    assert all(worst(a, b) == worst(b, a) for a in outcomes for b in outcomes)  # type: ignore[arg-type]  # the same
    assert worst("skipped", "passed") == "passed"
    assert worst("passed", "failed") == "failed"


@given(*(st.text(max_size=8) for _ in range(3)))
def test_ids_tell_tests_apart(suite: str, class_name: str, name: str) -> None:
    """An id is safe in a URL, stable, and differs where suite, class or name differ."""
    known = case_id(suite, class_name, name)

    assert known == case_id(suite, class_name, name)
    assert known.isascii()
    assert 16 == len(known)
    assert known not in {
        case_id(suite + "x", class_name, name),
        case_id(suite, class_name + "x", name),
        case_id(suite, class_name, name + "x"),
    }


def test_a_file_counts_where_there_is_no_class() -> None:
    """Where a class is named the file says nothing new; elsewhere it tells tests apart."""
    assert case_id("s", "C", "n", "a.py") == case_id("s", "C", "n", "b.py")
    assert case_id("s", "", "n", "a.py") != case_id("s", "", "n", "b.py")


def test_the_id_of_a_test_never_changes() -> None:
    """Histories rest on it: the id of these tests is what it was in the first version."""
    assert "2dea50bd254e259f" == case_id("unit", "shop.Till", "pays")


def test_an_inventory_counts_what_it_lists() -> None:
    """The number of tests is that of the list; without one it is the number stated."""
    assert 2 == Inventory(ids=("a", "b"), stated=9).total
    assert 9 == Inventory(ids=(), stated=9).total
    assert 0 == Inventory(ids=()).total

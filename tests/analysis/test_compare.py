"""Two runs held against each other: what one id, one name or one side alone comes to."""

from typing import Any

import pytest

from reportgen.analysis import difference_of
from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.difference import Difference
from reportgen.model.tests import Attempt, Failed, Passed, Skipped, Trouble
from tests.factories import (
    make_case,
    make_failure,
    make_finding,
    make_report,
    make_service,
    make_step,
    make_trend,
)

RED = Failed((Trouble("failure", "boom"),))


def differing(base: dict[str, Any], head: dict[str, Any]) -> Difference:
    """Return what differs between two reports made of these fields."""
    return difference_of(make_report(**base), make_report(**head))


def groups(difference: Difference) -> list[str]:
    """Return the names of the groups that hold a test."""
    return [name for name, found in difference.tests if found]


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ("P", "P", []),
        ("P", "F", ["new_failures"]),
        ("F", "F", ["still_failing"]),
        ("F", "P", ["fixed"]),
        ("P", "S", ["newly_skipped"]),
        ("F", "S", ["newly_skipped"]),
        ("S", "S", []),
        ("S", "P", ["no_longer_skipped"]),
        ("P", "R", ["flaky"]),
        ("R", "R", []),
        ("R", "P", []),
        ("S", "R", ["flaky"]),
        ("F", "R", ["flaky"]),
        ("R", "F", ["new_failures"]),
        ("P", "PR", ["flaky"]),
        ("P", "RP", ["flaky"]),
        ("P", "RF", ["new_failures"]),
        ("", "R", ["new"]),
        ("S", "F", ["new_failures"]),
        ("PF", "P", ["fixed"]),
        ("F", "PF", ["still_failing"]),
        ("PS", "S", ["newly_skipped"]),
        ("", "F", ["new_failures", "new"]),
        ("", "P", ["new"]),
        ("P", "", ["missing"]),
    ],
)
def test_groups(base: str, head: str, expected: list[str]) -> None:
    """Of several results of one test the worst counts on either side."""
    outcomes: dict[str, dict[str, Any]] = {
        "P": {},
        "F": {"outcome": RED},
        "R": {"outcome": Passed((Attempt("failed", "late"),))},
        "S": {"outcome": Skipped()},
    }
    one, other = (
        [make_case("a", **outcomes[letter]) for letter in letters] for letters in (base, head)
    )

    assert expected == groups(differing({"cases": one}, {"cases": other}))


def test_times_add_up_where_both_are_known() -> None:
    """A test counts where it ran on both sides and all of its results state a time."""
    times = (("a", 1.0, 2.0), ("a", 1.0, 2.5), ("b", None, 1.0), ("c", 1.0, None), ("d", 1.0, 1.05))
    base = [make_case(name, duration_s=took) for name, took, _ in times]
    head = [make_case(name, duration_s=took) for name, _, took in times]
    skipped = [make_case("s", outcome=Skipped(), duration_s=0.0)]
    found = differing({"cases": [*base, *skipped]}, {"cases": [*head, *skipped]}).times

    assert (2, 3.0, 5.55) == (found.tests, found.base_s, found.head_s)
    assert [("tests.unit.a", 2.0, 4.5)] == [(e.title, e.base_s, e.head_s) for e in found.changes]


@pytest.mark.parametrize(
    ("ids", "excuse"),
    [
        (("known-issue", "known-issue"), "known-issue"),
        (("infrastructure-failure", "infrastructure-failure"), "infrastructure-failure"),
        (("known-issue", "new-failure"), None),
        (("new-failure", "new-failure"), None),
    ],
)
def test_excuses(ids: tuple[str, str], excuse: str | None) -> None:
    """A failure is excused where the head's report excuses all of its results."""
    findings = tuple(make_finding(id=kind, case=at) for at, kind in enumerate(ids))
    head = {"cases": [make_failure("a"), make_failure("a")], "findings": findings}
    (change,) = differing({"cases": [make_case("a")]}, head).tests.new_failures

    assert excuse == change.excuse


def test_namesakes_are_paired_in_order() -> None:
    """Things of one name are told apart by their order; what is over has no other side."""
    base = {
        "services": (make_service("api", parts=(make_service("db"),)), make_service("api")),
        "memory": (make_trend((1, 2), name="x"), make_trend((1, 3), name="x")),
        "steps": (make_step("a", job="one"), make_step("a", job="two"),
                  make_step("a", job="one", superseded=True)),
        "coverage": (CoverageTotal(measured=Coverage(name="c")),),
    }  # fmt: skip
    head = {
        "services": (make_service("api", status="down"),),
        "memory": (make_trend((1, 5), name="x"),),
        "steps": (make_step("a", job="two", status="failed"),),
    }
    found = differing(base, head)

    assert [("api", True, True), ("api / db", True, False), ("api", True, False)] == [
        (name, one is not None, other is not None) for name, one, other in found.services
    ]
    assert [(2, 5), (3, None)] == [(one, other) for _, _, one, other in found.memory]
    assert [("two", True), ("one", False)] == [
        (job, other is not None) for _, job, _, other in found.steps
    ]
    assert [("c", None)] == [(name, other) for name, _, other in found.coverage]


def test_order_does_not_depend_on_the_files() -> None:
    """The tests stand in the order of their titles, whatever order they were read in."""
    before = [make_case(name) for name in "abc"]
    after = [make_failure(name) for name in "abc"]
    one = differing({"cases": before}, {"cases": after})
    other = differing({"cases": before[::-1]}, {"cases": after[::-1]})

    assert one.tests == other.tests
    assert ["tests.unit.a", "tests.unit.b", "tests.unit.c"] == [
        change.title for change in one.tests.new_failures
    ]


def test_sides() -> None:
    """Each side is labelled by its moment where it has no other name."""
    report = make_report()
    found = difference_of(report, report, labels=(None, "now"))

    assert ("run of 2025-09-15 13:35 UTC", "now") == (found.base.label, found.head.label)

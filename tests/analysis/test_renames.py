"""Renamed tests: which pairs are told, which are left alone, and what a new name excuses."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from reportgen.analysis import renames
from reportgen.analysis.renames import MOST_COMPARED, pairs, signature
from reportgen.model.baseline import BaseTest
from reportgen.model.tests import PASSED, Case, Failed, Skipped, Trouble
from tests.analysis.jobs import Scenario, check, failed, judged, passed, skipped, suite

RED = "KeyError: 'currency'"


def case(name: str, said: str | None = None, class_name: str = "Till", file: str = "") -> Case:
    """Return a case that passed, or failed and said something."""
    outcome = PASSED if said is None else Failed((Trouble("failure", said),))
    return Case("unit", class_name, name, outcome, "junit.xml", file=file or None)


def matched(old: Sequence[Case], new: Sequence[Case]) -> dict[str, str]:
    """Return the pairs by the names of the tests."""
    missing = {
        each.id: BaseTest(
            each.title, each.outcome.name, class_name=each.class_name, name=each.name,
            file=each.file, signature=signature((each,)),
        )
        for each in old
    }  # fmt: skip
    came: Mapping[str, Sequence[Case]] = {each.id: (each,) for each in new}
    names = {each.id: each.name for each in (*old, *new)}
    return {names[old]: names[new] for new, old in pairs(came, missing).items()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("test_pays", "test_pays_in_full"),
        ("test_checkout_total", "test_checkout_total_is_rounded"),
        ("test_login_fails_with_bad_password", "test_login_fails_with_wrong_password"),
        ("test_recieves_mail", "test_receives_mail"),
        ("paysTheBill", "pays_the_bill"),
        ("test_pays[eur-2]", "test_pays_it[eur-2]"),
        ("shows the total of the basket", "shows the total of a basket"),
    ],
)
def test_close_names_are_one_test(old: str, new: str) -> None:
    """Words added, left out or spelled otherwise, in the same class: renamed."""
    assert {old: new} == matched([case(old)], [case(new)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pays", "says"),
        ("test_adds", "test_pays"),
        ("test_pays_eur", "test_pays_usd"),
        ("test_case_1", "test_case_2"),
        ("test_pays[eur]", "test_pays[usd]"),
        ("test_pays", "test_pays[usd]"),
        ("test_v1_pays_the_bill", "test_v2_pays_the_bill"),
        ("", ""),
        ("§§", "§§§"),
    ],
)
def test_other_names_are_other_tests(old: str, new: str) -> None:
    """Where a word, a number or a parameter was exchanged it may well be another test."""
    assert {} == matched([case(old, class_name="A")], [case(new, class_name="A")])


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (("a.Till", ""), ("a.Cart", ""), False),
        (("a.Till", "shop.py"), ("a.Cart", "shop.py"), True),
        (("a.Till", "shop.py"), ("a.Cart", "cart.py"), False),
        (("", "shop.py"), ("", "cart.py"), False),
    ],
)
def test_the_class_or_the_file_is_the_same(
    old: tuple[str, str], new: tuple[str, str], *, same: bool
) -> None:
    """Without a class or a file in common two tests of one name are two tests."""
    found = matched([case("test_pays", None, *old)], [case("test_pays", None, *new)])

    assert same == bool(found)


def test_a_renamed_suite() -> None:
    """Of the tests of a suite that is called otherwise each is found by its class and name."""
    old = [case(f"test_{number}") for number in range(50)]
    new = [Case("other", each.class_name, each.name, PASSED, "junit.xml") for each in old]

    assert {each.name: each.name for each in old} == matched(old, new)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (RED, RED, True),
        (None, RED, True),
        (RED, None, False),
        (RED, "KeyError: 'amount'", False),
        ("AssertionError: assert 2 == 3", "AssertionError: assert 4 == 3", False),
        ("AssertionError", "AssertionError", False),
        ("", "", False),
        ("E: took 12 ms at 0x7f0012345678", "E: took 15 ms at 0x7f0087654321", True),
        ("E: no file /tmp/a1/x", "E: no file /tmp/b2/x", True),
        ("E: no order 4711122", "E: no order 4711123", True),
    ],
)
def test_a_red_test_has_to_say_the_same(old: str | None, new: str | None, *, same: bool) -> None:
    """A failure is the same by its exception and message, less what changes from run to run."""
    found = matched([case("test_pays", old)], [case("test_pays_it", new)])

    assert same == bool(found)


def test_signature_of_one_test() -> None:
    """The exception is named once, whoever states it; elements that disagree say nothing."""
    typed = Case("", "A", "a", Failed((Trouble("failure", "'x'", type="builtins.KeyError"),)), "")
    trace = Trouble("failure", "", "Traceback (most recent call last):\n  f()\nKeyError: 'x'")

    assert "KeyError: 'x'" == signature((typed,)) == signature((case("a", "KeyError: 'x'"),))
    assert "KeyError: 'x'" == signature((Case("", "A", "a", Failed((trace,)), ""),))
    assert "" == signature((case("a", RED), case("a", "KeyError: 'y'")))
    assert "" == signature((case("a"), Case("", "A", "a", Skipped(), "")))


def test_what_fits_several_is_left_alone() -> None:
    """Two candidates, on either side, are one too many; the closest of several is taken."""
    one = case("test_pays_the_bill")
    near = [case("test_pays_the_bill_now"), case("test_pays_the_bill_later")]

    assert {} == matched([one], near)
    assert {} == matched(near, [one])
    assert {"test_pays_the_bill": "test_pays_the_bills"} == matched(
        [one], [case("test_pays_the_bills"), case("test_pays_the_bill_as_late_as_it_can")]
    )


def test_the_order_does_not_matter() -> None:
    """The pairs are the same however the tests stand."""
    old = [case(f"test_{word}_of_the_basket") for word in ("total", "tax", "weight")]
    new = [case(f"test_{word}_of_the_whole_basket") for word in ("weight", "total", "tax")]
    found = matched(old, new)

    assert found == matched(old[::-1], new[::-1])
    assert {name: name.replace("the_", "the_whole_") for name in found} == found
    assert 3 == len(found)


def test_more_than_can_be_compared_in_one_class() -> None:
    """A class of which thousands of tests changed is left alone; others are looked at still."""
    words = [f"{chr(97 + n % 26)}{'x' * (n // 26)}" for n in range(2_000)]
    old = [case(f"test_{word}", class_name="Big") for word in words]
    new = [case(f"test_{word}_it", class_name="Big") for word in words]

    assert {"test_pays": "test_pays_it"} == matched(
        [*old, case("test_pays")], [*new, case("test_pays_it")]
    )


def test_the_bound_is_on_all_classes_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is beyond the bound is left alone, the same each time."""
    monkeypatch.setattr(renames, "MOST_COMPARED", 2)
    old = [case("test_pays_the_bill", class_name=name) for name in "CAB"]
    new = [case("test_pays_the_bill_now", class_name=name) for name in "BCA"]

    assert MOST_COMPARED > 2
    assert {"test_pays_the_bill": "test_pays_the_bill_now"} == matched(old, new)


BILL, BILL_NOW = "pays_the_bill", "pays_the_bill_now"
SCENARIOS = (
    Scenario(
        "a renamed test is neither new nor missing",
        {"junit.xml": suite(passed("adds"), passed(BILL_NOW))},
        base={"junit.xml": suite(passed("adds"), passed(BILL))},
        change="validated",
        evidence="complete",
        findings=(("new-test", "shop.Till.pays_the_bill_now"),),
        never=("missing-test",),
        says=("`shop.Till.pays_the_bill_now` was called `shop.Till.pays_the_bill` in `base`",),
    ),
    Scenario(
        "a renamed test that fails as it did is old",
        {"junit.xml": suite(passed("adds"), failed(BILL_NOW, RED))},
        base={"junit.xml": suite(passed("adds"), failed(BILL, RED))},
        change="validated",
        gate="passed",
        findings=(("still-failing", "shop.Till.pays_the_bill_now"),),
        never=("missing-test", "new-failure"),
        says=("it failed in `base` too, as `shop.Till.pays_the_bill`",),
    ),
    Scenario(
        "a renamed test that fails otherwise is a new failure, and the old one is missing",
        {"junit.xml": suite(passed("adds"), failed(BILL_NOW, "KeyError: 'amount'"))},
        base={"junit.xml": suite(passed("adds"), failed(BILL, RED))},
        change="regressed",
        findings=(
            ("new-failure", "shop.Till.pays_the_bill_now"),
            ("missing-test", "shop.Till.pays_the_bill"),
        ),
        never=("still-failing",),
    ),
    Scenario(
        "a renamed test that passed and fails now is a new failure",
        {"junit.xml": suite(passed("adds"), failed(BILL_NOW, RED))},
        base={"junit.xml": suite(passed("adds"), passed(BILL))},
        change="regressed",
        evidence="complete",
        findings=(("new-failure", "shop.Till.pays_the_bill_now"),),
        never=("missing-test", "still-failing"),
        says=("it passed in `base`, as `shop.Till.pays_the_bill`",),
    ),
    Scenario(
        "a failing test that comes back green under another name is missing, not fixed",
        {"junit.xml": suite(passed("adds"), passed(BILL_NOW))},
        base={"junit.xml": suite(passed("adds"), failed(BILL, RED))},
        evidence="partial",
        findings=(("missing-test", "shop.Till.pays_the_bill"),),
        never=("fixed",),
    ),
    Scenario(
        "a renamed test that is skipped now is newly skipped",
        {"junit.xml": suite(passed("adds"), skipped(BILL_NOW))},
        base={"junit.xml": suite(passed("adds"), passed(BILL))},
        findings=(("newly-skipped", "shop.Till.pays_the_bill_now"),),
        never=("missing-test",),
        says=("it passed in `base`, as `shop.Till.pays_the_bill`",),
    ),
    Scenario(
        "a failure that an outage explained there excuses nothing under another name",
        {"junit.xml": suite(passed("adds"), failed(BILL_NOW, "connection refused"))},
        base={
            "junit.xml": suite(passed("adds"), failed(BILL, "connection refused")),
            "health.json": {"services": {"api": "down"}},
        },
        change="regressed",
        findings=(("new-failure", "shop.Till.pays_the_bill_now"),),
        never=("still-failing",),
    ),
)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_renaming(scenario: Scenario, tmp_path: Path) -> None:
    """The findings are what the rule demands of two runs."""
    check(scenario, tmp_path)


def test_two_results_of_one_renamed_test(tmp_path: Path) -> None:
    """An old failure excuses one of two: the other is new, under whatever name."""
    base = {"junit.xml": suite(passed("adds"), failed(BILL, RED))}
    now = {"junit.xml": suite(passed("adds"), failed(BILL_NOW, RED), failed(BILL_NOW, RED))}
    ids = [finding.id for finding in judged(tmp_path, now, base=base).findings]

    assert ["new-failure", "still-failing", "new-test"] == ids

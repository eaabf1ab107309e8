"""Beside a base: what is new, what is old, what was mended, what vanished."""

from pathlib import Path

import pytest

from tests.analysis.jobs import GREEN, Scenario, check, failed, judged, passed, skipped, suite

OLD_FAILURE = {"junit.xml": suite(passed("adds"), failed("pays"))}

SCENARIOS = (
    Scenario(
        "a test that failed in the base too is old, and does not count against the change",
        OLD_FAILURE,
        base={"junit.xml": suite(passed("adds"), failed("pays", "boom"))},
        change="validated",
        evidence="complete",
        gate="passed",
        findings=(("still-failing", "shop.Till.pays"),),
        never=("new-failure",),
        says=("1 failed before", "no failure is new"),
    ),
    Scenario(
        "a test that passed in the base is a new failure",
        OLD_FAILURE,
        base=GREEN,
        change="regressed",
        findings=(("new-failure", "shop.Till.pays"),),
        says=("it passed in `base`", "1 new failure since `base`"),
    ),
    Scenario(
        "a test that was skipped in the base is a new failure",
        OLD_FAILURE,
        base={"junit.xml": suite(passed("adds"), skipped("pays"))},
        change="regressed",
        findings=(("new-failure", "shop.Till.pays"),),
        says=("it was skipped in `base`",),
    ),
    Scenario(
        "a failing test that the base did not have is a new failure",
        OLD_FAILURE,
        base={"junit.xml": suite(passed("adds"))},
        change="regressed",
        findings=(("new-failure", "shop.Till.pays"), ("new-test", "shop.Till.pays")),
        says=("`base` has no result of it",),
    ),
    Scenario(
        "a failing test of the same name in another class is a new failure",
        OLD_FAILURE,
        base={"junit.xml": suite(passed("adds"), failed("pays").replace("shop.Till", "shop.Tip"))},
        change="regressed",
        findings=(("new-failure", "shop.Till.pays"), ("missing-test", "shop.Tip.pays")),
    ),
    Scenario(
        "a test that passes again is fixed",
        GREEN,
        base=OLD_FAILURE,
        change="validated",
        findings=(("fixed", "shop.Till.pays"),),
        says=("passed; it failed in `base`",),
    ),
    Scenario(
        "a test that is skipped instead of failing is not fixed",
        {"junit.xml": suite(passed("adds"), skipped("pays"))},
        base=OLD_FAILURE,
        findings=(("newly-skipped", "shop.Till.pays"),),
        never=("fixed",),
        says=("was skipped; it failed in `base`",),
    ),
    Scenario(
        "a test that is skipped now and was not is told",
        {"junit.xml": suite(passed("adds"), skipped("pays"))},
        base=GREEN,
        change="validated",
        findings=(("newly-skipped", "shop.Till.pays"),),
    ),
    Scenario(
        "a test that fails in one of its two results is not fixed",
        {"junit.xml": suite(passed("adds"), passed("pays"), failed("pays"))},
        base=OLD_FAILURE,
        never=("fixed",),
        findings=(("still-failing", "shop.Till.pays"),),
    ),
    Scenario(
        "a failing test that vanished is not fixed",
        {"junit.xml": suite(passed("adds"))},
        base=OLD_FAILURE,
        evidence="partial",
        findings=(("missing-test", "shop.Till.pays"),),
        never=("fixed",),
    ),
    Scenario(
        "a test that the base skipped may vanish",
        {"junit.xml": suite(passed("adds"))},
        base={"junit.xml": suite(passed("adds"), skipped("pays"))},
        evidence="complete",
        never=("missing-test",),
    ),
    Scenario(
        "where all tests vanished nothing is proven",
        {"junit.xml": "<testsuites/>"},
        base=GREEN,
        change="unproven",
        evidence="missing",
        findings=(("missing-test", "shop.Till.adds"), ("missing-test", "shop.Till.pays")),
    ),
    Scenario(
        "a new test that passes is told and changes nothing",
        GREEN,
        base={"junit.xml": suite(passed("adds"))},
        change="validated",
        evidence="complete",
        findings=(("new-test", "shop.Till.pays"),),
    ),
    Scenario(
        "a still failing test that alone ran proves nothing",
        {"junit.xml": suite(failed("pays"))},
        base={"junit.xml": suite(failed("pays", "boom"))},
        change="unproven",
        says=("no test passed",),
    ),
)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_comparison(scenario: Scenario, tmp_path: Path) -> None:
    """The findings are what the rule demands of two runs."""
    check(scenario, tmp_path)


def test_without_a_base_nothing_is_called_new(tmp_path: Path) -> None:
    """Without a base no test is new, fixed or missing; the report says what it did not judge."""
    report = judged(tmp_path, {"junit.xml": suite(passed("adds"), skipped("pays"))})

    assert () == report.findings
    assert report.base is None
    assert "regressions (no earlier run to compare with)" in report.verdict.unjudged


def test_the_base_is_named(tmp_path: Path) -> None:
    """What the run was compared with stands in the report and in a claim."""
    report = judged(tmp_path, GREEN, base=GREEN)
    claims = {claim.id: claim.text for claim in report.verdict.claims}

    assert report.base is not None
    assert "base" == report.base.label
    assert "compared with `base`, which had 2 tests" == claims["compared"]


def test_an_outage_then_excuses_no_failure_now(tmp_path: Path) -> None:
    """Of two results of one id, the one that an outage explained there settles nothing here."""
    before = suite(failed("adds", "2 != 3"), failed("adds", "connection refused"))
    now = suite(failed("adds", "2 != 3"), failed("adds", "4 != 5"))
    report = judged(
        tmp_path,
        {"junit.xml": now},
        base={"junit.xml": before, "health.json": '{"services": {"api": "down"}}'},
    )
    ids = sorted(finding.id for finding in report.findings if finding.case is not None)

    assert ["new-failure", "still-failing"] == ids

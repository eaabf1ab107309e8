"""The axis *change*: validated only by what ran, was read in full, and did not newly fail."""

from pathlib import Path

import pytest

from tests.analysis.jobs import (
    GREEN,
    UP,
    Scenario,
    check,
    failed,
    log,
    passed,
    skipped,
    step,
    suite,
)

SCENARIOS = (
    Scenario(
        "what ran and did not fail validates the change",
        {**GREEN, **UP},
        change="validated",
        environment="ready",
        evidence="complete",
        decision="approve",
        gate="passed",
        says=("2 of 2 tests that ran passed",),
    ),
    Scenario(
        "a failure without a base counts as new, and that is said",
        {"junit.xml": suite(passed("adds"), failed("pays"))},
        change="regressed",
        evidence="complete",
        decision="fix",
        gate="failed",
        findings=(("new-failure", "shop.Till.pays"),),
        says=("nothing to compare with: each counts as new",),
    ),
    Scenario(
        "no file of tests proves nothing and is missing evidence",
        {**UP, "steps.json": step("unit tests")},
        change="unproven",
        evidence="missing",
        decision="investigate",
        gate="failed",
        findings=(("no-tests", "tests"),),
        says=("no test result was read",),
    ),
    Scenario(
        "a report without a test case is no result",
        {"junit.xml": "<testsuites/>", **UP},
        change="unproven",
        evidence="missing",
        findings=(("no-tests", "tests"),),
    ),
    Scenario(
        "only skipped tests prove nothing",
        {"junit.xml": suite(skipped("adds"), skipped("pays"))},
        change="unproven",
        decision="investigate",
        gate="failed",
        findings=(("no-tests", "tests"),),
        says=("2 of 2 tests skipped, none ran",),
    ),
    Scenario(
        "a step of tests that is green does not make up for tests that did not run",
        {"junit.xml": suite(skipped("adds")), "steps.json": step("unit tests")},
        change="unproven",
    ),
    Scenario(
        "a file that ends too early keeps the change from being validated",
        {"junit.xml": suite(passed("adds"), passed("pays"))[:-20]},
        change="unproven",
        evidence="partial",
        decision="investigate",
        findings=(("truncated-artifact", "junit.xml"),),
    ),
    Scenario(
        "a file that ends too early beside a whole one does so too",
        {**GREEN, "e2e.xml": suite(passed("buys"), passed("sells"))[:-20]},
        change="unproven",
        evidence="partial",
    ),
    Scenario(
        "an empty file of tests beside a green one keeps the change from being validated",
        {**GREEN, "e2e.xml": ""},
        change="unproven",
        evidence="partial",
        findings=(("unreadable-artifact", "e2e.xml"),),
    ),
    Scenario(
        "an error page saved as a report keeps the change from being validated",
        {**GREEN, "e2e.xml": "<!doctype html><html><body>502 Bad Gateway</body></html>"},
        change="unproven",
        evidence="partial",
        says=("an HTML page, not XML",),
    ),
    Scenario(
        "plain text saved as a report keeps the change from being validated",
        {**GREEN, "e2e.xml": "curl: (22) The requested URL returned error: 404\n"},
        change="unproven",
        evidence="partial",
    ),
    Scenario(
        "a report of another tool that is not read keeps the change from being validated",
        {**GREEN, "TestResult.xml": "<testng-results><suite/></testng-results>"},
        change="unproven",
        evidence="partial",
        says=("TestNG",),
    ),
    Scenario(
        "a document type is refused, and with it the file",
        {**GREEN, "e2e.xml": '<!DOCTYPE x [<!ENTITY a "b">]><testsuite name="s"/>'},
        change="unproven",
        evidence="partial",
    ),
    Scenario(
        "an error outside any test keeps the change from being validated",
        {"junit.xml": suite(passed("adds"), '<error message="setUpClass broke"/>')},
        change="unproven",
        evidence="partial",
        findings=(("contradiction", "junit.xml"),),
        says=("setUpClass broke",),
    ),
    Scenario(
        "a new failure is a regression even where the file is cut off behind it",
        {"junit.xml": suite(failed("pays"), passed("adds"), passed("x"))[:-20]},
        change="regressed",
        evidence="partial",
        decision="fix",
    ),
    Scenario(
        "a red result is never hidden by a skipped mark beside it",
        {
            "junit.xml": suite(
                passed("adds"),
                '<testcase classname="shop.Till" name="pays"><skipped/>'
                '<failure message="no"/></testcase>',
            )
        },
        change="regressed",
        findings=(("new-failure", "shop.Till.pays"),),
    ),
    Scenario(
        "a result that only an attribute calls failed is red",
        {"junit.xml": suite(passed("adds"), '<testcase name="pays" status="FAILED"/>')},
        change="regressed",
        findings=(("new-failure", "pays"),),
    ),
    Scenario(
        "a result that an attribute calls not run is skipped, not passed",
        {"junit.xml": suite('<testcase name="pays" status="notrun"/>')},
        change="unproven",
        findings=(("no-tests", "tests"),),
    ),
    Scenario(
        "a test that passed at last is flaky, counted as passed, and told",
        {
            "junit.xml": suite(
                passed("adds"),
                '<testcase classname="shop.Till" name="pays">'
                '<flakyFailure message="late"/></testcase>',
            )
        },
        change="validated",
        findings=(("flaky", "shop.Till.pays"),),
        says=("1 flaky", "passed after 1 failed attempt"),
    ),
    Scenario(
        "a test that failed on every attempt is no flaky one",
        {
            "junit.xml": suite(
                passed("adds"),
                '<testcase classname="shop.Till" name="pays"><failure message="no"/>'
                '<rerunFailure message="no again"/></testcase>',
            )
        },
        change="regressed",
        never=("flaky",),
    ),
    Scenario(
        "the same test twice in one run is counted twice, and its failure stands",
        {"junit.xml": suite(failed("pays"), passed("pays"))},
        change="regressed",
        findings=(("new-failure", "shop.Till.pays"),),
        says=("1 of 2 tests that ran passed",),
    ),
    Scenario(
        "the failure of a test that passes in another file stands",
        {"a.xml": suite(failed("pays")), "b.xml": suite(passed("pays"))},
        change="regressed",
    ),
    Scenario(
        "a failed build without a log does not validate, and does not block",
        {**GREEN, **UP, "steps.json": step("build", "failure")},
        change="unproven",
        environment="ready",
        decision="investigate",
        says=("nothing shows that the change is not to blame", "no log beside it says why"),
    ),
    Scenario(
        "a failed deployment whose log speaks of the code is not excused",
        {
            **GREEN,
            **UP,
            "steps.json": step("deploy", "failure"),
            "deploy.log": log("uploading", "Error: manifest.yml: unknown field replicaz"),
        },
        change="unproven",
        environment="ready",
    ),
    Scenario(
        "a failed build with permission to fail changes nothing, and is told",
        {**GREEN, **UP, "steps.json": step("build", "failure", "success")},
        change="validated",
        environment="ready",
        findings=(("step-failed", "build"),),
        says=("(allowed to fail)",),
    ),
    Scenario(
        "where all that failed is known and nothing passed, nothing is proven",
        {"junit.xml": suite(failed("pays", "boom"))},
        config='[[known-issues]]\nissue = "#7"\nmessage = "boom"',
        change="unproven",
        findings=(("known-issue", "shop.Till.pays"),),
    ),
)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_change(scenario: Scenario, tmp_path: Path) -> None:
    """The change has the value that the rule demands, for the reason it names."""
    check(scenario, tmp_path)

"""What is expected has arrived only where it is there, whole, and holds something."""

from pathlib import Path

import pytest

from tests.analysis.jobs import GREEN, UP, Files, judged, log, passed, readings, step, suite
from tests.analysis.test_coverage import lcov

UNIT = suite(passed("adds"))
E2E = suite(passed("clicks"))

CASES: tuple[tuple[str, Files, bool, str], ...] = (
    ("junit", GREEN, True, "`junit` arrived: `junit.xml`"),
    ("trx", GREEN, False, "`trx` did not arrive"),
    ("junit:unit", {"unit/a.xml": UNIT}, True, "`junit:unit` arrived: `unit/a.xml`"),
    ("junit:unit", {"out/Unit-linux/a.xml": UNIT}, True, "arrived: `out/Unit-linux/a.xml`"),
    ("junit:unit", {"out/TEST-unit.xml": UNIT}, True, "arrived: `out/TEST-unit.xml`"),
    ("junit:unit tests", {"unit_tests.xml": UNIT}, True, "arrived"),
    # A name is a word: "unit" is not found in "junit".
    ("junit:unit", {"e2e/junit.xml": UNIT}, False, "`junit:unit` did not arrive"),
    ("junit:unit", {"units/results.xml": UNIT}, False, "did not arrive"),
    ("junit:xml", GREEN, False, "did not arrive"),
    ("junit:*unit*", {"e2e/junit.xml": UNIT}, True, "arrived: `e2e/junit.xml`"),
    ("junit:e2e/*.xml", {"e2e/a.xml": UNIT}, True, "arrived"),
    ("junit:e2e/*.xml", {"unit/e2e.xml": UNIT}, False, "did not arrive"),
    ("junit:out/unit", {"ci/out/unit/a.xml": UNIT}, True, "arrived"),
    ("junit:out/unit", {"out/unit-2/a.xml": UNIT}, False, "did not arrive"),
    ("junit:unit", {"unit/health.json": UP["health.json"], **GREEN}, False, "did not arrive"),
    # Broken, cut off, twice the same, or empty is not there.
    ("junit:e2e", {"unit.xml": UNIT, "e2e.xml": "<testsuite"}, False,
     "`junit:e2e` arrived and could not be read in full: `e2e.xml`"),
    ("junit:e2e", {"unit.xml": UNIT, "e2e.xml": ""}, False, "could not be read in full"),
    ("junit:e2e", {"unit.xml": UNIT, "e2e.xml": f"{E2E[:-12]}"}, False,
     "could not be read in full"),
    ("junit:e2e", {"e2e/a.xml": E2E, "e2e/b.xml": "<testsuite"}, False,
     "could not be read in full: `e2e/b.xml`"),
    ("junit:unit", {"a.xml": UNIT, "unit.xml": UNIT}, False,
     "arrived and was passed over: `unit.xml`"),
    ("junit:unit", {"unit/a.xml": UNIT, "unit/b.xml": UNIT}, True, "arrived: `unit/a.xml`"),
    ("junit:e2e", {**GREEN, "e2e.xml": "<testsuites/>"}, False,
     "arrived and holds no test: `e2e.xml`"),
    ("trx:e2e", {**GREEN, "e2e.xml": "\0\1"}, False, "did not arrive; `e2e.xml` could not be read"),
    # Kinds, in whatever format.
    ("tests", GREEN, True, "`tests` arrived: `junit.xml`"),
    ("tests", UP, False, "`tests` did not arrive"),
    ("tests", {"junit.xml": "<testsuites/>", **UP}, False, "holds no test"),
    ("health", {**GREEN, **UP}, True, "arrived: `health.json`"),
    ("health", {**GREEN, "health.json": "{"}, False, "did not arrive; `health.json` could not be"),
    ("health:staging", {**GREEN, "staging.json": UP["health.json"]}, True, "`staging.json`"),
    ("memory", {**GREEN, "memory.log": readings(1, 2)}, True, "arrived: `memory.log`"),
    ("memory", {**GREEN, "memory.log": log("nothing")}, False, "did not arrive"),
    ("steps", {**GREEN, "steps.json": step("build")}, True, "arrived: `steps.json`"),
    ("coverage", {**GREEN, "lcov.info": lcov(1, 2)}, True, "arrived: `lcov.info`"),
    ("coverage", GREEN, False, "did not arrive"),
    # A log is there also where no step bears its name.
    ("log:build", {**GREEN, "build.log": log("done")}, True, "arrived: `build.log`"),
    ("log:build", {**GREEN, "steps.json": step("build"), "build.log": log("done")}, True,
     "arrived: `build.log`"),
    ("log:build", {**GREEN, "build.log": ""}, False, "did not arrive"),
    ("log:build", {**GREEN, "deploy.log": log("done")}, False, "did not arrive"),
)  # fmt: skip


@pytest.mark.parametrize(("expected", "files", "arrived", "reason"), CASES)
def test_what_is_expected(
    expected: str,
    files: Files,
    arrived: bool,  # noqa: FBT001 - a column of the table
    reason: str,
    tmp_path: Path,
) -> None:
    """An expectation is met by an artifact of the kind and the name, read whole, with content."""
    gate = judged(tmp_path, files, config=f'[gate]\nexpect = ["{expected}"]').verdict.gate
    (rule,) = (rule for rule in gate.rules if rule.name == "expect")

    assert ("passed" if arrived else "failed") == rule.state, rule.reason
    assert reason in rule.reason
    assert arrived == (rule.sentence not in gate.failed_rules)


def test_each_expectation_is_told(tmp_path: Path) -> None:
    """What did not arrive is named one by one, in the order of the configuration."""
    config = '[gate]\nexpect = ["steps", "junit:unit", "junit:e2e", "steps"]'
    gate = judged(tmp_path, {"unit.xml": UNIT}, config=config).verdict.gate

    assert ("expect: `steps` did not arrive", "expect: `junit:e2e` did not arrive") == (
        gate.failed_rules
    )


def test_nothing_expected_is_nothing_asked(tmp_path: Path) -> None:
    """An empty list expects nothing, and says so."""
    gate = judged(tmp_path, GREEN, config="[gate]\nexpect = []").verdict.gate
    (rule,) = (rule for rule in gate.rules if rule.name == "expect")

    assert ("passed", "unjudged", "no artifact is expected") == (
        gate.status,
        rule.state,
        rule.reason,
    )

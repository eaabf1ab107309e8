"""Every rule of the gate: it passed, it failed, or it could not be judged, and then who asked."""

from pathlib import Path
from typing import NamedTuple

import pytest

from reportgen.analysis import judge
from reportgen.config import Settings
from reportgen.model.report import Gate, Rule
from reportgen.model.run import RunInfo
from tests.analysis.jobs import (
    AT,
    DATABASE_DOWN,
    GREEN,
    UP,
    Files,
    failed,
    judged,
    passed,
    read,
    readings,
    skipped,
    suite,
)
from tests.analysis.test_coverage import lcov

LISTED = "test_a.py::test_x\ntest_a.py::test_y\ntest_a.py::test_z\n\n3 tests collected in 0.01s\n"
NOBODY: Files = {"health.json": {"services": {"metrics": {"status": "down"}}}}
RULES = (
    "max-new-failures", "allow-unproven", "require-evidence", "allow-environment", "min-tests",
    "max-missing-tests", "max-newly-skipped", "max-duration-increase", "max-slower",
    "max-memory-increase", "max-coverage-decrease", "require-services", "expect", "shards",
)  # fmt: skip


def slow(*seconds: float) -> Files:
    """Return a test for each of *seconds*, which it took."""
    return {
        "junit.xml": suite(*(passed(f"t{n}", time=str(took)) for n, took in enumerate(seconds)))
    }


def holding(*mebibytes: float, name: str = "memory.log") -> Files:
    """Return two green tests and what was held while they ran."""
    return {**GREEN, name: readings(*mebibytes)}


def covered(lines: int, name: str = "lcov.info") -> Files:
    """Return two green tests and how many of a thousand lines they covered."""
    return {**GREEN, name: lcov(lines, 1000)}


def sharded(*folders: str) -> Files:
    """Return the results of a shard in each of *folders*."""
    return {f"{folder}/junit.xml": suite(passed(folder)) for folder in folders}


def rule_of(gate: Gate, name: str) -> Rule:
    """Return the one rule *name* of *gate*."""
    (found,) = (rule for rule in gate.rules if rule.name == name)
    return found


class Row(NamedTuple):
    """A rule as it is configured, a job, and what becomes of the rule."""

    rule: str
    files: Files
    base: Files | None
    state: str
    reason: str
    config: str = ""


ROWS = (
    # How many tests are gone.
    Row("max-missing-tests = 1", GREEN, slow(1), "passed", "1 of `base` did not run, 1 allowed"),
    Row("max-missing-tests = 0", GREEN, GREEN, "passed", "0 of `base` did not run, 0 allowed"),
    Row("max-missing-tests = 0", GREEN, slow(1), "failed", "1 of `base` did not run, 0 allowed"),
    Row("max-missing-tests = 0", GREEN, None, "unjudged", "nothing tells which tests exist"),
    Row("max-missing-tests = 0", {**GREEN, "collected.txt": LISTED}, None, "failed",
        "1 that are listed did not run, 0 allowed"),
    Row("max-missing-tests = 1", {**GREEN, "collected.txt": LISTED}, None, "passed",
        "1 that are listed did not run, 1 allowed"),
    # Known to both, a test that is gone is one, not two.
    Row("max-missing-tests = 1", {**GREEN, "collected.txt": LISTED},
        {"junit.xml": suite(passed("adds"), passed("pays"), passed("sums"))}, "passed",
        "1 of `base` and 1 that are listed did not run, 1 allowed"),
    Row("max-missing-tests = 1", GREEN, slow(1, 1), "failed", "2 of `base` did not run"),
    # How many tests were switched off.
    Row("max-newly-skipped = 1", {"junit.xml": suite(passed("adds"), skipped("pays"))}, GREEN,
        "passed", "1 newly skipped since `base`, 1 allowed"),
    Row("max-newly-skipped = 0", {"junit.xml": suite(passed("adds"), skipped("pays"))}, GREEN,
        "failed", "1 newly skipped since `base`, 0 allowed"),
    Row("max-newly-skipped = 0", GREEN, None, "unjudged", "there is no run to compare with"),
    Row("max-newly-skipped = 0", UP, GREEN, "unjudged", "no test result was read"),
    # How long the tests took that ran in both.
    Row('max-duration-increase = "20 %"', slow(6, 6), slow(5, 5), "passed",
        "12 s after 10 s in `base` (+20 %), over 2 tests that ran in both; 20 % more allowed"),
    Row('max-duration-increase = "20 %"', slow(6, 6.1), slow(5, 5), "failed", "12.1 s after 10 s"),
    Row('max-duration-increase = "0 %"', slow(1, 0.9), slow(1), "passed", "over 1 test that ran"),
    Row('max-duration-increase = "0 %"', slow(1.9), slow(1), "passed",
        "0 % more allowed; up to 1 s more never counts"),
    Row('max-duration-increase = "900 %"', slow(2), slow(0), "failed", "2 s after 0 ms in `base`,"),
    Row('max-duration-increase = "20 %"', slow(3), None, "unjudged", "no run to compare with"),
    Row('max-duration-increase = "20 %"', GREEN, slow(1), "unjudged", "no test ran both here and"),
    Row('max-duration-increase = "20 %"',
        {"junit.xml": suite('<testcase classname="shop.Till" name="t0"/>')}, slow(1), "unjudged",
        "states its time"),
    Row('max-duration-increase = "20 %"', slow(9),
        {"junit.xml": suite(skipped("t0"), passed("pays"))}, "unjudged", "no test ran both"),
    # Tried again, a test takes longer and is no slower.
    Row('max-duration-increase = "20 %"',
        {"junit.xml": suite(*(passed(n, time="5") for n in ("t0", "t1", "t1")))}, slow(5, 5),
        "passed", "over 1 test that ran in both"),
    # What a program held at most.
    Row('max-memory-increase = "10 %"', holding(90, 110), holding(100, 80), "passed",
        "peaked at 110.0 MiB after 100.0 MiB in `base` (+10 %), 10 % more allowed"),
    Row('max-memory-increase = "10 %"', holding(112), holding(100), "failed",
        "(+12 %), 10 % more allowed; 1 of 1 series over"),
    Row('max-memory-increase = "0 %"', holding(100.9), holding(100), "passed", "+0.9 %"),
    Row('max-memory-increase = "10 %"', holding(112), None, "unjudged", "no run to compare with"),
    Row('max-memory-increase = "10 %"', GREEN, holding(100), "unjudged", "no memory series"),
    Row('max-memory-increase = "10 %"', holding(112), GREEN, "unjudged", "no memory series"),
    # One of two series is over, and the paths tell the two apart.
    Row('max-memory-increase = "10 %"',
        {**holding(100, name="a.log"), **holding(300, name="b.log")},
        {**holding(100, name="a.log"), **holding(200, name="b.log")}, "failed",
        "peaked at 300.0 MiB after 200.0 MiB in `base` (+50 %), 10 % more allowed; "
        "1 of 2 series over"),
    Row('max-memory-increase = "10 %"', holding(112),
        {**holding(100, name="a.log"), **holding(50, name="b.log")}, "unjudged",
        "no memory series was read both here and in `base`"),
    # How much of the code the tests reached.
    Row('max-coverage-decrease = "1 point"', covered(790), covered(800), "passed",
        "lines of `lcov.info` fell by 1 point since `base`, 1 point allowed"),
    Row('max-coverage-decrease = "1 point"', covered(789), covered(800), "failed",
        "fell by 1.1 points since `base`, 1 point allowed"),
    Row('max-coverage-decrease = "0 pp"', covered(801), covered(800), "passed", "did not fall"),
    Row('max-coverage-decrease = "0 pp"', covered(800), None, "unjudged", "no run to compare with"),
    Row('max-coverage-decrease = "0 pp"', GREEN, covered(1), "unjudged", "no coverage report was"),
    Row('max-coverage-decrease = "0 pp"', covered(800), {**covered(1), **covered(9, "b.info")},
        "unjudged", "1 coverage report of `base` did not arrive"),
    Row('max-coverage-decrease = "0 pp"', covered(0), {**covered(1), **covered(9, "b.info")},
        "failed", "fell by 0.1 points"),
    # Which services are up.
    Row("require-services = true", {**GREEN, **UP}, None, "passed", "1 of 1 required service up"),
    Row("require-services = true", {**GREEN, **DATABASE_DOWN}, None, "failed",
        "1 of 2 required services up: `database` is down"),
    Row("require-services = true", {**GREEN, **DATABASE_DOWN}, None, "passed",
        "1 of 1 required service up", '[services]\noptional = ["database"]'),
    Row("require-services = true", {**GREEN, **UP}, None, "failed",
        "1 of 2 required services up: no health artifact speaks of `auth`",
        '[services]\nrequired = ["api", "auth"]'),
    Row("require-services = true",
        {**GREEN, "health.json": {"services": {"api": {"status": "up", "timestamp":
        "2025-09-01T00:00:00Z"}}}}, None, "failed", "what is known of `api` is not of this run"),
    Row("require-services = true", GREEN, None, "unjudged", "no health artifact was read"),
    Row("require-services = true", {**GREEN, **NOBODY}, None, "unjudged",
        "no service counts as required", '[services]\noptional = ["metrics"]'),
    # How many shards came.
    Row("shards = 2", sharded("shard-1", "shard-2"), None, "passed",
        "2 shards arrived (`shard-1` and `shard-2`), 2 expected"),
    Row("shards = 3", sharded("shard-1", "shard-2"), None, "failed", "2 shards arrived"),
    Row("shards = 2", {**sharded("shard-1"), "shard-2/junit.xml": "<testsuite"}, None, "failed",
        "1 shard arrived (`shard-1`), 2 expected"),
    Row("shards = 2", {**sharded("shard-1"), "shard-2/memory.log": readings(1)}, None, "failed",
        "1 shard arrived"),
    Row("shards = 2", sharded("a/shard-1", "b/shard-2"), None, "passed", "2 shards arrived"),
    Row("shards = 2", sharded("e2e/shard-1", "unit/shard-1", "unit/shard-2"), None, "failed",
        "1 shard arrived in `e2e` (`shard-1`), 2 expected"),
    Row("shards = 1", GREEN, None, "unjudged", "no results lie in the folder of a shard"),
    Row("shards = 2", sharded("part1", "part2"), None, "passed", "2 shards arrived",
        '[tests]\nshards = ["part*"]'),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}: {row.reason}")
def test_a_rule_that_is_asked_for(row: Row, tmp_path: Path) -> None:
    """A rule that is set passes, fails or could not be judged: only the first opens the gate."""
    config = (
        f"{row.config}\n[gate]\nallow-environment = ['ready', 'degraded', 'unknown', 'blocked']"
    )
    config += f"\nallow-unproven = true\nmin-tests = 0\n{row.rule}"
    gate = judged(tmp_path, row.files, base=row.base, config=config).verdict.gate
    rule = rule_of(gate, row.rule.partition(" ")[0])

    assert row.state == rule.state, rule.reason
    assert row.reason in rule.reason
    assert (row.state != "passed") == (rule.sentence in gate.failed_rules)
    assert (row.state == "unjudged") == ("could not be judged: " in rule.sentence)


@pytest.mark.parametrize("files", [GREEN, UP, {**GREEN, **DATABASE_DOWN}, slow(9, 9), covered(1)])
@pytest.mark.parametrize("base", [None, GREEN, slow(1, 1), covered(900)])
def test_a_rule_that_nobody_set(files: Files, base: Files | None, tmp_path: Path) -> None:
    """Without a limit nothing is judged by it, the gate says so and does not fail by it."""
    gate = judged(tmp_path, files, base=base).verdict.gate
    unset = [rule for rule in gate.rules if rule.name in RULES[5:]]

    assert RULES == tuple(rule.name for rule in gate.rules)
    assert [("unjudged", False, False)] * 9 == [(r.state, r.asked, r.fails) for r in unset]
    assert not any(failed.startswith(RULES[5:]) for failed in gate.failed_rules)


def test_new_failures_cannot_be_counted_where_nothing_ran(tmp_path: Path) -> None:
    """No failure among no tests is no success; who asks for it is told."""
    lenient = "[gate]\nallow-unproven = true\nmin-tests = 0\n"
    by_default = judged(tmp_path / "a", {**UP, "junit.xml": suite(skipped("pays"))}, config=lenient)
    asked = judged(tmp_path / "b", UP, config=f"{lenient}max-new-failures = 0")

    assert "unjudged" == rule_of(by_default.verdict.gate, "max-new-failures").state
    assert () == by_default.verdict.gate.failed_rules
    assert ("max-new-failures: could not be judged: no test ran",) == (
        asked.verdict.gate.failed_rules[:1]
    )


def test_rules_show_numbers_and_evidence(tmp_path: Path) -> None:
    """What a rule says can be computed with and looked up."""
    files = {"junit.xml": suite(passed("adds"), failed("pays"), passed("t0", time="9"))}
    config = '[gate]\nmax-duration-increase = "10 %"'
    gate = judged(tmp_path, files, base=slow(2), config=config).verdict.gate
    new = rule_of(gate, "max-new-failures")
    slower = rule_of(gate, "max-duration-increase")

    assert {"new": 1, "allowed": 0, "ran": 3} == new.numbers
    assert [("junit.xml", "line 1")] == [(e.artifact, e.place) for e in new.evidence]
    assert {"base_s": 2.0, "now_s": 9.0, "tests": 1, "allowed_percent": 10.0} == slower.numbers
    assert all(each.sha256 for rule in gate.rules for each in rule.evidence)


@pytest.mark.parametrize(
    ("total", "state", "reason"),
    [
        (2, "passed", "2 shards arrived (`shard-1` and `shard-2`), 2 expected"),
        (4, "failed", "2 shards arrived (`shard-1` and `shard-2`), 4 stated by the job"),
    ],
)
def test_a_number_of_shards_that_the_job_states(
    total: int, state: str, reason: str, tmp_path: Path
) -> None:
    """Where the job states more shards than the configuration, the configuration is out of date."""
    rule = _shards(tmp_path, sharded("shard-1", "shard-2"), total)

    assert (state, reason) == (rule.state, rule.reason)


@pytest.mark.parametrize(("required", "state"), [(1, "failed"), (3, "failed")])
def test_a_run_that_is_one_shard(required: int, state: str, tmp_path: Path) -> None:
    """A job that states which shard it is brings that one and no other."""
    rule = _shards(tmp_path, GREEN, 3, required)

    assert (state, "1 shard arrived (this run is it)") == (rule.state, rule.reason.split(", ")[0])


def _shards(folder: Path, files: Files, total: int, required: int = 2) -> Rule:
    settings = Settings.model_validate({"gate": {"shards": required}})
    report = judge(read(folder, files), RunInfo(shard_index=0, shard_total=total), AT, settings)
    return rule_of(report.verdict.gate, "shards")

"""The axis *evidence*: whole only where everything arrived and nothing contradicts another."""

from pathlib import Path

import pytest

from tests.analysis.jobs import (
    GREEN,
    UP,
    Files,
    Scenario,
    check,
    failed,
    judged,
    log,
    passed,
    step,
    suite,
)


def collected(*tests: str, total: int | None = None) -> str:
    """Return what ``pytest --collect-only -q`` prints for *tests*."""
    number = len(tests) if total is None else total
    return log(*tests, "", f"{number} tests collected in 0.02s")


def pytest_report(*names: str) -> Files:
    """Return pytest's report on tests of ``test_till.py`` called *names*."""
    cases = [passed(name, class_name="test_till") for name in names]
    return {"junit.xml": suite(*cases, name="pytest")}


def of_files(*files: str) -> Files:
    """Return a report with one test of each of *files*."""
    cases = [f'<testcase name="t{n}" file="{file}" time="0.1"/>' for n, file in enumerate(files)]
    return {"junit.xml": suite(*cases)}


SCENARIOS = (
    Scenario(
        "what was declared and is not there is a mismatch, and only that",
        {"junit.xml": suite(passed("adds"), attributes='tests="5" failures="0" errors="0"')},
        change="validated",
        evidence="partial",
        findings=(("count-mismatch", "junit.xml"),),
        says=("declares 5 tests, holds 1",),
    ),
    Scenario(
        "declared failures that are not there are a mismatch",
        {"junit.xml": suite(passed("adds"), attributes='tests="1" failures="2" errors="0"')},
        change="validated",
        evidence="partial",
        findings=(("count-mismatch", "junit.xml"),),
    ),
    Scenario(
        "declared counts never count",
        {"junit.xml": suite(failed("pays"), attributes='tests="1" failures="0" errors="0"')},
        change="regressed",
        evidence="partial",
        says=("0 of 1 test that ran passed",),
    ),
    Scenario(
        "the same bytes twice are read once, and told",
        {"a.xml": GREEN["junit.xml"], "b.xml": GREEN["junit.xml"]},
        change="validated",
        evidence="complete",
        findings=(("duplicate-artifact", "b.xml"),),
        says=("2 of 2 tests that ran passed", "the same bytes as a.xml"),
    ),
    Scenario(
        "a step of tests that failed beside green results is a contradiction",
        {**GREEN, "steps.json": step("unit tests", "failure")},
        change="unproven",
        evidence="partial",
        decision="investigate",
        findings=(("contradiction", "unit tests"),),
        says=("failed, and all results that were read are green",),
    ),
    Scenario(
        "a step of tests that was cancelled beside green results is a contradiction",
        {**GREEN, "steps.json": step("unit tests", "cancelled")},
        change="unproven",
        evidence="partial",
        findings=(("contradiction", "unit tests"),),
        says=("the green results may not be all",),
    ),
    Scenario(
        "a step of tests that failed with permission beside green results is one too",
        {**GREEN, "steps.json": step("unit tests", "failure", "success")},
        evidence="partial",
        findings=(("contradiction", "unit tests"),),
    ),
    Scenario(
        "a step of tests that failed beside a new failure is none",
        {"junit.xml": suite(failed("pays")), "steps.json": step("unit tests", "failure")},
        change="regressed",
        evidence="complete",
        never=("contradiction",),
    ),
    Scenario(
        "results where every step of tests was skipped are somebody else's",
        {**GREEN, "steps.json": {**step("unit tests", "skipped"), **step("e2e", "skipped")}},
        change="unproven",
        evidence="partial",
        findings=(("contradiction", "unit tests"),),
        says=("whose results are they?",),
    ),
    Scenario(
        "results where only one step of tests was skipped are nobody's question",
        {**GREEN, "steps.json": {**step("unit tests"), **step("e2e", "skipped")}},
        change="validated",
        evidence="complete",
        never=("contradiction",),
    ),
    Scenario(
        "tests of the inventory that did not run are counted by identity",
        {
            **pytest_report("test_a", "test_elsewhere"),
            "collected.txt": collected("test_till.py::test_a", "test_till.py::test_b"),
        },
        change="validated",
        evidence="partial",
        findings=(("missing-test", "1 collected test"),),
        says=("1 of 2 collected tests ran",),
    ),
    Scenario(
        "tests of an inventory that names none that ran are counted by number",
        {**GREEN, "collected.txt": collected(*(f"test_x.py::test_{n}" for n in range(5)))},
        evidence="partial",
        findings=(("missing-test", "3 collected tests"),),
        says=("2 results for 5 collected tests",),
    ),
    Scenario(
        "an inventory that ran whole completes the evidence",
        {
            **pytest_report("test_a", "test_b[x::y]"),
            "collected.txt": collected("test_till.py::test_a", "test_till.py::test_b[x::y]"),
        },
        change="validated",
        evidence="complete",
        never=("missing-test",),
        says=("2 of 2 collected tests ran",),
    ),
    Scenario(
        "a listed test file of which nothing ran is missing, by name",
        {
            **of_files("src/a.test.js", "src/b.test.js"),
            "jest.txt": log(*(f"/srv/ci/src/{name}.test.js" for name in "abc")),
        },
        change="validated",
        evidence="partial",
        findings=(("missing-test", "1 listed test file"),),
        says=("tests of 2 of 3 listed test files ran: there is no result of `c.test.js`",),
    ),
    Scenario(
        "listed test files that all ran complete the evidence",
        {**of_files("src/a.test.js"), "jest.json": ["/srv/ci/src/a.test.js"]},
        evidence="complete",
        never=("missing-test",),
        says=("tests of 1 of 1 listed test file ran",),
    ),
    Scenario(
        "a listed test file whose tests are all skipped has results, and did not run",
        {
            "junit.xml": suite('<testcase name="t" file="a.test.js"><skipped/></testcase>'),
            "jest.txt": log("/srv/ci/a.test.js"),
        },
        never=("missing-test",),
        says=("tests of 0 of 1 listed test file ran, 1 skipped",),
    ),
    Scenario(
        "a suite or a class that is called by the file is as good as the file",
        {
            "junit.xml": suite(passed("t", class_name="src/a.test.js"), name="src/a.test.js"),
            "jest.txt": log("/srv/ci/src/a.test.js"),
        },
        evidence="complete",
        says=("tests of 1 of 1 listed test file ran",),
    ),
    Scenario(
        "files that no result names prove nothing, and are no number of tests",
        {**GREEN, "jest.txt": log(*(f"/srv/ci/{n}.test.js" for n in range(9)))},
        change="validated",
        evidence="complete",
        never=("missing-test",),
        says=("9 test files listed; no result names one of them",),
    ),
    Scenario(
        "a file of the same name in another folder is another file",
        {
            **of_files("/srv/ci/one/a.test.js"),
            "jest.txt": log("/srv/ci/one/a.test.js", "/srv/ci/two/a.test.js"),
        },
        evidence="partial",
        says=("there is no result of `two/a.test.js`",),
    ),
    Scenario(
        "files and tests that are listed are each held against their own",
        {
            **of_files("a.test.js"),
            "jest.txt": log("/srv/ci/a.test.js", "/srv/ci/b.test.js"),
            "tests.txt": log("t0", "shop.Till.pays"),
        },
        evidence="partial",
        findings=(("missing-test", "1 collected test"), ("missing-test", "1 listed test file")),
        says=("1 of 2 collected tests ran",),
    ),
    Scenario(
        "names alone are known again with their class or without",
        {
            **GREEN,
            "tests.txt": log("shop.Till.adds", "shop.Till::pays"),
        },
        evidence="complete",
        says=("2 of 2 collected tests ran",),
    ),
    Scenario(
        "an inventory that lists less than it states is a mismatch",
        {
            **pytest_report("test_a"),
            "collected.txt": collected("test_till.py::test_a", total=9),
        },
        evidence="partial",
        findings=(("count-mismatch", "collected.txt"),),
        says=("lists 1 test, says that 9 were collected",),
    ),
    Scenario(
        "tests of the base that vanished make the evidence partial, by name",
        {"junit.xml": suite(passed("adds"))},
        base=GREEN,
        change="validated",
        evidence="partial",
        findings=(("missing-test", "shop.Till.pays"),),
        says=("1 test of the base did not run",),
    ),
    Scenario(
        "an unreadable file that holds no tests makes the evidence partial, and no more",
        {**GREEN, **UP, "extra.json": '{"api": '},
        change="validated",
        evidence="partial",
        findings=(("unreadable-artifact", "extra.json"),),
    ),
    Scenario(
        "files of no known kind are no lack of evidence",
        {**GREEN, "notes.txt": "hello\n", "pom.xml": "<project/>", "logo.png": b"\x89PNG\0\0"},
        change="validated",
        evidence="complete",
    ),
)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_evidence(scenario: Scenario, tmp_path: Path) -> None:
    """The evidence has the value that the rule demands, for the reason it names."""
    check(scenario, tmp_path)


def test_unreadable_times_are_unknown(tmp_path: Path) -> None:
    """A time that cannot be read is unknown, never 0, and the sum says how many are missing."""
    report = judged(
        tmp_path,
        {
            "junit.xml": suite(
                passed("a", time="1.5"), passed("b", time="soon"), passed("c", time="")
            )
        },
    )

    assert [1.5, None, None] == [case.duration_s for case in report.cases]
    assert 1.5 == report.totals.duration_s
    assert 2 == report.totals.untimed


def test_claims_of_broken_files_name_them(tmp_path: Path) -> None:
    """The claim that all was read fails where it was not, and points at the file that broke."""
    report = judged(tmp_path, {**GREEN, "e2e.xml": "<testsuite"})
    claims = {claim.id: claim for claim in report.verdict.claims}

    assert "fails" == claims["artifacts-read"].state
    assert "1 of 2 artifacts read in full" == claims["artifacts-read"].text
    assert ["e2e.xml"] == [proof.artifact for proof in claims["artifacts-read"].evidence]


def test_collected_tests_that_ran_by_number_alone(tmp_path: Path) -> None:
    """As many results as listed tests prove nothing where not one name is shared."""
    listed = collected("test_x.py::test_1", "test_x.py::test_2")
    report = judged(tmp_path, {**GREEN, "collected.txt": listed})
    claims = {claim.id: claim for claim in report.verdict.claims}

    assert "unproven" == claims["collected-tests-ran"].state
    assert "2 results for 2 collected tests" == claims["collected-tests-ran"].text
    assert 2 == report.totals.collected
    assert report.totals.collected_ran is None

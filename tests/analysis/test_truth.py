"""What an honest report says of jobs whose artifacts tempt it to say more."""

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
    skipped,
    step,
    suite,
)

OLD = 'timestamp="2025-09-01T10:00:00Z"'
NEW = 'timestamp="2025-09-15T13:30:00Z"'
REFUSED = "connection refused by database:5432"
RETRIED = '<testcase classname="shop.Till" name="pays"><flakyFailure message="late"/></testcase>'
LEFT_OVER = ("contradiction", "old.xml")
OPTIONAL = '[services]\noptional = ["metrics"]'


def health(at: str | None = None, **statuses: str) -> dict[str, object]:
    """Return a health document of *statuses*, checked at the moment *at*."""
    when: dict[str, object] = {"timestamp": at} if at else {}
    return {**when, "services": {name: {"status": status} for name, status in statuses.items()}}


def ctrf(*tests: tuple[str, str, int], **more: object) -> dict[str, object]:
    """Return a CTRF report of *tests*: name, status, milliseconds; *more* holds of the last."""
    listed = [{"name": name, "status": said, "duration": took} for name, said, took in tests]
    listed[-1].update(more)
    return {
        "reportFormat": "CTRF",
        "specVersion": "0.0.0",
        "results": {
            "tool": {"name": "till"},
            "summary": {
                "tests": len(listed),
                **{
                    status: sum(test["status"] == status for test in listed)
                    for status in ("passed", "failed", "pending", "skipped", "other")
                },
                "start": 1757943300000,
                "stop": 1757943301000,
            },
            "tests": listed,
        },
    }


OUTDATED = (
    Scenario(
        "results that a job left behind are told, and make the evidence partial",
        {
            "junit.xml": suite(passed("adds"), attributes=NEW),
            "old.xml": suite(passed("pays"), attributes=OLD),
        },
        change="validated",
        evidence="partial",
        findings=(LEFT_OVER,),
        says=("`old.xml` is of 2025-09-01 10:00 UTC, the run is of 2025-09-15 13:35 UTC",),
    ),
    Scenario(
        "results that are all of an earlier run prove nothing",
        {"old.xml": suite(passed("adds"), attributes=OLD)},
        change="unproven",
        evidence="partial",
        decision="investigate",
        findings=(LEFT_OVER,),
    ),
    Scenario(
        "a failure that was left behind is still a failure that was read",
        {
            "junit.xml": suite(passed("adds"), attributes=NEW),
            "old.xml": suite(failed("pays"), attributes=OLD),
        },
        change="regressed",
        findings=(LEFT_OVER,),
    ),
    Scenario(
        "results of the same day are of this run, whatever the clock's zone",
        {"junit.xml": suite(passed("adds"), attributes='timestamp="2025-09-14T14:00:00"')},
        change="validated",
        evidence="complete",
        never=("contradiction",),
    ),
)

HEALTH = (
    Scenario(
        "a service that is up by one artifact and down by another is down, and that is told",
        {**GREEN, "a.json": health(api="up"), "b.json": health(api="down")},
        change="validated",
        environment="blocked",
        findings=(("contradiction", "api"), ("service-down", "api")),
        says=("1 of 1 required service down: `api`",),
    ),
    Scenario(
        "a service that was down and came up later contradicts nothing",
        {
            **GREEN,
            "a.json": health("2025-09-15T13:00:00Z", api="down"),
            "b.json": health("2025-09-15T13:30:00Z", api="up"),
        },
        environment="blocked",
        never=("contradiction",),
    ),
    Scenario(
        "one service in two artifacts is one service",
        {**GREEN, "a.json": health(api="up"), "b.json": health(api="healthy")},
        environment="ready",
        says=("1 of 1 service up", "1 of 1 service is up"),
    ),
    Scenario(
        "optional services alone do not make an environment ready",
        {**GREEN, "health.json": health(metrics="up")},
        config=OPTIONAL,
        environment="unknown",
        says=("only optional services were checked",),
    ),
    Scenario(
        "whoever requires no service has an environment that is ready without any",
        {**GREEN, "health.json": health(metrics="up")},
        config="[services]\nrequired = []",
        environment="ready",
    ),
)

COMPARED = (
    Scenario(
        "a base without results is nothing to compare with",
        {"junit.xml": suite(passed("adds"), failed("pays"))},
        base=UP,
        change="regressed",
        says=("no test result in the base", "nothing to compare with"),
    ),
    Scenario(
        "a base that was cut off is not said to lack a test",
        {"junit.xml": suite(passed("adds"), failed("pays"))},
        base={"junit.xml": f'<testsuite name="unit">{passed("adds")}<testcase class'},
        change="regressed",
        says=("`base` has no result of it",),
    ),
    Scenario(
        "what passed only at a retry is not fixed",
        {"junit.xml": suite(passed("adds"), RETRIED)},
        base={"junit.xml": suite(passed("adds"), failed("pays"))},
        change="validated",
        findings=(("flaky", "shop.Till.pays"),),
        never=("fixed",),
    ),
    Scenario(
        "what is skipped or gone is not fixed",
        {"junit.xml": suite(passed("adds"), skipped("pays"))},
        base={"junit.xml": suite(passed("adds"), failed("pays"), failed("returns"))},
        evidence="partial",
        never=("fixed",),
    ),
)

STEPS = (
    *(
        Scenario(
            f"nothing shows that the change is not to blame for {name}",
            {**GREEN, "steps.json": {**step("unit tests"), **step(name, "failure")}},
            change="unproven",
            decision="investigate",
        )
        for name in ("lint", "Run ruff", "mypy", "pre-commit / prettier", "CodeQL")
    ),
    Scenario(
        "a linter that a full disk stopped says nothing of the change",
        {
            **GREEN,
            "steps.json": {**step("unit tests"), **step("lint", "failure")},
            "lint.log": log("write: No space left on device"),
        },
        change="validated",
    ),
    Scenario(
        "a linter that may fail says nothing of the change",
        {**GREEN, "steps.json": step("lint", "failure", "success")},
        change="validated",
    ),
    Scenario(
        "a step that tells others says nothing of the change",
        {**GREEN, "steps.json": step("notify chat", "failure")},
        change="validated",
        findings=(("step-failed", "notify chat"),),
    ),
    Scenario(
        "a crash after the last green test leaves the change unproven",
        {
            **GREEN,
            "steps.json": step("test", "failure"),
            "test.log": log("2 passed", "Segmentation fault (core dumped)", "exit code 139"),
        },
        change="unproven",
        evidence="partial",
        findings=(("contradiction", "test"),),
    ),
    Scenario(
        "exit code 137 alone is no proof of a lack of memory",
        {**GREEN, "steps.json": step("deploy", "failure"), "deploy.log": log("exit code 137")},
        change="unproven",
        never=("out-of-memory",),
    ),
)

READ = (
    Scenario(
        "what was read of a run of which some was lost does not hold of all",
        {**GREEN, "e2e.xml": ""},
        change="unproven",
        evidence="partial",
        says=("2 of 2 tests that ran passed, as far as results could be read",),
    ),
    Scenario(
        "a red result beside a contradictory service is explained by it, and proves nothing",
        {
            "junit.xml": suite(passed("adds"), failed("pays", REFUSED, kind="error")),
            "a.json": health(database="up"),
            "b.json": health(database="down"),
        },
        change="unproven",
        findings=(("contradiction", "database"), ("infrastructure-failure", "shop.Till.pays")),
    ),
)


@pytest.mark.parametrize("scenario", [*OUTDATED, *HEALTH, *COMPARED, *STEPS, *READ], ids=str)
def test_truth(scenario: Scenario, tmp_path: Path) -> None:
    """The report says what the files show, and no more."""
    check(scenario, tmp_path)


BOTH = (("adds", "passed", 100), ("pays", "passed", 200))
TIMED = suite(passed("adds"), passed("pays", time="0.2"))


@pytest.mark.parametrize(
    ("files", "tests", "flaky"),
    [
        pytest.param({"junit.xml": TIMED, "ctrf.json": ctrf(*BOTH)}, 2, 0, id="beside each other"),
        pytest.param({"j/junit.xml": TIMED, "c/ctrf.json": ctrf(*BOTH)}, 2, 0, id="two folders"),
        pytest.param(
            {"junit.xml": TIMED, "ctrf.json": ctrf(*BOTH, retries=1, flaky=True)}, 2, 1, id="retry"
        ),
        pytest.param(
            {
                "junit.xml": suite(passed("adds"), failed("pays"), passed("pays", time="0.2")),
                "ctrf.json": ctrf(*BOTH, retries=1, flaky=True),
            },
            3,
            0,
            id="every try",
        ),
        pytest.param(
            {
                "a/junit.xml": TIMED,
                "a/ctrf.json": ctrf(*BOTH),
                "b/junit.xml": suite(passed("adds", time="0.3"), passed("pays", time="0.4")),
                "b/ctrf.json": ctrf(("adds", "passed", 300), ("pays", "passed", 400)),
            },
            4,
            0,
            id="a matrix",
        ),
        pytest.param(
            {"junit.xml": TIMED, "ctrf.json": ctrf(BOTH[0], ("pays", "failed", 200))},
            4,
            0,
            id="other outcomes",
        ),
        pytest.param(
            {"j/junit.xml": TIMED, "c/ctrf.json": ctrf(BOTH[0], ("pays", "passed", 900))},
            4,
            0,
            id="other times",
        ),
        pytest.param(
            {"junit.xml": TIMED, "ctrf.json": ctrf(*BOTH, ("ships", "passed", 100))},
            3,
            0,
            id="one holds more",
        ),
    ],
)
def test_one_run_in_two_formats_counts_once(
    files: Files, tests: int, flaky: int, tmp_path: Path
) -> None:
    """CTRF beside JUnit of the same run is told and not counted; any difference counts both."""
    report = judged(tmp_path, files)
    counts = report.totals.counts
    told = any(f.id == "duplicate-artifact" for f in report.findings)

    assert (tests, flaky) == (counts.tests, counts.flaky)
    assert told == (tests in {2, 3} or len(files) == 4)

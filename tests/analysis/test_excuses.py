"""Excuses: a failure is explained by what can be shown, not by what merely stands near."""

from pathlib import Path

import pytest

from tests.analysis.jobs import (
    DATABASE_DOWN,
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


def says(message: str, detail: str = "") -> Files:
    """Return a report in which one test failed with *message*, beside one that passed."""
    return {"junit.xml": suite(passed("adds"), failed("pays", message, detail, kind="error"))}


def build(*lines: str, name: str = "docker-build") -> Files:
    """Return two green tests beside a build that failed with a log of *lines*."""
    return {**GREEN, "steps.json": step(name, "failure"), f"{name}.log": log(*lines)}


PAYS = ("new-failure", "shop.Till.pays")
EXCUSED = ("infrastructure-failure", "shop.Till.pays")
EXIT = "Process completed with exit code 1."
KNOWN = '[[known-issues]]\nissue = "#7"\nowner = "@till"\nmessage = "disk on fire"\n'

OUTAGES = (
    Scenario(
        "a refused connection is explained by a service that is down, and proves nothing",
        {**says("ConnectionRefusedError: connection refused"), **DATABASE_DOWN},
        change="unproven",
        environment="blocked",
        decision="investigate",
        findings=(EXCUSED,),
        says=("explained by `database`", "could not judge the change"),
    ),
    Scenario(
        "an assertion that failed beside an unrelated outage stays new",
        {**says("AssertionError: assert 2 == 3"), **DATABASE_DOWN},
        change="regressed",
        environment="blocked",
        decision="fix",
        findings=(PAYS,),
        never=("infrastructure-failure",),
    ),
    Scenario(
        "a test that merely names the service that is down stays new",
        {**says("AssertionError: the database holds 2 rows, not 3"), **DATABASE_DOWN},
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "a refused connection while every service is up stays new",
        {**says("ConnectionRefusedError: connection refused"), **UP},
        change="regressed",
        environment="ready",
        findings=(PAYS,),
    ),
    Scenario(
        "a refused connection without any health file stays new",
        says("ConnectionRefusedError: connection refused"),
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "a refused connection beside a stale outage stays new",
        {
            **says("ConnectionRefusedError: connection refused"),
            "health.json": {
                "timestamp": "2025-09-01T00:00:00Z",
                "services": {"database": {"status": "down"}},
            },
        },
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "a message that names a service that is up is not excused by another that is down",
        {**says("connection refused by api:8080"), **DATABASE_DOWN},
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "a failure says that its message names the service, and when that was down",
        {
            "junit.xml": suite(passed("adds"), failed("pays", "database:5432: connection refused")),
            "health.json": {
                "timestamp": "2025-09-15T13:34:00Z",
                "services": {"database": {"status": "down"}},
            },
        },
        says=(
            "explained by `database`: not working in the same run",
            "the message names it, and it was down at 2025-09-15 13:34 UTC",
        ),
    ),
    Scenario(
        "a failure says that its message names a failed step, and why that failed",
        {
            "junit.xml": suite(
                passed("adds"), failed("pays", "cannot reach staging: connection refused")
            ),
            "steps.json": step("deploy staging", "failure"),
            "deploy-staging.log": log("docker: Cannot connect to the Docker daemon"),
        },
        says=("explained by `deploy staging`: not working in the same run",),
    ),
    Scenario(
        "a message that names the service that is down is explained by it alone",
        {
            **says("could not connect to server database:5432"),
            "health.json": {"services": {"database": "down", "queue": "down", "api": "up"}},
        },
        change="unproven",
        findings=(EXCUSED,),
        says=("explained by `database`: not working",),
    ),
    Scenario(
        "the name of a service counts as a word, not as a part of one",
        {
            **says("connection refused by databaseless"),
            "health.json": {"services": {"less": "down", "databaseless": "up"}},
        },
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "the words deep in a trace count where they are the cause",
        {
            **says(
                "BeanCreationException",
                "at a.b(C.java:1)\nCaused by: java.net.ConnectException: Connection refused",
            ),
            **DATABASE_DOWN,
        },
        change="unproven",
        findings=(EXCUSED,),
    ),
    Scenario(
        "one excused failure does not take the others with it",
        {
            "junit.xml": suite(
                passed("adds"), failed("pays", "connection refused"), failed("sums", "2 != 3")
            ),
            **DATABASE_DOWN,
        },
        change="regressed",
        findings=(EXCUSED, ("new-failure", "shop.Till.sums")),
        says=("1 new failure",),
    ),
    Scenario(
        "a degraded service is no outage",
        {
            **says("connection refused"),
            "health.json": {"services": {"database": {"status": "degraded"}}},
        },
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "the user's own words for infrastructure count where there is an outage",
        {**says("NETRA-17: no route to till"), **DATABASE_DOWN},
        config='[[categories]]\nname = "infrastructure"\nmessage = "NETRA-17"',
        change="unproven",
        findings=(EXCUSED,),
    ),
    Scenario(
        "the user's own words for infrastructure excuse nothing where there is none",
        {**says("NETRA-17: no route to till"), **UP},
        config='[[categories]]\nname = "infrastructure"\nmessage = "NETRA-17"',
        change="regressed",
        findings=(PAYS,),
    ),
)

KNOWN_ISSUES = (
    Scenario(
        "a known issue excuses what it matches, and names its owner",
        says("disk on fire"),
        config=KNOWN,
        change="validated",
        findings=(("known-issue", "shop.Till.pays"),),
        says=("known issue `#7` (`@till`)", "1 failed as known"),
    ),
    Scenario(
        "a known issue excuses nothing else",
        says("disk in flames"),
        config=KNOWN,
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "an expired known issue excuses nothing, and says so",
        says("disk on fire"),
        config=KNOWN + "expires = 2025-09-14",
        change="regressed",
        findings=(PAYS,),
        says=("the rule for `#7` expired on 2025-09-14: it excuses nothing",),
    ),
    Scenario(
        "the last day of a known issue still counts",
        says("disk on fire"),
        config=KNOWN + "expires = 2025-09-15",
        change="validated",
        says=("until 2025-09-15",),
    ),
    Scenario(
        "of two rules the one that has not expired counts",
        says("disk on fire"),
        config=KNOWN + 'expires = 2025-01-01\n[[known-issues]]\nissue = "#8"\nmessage = "fire"',
        change="validated",
        says=("known issue `#8`",),
    ),
    Scenario(
        "a rule with a test and a message needs both",
        says("disk on fire"),
        config=KNOWN + 'test = "*.sums"',
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "a rule for a service excuses no test",
        {**says("AssertionError: database"), **DATABASE_DOWN},
        config='[[known-issues]]\nissue = "#7"\nservice = "*"',
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "a rule matches a test by its pattern",
        says("whatever"),
        config='[[known-issues]]\nissue = "#7"\ntest = "shop.Till.p*"',
        change="validated",
    ),
    Scenario(
        "a known issue does not excuse what is cut off",
        {"junit.xml": suite(passed("adds"), failed("pays", "disk on fire"), passed("x"))[:-20]},
        config=KNOWN,
        change="unproven",
    ),
)

LOGS = (
    Scenario(
        "a retried hiccup above a compile error is not the reason",
        build(
            "warning: connection reset by peer, retrying",
            "compiling",
            "till.c:3:1: error: expected ';' before '}' token",
            "make: *** [Makefile:2: till.o] Error 1",
            EXIT,
        ),
        change="unproven",
        environment="unknown",
        says=("till.c:3:1: error: expected ';' before '}' token",),
    ),
    Scenario(
        "the reason stands above the line that only gives the exit code",
        build("pulling", "dial tcp 10.0.0.1:443: connect: no route to host", EXIT),
        change="validated",
        environment="blocked",
        says=("`docker-build` failed: the network could not be reached",),
    ),
    Scenario(
        "the reason stands above what tools print when they give up",
        build(
            "no space left on device",
            "ERROR: failed to solve: process did not complete successfully: exit code: 1",
            "BUILD FAILURE",
            "##[error]Process completed with exit code 1.",
        ),
        environment="blocked",
        says=("the disk is full", "free disk space on the runner"),
    ),
    Scenario(
        "a log that says nothing explains nothing",
        build("compiling", "linking"),
        change="unproven",
        environment="unknown",
        says=("its log does not say why",),
    ),
    Scenario(
        "a log of another name explains nothing",
        {
            **GREEN,
            "steps.json": step("docker-build", "failure"),
            "other.log": log("Cannot connect to the Docker daemon"),
        },
        change="unproven",
        environment="unknown",
        says=("no log beside it says why",),
    ),
    Scenario(
        "a build that failed in the code beside one that infrastructure stopped is not excused",
        {
            **GREEN,
            "steps.json": {**step("docker-build", "failure"), **step("compile", "failure")},
            "docker-build.log": log("Cannot connect to the Docker daemon"),
            "compile.log": log("till.c:3:1: error: expected ';'"),
        },
        change="unproven",
        environment="blocked",
        decision="investigate",
        says=("`compile` failed and nothing shows",),
    ),
    Scenario(
        "the word refused in a compiler's message is no outage",
        build("error: the linker refused the option -z connection"),
        change="unproven",
        environment="unknown",
    ),
    Scenario(
        "a step that was skipped after a failed one says so",
        {**GREEN, "steps.json": {**step("build", "failure"), **step("deploy", "skipped")}},
        findings=(("step-failed", "build"),),
        never=("contradiction",),
        change="unproven",
    ),
)


@pytest.mark.parametrize("scenario", [*OUTAGES, *KNOWN_ISSUES, *LOGS], ids=str)
def test_excuse(scenario: Scenario, tmp_path: Path) -> None:
    """A failure is excused where the rule shows why, and never otherwise."""
    check(scenario, tmp_path)


def test_a_rule_for_other_tests_does_not_cover_what_ran_through_their_files(tmp_path: Path) -> None:
    """The file that a trace names is no name of the test: only the test's own file is."""
    rule = '[[known-issues]]\nissue = "#7"\ntest = "shop/*::*"'
    trace = 'Traceback:\n  File "shop/till.py", line 3, in pay\nValueError: no'
    through = (
        '<testcase classname="tests.test_cart" name="pays"><error message="no">'
        f"{trace}</error></testcase>"
    )
    own = through.replace("tests.test_cart", "shop.till")
    found = [
        {
            finding.id
            for finding in judged(tmp_path / name, {"a.xml": suite(case)}, config=rule).findings
        }
        for name, case in (("through", through), ("own", own))
    ]

    assert "new-failure" in found[0]
    assert "known-issue" not in found[0]
    assert "known-issue" in found[1]

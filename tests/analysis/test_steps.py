"""Steps: why each ended, in words of a cause, and what that does and does not excuse."""

from pathlib import Path
from typing import Any

import pytest

from reportgen.analysis.steps.kinds import category_of
from tests.analysis.jobs import GREEN, UP, Files, Scenario, check, failed, judged, log, step, suite

EXIT = "##[error]Process completed with exit code 1."
USERS = '[[categories]]\nname = "{}"\nmessage = "TILL-17"\n'


def build(*lines: str) -> Files:
    """Return two green tests and services that are up beside a build that failed with *lines*."""
    return {**GREEN, **UP, "steps.json": step("build", "failure"), "build.log": log(*lines)}


def jobs(*listed: dict[str, Any]) -> Files:
    """Return two green tests and services that are up beside jobs as GitLab lists them."""
    common = {"stage": "s", "allow_failure": False, "pipeline": {"id": 1}}
    numbered: list[object] = [{**common, "id": n, **job} for n, job in enumerate(listed, 1)]
    return {**GREEN, **UP, "jobs.json": numbered}


def actions(*parts: dict[str, Any], **job: object) -> Files:
    """Return two green tests and services that are up beside a job as GitHub lists it."""
    whole = {
        "run_id": 1, "name": "image", "status": "completed", "conclusion": "failure",
        "steps": [{"status": "completed", "conclusion": "failure", **part} for part in parts],
    }  # fmt: skip
    return {**GREEN, **UP, "jobs.json": {"total_count": 1, "jobs": [{**whole, **job}]}}


def deploy(*lines: str) -> Files:
    """Return two green tests and services that are up beside a deployment that failed."""
    return {**GREEN, **UP, "steps.json": step("deploy", "failure"), "deploy.log": log(*lines)}


@pytest.mark.parametrize(
    ("line", "is_excused"),
    [
        ("curl: (7) Failed to connect to localhost port 8080: Connection refused", False),
        ("Error: connect ECONNREFUSED 127.0.0.1:8080", False),
        ("Error: connect ECONNREFUSED ::1:8080", False),
        ("dial tcp [::1]:8080: connect: connection refused", False),
        ("http://0.0.0.0:8080/health: connection refused", False),
        ("Error: connect ETIMEDOUT 127.0.0.1:8080", False),
        ("The connection to the server LOCALHOST:8080 was refused", False),
        ("Error: connect ECONNREFUSED 10.0.0.7:8080", True),
        ("dial tcp staging.example.org:443: connect: connection refused", True),
        ("ssh: connect to host localhost.example.org port 22: Connection refused", True),
        ("ssh: connect to host my-localhost port 22: Connection refused", True),
        ("ssh: connect to host 127.0.0.1.nip.io port 22: Connection refused", True),
        ("dial tcp: lookup db on 127.0.0.53:53: read: connection refused", True),
        ("Cannot connect to the Docker daemon at tcp://localhost:2375", True),
    ],
)
def test_a_deployment_that_asks_itself(line: str, is_excused: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a column of the table
    """A deployment that its own machine refuses may be what does not run: that excuses nothing."""
    report = judged(tmp_path / "deploy", deploy(line, EXIT))
    own = judged(
        tmp_path / "own",
        deploy(line, EXIT),
        config='[[categories]]\nname = "infrastructure"\nmessage = "(?i)connect|lookup"\n',
    )
    built = judged(tmp_path / "build", build(line, EXIT))
    (found,) = (finding for finding in report.findings if finding.id == "step-failed")

    assert is_excused == (report.verdict.environment == "blocked")
    assert is_excused == (report.verdict.change == "validated")
    assert is_excused or f"`{line}`" in found.reason
    assert {"blocked"} == {own.verdict.environment, built.verdict.environment}


CAUSES = (
    Scenario(
        "a cause of the infrastructure is said, with its kind, and blocks",
        build("bash: write error: No space left on device", EXIT),
        change="validated",
        environment="blocked",
        says=("`build` failed: the disk is full (infrastructure)", "free disk space"),
    ),
    Scenario(
        "a cause of another kind is said with the line that names it, and excuses nothing",
        build("collecting", "ERROR: No matching distribution found for coin==9.9", EXIT),
        change="unproven",
        environment="ready",
        says=(
            (
                "a Python package cannot be had in the version asked for: "
                "`ERROR: No matching distribution found for coin==9.9` (dependency)"
            ),
            "check the requirement that the line names",
        ),
    ),
    Scenario(
        "a missing tool is a matter of configuration and blocks nothing",
        build("./ci.sh: line 4: jq: command not found", EXIT),
        change="unproven",
        environment="ready",
        says=("a tool is missing on the runner: ", "(configuration)"),
    ),
    Scenario(
        "a missing module is no host that could not be resolved",
        build("ModuleNotFoundError: No module named 'coin'", EXIT),
        change="unproven",
        environment="ready",
        says=("a module is missing", "(dependency)"),
    ),
    Scenario(
        "a lack of memory has a cause and nobody to blame",
        build("FATAL ERROR: Reached heap limit - JavaScript heap out of memory", EXIT),
        change="unproven",
        environment="ready",
        says=("it ran out of memory: ",),
    ),
    Scenario(
        "a compile error has no cause of ours, and is shown",
        build("till.c:3:1: error: expected ';'", EXIT),
        change="unproven",
        environment="ready",
        says=("`build` failed: `till.c:3:1: error: expected ';'`",),
    ),
    Scenario(
        "what decides is not hidden by the errors that follow from it",
        build(
            "Too long with no output (exceeded 10m0s): context deadline exceeded",
            "error: the build was interrupted",
            EXIT,
        ),
        change="unproven",
        environment="ready",
        says=("it ran into its time limit",),
    ),
    Scenario(
        "infrastructure above a plain error does not decide",
        build("Cannot connect to the Docker daemon", "till.c:3:1: error: expected ';'", EXIT),
        change="unproven",
        environment="ready",
        says=("expected ';'",),
    ),
    Scenario(
        "infrastructure above a cause of another kind does not excuse it",
        build("Cannot connect to the Docker daemon", "npm ERR! ERESOLVE unable to resolve", EXIT),
        change="unproven",
        environment="ready",
        says=("(dependency)",),
    ),
    Scenario(
        "what Maven prints below its error is not the reason",
        build(
            "[ERROR] Failed to execute goal on project till: Could not resolve dependencies for "
            "project org.example:till: Could not find artifact org.example:coin:jar:9.9",
            "[ERROR] -> [Help 1]",
            "[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.",
            "[ERROR] Re-run Maven using the -X switch to enable full debug logging.",
            "[ERROR] For more information about the errors and possible solutions, please read",
            "[ERROR] [Help 1] http://cwiki.apache.org/confluence/display/MAVEN/x",
        ),
        environment="ready",
        says=("a Java dependency cannot be had",),
    ),
    Scenario(
        "what Gradle prints below its error is not the reason",
        build(
            "/srv/ci/project/Till.java:3: error: cannot find symbol",
            "1 error",
            "FAILURE: Build failed with an exception.",
            "* What went wrong:",
            "Execution failed for task ':compileJava'.",
            "> Compilation failed; see the compiler error output for details.",
            "BUILD FAILED in 3s",
        ),
        says=("`build` failed: `/srv/ci/project/Till.java:3: error: cannot find symbol`",),
    ),
    Scenario(
        "what a CI system writes before a line is no part of the reason",
        build(
            "2026-03-09T07:01:00.1234567Z --- FAIL: TestTill (0.00s)",
            "2026-03-09T07:01:00.1234567Z ##[error]Process completed with exit code 1.",
            "2026-03-09T07:01:01.1234567Z Cleaning up orphan processes",
        ),
        says=("tests failed: `--- FAIL: TestTill (0.00s)` (test)",),
    ),
    Scenario(
        "a place in a file is the reason where no line speaks of an error",
        build("till.py:1:8: F401 [*] `coin` imported but unused", "Found 1 error.", EXIT),
        says=("`build` failed: `till.py:1:8: F401",),
    ),
    Scenario(
        "of a box only the first line is the reason",
        build(
            "│ Error: Reference to undeclared input variable",
            "│",
            '│ An input variable with the name "til" cannot be found. Did you mean',
            '│ "till"?',
        ),
        says=("`build` failed: `Error: Reference to undeclared input variable`",),
    ),
    Scenario(
        "a package that nobody could be asked for is not missing",
        build(
            "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, "
            "status=None)) after connection broken by 'NewConnectionError(...)': /simple/coin/",
            "ERROR: Could not find a version that satisfies the requirement coin (from versions: )",
            "ERROR: No matching distribution found for coin",
            EXIT,
        ),
        environment="blocked",
        says=("the package index could not be reached (infrastructure)",),
    ),
    Scenario(
        "an index that did not answer excuses no error of another kind",
        build(
            "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, "
            "status=None)) after connection broken by 'NewConnectionError(...)': /simple/coin/",
            "till.c:3:1: error: expected ';'",
            EXIT,
        ),
        change="unproven",
        environment="ready",
        says=("expected ';'",),
    ),
    Scenario(
        "retries that are used up are no hiccup",
        build("HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded with url: /"),
        environment="blocked",
    ),
    Scenario(
        "what was deployed and did not get ready excuses nothing",
        build("Error: UPGRADE FAILED: timed out waiting for the condition", EXIT),
        change="unproven",
        environment="ready",
        says=("did not become ready in time",),
    ),
    Scenario(
        "a lack of memory is seen above the crash that it brought",
        build(
            "FATAL ERROR: Reached heap limit - JavaScript heap out of memory",
            "Aborted (core dumped)",
            EXIT,
        ),
        says=("it ran out of memory",),
    ),
    Scenario(
        "a runner that was lost is seen above the cancellation that it brought",
        build("##[error]The runner has received a shutdown signal.", "The operation was canceled."),
        environment="blocked",
        says=("the CI runner was lost (infrastructure)",),
    ),
    Scenario(
        "the user's own words come first",
        build("TILL-17: No space left on device"),
        config=USERS.format("configuration"),
        change="unproven",
        environment="ready",
        says=("`build` failed: `TILL-17: No space left on device` (configuration)",),
    ),
    Scenario(
        "the user's own words for infrastructure excuse",
        build("TILL-17"),
        config=USERS.format("infrastructure"),
        environment="blocked",
        says=("`TILL-17` (infrastructure)",),
    ),
    Scenario(
        "a failure that was permitted is explained and blocks nothing",
        {
            **build("No space left on device"),
            "steps.json": step("build", "failure", "success"),
        },
        change="validated",
        environment="ready",
        says=("(allowed to fail): the disk is full (infrastructure)",),
    ),
)

STATED = (
    Scenario(
        "what the CI system states is the reason where nothing says more",
        jobs({"name": "image", "status": "failed", "failure_reason": "script_failure"}),
        change="unproven",
        environment="ready",
        says=("`image` failed: `script_failure`",),
        findings=(("step-failed", "image"),),
    ),
    Scenario(
        "a failure of the CI system's own is infrastructure",
        jobs(
            {"name": "build image", "status": "failed", "failure_reason": "runner_system_failure"}
        ),
        change="validated",
        environment="blocked",
        says=("the CI system itself failed (`runner_system_failure`) (infrastructure)",),
    ),
    Scenario(
        "a time limit of the CI system excuses nothing",
        jobs({"name": "image", "status": "failed", "failure_reason": "job_execution_timeout"}),
        change="unproven",
        environment="ready",
        says=("it ran into the time limit of the CI system (`job_execution_timeout`)",),
    ),
    Scenario(
        "a log says more than that a script failed",
        {
            **jobs({"name": "image", "status": "failed", "failure_reason": "script_failure"}),
            "image.log": log("No space left on device"),
        },
        environment="blocked",
        says=("the disk is full",),
    ),
    Scenario(
        "a job that timed out is told though none of its steps failed",
        actions({"name": "pack", "conclusion": "cancelled"}, conclusion="timed_out"),
        change="unproven",
        says=("`image` failed: it ran into the time limit of the CI system (`timed_out`)",),
    ),
)

ATTEMPTS = (
    Scenario(
        "a failure that a later attempt superseded is told, and holds against nothing",
        jobs(
            {"name": "build", "status": "failed", "failure_reason": "script_failure"},
            {"name": "build", "status": "success"},
            {"name": "unit tests", "status": "failed"},
            {"name": "unit tests", "status": "success"},
            {"name": "deploy", "status": "skipped"},
        ),
        change="validated",
        environment="ready",
        evidence="complete",
        findings=(("step-failed", "build"),),
        never=("contradiction",),
        says=(
            "`build` failed: an attempt, superseded by a later one; `script_failure`",
            "2 of 2 steps that ran passed; 1 step skipped; 2 steps superseded by later attempts",
        ),
    ),
    Scenario(
        "infrastructure that broke an earlier attempt blocks nothing",
        jobs(
            {"name": "build", "status": "failed", "failure_reason": "runner_system_failure"},
            {"name": "build", "status": "success"},
        ),
        change="validated",
        environment="ready",
    ),
    Scenario(
        "the log is that of the last attempt",
        {
            **jobs({"name": "build", "status": "failed"}, {"name": "build", "status": "failed"}),
            "build.log": log("No space left on device"),
        },
        environment="blocked",
        says=(
            "`build` failed: an attempt, superseded by a later one",
            "`build` failed: the disk is full (infrastructure)",
        ),
    ),
    Scenario(
        "a later attempt that failed counts",
        jobs({"name": "build", "status": "success"}, {"name": "build", "status": "failed"}),
        change="unproven",
    ),
    Scenario(
        "what has not ended is no success and no failure",
        jobs({"name": "build", "status": "success"}, {"name": "report", "status": "running"}),
        change="validated",
        says=("1 of 1 step that ran passed; 1 step not ended",),
    ),
)

JOBS = (
    Scenario(
        "a step is told with its job",
        actions({"name": "pack"}),
        findings=(("step-failed", "pack"),),
        says=("`pack` of `image` failed",),
    ),
    Scenario(
        "a step whose name says nothing is of its job's kind",
        actions({"name": "Run ./ci.sh"}),
        change="unproven",
        says=("`Run ./ci.sh` failed and nothing shows that the change is not to blame",),
    ),
    Scenario(
        "a step that reports is no test, whatever its job",
        actions({"name": "Upload results"}, name="unit tests"),
        change="validated",
        never=("contradiction",),
    ),
    Scenario(
        "of two logs of one name the one in the job's folder explains",
        {
            **actions({"name": "pack"}),
            "image/pack.log": log("No space left on device"),
            "site/pack.log": log("till.c:3:1: error: expected ';'"),
        },
        environment="blocked",
    ),
    Scenario(
        "a known issue may name a step with its job",
        actions({"name": "pack"}),
        config='[[known-issues]]\nissue = "#7"\nstep = "image / p*"',
        findings=(("known-issue", "pack"),),
    ),
)


@pytest.mark.parametrize("scenario", [*CAUSES, *STATED, *ATTEMPTS, *JOBS], ids=str)
def test_steps(scenario: Scenario, tmp_path: Path) -> None:
    """A step is explained by what can be shown, and excused by infrastructure alone."""
    check(scenario, tmp_path)


def test_a_reason_is_cited(tmp_path: Path) -> None:
    """The line that names the cause is the first evidence of the finding."""
    report = judged(tmp_path, build("a", "b: command not found", EXIT))
    found = next(finding for finding in report.findings if finding.id == "step-failed")

    assert ("build.log", "line 2") == (found.evidence[0].artifact, found.evidence[0].place)


def test_results_explain_the_only_failed_step_of_tests(tmp_path: Path) -> None:
    """How many results failed is added to what the CI system states of the step."""
    files = jobs({"name": "unit", "status": "failed", "failure_reason": "script_failure"})
    report = judged(tmp_path, {**files, "junit.xml": suite(failed("pays"))})

    assert ["`script_failure`; 1 result failed"] == [step.reason for step in report.steps]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("docker-build", "build"),
        ("Deploy to staging", "deploy"),
        ("unitTests", "test"),
        ("Upload test report", "other"),
        ("Publish package", "deploy"),
        ("#43", "other"),
    ],
)
def test_kinds(name: str, kind: str) -> None:
    """What a step does is told by the words of its name."""
    assert kind == category_of(name)

"""Files made to have the report say something false: green, or somebody else's fault."""

import gzip
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
    readings,
    skipped,
    step,
    suite,
)

PAYS = ("new-failure", "shop.Till.pays")
DOCKER = "Cannot connect to the Docker daemon"
EXIT = "Process completed with exit code 1."
COLLECTED = "test_till.py::test_a\ntest_till.py::test_b\n\n2 tests collected in 0.0{}s\n"
HUGE = "1" + "0" * 400
REQUIRED = '[services]\nrequired = ["app"]'
STEPS_OF_TESTS = (
    "unitTests",
    "RunTests",
    "Run tests and upload report",
    "test-report",
    "unittest",
    "check",
    "verify",
    "mvn verify",
    "acceptance",
)


def app(own: str, part: str) -> Files:
    """Return two green tests beside an application of one part."""
    return {**GREEN, "app.json": {"status": own, "components": {"db": {"status": part}}}}


def says(message: str, detail: str = "", kind: str = "failure") -> Files:
    """Return a failure that says *message*, while the database is down."""
    cases = (passed("adds"), failed("pays", message, detail, kind=kind))
    return {"junit.xml": suite(*cases), **DATABASE_DOWN}


def build(*lines: str) -> Files:
    """Return two green tests beside a build that failed with a log of *lines*."""
    return {**GREEN, "steps.json": step("docker-build", "failure"), "docker-build.log": log(*lines)}


RESULTS = (
    Scenario(
        "only as many failures are old as were red before",
        {"junit.xml": suite(passed("adds"), failed("pays"), failed("pays"))},
        base={"junit.xml": suite(passed("adds"), failed("pays"), passed("pays"))},
        change="regressed",
        findings=(PAYS, ("still-failing", "shop.Till.pays")),
    ),
    Scenario(
        "a report that is JSON is a lost report",
        {**GREEN, "e2e.xml": {"error": "not found"}},
        change="unproven",
        evidence="partial",
    ),
    Scenario(
        "an error document of a storage service saved as a report is a lost report",
        {**GREEN, "e2e.xml": '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'},
        change="unproven",
        evidence="partial",
    ),
    Scenario(
        "an XHTML error page saved as a report is a lost report",
        {**GREEN, "e2e.xml": '<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"><body/></html>'},
        change="unproven",
        evidence="partial",
    ),
    Scenario(
        "a broken gzip of results is a lost report",
        {**GREEN, "e2e.xml.gz": gzip.compress(bytes(range(256)) * 9, mtime=0)[:40]},
        change="unproven",
        evidence="partial",
    ),
    *(
        Scenario(
            f"the step {name} is a step of tests",
            {**GREEN, "steps.json": step(name, "failure")},
            change="unproven",
            evidence="partial",
        )
        for name in STEPS_OF_TESTS
    ),
    Scenario(
        "collected tests that were skipped did not run",
        {
            "junit.xml": suite(
                passed("test_a", "test_till"),
                skipped("test_b").replace("shop.Till", "test_till"),
                name="pytest",
            ),
            "collected.txt": COLLECTED.format(1),
        },
        says=("1 of 2 collected tests ran",),
    ),
    Scenario(
        "two lists of the same tests are one",
        {
            "junit.xml": suite(
                passed("test_a", "test_till"), passed("test_b", "test_till"), name="pytest"
            ),
            "a.txt": COLLECTED.format(1),
            "b.txt": COLLECTED.format(2),
        },
        evidence="complete",
        says=("2 of 2 collected tests ran",),
    ),
)

HEALTH = (
    Scenario(
        "a required application that says DOWN blocks",
        app("DOWN", "DOWN"),
        config=REQUIRED,
        environment="blocked",
        never=("service-missing",),
    ),
    Scenario(
        "a required application that says UP is ready",
        app("UP", "UP"),
        config=REQUIRED,
        environment="ready",
        never=("service-missing",),
    ),
    Scenario(
        "an application that says DOWN blocks beside a part that is unknown",
        app("DOWN", "UNKNOWN"),
        environment="blocked",
    ),
    Scenario(
        "a document that says down blocks beside a part that is degraded",
        {**GREEN, "health.json": {"status": "down", "services": {"db": "degraded"}}},
        environment="blocked",
    ),
    Scenario(
        "an entry that is no state does not hide one that is down",
        {
            **GREEN,
            "a.json": {"api": "up"},
            "b.json": {"services": {"db": {"status": "down"}, "note": "see wiki"}},
        },
        environment="blocked",
    ),
    Scenario(
        "a file whose only word is not listed is not passed over",
        {
            **GREEN,
            "a.json": {"services": {"api": "up"}},
            "b.json": {"services": {"db": "kaputt"}},
        },
        environment="unknown",
    ),
    Scenario(
        "two services with the same answer are both seen",
        {**GREEN, "api.json": {"status": "UP"}, "db.json": {"status": "UP"}},
        config='[services]\nrequired = ["api", "db"]',
        environment="ready",
    ),
    Scenario(
        "numbers of another matter are no services",
        {**GREEN, "coverage.json": {"lines": 250, "covered": 230}},
        environment="unknown",
    ),
    Scenario(
        "results of tests are no services",
        {**GREEN, "r.json": {"results": [{"name": "adds", "status": "passed", "duration": 3}]}},
        environment="unknown",
    ),
    Scenario(
        "settings of a tool are no services",
        {**GREEN, "tool.json": {"strict": True}},
        environment="unknown",
    ),
    Scenario(
        "a number too large for a moment costs one file at most",
        {**GREEN, "health.json": f'{{"services": {{"api": "up"}}, "timestamp": {HUGE}}}'},
        change="validated",
    ),
    Scenario(
        "a number too large for a latency costs one file at most",
        {**GREEN, "health.json": f'{{"api": {{"status": "up", "latency_ms": {HUGE}}}}}'},
        change="validated",
    ),
)

EXCUSES = (
    Scenario(
        "an assertion about the words of an outage is not excused by one",
        says("AssertionError: assert &apos;Connection refused&apos; in &apos;bad&apos;"),
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "words in the source that a trace shows excuse nothing",
        says(
            "assert 2 == 3",
            "def test_pays():\n    # raises Connection refused when down\n"
            "&gt;   assert n == 3\nE   assert 2 == 3",
        ),
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "a syntax error is no broken connection",
        says("SyntaxError: unexpected EOF while parsing", kind="error"),
        change="regressed",
        findings=(PAYS,),
    ),
    Scenario(
        "a syntax error of a script is no broken connection",
        build("./b.sh: line 3: unexpected EOF while looking for matching `\"'", EXIT),
        change="unproven",
        environment="unknown",
    ),
    Scenario(
        "a retried hiccup is not the reason, though the reason has no word of error",
        build(
            "connection reset by peer, retrying (1/3)",
            "fetched",
            "Coverage 71% is below the threshold of 80%",
            EXIT,
        ),
        change="unproven",
        environment="unknown",
    ),
    Scenario(
        "an error whose name is one word is an error",
        build(
            "ECONNREFUSED", "fetched", "src/a.ts: SyntaxError: Unexpected token", "npm ERR! code 1"
        ),
        change="unproven",
        environment="unknown",
    ),
    Scenario(
        "an image of a wrong name is not the infrastructure's fault",
        build(
            "ERROR: pull access denied for pythn, repository does not exist "
            "or may require 'docker login'"
        ),
        change="unproven",
        environment="unknown",
    ),
    Scenario(
        "ordinary words do not hide the reason above them",
        build(DOCKER, "Executing cleanup", EXIT),
        change="validated",
        environment="blocked",
    ),
    Scenario(
        "two steps with the same log are both explained",
        {
            **GREEN,
            "steps.json": {**step("docker-build", "failure"), **step("cloud-build", "failure")},
            "docker-build.log": log(DOCKER),
            "cloud-build.log": log(DOCKER),
        },
        change="validated",
        environment="blocked",
    ),
    Scenario(
        "of two logs for one name the one of the own job explains",
        {
            **GREEN,
            "a/steps.json": step("build", "failure"),
            "a/build.log": log("a.c:1: error: expected ';'"),
            "b/steps.json": {**step("build", "failure"), **step("other")},
            "b/build.log": log(DOCKER),
        },
        change="unproven",
        says=("expected ';'",),
    ),
    Scenario(
        "the log of another step explains nothing, in whatever script",
        {
            **GREEN,
            "steps.json": {**step("сборка", "failure"), **step("проба")},
            "проба.log": log(DOCKER),
        },
        says=("no log beside it says why",),
    ),
    Scenario(
        "an expired rule for a step says so",
        {**GREEN, "steps.json": step("build", "failure")},
        config='[[known-issues]]\nissue = "#7"\nstep = "build"\nexpires = 2025-09-14',
        says=("expired on 2025-09-14",),
        never=("known-issue",),
    ),
    Scenario(
        "a sawtooth whose floor rises is a leak",
        {
            **GREEN,
            "memory.log": readings(*(v + 60 * (n // 3) for n, v in enumerate((200, 350, 500) * 6))),
        },
        findings=(("memory-growth", "memory usage"),),
    ),
)


@pytest.mark.parametrize("scenario", [*RESULTS, *HEALTH, *EXCUSES], ids=str)
def test_adversary(scenario: Scenario, tmp_path: Path) -> None:
    """The report does not say what the files were made to have it say."""
    check(scenario, tmp_path)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"status": "up", "http_status": 503}, id="code"),
        pytest.param({"status": "up", "healthy": False}, id="flag"),
    ],
)
def test_an_entry_that_contradicts_itself(entry: dict[str, object], tmp_path: Path) -> None:
    """A service that is up by one word and down by another is not ready."""
    files: Files = {**GREEN, "health.json": {"services": {"api": entry}}}

    assert "ready" != judged(tmp_path, files).verdict.environment


def test_documents_of_one_name_are_counted_apart(tmp_path: Path) -> None:
    """Two health documents of the same name in two folders have their own parts."""
    files: Files = {
        **GREEN,
        "a/health.json": {"status": "up", "services": {"x": "up"}},
        "b/health.json": {"status": "up", "services": {"y": "up", "z": "up"}},
    }
    claims = judged(tmp_path, files).verdict.claims
    texts = [claim.text for claim in claims if claim.id.startswith("components-up")]

    assert ["1", "2"] == [text.split()[2] for text in texts]


def test_ids_of_claims_are_unique(tmp_path: Path) -> None:
    """A script finds each claim by its id, also where there are several of a kind."""
    lines = [line for n in range(12) for line in (f"RSS: {300 + n % 2} MiB", "Heap used: 200 MiB")]
    files: Files = {
        **GREEN,
        **UP,
        "memory.log": log(*lines),
        "a/steps.json": step("build", "failure"),
        "b/steps.json": {**step("build", "failure"), **step("test")},
    }
    ids = [claim.id for claim in judged(tmp_path, files).verdict.claims]

    assert len(set(ids)) == len(ids)

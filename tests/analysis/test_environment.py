"""The axis *environment*: ready only where something fresh says so of all that is required."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.analysis.jobs import AT, DATABASE_DOWN, GREEN, UP, Scenario, check, log, step

OLD = f"{AT - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
FRESH = f"{AT - timedelta(hours=23):%Y-%m-%dT%H:%M:%SZ}"


def health(document: dict[str, object]) -> dict[str, dict[str, object] | str]:
    """Return a health file beside two green tests."""
    return {"junit.xml": str(GREEN["junit.xml"]), "health.json": document}


SCENARIOS = (
    Scenario(
        "no health file means unknown, not ready",
        GREEN,
        change="validated",
        environment="unknown",
        decision="approve",
        says=("no health artifact was read", "services (no health artifact)"),
    ),
    Scenario(
        "an unreadable health file means unknown, and partial evidence",
        {**GREEN, "health.json": '{"services": {"api": {"status": "up"'},
        environment="unknown",
        evidence="partial",
        findings=(("unreadable-artifact", "health.json"),),
    ),
    Scenario(
        "an error page saved as health means unknown, and partial evidence",
        {**GREEN, "health.json": "<html><body>503</body></html>"},
        environment="unknown",
        evidence="partial",
        says=("an HTML page, not JSON",),
    ),
    Scenario(
        "a health file that repeats a key is not believed",
        {**GREEN, "health.json": '{"services": {"api": "down", "api": "up"}}'},
        environment="unknown",
        evidence="partial",
    ),
    Scenario(
        "a stale health file shows nothing of now",
        health({"timestamp": OLD, "services": {"api": {"status": "up"}}}),
        environment="unknown",
        findings=(("service-stale", "api"),),
        says=("was last checked at 2025-09-13 13:35 UTC",),
    ),
    Scenario(
        "a stale file does not block either",
        health({"timestamp": OLD, "services": {"api": {"status": "down"}}}),
        environment="unknown",
        findings=(("service-stale", "api"),),
        never=("service-down",),
    ),
    Scenario(
        "a check of less than the configured age is fresh",
        health({"timestamp": FRESH, "services": {"api": {"status": "up"}}}),
        environment="ready",
        never=("service-stale",),
    ),
    Scenario(
        "how old a check may be is the user's to say",
        health({"timestamp": FRESH, "services": {"api": {"status": "up"}}}),
        config='[services]\nstale-after = "1h"',
        environment="unknown",
        findings=(("service-stale", "api"),),
    ),
    Scenario(
        "a check from the future is as little evidence as one from the past",
        health(
            {
                "timestamp": f"{AT + timedelta(days=9):%Y-%m-%dT%H:%M:%SZ}",
                "services": {"api": {"status": "up"}},
            }
        ),
        environment="unknown",
        findings=(("service-stale", "api"),),
    ),
    Scenario(
        "a service checked of its own long ago is stale in a fresh file",
        health(
            {
                "timestamp": FRESH,
                "services": {"api": {"status": "up"}, "db": {"status": "up", "checked_at": OLD}},
            }
        ),
        environment="unknown",
        findings=(("service-stale", "db"),),
        says=("nothing fresh shows the state of `db`",),
    ),
    Scenario(
        "a required service that no artifact names is missing, and the rest is not enough",
        {**GREEN, **UP},
        config='[services]\nrequired = ["api", "database"]',
        environment="unknown",
        findings=(("service-missing", "database"),),
    ),
    Scenario(
        "without any health file a required service is missing as well",
        GREEN,
        config='[services]\nrequired = ["api"]',
        environment="unknown",
        findings=(("service-missing", "api"),),
        says=("no health artifact speaks of a required service",),
    ),
    Scenario(
        "by default every service seen is required, and one that is down blocks",
        {**GREEN, **DATABASE_DOWN},
        change="validated",
        environment="blocked",
        decision="approve-hold-deployment",
        gate="failed",
        findings=(("service-down", "database"),),
        says=("1 of 2 required services down: `database`",),
    ),
    Scenario(
        "an optional service that is down degrades",
        {**GREEN, **DATABASE_DOWN},
        config='[services]\noptional = ["database"]',
        environment="degraded",
        decision="approve",
        gate="passed",
        findings=(("service-down", "database"),),
        says=("· optional",),
    ),
    Scenario(
        "what is not on the list of the required is optional",
        {**GREEN, **DATABASE_DOWN},
        config='[services]\nrequired = ["api"]',
        environment="degraded",
    ),
    Scenario(
        "a slow service degrades",
        health({"services": {"api": {"status": "up", "latency_ms": 2001}}}),
        environment="degraded",
        findings=(("service-degraded", "api"),),
        says=("up but slow: 2.0 s, more than 2.0 s",),
    ),
    Scenario(
        "how slow is slow is the user's to say",
        health({"services": {"api": {"status": "up", "latency_ms": 2001}}}),
        config='[services]\nslow-after = "3s"',
        environment="ready",
        never=("service-degraded",),
    ),
    Scenario(
        "a warning of a service degrades",
        health({"services": {"api": {"status": "warning"}}}),
        environment="degraded",
        findings=(("service-degraded", "api"),),
    ),
    Scenario(
        "a part that is down shows through a document that says up",
        health({"status": "up", "services": {"api": "up", "database": "down"}}),
        environment="blocked",
        findings=(("service-down", "database"),),
    ),
    Scenario(
        "a part that is down shows through a Spring application that says UP",
        health({"status": "UP", "components": {"db": {"status": "DOWN"}}}),
        environment="blocked",
        findings=(("service-down", "db"),),
    ),
    Scenario(
        "a part that is down degrades the service that says it is up",
        health(
            {"services": {"api": {"status": "up", "dependencies": {"cache": {"status": "down"}}}}}
        ),
        environment="degraded",
        findings=(("service-degraded", "api"),),
        says=("(`cache` down)",),
    ),
    Scenario(
        "a document that says down is not talked round by parts that are up",
        health({"status": "down", "services": {"api": "up"}}),
        environment="blocked",
    ),
    Scenario(
        "an unlisted word is unknown, never up",
        health({"services": {"api": {"status": "splendid"}}}),
        environment="unknown",
    ),
    Scenario(
        "an unlisted word beside one that is up leaves the whole unknown",
        health({"services": {"api": {"status": "up"}, "db": {"status": "upish"}}}),
        environment="unknown",
        says=("nothing fresh shows the state of `db`",),
    ),
    Scenario(
        "a service that is down beside one that is unknown blocks",
        health({"services": {"api": {"status": "down"}, "db": {"status": "hm"}}}),
        environment="blocked",
    ),
    Scenario(
        "two files that disagree about a service: the worse counts",
        {
            **GREEN,
            "a.json": {"services": {"api": {"status": "up"}}},
            "b.json": {"services": {"api": {"status": "down"}}},
        },
        environment="blocked",
    ),
    Scenario(
        "a known issue names the outage and does not lift it",
        {**GREEN, **DATABASE_DOWN},
        config='[[known-issues]]\nissue = "#1264"\nservice = "database"\nowner = "@infra"',
        environment="blocked",
        findings=(("service-down", "database"), ("known-issue", "database")),
        says=("known issue `#1264` (`@infra`)",),
    ),
    Scenario(
        "a known issue of a service that has expired says so",
        {**GREEN, **DATABASE_DOWN},
        config='[[known-issues]]\nissue = "#1264"\nservice = "data*"\nexpires = 2025-09-14',
        environment="blocked",
        findings=(("service-down", "database"),),
        never=("known-issue",),
        says=("the rule for `#1264` expired on 2025-09-14",),
    ),
    Scenario(
        "a build that infrastructure stopped blocks where every service is up",
        {
            **GREEN,
            **UP,
            "steps.json": step("docker-build", "failure"),
            "docker-build.log": log("building", "ERROR: Cannot connect to the Docker daemon"),
        },
        change="validated",
        environment="blocked",
        decision="approve-hold-deployment",
        says=("`docker-build` failed for an infrastructure reason",),
    ),
    Scenario(
        "a step of tests that infrastructure stopped does not block the deployment",
        {
            **GREEN,
            **UP,
            "steps.json": step("unit tests", "failure"),
            "unit-tests.log": log("Cannot connect to the Docker daemon"),
        },
        environment="ready",
        change="unproven",
    ),
)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_environment(scenario: Scenario, tmp_path: Path) -> None:
    """The environment has the value that the rule demands, for the reason it names."""
    check(scenario, tmp_path)

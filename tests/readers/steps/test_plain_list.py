"""Lists of steps made by hand: read where something says so, never where it may be health."""

import json
from typing import Any

import pytest

from tests.readers.files import read_json, read_text


def listed(**fields: object) -> list[dict[str, object]]:
    """Return a list of one step that failed."""
    return [{"name": "till", "status": "failed", **fields}]


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("x.json", listed(duration_s=3)),
        ("x.json", listed(exit_code=1)),
        ("x.json", [{"step": "till", "outcome": "failure"}]),
        ("x.json", [{"name": "lint", "status": "failed"}]),
        ("steps.json", listed()),
        ("ci-jobs.json", {"till": "failure"}),
        ("x.json", {"build": "failure", "api": "success"}),
        ("x.json", {"build": {"result": "failure"}}),
        ("x.json", {"steps": listed(url="https://example.org")}),
        ("x.json", {"jobs": [{"name": "a", "status": "completed", "conclusion": "failure"}]}),
        ("x.json", {"stages": {"till": "failure"}, "status": "failed"}),
        ("x.json", {"build": "failed", "test": "passed"}),
        ("ci_steps.json", {"till": "failed", "lint": "skipped"}),
        ("x.json", [{"name": "build", "status": "error"}, {"name": "test", "status": "ok"}]),
        ("x.json", {"steps": [{"name": "till", "status": "fail"}]}),
        ("x.json", [{"name": "till", "exit_code": 2}, {"name": "coin", "exit_code": 0}]),
    ],
)
def test_steps(name: str, document: object) -> None:
    """The key around the list, a field of what was run, or a name for a step says that it is."""
    run = read_json(name, document)

    assert ["steps-json"] == [artifact.format for artifact in run.artifacts]
    assert "failed" == run.steps[0].status


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("health.json", listed()),
        ("health-steps.json", listed()),
        ("steps.json", listed(latency_ms=12)),
        ("steps.json", listed(endpoint="/ready", duration_s=1)),
        ("steps.json", listed(response_time_ms=3)),
        ("steps.json", [{"service": "api", "status": "failed"}]),
        ("health.json", {"api": "success", "database": "failure"}),
        ("steps.json", {"build": "success", "api": "up"}),
        ("x.json", {"status": "failed", "build": "12"}),
        ("x.json", {"services": {"build": "success"}}),
        ("x.json", [*listed(duration_s=1), {"name": "api", "status": "up"}]),
        ("x.json", [*listed(duration_s=1), "till"]),
        ("x.json", listed(duration_s=1, result="success")),
        ("x.json", {"build": "failed", "api": "passed"}),
        ("x.json", {"jobs": [{"name": "mailer", "status": "ok"}]}),
        ("x.json", [{"name": "build", "status": "error"}, {"name": "api", "status": "ok"}]),
        ("x.json", [{"databaseId": 1, "name": "build", "conclusion": "success"}]),
        ("x.json", [{"name": "till", "exit_code": None, "duration_s": 1}]),
    ],
)
def test_what_may_be_health(name: str, document: object) -> None:
    """One entry that may be a service's, or a word that health uses, and it is not ours."""
    run = read_json(name, document)

    assert () == run.steps
    assert "steps-json" not in {artifact.format for artifact in run.artifacts}


@pytest.mark.parametrize(
    "document",
    [
        [{"name": "adds", "status": "passed", "duration": 3}],
        [{"name": "adds", "status": "passed", "duration_s": 3, "classname": "Till"}],
        {"steps": [{"name": "adds", "status": "passed", "suite": "Till"}]},
        {"jobs": []},
        {"steps": "${{ toJSON(steps) }}"},
        {"steps": [{"name": "adds", "status": "splendid"}]},
        [],
        {},
        "build",
    ],
)
def test_what_is_something_else(document: object) -> None:
    """Results of tests and what states no end are no steps."""
    assert () == read_json("x.json", document).steps


def test_an_expression_that_was_not_expanded_is_an_error() -> None:
    """The expression itself, saved as a file of steps, is no empty list of them."""
    (artifact,) = read_text("steps.json", "${{ toJSON(steps) }}").artifacts

    assert "rejected" == artifact.status


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"duration_s": 1.5}, 1.5),
        ({"duration_s": -1}, None),
        ({"duration_s": "3"}, None),
        ({"exit_code": 0, "duration_ms": 250}, 0.25),
        ({"exit_code": 0, "duration": "2m"}, 120.0),
        ({"exit_code": 0, "duration": 5}, None),
        (
            {
                "exit_code": 0,
                "started_at": "2026-03-09T07:00:00Z",
                "finished_at": "2026-03-09T07:00:02Z",
            },
            2.0,
        ),
    ],
)
def test_durations(fields: dict[str, Any], expected: float | None) -> None:
    """A time has a unit or two moments; a bare number is none."""
    (step,) = read_json("x.json", listed(**fields)).steps

    assert expected == step.duration_s


def test_lines() -> None:
    """Steps written one after the other are a list."""
    lines = "".join(json.dumps(*listed(duration_s=n)) + "\n" for n in range(3))

    assert [0.0, 1.0, 2.0] == [step.duration_s for step in read_text("x.jsonl", lines).steps]

"""The workflows that docs/forks.md shows: what is copied from there is safe as it stands."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types of its own

from tests.conftest import ROOT, RunCli

PAGE: Final = ROOT / "docs" / "forks.md"
PINNED: Final = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
READ: Final = {"read", "none"}


def workflows() -> dict[str, Any]:
    """Return the workflows of the page by the name of their file."""
    blocks = re.findall(r"```yaml\n# \S+/(\w+)\.yml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return {name: yaml.safe_load(text) for name, text in blocks}


def steps(workflow: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - YAML is anything
    """Yield the steps of all jobs of *workflow*."""
    for job in workflow["jobs"].values():
        yield from job["steps"]


NAMES: Final = ("tests", "report")


def test_there_are_two() -> None:
    """One runs what the pull request brings, the other reads what came of it."""
    found = workflows()

    assert set(NAMES) == set(found)
    # YAML 1.1 reads `on` as true.
    assert {"pull_request"} == set(found["tests"][True])
    assert {"workflow_run"} == set(found["report"][True])


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_allowed_but_what_is_named(name: str) -> None:
    """Permissions begin with none, every action is a commit, and no expression is in a script."""
    workflow = workflows()[name]

    assert {} == workflow["permissions"]
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert "timeout-minutes" in job
    for step in steps(workflow):
        assert ("uses" in step) != ("run" in step)
        assert "${{" not in step.get("run", "")
        assert "uses" not in step or PINNED.fullmatch(step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_what_runs_the_pull_request_may_nothing() -> None:
    """Its token reads, and no secret is given to it."""
    workflow = workflows()["tests"]
    (job,) = workflow["jobs"].values()

    assert set(job["permissions"].values()) <= READ
    assert "secrets." not in str(workflow)
    assert "github.token" not in str(workflow)


def test_what_may_write_runs_nothing_of_the_pull_request() -> None:
    """It checks out no commit of theirs, and one right to write is all that it has."""
    workflow = workflows()["report"]
    (job,) = workflow["jobs"].values()
    writes = {name for name, right in job["permissions"].items() if right not in READ}

    assert {"pull-requests"} == writes
    for step in steps(workflow):
        assert not {"ref", "repository"} & set(step.get("with", {}))
        assert "unzip" not in step.get("run", "")
        assert "artifacts/" not in step.get("run", "")
        assert "cache" not in step.get("uses", "")


def test_the_command_is_one(run_cli: RunCli) -> None:
    """The options that the page uses exist."""
    (line,) = [
        step["run"]
        for step in steps(workflows()["report"])
        if step.get("run", "").startswith("reportgen ")
    ]
    values = {"$SHA": "a" * 40, "$BRANCH": "feature/@all", "$RUN": "https://example.org/1"}
    arguments = [values.get(word.strip('"'), word) for word in line.split()[1:]]
    arguments[1] = str(ROOT / "fixtures" / "runs" / "green")
    result = run_cli(*arguments)

    assert 0 == result.exit_code, result.stderr

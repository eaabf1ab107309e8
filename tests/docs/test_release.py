"""How the project is carried on: what releases it is safe, and its forms for people are whole."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
import release
import yaml  # type: ignore[import-untyped]  # it has no types of its own

import dev
from tests.conftest import ROOT
from tests.docs.test_pages import PINNED

GITHUB: Final = ROOT / ".github"
WORKFLOWS: Final = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS: Final = [p for p in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) if p.stem != "config"]
CHANGELOG: Final = "# Changelog\n\n## Unreleased\n\n- next\n\n## 1.2.3 – 2026-01-02\n\n- this\n"


def read(path: Path) -> Any:  # noqa: ANN401 - YAML is anything
    """Return what stands in the YAML file *path*."""
    return yaml.safe_load(path.read_text("utf-8"))


def test_notes_are_those_of_the_version() -> None:
    """What changed in a version is what stands below its dated heading, and nothing else."""
    assert "- this" == release.notes(CHANGELOG, "1.2.3")
    assert "" == release.notes(CHANGELOG, "Unreleased")
    assert "" == release.notes(CHANGELOG, "1.2")


def test_a_tag_has_to_agree() -> None:
    """Tag, version and changelog are held against each other, and each that differs is named."""
    assert [] == release.mistakes("v1.2.3", "1.2.3", CHANGELOG)
    assert 1 == len(release.mistakes("1.2.3", "1.2.3", CHANGELOG))
    assert 2 == len(release.mistakes("v1.2.3", "1.2.4", CHANGELOG))
    assert 3 == len(release.mistakes("v1.2.3", "1.2", CHANGELOG))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_what_it_names(path: Path) -> None:
    """Permissions begin with none, actions are commits, jobs end, no expression is in a script."""
    workflow = read(path)

    assert {} == workflow["permissions"]
    for job in workflow["jobs"].values():
        assert job["permissions"]
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert "uses" not in step or PINNED.fullmatch(step["uses"])
            assert "${{" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_what_publishes_builds_nothing() -> None:
    """The job that PyPI trusts runs no code of ours, and waits for a person; no secret exists."""
    workflow = read(GITHUB / "workflows" / "release.yml")
    publish = workflow["jobs"]["publish"]

    assert {"id-token": "write"} == publish["permissions"]
    assert "pypi" == publish["environment"]
    assert [] == [step for step in publish["steps"] if "run" in step]
    assert "secrets." not in str(workflow)


def test_what_is_released_is_attested_before_it_leaves() -> None:
    """Each file of a release is signed for by a job that runs no code of ours and may no more."""
    jobs = read(GITHUB / "workflows" / "release.yml")["jobs"]
    attest = jobs["attest"]
    (signed,) = [
        s["with"]["subject-path"].split() for s in attest["steps"] if "attest-" in s["uses"]
    ]
    (draft,) = [step["run"] for step in jobs["draft"]["steps"] if "run" in step]

    assert {"id-token": "write", "attestations": "write"} == attest["permissions"]
    assert [] == [step for step in attest["steps"] if "run" in step]
    assert draft.split()[-len(signed) :] == signed
    assert "attest" in jobs["publish"]["needs"]
    assert "publish" == jobs["draft"]["needs"]


def test_the_commands_of_the_release_exist() -> None:
    """What the workflow runs with dev.py is one of its commands."""
    steps = read(GITHUB / "workflows" / "release.yml")["jobs"]["build"]["steps"]
    named = [step["run"].split()[2] for step in steps if "dev.py" in step.get("run", "")]

    assert ["release", "check", "build", "sbom"] == named
    assert set(named) <= set(dev.COMMANDS)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_every_form_can_be_filled_in(path: Path) -> None:
    """A form has a name, says when it is meant, and each of its fields an id of its own."""
    form = read(path)
    fields = [field for field in form["body"] if field["type"] != "markdown"]

    assert {"name", "description", "labels", "body"} == set(form)
    assert len(fields) == len({field["id"] for field in fields})
    assert all(field["attributes"]["label"] for field in fields)


def test_hooks_call_what_exists() -> None:
    """Hooks before a commit run commands of dev.py, so that no version stands in two places."""
    (repository,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    words = [hook["entry"].split() for hook in repository["hooks"]]

    assert "local" == repository["repo"]
    assert all(["python3", "dev.py"] == each[:2] for each in words)
    assert {each[2] for each in words} <= set(dev.COMMANDS)


def test_updates_are_configured() -> None:
    """The configuration of updates is JSON, with the rules that its words promise."""
    rules = json.loads((ROOT / "renovate.json").read_text("utf-8"))

    assert "7 days" == rules["minimumReleaseAge"]
    assert {"pep621", "github-actions"} == {
        manager for rule in rules["packageRules"] for manager in rule["matchManagers"]
    }


def test_nobody_is_told_to_install_another_project() -> None:
    """On the index `reportgen` is not ours: whatever installs us says the name of the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = re.compile(
        r"(?:pip install +(?:-\S+ +)*['\"]?|['\"])(reportgen[\w-]*)(?:==|\[|['\"\s]|$)"
    )
    files = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    files += [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    lines = [line for path in files for line in path.read_text("utf-8").splitlines()]
    names = [name for line in lines if "pip install" in line for name in told.findall(line)]

    assert len(names) > 10
    assert {project["name"]} == set(names)

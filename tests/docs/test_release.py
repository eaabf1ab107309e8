"""How the project is carried on: what releases it is safe, and its forms for people are whole."""

import json
import re
import shutil
import subprocess
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
BASH: Final = shutil.which("bash") or "bash"
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
    """
    Permissions begin with none, actions are commits, jobs end, no expression is in a script.

    The one action that is none is our own, as the checkout has it.
    """
    workflow = read(path)

    assert {} == workflow["permissions"]
    for job in workflow["jobs"].values():
        assert job["permissions"]
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert step.get("uses", "./") == "./" or PINNED.fullmatch(step["uses"])
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


def test_a_pull_request_is_tried_with_every_promised_python() -> None:
    """All is asked for on the oldest, the tests on each newer one; nothing may be written."""
    jobs = read(GITHUB / "workflows" / "tests.yml")["jobs"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest, *newer = [line.rpartition(" ")[2] for line in project["classifiers"] if ":: 3." in line]
    setups = [step for step in jobs["everything"]["steps"] if "with" in step]
    asked = next(
        each["with"]["python-version"] for each in setups if "python-version" in each["with"]
    )

    assert [newer[-1], oldest] == asked.split()
    assert newer == jobs["newer"]["strategy"]["matrix"]["python"]
    assert [{"contents": "read"}] * 2 == [job["permissions"] for job in jobs.values()]


@pytest.mark.parametrize("job", ["everything", "newer"])
def test_a_pull_request_is_reported_on_by_its_own_reportgen(job: str) -> None:
    """Whatever came of the tests, what they wrote is what our action reads by default."""
    *_, tests, report = read(GITHUB / "workflows" / "tests.yml")["jobs"][job]["steps"]
    action = read(ROOT / "action.yml")["inputs"]
    *command, option = tests["run"].split()

    assert command in (["bash", ".ci/run"], ["python3", "dev.py", "test"])
    assert action["paths"]["default"] == option.removeprefix("--junitxml=").partition("/")[0]
    assert ("always()", "./") == (report["if"], report["uses"])
    assert set(report["with"]) <= set(action)


def test_the_script_of_a_merge_hands_its_options_to_the_tests(tmp_path: Path) -> None:
    """What follows `.ci/run` goes to pytest, and what a machine has already is not installed."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    functions = re.findall(r"^\w+\(\) \{$.*?^\}$", script, re.DOTALL | re.MULTILINE)
    (install,) = [each for each in functions if each.startswith("install_programs")]
    for name in ("chromium", "zsh", "fish", "dpkg"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    for name in ("apt-get", "sudo"):
        (tmp_path / name).write_text("#!/bin/sh\necho installs\n")
        (tmp_path / name).chmod(0o755)
    ran = []
    for _ in range(2):
        done = subprocess.run(
            [BASH, "-euo", "pipefail", "-c", f"{install}\ninstall_programs"],
            env={"PATH": str(tmp_path)}, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        ran.append(done.stdout.count("installs"))
        (tmp_path / "fish").unlink(missing_ok=True)

    assert 'step python3 dev.py test "$@"\n' in script
    assert [0, 1] == ran


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

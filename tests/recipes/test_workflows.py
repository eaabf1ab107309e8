"""The workflows that `init` writes: each is valid, bounded and runs what it should."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types of its own

from reportgen.config import Settings, load
from reportgen.recipes import SYSTEMS, workflow
from reportgen.recipes.planning import plan
from reportgen.recipes.workflows import configuration
from tests.conftest import ROOT
from tests.recipes.test_tools import REPOSITORIES, put

SCHEMAS: Final = {
    "github": "vendor.github-workflows",
    "gitlab": "vendor.gitlab-ci",
    "azure": "vendor.azure-pipelines",
    "circleci": "vendor.circle-ci",
    "buildkite": "vendor.buildkite",
}
PINNED: Final = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}")


def written(system: str, folder: Path, *names: str) -> str:
    """Return the workflow for *system* of a repository that uses the tools *names*."""
    for name in names:
        put(folder, REPOSITORIES[name])
    return workflow(SYSTEMS[system], plan(folder).tools)


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run *name*, which is installed beside the tests."""
    program = Path(sys.executable).with_name(name)
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False, env={"HOME": "/"}
    )


@pytest.mark.parametrize("system", SCHEMAS)
def test_the_schema_of_the_system_takes_it(system: str, tmp_path: Path) -> None:
    """One tool, many, or none: what is written is what the vendor's schema asks for."""
    paths = []
    for number, names in enumerate([("pytest",), ("pytest", "maven", "go", "ctest"), ()]):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = tmp_path / f"{number}.yml"
        path.write_text(written(system, folder, *names), encoding="utf-8")
        paths.append(path)
    # Some schemas hold patterns of Python, which ECMAScript refuses.
    regex = "python" if system == "azure" else "default"
    result = tool(
        "check-jsonschema", "--builtin-schema", SCHEMAS[system], "--regex-variant", regex, *paths
    )

    assert 0 == result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("names", [("pytest",), ("gradle", "jest"), ()], ids=str)
def test_nothing_is_left_open(system: str, names: tuple[str, ...], tmp_path: Path) -> None:
    """Every place of a recipe is filled, and the version that runs is pinned."""
    text = written(system, tmp_path, *names)

    assert "@@" not in text
    assert re.search(r'"reportgen-ci==\d+\.\d+\.\d+\S*"', text)
    assert "\t" not in text


def test_github_grants_least(tmp_path: Path) -> None:
    """No permission but to read the code, every action a commit, no expression in a script."""
    found: Any = yaml.safe_load(written("github", tmp_path, "pytest"))

    assert {} == found["permissions"]
    for job in found["jobs"].values():
        assert {"contents": "read"} == job["permissions"]
        for step in job["steps"]:
            assert "uses" not in step or PINNED.fullmatch(step["uses"])
            assert "${{" not in step.get("run", "")
    assert "persist-credentials: false" in written("github", tmp_path, "pytest")


def test_actions_are_those_of_the_pages(tmp_path: Path) -> None:
    """The commits that are named are the ones that docs/forks.md names, none is invented."""
    known = set(re.findall(r"uses: (.+)", (ROOT / "docs" / "forks.md").read_text("utf-8")))
    used = set(re.findall(r"uses: (.+)", written("github", tmp_path, "pytest")))

    assert used
    assert used <= known


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    """What looks for unsafe workflows has nothing to say, without a network."""
    path = tmp_path / ".github" / "workflows" / "reportgen.yml"
    path.parent.mkdir(parents=True)
    path.write_text(written("github", tmp_path, "pytest", "jest"), encoding="utf-8")
    result = tool("zizmor", "--offline", "--no-config", "--format", "json", path)

    assert 0 == result.returncode, result.stdout + result.stderr
    assert [] == json.loads(result.stdout)


def shells_of(system: str, text: str) -> list[str]:
    """Return the scripts in *text*, each as the shell of *system* gets it, in order."""
    if system == "jenkins":
        return [*text.split("'''")[1::2], *re.findall(r"sh '([^'\n]+)'", text)]
    found: Any = yaml.safe_load(text)
    match system:
        case "github":
            scripts = [each.get("run") for each in found["jobs"]["tests"]["steps"]]
        case "gitlab":
            scripts = ["\n".join(job["script"]) for job in found.values()]
        case "azure":
            scripts = [each.get("bash") for each in found["jobs"][0]["steps"]]
        case "circleci":
            steps = found["jobs"]["tests"]["steps"]
            scripts = [each["run"]["command"] for each in steps if "run" in each]
        case _:
            scripts = [each["command"].replace("$$", "$") for each in found["steps"]]
    return [str(script) for script in scripts if script]


@pytest.mark.parametrize("system", SYSTEMS)
def test_all_tests_run_and_one_failure_is_one(system: str, tmp_path: Path) -> None:
    """With two tools the second runs although the first fails, and the step fails."""
    script = shells_of(system, written(system, tmp_path, "pytest", "go"))[0]
    programs = tmp_path / "bin"
    log = tmp_path / "log"
    for name, code in (("python", 'case "$2" in pytest) exit 1;; esac'), ("go", "exit 0")):
        put(programs, {name: f'#!/bin/sh\necho {name} "$@" >> "{log}"\n{code}\n'})
        (programs / name).chmod(0o755)
    result = subprocess.run(
        ["/bin/bash", "-c", script],
        cwd=tmp_path,
        env={"PATH": f"{programs}:/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    ran = log.read_text("utf-8").splitlines()

    assert 1 == result.returncode
    assert [
        "python -m pip install pytest",
        "python -m pytest --junit-xml=artifacts/pytest.xml",
    ] == (ran[:2])
    assert ran[2].startswith("go run gotest.tools/gotestsum@")
    assert (tmp_path / "artifacts").is_dir()


def test_the_configuration_says_nothing_yet(tmp_path: Path) -> None:
    """As it is written it changes no default."""
    path = tmp_path / "reportgen.toml"
    path.write_text(configuration(), encoding="utf-8")

    assert Settings() == load(path, tmp_path)


def test_every_key_that_is_shown_is_one(tmp_path: Path) -> None:
    """With all comments of keys taken away the configuration loads, and sets what it shows."""
    text = re.sub(r"^#(?=\[|[a-z][a-z-]* = )", "", configuration(), flags=re.MULTILINE)
    path = tmp_path / "reportgen.toml"
    path.write_text(text, encoding="utf-8")
    settings = load(path, tmp_path)

    assert len(tomllib.loads(text)["gate"]) > 5
    assert "1042" == settings.known_issues[0].issue
    assert ("tests",) == settings.gate.expect

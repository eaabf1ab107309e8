"""The action and the GitLab component: valid, safe, and their shell does what they say."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types of its own

from reportgen import __version__
from tests.cli.jobs import RUNS
from tests.conftest import ROOT
from tests.recipes.test_tools import put
from tests.recipes.test_workflows import PINNED, tool

ACTION: Final = ROOT / "action.yml"
COMPONENT: Final = ROOT / "templates" / "reportgen" / "template.yml"
MARK: Final = "<!-- reportgen-shop -->"


def action() -> Any:  # noqa: ANN401 - YAML is anything
    """Return the action."""
    return yaml.safe_load(ACTION.read_text("utf-8"))


def component(**given: str) -> tuple[str, Any]:
    """Return the job of the component, as text and parsed, with its inputs as *given*."""
    text = COMPONENT.read_text("utf-8")
    head, body = text.split("\n---\n")
    inputs = yaml.safe_load(head)["spec"]["inputs"]
    values = {name: given.get(name, about.get("default")) for name, about in inputs.items()}
    filled = re.sub(r"\$\[\[ inputs\.([a-z-]+) \]\]", lambda found: values[found[1]], body)
    return filled, yaml.safe_load(filled)


def scripts() -> dict[str, str]:
    """Return the scripts of the action by the first thing that each needs."""
    found = [step for step in action()["runs"]["steps"] if "run" in step]
    return dict(
        zip(("install", "build", "comment", "gate"), (step["run"] for step in found), strict=True)
    )


def run(script: str, folder: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run *script* as a runner of GitHub does, in *folder*."""
    (folder / "script.sh").write_text(script, encoding="utf-8")
    line = ["/bin/bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "script.sh"]
    path = f"{folder / 'bin'}:/usr/bin:/bin"
    return subprocess.run(
        line, cwd=folder, env={"PATH": path, **env}, capture_output=True, text=True, check=False
    )


def program(folder: Path, name: str, text: str) -> Path:
    """Write a program that stands for *name* in *folder*, and return its path."""
    put(folder / "bin", {name: f"#!/bin/bash\n{text}\n"})
    (folder / "bin" / name).chmod(0o755)
    return folder / "bin" / name


def test_the_schema_takes_it() -> None:
    """It is an action as GitHub describes one."""
    result = tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", ACTION)

    assert 0 == result.returncode, result.stdout + result.stderr


def test_zizmor_finds_nothing() -> None:
    """What looks for unsafe actions has nothing to say, without a network."""
    result = tool("zizmor", "--offline", "--no-config", "--format", "json", ACTION)

    assert 0 == result.returncode, result.stdout + result.stderr
    assert [] == json.loads(result.stdout)


def test_nothing_is_pasted_into_a_script() -> None:
    """No expression stands in a script, every action is a commit, every input is used."""
    for step in action()["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "uses" not in step or PINNED.fullmatch(step["uses"])
        assert "run" not in step or "bash" == step["shell"]
    for name in action()["inputs"]:
        assert f"inputs.{name}" in ACTION.read_text("utf-8")


def test_installs_what_is_needed_by_hash(tmp_path: Path) -> None:
    """Nothing is installed but what the list of the checkout names, and nothing is built."""
    log = tmp_path / "log"
    program(
        tmp_path,
        "python",
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; '
        f'printf \'#!/bin/bash\\necho "$@" >> "{log}"\\n\' > "$3/bin/python"; '
        f'chmod +x "$3/bin/python"; else exec {sys.executable} "$@"; fi',
    )
    output = tmp_path / "output"
    result = run(
        scripts()["install"],
        tmp_path,
        {"RUNNER_TEMP": str(tmp_path), "ACTION": str(ROOT), "GITHUB_OUTPUT": str(output)},
    )
    python = output.read_text("utf-8").removeprefix("python=").strip()
    said = log.read_text("utf-8").splitlines()

    assert 0 == result.returncode, result.stderr
    assert python.endswith("/venv/bin/python")
    assert [
        (
            "-I -m pip install --disable-pip-version-check --only-binary :all: --require-hashes "
            f"--requirement {ROOT / 'reportgen' / 'requirements.txt'}"
        )
    ] == said


def test_builds_what_it_is_told(tmp_path: Path) -> None:
    """Paths come one a line, outputs are declared, and code in the folder is not run for ours."""
    put(
        tmp_path, {"reportgen/__init__.py": "raise RuntimeError", "typing.py": "raise RuntimeError"}
    )
    env = {
        "PYTHON": sys.executable, "OUT": "out put", "HISTORY": "kept", "BASE": "", "CONFIG": "",
        "TARGET": "github-comment", "READ": f"{RUNS / 'green'}\n\n{RUNS / 'red'}\n",
        "PYTHONPATH": str(ROOT), "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }  # fmt: skip
    result = run(scripts()["build"], tmp_path, env)
    told = dict(
        line.split("=", 1) for line in (tmp_path / "output").read_text("utf-8").splitlines()
    )

    assert 0 == result.returncode, result.stderr
    assert set(told) == set(action()["outputs"])
    assert "failed" == told["gate"]
    assert {"report.md", "report.html", "run.json"} <= {
        path.name for path in (tmp_path / "out put").iterdir()
    }
    assert (tmp_path / "kept").is_dir()
    assert (tmp_path / "summary").stat().st_size


@pytest.mark.parametrize(
    "hostile", ["--config=/etc/passwd", "$(touch owned)", "`touch owned`", "; touch owned", "*"]
)
def test_no_input_is_run(hostile: str, tmp_path: Path) -> None:
    """Whatever a path is called it arrives as one word, behind the options."""
    log = tmp_path / "log"
    command = program(tmp_path, "python", f'printf "%s\\n" "$@" > "{log}"')
    env = {
        "PYTHON": str(command), "OUT": hostile, "HISTORY": hostile, "BASE": hostile,
        "CONFIG": hostile, "TARGET": hostile, "READ": f"a b\n{hostile}\n",
    }  # fmt: skip
    result = run(scripts()["build"], tmp_path, env)

    assert 0 == result.returncode, result.stderr
    assert not (tmp_path / "owned").exists()
    assert [
        "-P", "-m", "reportgen",
        "build", "--out", hostile, "--history", hostile, "--target", hostile, "--base", hostile,
        "--config", hostile, "--", "a b", hostile,
    ] == log.read_text("utf-8").splitlines()  # fmt: skip


def commented(folder: Path, answer: str, report: str = f"fine\n{MARK}\n") -> tuple[int, list[str]]:
    """Return how the comment's step ends where `gh` gives *answer*, and what `gh` was asked."""
    log = folder / "log"
    program(folder, "gh", f'echo "$@" >> "{log}"; case "$*" in *paginate*) echo "{answer}";; esac')
    put(folder, {"out/report.md": report})
    env = {"REPO": "o/r", "PR": "7", "ME": "github-actions[bot]", "OUT": "out", "GH_TOKEN": "x"}
    done = run(scripts()["comment"], folder, env)
    return done.returncode, log.read_text("utf-8").splitlines()


def test_edits_its_own_comment(tmp_path: Path) -> None:
    """The last comment with author and mark is edited; both are asked for."""
    code, asked = commented(tmp_path, "41\n42")

    assert 0 == code
    assert "select(.user.login == env.ME and (.body | contains(env.MARK)))" in asked[0]
    assert ["api -X PATCH repos/o/r/issues/comments/42 -F body=@out/report.md --silent"] == asked[
        1:
    ]


def test_writes_a_first_comment(tmp_path: Path) -> None:
    """Where there is none one is written, without a mark, too."""
    posted = "api -X POST repos/o/r/issues/7/comments -F body=@out/report.md --silent"
    code, asked = commented(tmp_path, "")

    assert (0, posted) == (code, asked[-1])

    (tmp_path / "log").unlink()

    assert (0, [posted]) == commented(tmp_path, "", "fine\n")


def test_an_answer_that_is_no_number_is_refused(tmp_path: Path) -> None:
    """What goes into an address is a number, whatever the service answers."""
    code, asked = commented(tmp_path, "../../x")

    assert 1 == code
    assert 1 == len(asked)


def test_forks_are_not_commented() -> None:
    """The step asks where the pull request comes from, and the job needs no right by default."""
    (step,) = [each for each in action()["runs"]["steps"] if "gh api" in each.get("run", "")]

    assert "github.event.pull_request.head.repo.full_name == github.repository" in step["if"]
    assert "false" == action()["inputs"]["comment"]["default"]
    assert "false" == action()["inputs"]["pages"]["default"]


def test_hands_its_outputs_on() -> None:
    """Each output is that of the step which builds, under the same name."""
    for name, about in action()["outputs"].items():
        assert f"${{{{ steps.build.outputs.{name} }}}}" == about["value"]


def test_the_component_is_a_job_of_gitlab(tmp_path: Path) -> None:
    """With its inputs filled it is what GitLab's schema asks for."""
    path = tmp_path / "job.yml"
    path.write_text(component()[0], encoding="utf-8")
    result = tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", path)
    head = yaml.safe_load(COMPONENT.read_text("utf-8").split("\n---\n")[0])

    assert 0 == result.returncode, result.stdout + result.stderr
    assert __version__ == head["spec"]["inputs"]["version"]["default"]


def test_the_component_runs_no_input(tmp_path: Path) -> None:
    """Its script has no input in it; paths come one a line, and each is one word."""
    job = component(job="mine")[1]["mine"]
    log = tmp_path / "log"
    program(tmp_path, "reportgen", f'printf "%s\\n" "$@" >> "{log}"')
    program(tmp_path, "python", "exit 0")
    given = {"READ": "a b\n$(touch owned)\n*", "OUT": "out", "HISTORY": "kept", "VERSION": "1"}
    env = {f"REPORTGEN_{name}": value for name, value in given.items()}
    result = run("\n".join(job["script"]), tmp_path, env)

    assert 0 == result.returncode, result.stderr
    assert not (tmp_path / "owned").exists()
    assert set(env) == set(job["variables"])
    assert all(variable["expand"] is False for variable in job["variables"].values())
    assert [
        "build", "--out", "out", "--history", "kept", "--", "a b", "$(touch owned)", "*",
        "check", "--history", "kept", "--explain", "--", "a b", "$(touch owned)", "*",
    ] == log.read_text("utf-8").splitlines()  # fmt: skip

"""What two linters say of every workflow and script that we run, write or show: nothing."""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types of its own

from reportgen.recipes import SYSTEMS
from tests.conftest import ROOT
from tests.docs.pages import blocks, pages
from tests.recipes.test_action import component, scripts
from tests.recipes.test_workflows import shells_of, tool, written

JOB: Final = "on: push\npermissions: {}\njobs:\n  job:\n    runs-on: ubuntu-24.04\n    steps:\n"


def as_workflow(text: str) -> str | None:
    """Return the YAML *text* of a page as a workflow of GitHub, None where it is something else."""
    found: Any = yaml.safe_load(text)
    if isinstance(found, dict) and any("runs-on" in job for job in jobs_of(found)):
        return text
    if isinstance(found, dict):
        found = found.get("steps")
        text = text.partition("\nsteps:\n")[2]
    if not isinstance(found, list) or not any({"uses", "run"} & set(each) for each in found):
        return None
    return JOB + textwrap.indent(textwrap.dedent(text), " " * 6)


def jobs_of(found: dict[Any, Any]) -> list[Any]:
    """Return the jobs of *found* that may be those of a workflow."""
    jobs = found.get("jobs")
    return [job for job in jobs.values() if isinstance(job, dict)] if isinstance(jobs, dict) else []


def shown() -> Iterator[tuple[str, str]]:
    """Yield the workflows of all pages: where each stands, and its text."""
    for name, path in pages().items():
        for block in blocks(path.read_text("utf-8")):
            workflow = as_workflow(block.content) if block.language == "yaml" else None
            if workflow:
                yield f"{name}:{block.number}", workflow


def looked_at(folder: Path, workflows: dict[str, str]) -> tuple[int, str]:
    """Return how actionlint ends with *workflows* and what it says; it asks shellcheck, too."""
    paths = []
    for name, text in workflows.items():
        path = folder / f"{name.replace('/', '_').replace(':', '_')}.yml"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    # No pyflakes: whether one lies on the search path is no business of this test.
    checker = f"-shellcheck={Path(sys.executable).with_name('shellcheck')}"
    done = tool("actionlint", "-no-color", "-oneline", "-pyflakes=", checker, *paths)
    return done.returncode, done.stdout + done.stderr


def test_no_workflow_is_found_fault_with(tmp_path: Path) -> None:
    """Our own, those that `init` writes, and those of the pages mean something to a runner."""
    workflows = dict(shown())
    for path in sorted((ROOT / ".github" / "workflows").iterdir()):
        workflows[path.stem] = path.read_text("utf-8")
    for names in (("pytest",), ("pytest", "maven", "go", "ctest"), ()):
        folder = tmp_path / "-".join(("of", *names))
        folder.mkdir()
        workflows[folder.name] = written("github", folder, *names)

    assert {"README.md", "docs/ci.md", "docs/forks.md", "docs/history.md"} <= {
        name.partition(":")[0] for name in workflows
    }
    assert (0, "") == looked_at(tmp_path, workflows)


def test_none_is_unsafe(tmp_path: Path) -> None:
    """What releases us, and whatever can be copied whole from a page, is safe as it stands."""
    paths = sorted((ROOT / ".github" / "workflows").iterdir())
    for name, text in shown():
        if not text.startswith(JOB):
            paths.append(tmp_path / f"{name.replace('/', '_').replace(':', '_')}.yml")
            paths[-1].write_text(text, encoding="utf-8")
    done = tool("zizmor", "--offline", "--no-config", "--format", "json", *paths)

    assert len(paths) >= 4
    assert (0, "[]") == (done.returncode, done.stdout.strip())


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("- run: echo ${{ step.x.outputs.y }}", "[expression]"),
        ("- run: echo ${{ github.event.issue.title }}", "[expression]"),
        ("- uses: actions/checkout", "[action]"),
        ("- run: cat $HERE", "SC2086"),
    ],
)
def test_a_fault_would_be_found(step: str, kind: str, tmp_path: Path) -> None:
    """A context that does not exist, text of strangers, no version, a name that is split."""
    code, said = looked_at(tmp_path, {"faulty": f"{JOB}      {step}\n"})

    assert 1 == code
    assert kind in said


def checked(folder: Path, script: str, *leave_out: str) -> str:
    """Return what shellcheck says of *script*."""
    path = folder / "script.sh"
    path.write_text(script, encoding="utf-8")
    options = [f"--exclude={','.join(leave_out)}"] if leave_out else []
    done = tool("shellcheck", "--norc", "--format=gcc", "--shell=bash", *options, path)
    return done.stdout + done.stderr


@pytest.mark.parametrize("system", SYSTEMS)
def test_scripts_of_init_hold(system: str, tmp_path: Path) -> None:
    """Every script of every system is one that shellcheck has nothing to say of."""
    text = written(system, tmp_path, "pytest", "go")
    found = shells_of(system, text)

    assert len(found) >= 2
    assert any("reportgen build" in each or 'reportgen" build' in each for each in found)
    for script in found:
        assert "" == checked(tmp_path, script)


def test_scripts_of_action_and_component_hold(tmp_path: Path) -> None:
    """Lists of paths are split into words on purpose (SC2086); there is nothing else."""
    job = component(job="mine")[1]["mine"]

    for script in (*scripts().values(), "\n".join(job["script"])):
        assert "" == checked(tmp_path, script, "SC2086")


def test_our_own_continuous_integration_holds(tmp_path: Path) -> None:
    """The script that decides on a merge is held to the same."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert "" == checked(tmp_path, script)

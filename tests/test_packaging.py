"""The sdist and the wheel hold what they must, and what is installed from them works anywhere."""

import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from newcomer import PROJECTS, Newcomer, StuckError, lines_for_ci, linked, two_commands

from reportgen.recipes import SYSTEMS, workflow
from tests.conftest import ROOT, start_environment
from tests.recipes.test_workflows import shells_of

pytestmark = pytest.mark.xdist_group("packaging")

BUILT_HERE = (
    ".*cache", ".git", ".hypothesis", ".venv", "__pycache__", "build", "dist", "public",
    "reportgen-history",
)  # fmt: skip
"""What no release contains, for a checkout that git does not keep."""

PROMISED: Final = range(11, 15)
"""Minor versions of Python 3 that the README promises and the metadata names."""


@dataclass(frozen=True)
class Distributions:
    """What was built, and the tree that it was built from."""

    tree: Path
    sdist: Path
    wheel: Path


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it, and a folder to work in."""

    programs: Path
    home: Path

    def run(self, program: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run *program* of the environment in *cwd*, with nothing from the surrounding process."""
        return subprocess.run(
            [self.programs / program, *arguments],
            cwd=cwd,
            env=start_environment(self.home),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def copy_checkout(tree: Path) -> None:
    """Copy to *tree* what a commit of the checkout would hold."""
    if not (ROOT / ".git").exists():
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*BUILT_HERE))
        return
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tree / name)


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """Build the sdist from a copy of the checkout, and the wheel from the sdist."""
    base = tmp_path_factory.mktemp("packaging")
    tree, out = base / "tree", base / "dist"
    copy_checkout(tree)
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, tree],
        cwd=base,
        check=True,
    )
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return Distributions(tree, sdist, wheel)


@pytest.fixture(scope="module")
def installed(distributions: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """
    Install the wheel by the lines of a workflow, into an environment outside the checkout.

    The lines are those that `init` writes; the wheel lies where pip finds it instead of a release.
    """
    base = tmp_path_factory.mktemp("installed")
    venv.EnvBuilder(with_pip=False, symlinks=sys.platform != "win32").create(base / "venv")
    programs = base / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    # An environment without a pip of its own: `python -m pip` is the one of the tests.
    inside, python = shlex.quote(str(programs / "python")), base / "bin" / "python"
    pip = f"{shlex.quote(sys.executable)} -m pip --quiet --python {inside}"
    python.parent.mkdir()
    python.write_text(
        f'#!/bin/sh\ncase "$1 $2" in "-m pip") shift 2; exec {pip} "$@";; esac\n'
        f'exec {inside} "$@"\n',
        encoding="utf-8",
    )
    python.chmod(0o755)
    links = [str(distributions.wheel.parent), os.environ.get("PIP_FIND_LINKS", "")]
    env = os.environ | {
        "PATH": os.pathsep.join([str(python.parent), os.environ["PATH"]]),
        "PIP_FIND_LINKS": " ".join(filter(None, links)),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    (script,) = (s for s in shells_of("gitlab", workflow(SYSTEMS["gitlab"], ())) if "hash" in s)
    lines = script.split("reportgen build")[0]
    subprocess.run(["bash", "-eo", "pipefail", "-c", lines], cwd=base, env=env, check=True)
    return Installed(programs, base)


def files_below(folder: Path) -> set[str]:
    """Return the path of every file below *folder*, relative to it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("folder", ["templates", "site"])
def test_the_wheel_holds_every_file_of(folder: str, distributions: Distributions) -> None:
    """Every file of `templates/` and `site/` ships inside the package."""
    source = files_below(distributions.tree / folder)

    prefix = f"reportgen/_data/{folder}/"
    with zipfile.ZipFile(distributions.wheel) as wheel:
        shipped = {name.removeprefix(prefix) for name in wheel.namelist() if prefix in name}

    assert source
    assert source == shipped


def test_the_wheel_holds_the_package_and_nothing_beside_it(distributions: Distributions) -> None:
    """Tests, fixtures and tools stay out of site-packages; the type marker and licence are in."""
    with zipfile.ZipFile(distributions.wheel) as wheel:
        names = set(wheel.namelist())

    tops = {name.split("/")[0] for name in names}
    (metadata,) = tops - {"reportgen"}
    assert metadata.endswith(".dist-info")
    assert {"reportgen/py.typed", f"{metadata}/licenses/LICENSE"} <= names


def test_the_sdist_holds_what_a_packager_runs(distributions: Distributions) -> None:
    """Who has only the sdist can set up, run the tests and build the example."""
    with tarfile.open(distributions.sdist) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    wanted = {
        f"{folder}/{name}"
        for folder in ("reportgen", "templates", "site", "fixtures", "tests")
        for name in files_below(distributions.tree / folder)
    }
    wanted |= {"dev.py", "uv.lock", "pyproject.toml", "LICENSE", "README.md", ".ci/run"}
    assert wanted <= names


def test_the_installed_command_builds_the_example(installed: Installed) -> None:
    """Templates and pages are found when no checkout is near."""
    run = installed.home / "run"
    shutil.copytree(ROOT / "fixtures" / "runs" / "staging-1041", run)

    done = installed.run(
        "reportgen", "build", "artifacts", "--config", "reportgen.toml", "--out", "public", cwd=run
    )

    written = files_below(run / "public") if done.returncode == 0 else set()
    assert (0, "") == (done.returncode, done.stderr if done.returncode else "")
    assert {"report.md", "report.html", "run.json", "index.html"} <= written


@pytest.mark.parametrize(
    "command",
    [("python", "-I", "-m", "reportgen", "--help"), ("reportgen", "--version")],
    ids=["module", "script"],
)
def test_the_installed_command_starts_anywhere(
    command: tuple[str, ...], installed: Installed
) -> None:
    """The command needs no checkout, no home and no particular folder to start."""
    done = installed.run(*command, cwd=Path(installed.home.anchor))

    assert 0 == done.returncode, done.stderr
    assert "reportgen" in done.stdout
    assert "" == done.stderr


def pythons() -> Iterator[Any]:
    """Yield each promised Python that is here; all but the one that runs this take minutes."""
    for minor in PROMISED:
        name = f"python3.{minor}"
        if minor == sys.version_info.minor:
            yield pytest.param(sys.executable, id=name)
        elif shutil.which(name):
            asked = subprocess.run([name, "-c", ""], capture_output=True, check=False)
            if asked.returncode == 0:
                yield pytest.param(name, id=name, marks=pytest.mark.slow)


def test_the_promised_pythons_are_those_of_the_metadata() -> None:
    """A version that is promised is one that is tried where it is here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [line.rpartition(" ")[2] for line in project["classifiers"] if ":: 3." in line]

    assert [f"3.{minor}" for minor in PROMISED] == named


@pytest.mark.parametrize("python", list(pythons()))
def test_a_newcomer_makes_a_first_report(
    python: str, distributions: Distributions, installed: Installed, tmp_path: Path
) -> None:
    """With the wheel and pip alone the README's lines for CI work one by one."""
    newcomer = Newcomer(tmp_path, real=False)
    projects = PROJECTS
    if python == sys.executable:
        newcomer.programs, projects = installed.programs, PROJECTS[:1]
    else:
        newcomer.install(python, str(distributions.wheel))
    for project in projects:
        newcomer.report(project)

    assert all((tmp_path / each.name / "public" / "index.html").is_file() for each in projects)


def test_the_newcomer_reads_the_readme() -> None:
    """What is played is what the README says, and not a copy of it."""
    readme = (ROOT / "README.md").read_text("utf-8")

    assert ["python3 dev.py example", "python3 dev.py test"] == two_commands(readme)
    assert 3 == len(lines_for_ci(readme))
    assert all(line.startswith("reportgen ") for line in lines_for_ci(readme))


def test_a_repository_of_the_machine_is_not_written_to(tmp_path: Path) -> None:
    """What a newcomer's Maven adds lies beside the links, which lead to what others installed."""
    (tmp_path / "theirs" / "org").mkdir(parents=True)
    (tmp_path / "theirs" / "org" / "a.jar").write_text("a")
    (tmp_path / "theirs" / "b.jar").symlink_to("org/a.jar")
    repository = linked(tmp_path / "theirs", tmp_path / "ours")
    (repository / "org" / "added").write_text("")

    assert ["a", "a"] == [(repository / name).read_text() for name in ("org/a.jar", "b.jar")]
    assert not (tmp_path / "theirs" / "org" / "added").exists()


def test_a_newcomer_who_is_stuck_says_where(tmp_path: Path) -> None:
    """A command that fails, and a file that was promised, are named with what was printed."""
    newcomer = Newcomer(tmp_path, real=False)

    with pytest.raises(StuckError, match="exit code 7"):
        newcomer.run(sys.executable, "-c", "import sys; print('so'); sys.exit(7)", at=tmp_path)
    with pytest.raises(StuckError, match=r"public/report\.md"):
        newcomer.expect(tmp_path, ("public/report.md",))

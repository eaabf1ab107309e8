"""
Plays somebody who has never seen the project, and says at which step they would be stuck.

``python bench/newcomer.py`` clones the checkout, runs the two commands of the README in the clone,
builds the wheel, installs it into an environment that has pip and nothing else, and makes the first
report of three sample projects there, line by line as the README says; then they have a workflow
written, ask what is missing, and add a plugin. With ``--whole`` the second
command runs all tests, else a few. What a sample project's own tool cannot do here is taken from
the fixtures, and said.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from reportgen.errors import ExitCode

ROOT: Final = Path(__file__).resolve().parent.parent
SHORT: Final = "tests/test_patterns.py"
SECONDS: Final = 1_800
WRITTEN: Final = ("public/report.md", "public/report.html", "public/run.json", "public/index.html")
JUDGED: Final = frozenset({int(ExitCode.DONE), int(ExitCode.GATE_FAILED)})
BASE: Final = ROOT / "fixtures" / "runs" / "green"
POSTS: Final = "#!/bin/sh\ncat > posted.md\n"
"""Stands for ``gh``: what would be posted is kept."""
_OURS: Final = ("CI", "GITHUB_", "GITLAB_", "PYTHON", "REPORTGEN_", "VIRTUAL_ENV")
"""Variables with such names are of whoever plays, and not of the newcomer."""

TESTS: Final = """\
def test_adds():
    assert 2 + 3 == 5


def test_counts_the_change():
    assert 10 - 7 == 4
"""


class StuckError(Exception):
    """A step did not do what the newcomer was told; the message says what it printed."""


class Project(NamedTuple):
    """
    A sample project: what runs its tests, where the results then lie, and a file in their place.

    *needs* is what fetches the tools that it asks for, where that can be done. *plugins* is a Maven
    repository that has them, on machines where somebody installed it.
    *sources* is a folder of the fixtures, or the text of a test file of its own.
    """

    name: str
    sources: Path | str
    runs: tuple[str, ...]
    results: str
    instead: Path
    needs: tuple[str, ...] = ()
    plugins: Path | None = None


PROJECTS: Final[tuple[Project, ...]] = (
    Project(
        "pytest",
        TESTS,
        ("python", "-m", "pytest", "-q", "--junitxml=artifacts/junit.xml"),
        "artifacts/*.xml",
        ROOT / "fixtures" / "junit" / "pytest-xunit2.xml",
    ),
    Project(
        "Jest",
        ROOT / "fixtures" / "projects" / "jest",
        ("npx", "--no-install", "jest", "--reporters=jest-junit"),
        "junit.xml",
        ROOT / "fixtures" / "junit" / "jest-junit.xml",
        ("npm", "install", "--silent", "--no-audit", "--no-fund"),
    ),
    Project(
        "Maven",
        ROOT / "fixtures" / "projects" / "surefire" / "junit5",
        ("mvn", "--offline", "--quiet", "test"),
        "target/surefire-reports/*.xml",
        ROOT / "fixtures" / "junit" / "surefire-junit5.xml",
        plugins=Path("/usr/share/maven-repo"),  # of Debian's packages
    ),
)

EXAMPLE: Final = ROOT / "docs" / "examples" / "reportgen-example"
ACME: Final = "ACME-RESULTS 1\nok adds\nFAIL divides: by zero\nEND\n"
"""Results in the format that the example of a plugin reads."""


class Newcomer:
    """
    Somebody with an empty *folder*.

    *whole* says that they run all tests, *real* that they try the tools of the sample projects.
    *programs* is where their environment keeps commands; *notes* is what they remark.
    """

    def __init__(self, folder: Path, *, whole: bool = False, real: bool = True) -> None:
        self.folder = folder
        self.clone = folder / "clone"
        self.programs = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        self.notes: list[str] = []
        self._whole = whole
        self._real = real

    def steps(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what they do, in order, each step with its name."""
        return [
            ("clone it", self.get),
            ("run the two commands", self.follow_the_readme),
            ("install the wheel with pip alone", self.build_and_install),
            *((f"first report: {each.name}", partial(self.report, each)) for each in PROJECTS),
            ("add a plugin", self.add_a_plugin),
        ]

    def get(self) -> None:
        """Clone the checkout, as it was committed."""
        self.run("git", "clone", "--quiet", str(ROOT), str(self.clone), at=self.folder)

    def follow_the_readme(self) -> None:
        """Run the commands that the README names first, in the clone."""
        for command in two_commands((self.clone / "README.md").read_text("utf-8")):
            words = command.split()
            short = words[-1] == "test" and not self._whole
            self.run(sys.executable, *words[1:], *([SHORT] if short else []), at=self.clone)
        self.expect(self.clone, WRITTEN)

    def build_and_install(self) -> None:
        """Build the wheel in the clone, and install it where there is nothing but pip."""
        inside = self.clone / ".venv" / self.programs.name / "python"
        wheels = self.folder / "wheels"
        build = ("-m", "build", "--no-isolation", "--wheel", "--outdir", str(wheels))
        self.run(str(inside), *build, at=self.clone)
        (wheel,) = wheels.glob("*.whl")
        self.install(sys.executable, str(wheel), "pytest")

    def install(self, python: str, *wanted: str) -> None:
        """Make an environment of *python* that has pip and nothing else, and install *wanted*."""
        self.run(python, "-m", "venv", str(self.programs.parent), at=self.folder)
        self.run("pip", "install", "--quiet", *wanted, at=self.folder)

    def report(self, project: Project) -> None:
        """Run the tests of *project* and make its first report, as a job would."""
        home = self.folder / project.name
        if isinstance(project.sources, Path):
            shutil.copytree(project.sources, home)
        else:
            home.mkdir()
            (home / "test_shop.py").write_text(project.sources, encoding="utf-8")
        (home / "artifacts").mkdir()
        self._stand_for_gh()
        self._test(project, home)
        base = ("reportgen", "report", str(BASE), "--format", "json", "-o", "main-run.json", "-q")
        self.run(*base, at=home)
        for line in lines_for_ci((ROOT / "README.md").read_text("utf-8")):
            self.run("bash", "-eo", "pipefail", "-c", line, at=home, allowed=JUDGED)
        self.expect(home, (*WRITTEN, "posted.md"))
        self._adopt(home)

    def add_a_plugin(self) -> None:
        """Install the example of a plugin, and have it read and print."""
        home = self.folder / "plugin"
        home.mkdir()
        self.run("pip", "install", "--quiet", str(EXAMPLE), at=home)
        (home / "results.acme").write_text(ACME, encoding="utf-8")
        said = self.run("reportgen", "report", ".", "--format", "acme-line", "-q", at=home)
        if "1/2" not in said:
            raise StuckError(f"the plugin was not asked, or not listened to: {said}")

    def _adopt(self, home: Path) -> None:
        """Have a workflow written, twice, and ask what is missing."""
        self.run("reportgen", "init", "--ci", "github", at=home)
        written = _contents(home)
        self.run("reportgen", "init", "--ci", "github", at=home)
        self.expect(home, ("reportgen.toml", ".github/workflows/reportgen.yml"))
        if written != _contents(home):
            raise StuckError("init changed something when it was run again")
        self.run("reportgen", "doctor", "artifacts", at=home)

    def _test(self, project: Project, home: Path) -> None:
        """Leave results in *home*: those of the tool where it can run here, else the fixture's."""
        program = self._find(project.runs[0]) if self._real else None
        if program and project.needs:
            self._does(*project.needs, at=home)
        runs = project.runs
        if project.plugins and project.plugins.is_dir():
            repository = linked(project.plugins, self.folder / "repository")
            runs = (*runs, f"-Dmaven.repo.local={repository}")
        done = self._does(*runs, at=home) if program else None
        found = sorted(home.glob(project.results))
        for path in found:
            if path.parent.name != "artifacts":
                shutil.copy(path, home / "artifacts")
        if not found:
            shutil.copy(project.instead, home / "artifacts")
            why = "is not here" if done is None else "cannot run its tests here"
            self.notes.append(
                f"{project.name} {why}: {project.instead.name} stands for its results"
            )

    def run(self, *command: str, at: Path, allowed: frozenset[int] = frozenset({0})) -> str:
        """
        Run *command* in the folder *at* and return what it prints.

        Raises:
            StuckError: its exit code is none of *allowed*.

        """
        done = self._does(*command, at=at)
        if done.returncode not in allowed:
            said = (done.stdout + done.stderr)[-2_000:]
            raise StuckError(f"$ {' '.join(command)}\nexit code {done.returncode}\n{said}")
        return done.stdout

    def expect(self, folder: Path, names: Sequence[str]) -> None:
        """
        Look for what was promised.

        Raises:
            StuckError: a file is missing.

        """
        if missing := [name for name in names if not (folder / name).is_file()]:
            raise StuckError(f"was promised and is not there: {', '.join(missing)}")

    def _stand_for_gh(self) -> None:
        program = self.folder / "programs" / "gh"
        program.parent.mkdir(exist_ok=True)
        program.write_text(POSTS, encoding="utf-8")
        program.chmod(0o755)

    def _path(self) -> str:
        own = (str(self.folder / "programs"), str(self.programs))
        return os.pathsep.join([*own, os.environ.get("PATH", os.defpath)])

    def _find(self, program: str) -> str | None:
        return shutil.which(program, path=self._path())

    def _does(self, *command: str, at: Path) -> "subprocess.CompletedProcess[str]":
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        return subprocess.run(
            [self._find(command[0]) or command[0], *command[1:]],
            cwd=at,
            env=kept | {"PATH": self._path()},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=SECONDS,
        )


def _contents(folder: Path) -> dict[str, bytes]:
    """Return the files in *folder* with what stands in them."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def linked(repository: Path, to: Path) -> Path:
    """Return *to*, a copy of *repository* made of links: what Maven adds to it is not in that."""
    for path in repository.rglob("*"):
        if path.is_file():
            link = to / path.relative_to(repository)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.resolve())
    return to


def two_commands(readme: str) -> list[str]:
    """Return the commands below the heading *Two commands* of *readme*."""
    return commands(readme, "Two commands")


def lines_for_ci(readme: str) -> list[str]:
    """Return the commands below *In your CI* of *readme*, but for the installation."""
    return [line for line in commands(readme, "In your CI") if not line.startswith("pip install")]


def commands(readme: str, heading: str) -> list[str]:
    """Return the lines behind ``$`` in the first block below *heading*, without remarks."""
    block = readme.split(f"## {heading}\n")[1].split("```console\n")[1].split("```", maxsplit=1)[0]
    return [re.sub(r"\s+#.*", "", line[2:]) for line in block.splitlines() if line[:2] == "$ "]


def main(argv: Sequence[str]) -> int:
    """Play the newcomer; return 1 where they are stuck."""
    parser = argparse.ArgumentParser(description="Do what a newcomer would do, step by step.")
    parser.add_argument("--whole", action="store_true", help="run all tests, not a few")
    whole = parser.parse_args(argv).whole
    with tempfile.TemporaryDirectory() as folder:
        newcomer = Newcomer(Path(folder), whole=whole)
        for name, step in newcomer.steps():
            began = time.monotonic()
            try:
                step()
            except StuckError as error:
                print(f"stuck   {name}\n{error}", file=sys.stderr)
                return 1
            print(f"{time.monotonic() - began:6.1f} s  {name}", flush=True)
    print("\n".join(dict.fromkeys(newcomer.notes)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

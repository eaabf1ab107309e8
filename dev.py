"""
What a developer runs, with nothing but Python 3.11 or newer and pip.

``python3 dev.py`` lists the commands.
Each of them first sets up ``.venv`` with what it needs, in the versions that ``uv.lock`` names;
that is done again only when ``pyproject.toml``, ``uv.lock`` or the interpreter has changed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one file that an older interpreter gets to see
    sys.exit("dev.py: this Python is too old: 3.11 or newer is needed, try `python3.12 dev.py`")

import hashlib
import os
import platform
import re
import shlex
import subprocess
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent
VENV: Final = ROOT / ".venv"
PACKAGE: Final = "package"
"""The part of the set-up that every command needs; the others are dependency groups."""
OLDEST_PIP: Final = (22, 3)
"""The first pip that installs into another environment (``--python``)."""


class SetupError(Exception):
    """The environment cannot be made; the message says what to do."""


@dataclass(frozen=True)
class Command:
    """One word after ``dev.py``: what it does, what it needs, and the commands it runs in turn."""

    does: str
    runs: tuple[str, ...]
    groups: tuple[str, ...] = ()
    takes_arguments: bool = False


EXAMPLE: Final = (
    "reportgen build fixtures/runs/staging-1041/artifacts"
    " --config fixtures/runs/staging-1041/reportgen.toml --out public"
)
# Tests of one group share what is costly to make, so they stay on one worker.
TESTS: Final = "pytest -n auto --dist loadgroup"
LINT: Final = ("ruff check .", "ruff format --check .")
TYPES: Final = "mypy"
LAYERS: Final = "lint-imports"
# A lock that fits pyproject.toml is recognised without the network and without anyone's settings.
LOCK: Final = "uv lock --check --offline --no-config"
# What users install by hash is what the lock says.
REQUIREMENTS: Final = "python bench/requirements.py --check"

SBOM: Final = (
    "uv export --quiet --no-dev --locked --offline --no-config"
    " --format cyclonedx1.5 --output-file sbom.cdx.json"
)

COMMANDS: Final[dict[str, Command]] = {
    "example": Command("build the report and the site of the shipped example", (EXAMPLE,)),
    "test": Command(
        "run the tests; what follows goes to pytest", (TESTS,), ("test",), takes_arguments=True
    ),
    "golden": Command(
        "accept what the tests print now as the expected output; what follows goes to pytest",
        (f"{TESTS} --accept-golden",),
        ("test",),
        takes_arguments=True,
    ),
    "screenshots": Command(
        "take the pictures of README and docs/site.md; names of pages take only theirs",
        ("python bench/screenshots.py",),
        ("test",),
        takes_arguments=True,
    ),
    "reference": Command(
        "make docs/reference/ anew from the code; with --check, look whether it is old",
        ("python bench/reference.py",),
        takes_arguments=True,
    ),
    "wording": Command(
        "collect what reportgen says for translators; with --check, look whether that is old",
        ("python bench/wording.py",),
        takes_arguments=True,
    ),
    "docs": Command(
        "build the documentation as a site in public/docs; a broken link fails",
        ("python bench/documentation.py",),
        ("docs",),
        takes_arguments=True,
    ),
    "fix": Command(
        "format the code and apply the safe fixes",
        ("ruff check --fix .", "ruff format ."),
        ("lint",),
    ),
    "lint": Command("check style and formatting", LINT, ("lint",)),
    "types": Command("check the types", (TYPES,), ("test", "lint")),
    "layers": Command("check which module may import which", (LAYERS,), ("lint",)),
    "lock": Command(
        "check that uv.lock fits pyproject.toml, and what is made from it fits uv.lock",
        (LOCK, REQUIREMENTS),
        ("lint",),
    ),
    "requirements": Command(
        "make reportgen/requirements.txt anew, which users install by hash",
        ("python bench/requirements.py",),
        ("lint",),
    ),
    "sbom": Command(
        "write what a release is made of, as CycloneDX, to sbom.cdx.json", (SBOM,), ("lint",)
    ),
    "newcomer": Command(
        "play somebody who has never seen the project: clone, two commands, first reports",
        ("python bench/newcomer.py",),
        takes_arguments=True,
    ),
    "build": Command(
        "build the sdist and the wheel in dist/",
        ("python -m build --no-isolation --outdir dist",),
        ("test",),
    ),
    "release": Command(
        "check that a tag, the version and the changelog agree; write release-notes.md",
        ("python bench/release.py",),
        takes_arguments=True,
    ),
    "check": Command(
        "all checks and all tests, as before a merge",
        (*LINT, TYPES, LAYERS, LOCK, REQUIREMENTS, TESTS),
        ("test", "lint"),
    ),
}


def usage() -> str:
    """Return the list of commands, one line each."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.does}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: python3 dev.py COMMAND", "", *lines])


def requirements(project: dict[str, Any], group: str) -> list[str]:
    """Return what the dependency group *group* of *project* asks for, its included groups first."""
    entries = project["dependency-groups"][group]
    included = [
        requirement
        for entry in entries
        if isinstance(entry, dict)
        for requirement in requirements(project, entry["include-group"])
    ]
    return included + [entry for entry in entries if isinstance(entry, str)]


def constraints(lock: dict[str, Any]) -> list[str]:
    """Return a line ``name==version`` for every package that *lock* takes from an index."""
    lines = []
    for package in lock["package"]:
        if "registry" not in package["source"]:
            continue
        pin = f"{package['name']}=={package['version']}"
        markers = package.get("resolution-markers", ())
        lines += [f"{pin} ; {marker}" for marker in markers] or [pin]
    return lines


def fingerprint(interpreter: str, *contents: bytes) -> str:
    """Return the text of a stamp: the interpreter, and a hash over all *contents*."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return f"{interpreter}\n{digest.hexdigest()}\n"


def executable(name: str, system: str = os.name) -> Path:
    """Return where the environment keeps the program *name*."""
    return VENV / "Scripts" / f"{name}.exe" if system == "nt" else VENV / "bin" / name


def pip_version(output: str) -> tuple[int, int]:
    """Return the version in what ``pip --version`` prints, (0, 0) when there is none."""
    found = re.match(r"pip (\d+)\.(\d+)", output)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def require_pip() -> None:
    """Stop with the next step when this interpreter has no pip that will do."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False
    )
    if asked.returncode != 0:
        raise SetupError(
            f"{sys.executable} has no pip; next step: "
            "`apt-get install python3-pip` on Debian and Ubuntu, "
            f"`{sys.executable} -m ensurepip` elsewhere, "
            "or leave the virtual environment you are in with `deactivate`"
        )
    if pip_version(asked.stdout) < OLDEST_PIP:
        raise SetupError(
            f"pip {'.'.join(map(str, OLDEST_PIP))} or newer is needed; next step: "
            f"`{sys.executable} -m pip install --upgrade pip`"
        )


def create_venv() -> None:
    """
    Make an empty environment.

    It gets no pip of its own: that needs ensurepip, which Debian ships apart from Python.
    """
    venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=False).create(VENV)


def install(wanted: list[str]) -> None:
    """Install *wanted* into the environment in the versions of ``uv.lock``."""
    pins = VENV / "constraints.txt"
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    pins.write_text("\n".join(constraints(lock)) + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(executable("python"))]
    options = ["--quiet", "--disable-pip-version-check", "--constraint", str(pins)]
    done = subprocess.run([*pip, "install", *options, *wanted], cwd=ROOT, check=False)
    if done.returncode != 0:
        raise SetupError(
            "pip could not install what is needed, its message is above; next step: "
            "is the package index reachable (PIP_INDEX_URL and PIP_PROXY name another way to it)? "
            "Then run the same command again"
        )


def set_up(groups: tuple[str, ...]) -> None:
    """Bring ``.venv`` up to date for *groups*; do nothing when it is."""
    pyproject = (ROOT / "pyproject.toml").read_bytes()
    interpreter = f"{platform.python_implementation()} {platform.python_version()}"
    current = fingerprint(interpreter, pyproject, (ROOT / "uv.lock").read_bytes())
    stamps = {part: VENV / f"ready-{part}" for part in (PACKAGE, *groups)}
    found = {
        part: stamp.read_text(encoding="utf-8") for part, stamp in stamps.items() if stamp.is_file()
    }
    missing = [part for part in stamps if found.get(part) != current]
    if not missing:
        return

    require_pip()
    made_by_another = any(text.split("\n")[0] != interpreter for text in found.values())
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if not executable("python").exists() or (made_by_another and not inside):
        create_venv()
        missing = list(stamps)

    say(f"setting up .venv ({', '.join(missing)}); this takes a minute and is done once")
    project = tomllib.loads(pyproject.decode())
    wanted = ["--editable", "."] if PACKAGE in missing else []
    for part in missing:
        if part != PACKAGE:
            wanted += requirements(project, part)
    install(wanted)
    for part in missing:
        stamps[part].write_text(current, encoding="utf-8")


def say(text: str) -> None:
    """Print *text* for the person watching, in order with what the commands print."""
    print(text, file=sys.stderr, flush=True)


def run(line: str, arguments: list[str]) -> int:
    """Run one command of the environment at the top of the checkout and return its exit code."""
    name, *options = shlex.split(line)
    options += arguments
    say(f"$ {shlex.join([name, *options])}")
    return subprocess.run([executable(name), *options], cwd=ROOT, check=False).returncode


def main(argv: list[str]) -> int:
    """Run the command that *argv* names; return the first exit code that is not 0."""
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0
    name, *arguments = argv
    command = COMMANDS.get(name)
    if command is None or (arguments and not command.takes_arguments):
        unknown = name if command is None else arguments[0]
        say(f"dev.py: `{unknown}` is not understood\n\n{usage()}")
        return 2
    try:
        set_up(command.groups)
    except SetupError as error:
        say(f"dev.py: {error}")
        return 1
    codes = [run(line, arguments) for line in command.runs]
    return next(filter(None, codes), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

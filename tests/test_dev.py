"""What `dev.py` works out before it touches the environment."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

import dev
from tests.conftest import ROOT


def test_usage_has_one_line_per_command() -> None:
    """Who runs `dev.py` alone sees every command with what it does."""
    lines = dev.usage().splitlines()[2:]

    expected = [(name, command.does) for name, command in dev.COMMANDS.items()]
    assert expected == [tuple(line.strip().split(maxsplit=1)) for line in lines]


@pytest.mark.parametrize("argv", [[], ["--help"], ["-h"], ["help"]])
def test_asking_for_help_prints_the_usage(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Help sets nothing up and goes to standard output."""
    code = dev.main(argv)

    assert (0, f"{dev.usage()}\n", "") == (code, *capsys.readouterr())


@pytest.mark.parametrize("argv", [["tset"], ["lint", "--all"]])
def test_what_is_not_understood_is_named(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip sets nothing up, names the word and shows the usage."""
    code = dev.main(argv)

    expected = f"dev.py: `{argv[-1]}` is not understood\n\n{dev.usage()}\n"
    assert (2, "", expected) == (code, *capsys.readouterr())


def test_check_runs_what_the_single_commands_run() -> None:
    """Nothing that is checked alone is forgotten before a merge."""
    single = [
        run
        for name in ("lint", "types", "layers", "lock", "test")
        for run in dev.COMMANDS[name].runs
    ]

    assert single == list(dev.COMMANDS["check"].runs)


@pytest.mark.parametrize("name", dev.COMMANDS)
def test_every_command_has_the_groups_that_its_programs_come_from(name: str) -> None:
    """A command that starts a tool sets up the group that installs it."""
    homes = {
        "pytest": "test", "bench/screenshots.py": "test", "bench/documentation.py": "docs",
        "build": "test", "bench/requirements.py": "lint",
        "ruff": "lint", "mypy": "lint", "lint-imports": "lint", "uv": "lint",
    }  # fmt: skip
    command = dev.COMMANDS[name]
    needs_the_package_alone = {
        "reportgen", "bench/reference.py", "bench/release.py", "bench/newcomer.py",
            "bench/wording.py",
    }  # fmt: skip
    words = [
        shlex.split(run.replace("python -m ", "").removeprefix("python ")) for run in command.runs
    ]
    programs = {line[0] for line in words} - needs_the_package_alone

    assert {homes[program] for program in programs} <= set(command.groups)


def test_the_example_names_files_that_exist() -> None:
    """The command that a newcomer runs first is given inputs that ship."""
    named = [word for word in shlex.split(dev.EXAMPLE) if word.startswith("fixtures/")]

    assert 2 == len(named)
    assert [] == [path for path in named if not (ROOT / path).exists()]


def test_an_included_group_is_resolved() -> None:
    """A group that includes another one brings what that asks for."""
    project = {
        "dependency-groups": {
            "test": ["pytest>=9.0"],
            "lint": ["ruff>=0.13", "mypy>=1.18"],
            "dev": [{"include-group": "test"}, "tox", {"include-group": "lint"}],
        }
    }

    actual = dev.requirements(project, "dev")

    assert ["pytest>=9.0", "ruff>=0.13", "mypy>=1.18", "tox"] == actual


def test_the_lock_becomes_constraints() -> None:
    """A package of the index is pinned, one with several versions per environment, ours is not."""
    index = {"registry": "https://pypi.org/simple"}
    lock = {
        "package": [
            {"name": "jinja2", "version": "3.1.6", "source": index},
            {"name": "reportgen-ci", "source": {"editable": "."}},
            {
                "name": "numpy",
                "version": "2.2.6",
                "source": index,
                "resolution-markers": ["python_full_version < '3.12'"],
            },
            {
                "name": "numpy",
                "version": "2.4.0",
                "source": index,
                "resolution-markers": ["python_full_version >= '3.12'"],
            },
        ]
    }

    actual = dev.constraints(lock)

    expected = [
        "jinja2==3.1.6",
        "numpy==2.2.6 ; python_full_version < '3.12'",
        "numpy==2.4.0 ; python_full_version >= '3.12'",
    ]
    assert expected == actual


def test_every_requirement_is_locked_from_the_public_index() -> None:
    """The lock names one index and one host of files, whoever wrote it last."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    others = [package for package in lock["package"] if package["name"] != "reportgen-ci"]
    files = [
        file
        for package in others
        for file in [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
    ]

    hosts = {"/".join(file["url"].split("/")[:3]) for file in files}

    assert {"https://pypi.org/simple"} == {package["source"]["registry"] for package in others}
    assert {"https://files.pythonhosted.org"} == hosts
    assert all(file["hash"].startswith("sha256:") for file in files)


def test_a_stamp_changes_with_everything_it_covers() -> None:
    """Another interpreter, another content and content that moved between files all differ."""
    stamps = [
        dev.fingerprint("CPython 3.11.7", b"ab", b"c"),
        dev.fingerprint("CPython 3.12.1", b"ab", b"c"),
        dev.fingerprint("CPython 3.11.7", b"ab", b"d"),
        dev.fingerprint("CPython 3.11.7", b"a", b"bc"),
    ]

    assert len(stamps) == len(set(stamps))
    assert dev.fingerprint("CPython 3.11.7", b"ab", b"c") == stamps[0]


@pytest.mark.parametrize(
    ("system", "expected"),
    [("posix", Path("bin", "pytest")), ("nt", Path("Scripts", "pytest.exe"))],
)
def test_programs_are_found_on_both_kinds_of_system(system: str, expected: Path) -> None:
    """Windows keeps programs elsewhere and under another name."""
    actual = dev.executable("pytest", system)

    assert dev.VENV / expected == actual


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("pip 23.2.1 from /usr/lib/python3/dist-packages/pip (python 3.11)", (23, 2)),
        ("pip 22.3 from C:\\Python\\Lib\\site-packages\\pip (python 3.11)", (22, 3)),
        ("pip 25.1b2 from /x (python 3.14)", (25, 1)),
        ("pip 9.0.3 from /x (python 3.11)", (9, 0)),
        ("something else", (0, 0)),
    ],
)
def test_the_version_of_pip_is_read(output: str, expected: tuple[int, int]) -> None:
    """Two numbers say whether pip can install into another environment."""
    actual = dev.pip_version(output)

    assert expected == actual


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "README.md"])
def test_documented_commands_exist(name: str) -> None:
    """What a newcomer copies from the documentation is understood."""
    text = (ROOT / name).read_text(encoding="utf-8")
    documented = set(re.findall(r"dev\.py ([a-z]+)\b", text))

    assert set() == documented - set(dev.COMMANDS)
    assert {"example", "test"} <= documented

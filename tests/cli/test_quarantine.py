"""``reportgen quarantine export``: what runners are told of the rules for known issues."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.analysis.jobs import GREEN, Files, passed, suite
from tests.cli.jobs import LATER, NOON, put
from tests.conftest import RunCli

RULES = """
[[known-issues]]
issue = "#1"
test = "tests.test_shop.*test_breaks*"
expires = 2025-09-30
[[known-issues]]
issue = "#2"
message = "timeout"
[[known-issues]]
issue = "#3"
test = "tests.test_gone.*"
"""


def shop(*names: str) -> Files:
    """Return a JUnit file of tests of a shop."""
    return {"junit.xml": suite(*(passed(name, "tests.test_shop") for name in names))}


@pytest.fixture
def history(run_cli: RunCli) -> None:
    """Write rules and record a run with two tests."""
    Path("reportgen.toml").write_text(RULES, encoding="utf-8")
    run_cli("history", "add", put(shop("test_breaks", "test_holds")), "--at", NOON)


@pytest.mark.usefixtures("history")
def test_export(run_cli: RunCli) -> None:
    """Tests go to stdout; how it is used, and what is not left out, to stderr."""
    result = run_cli("quarantine", "export", "--for", "pytest", "--at", NOON)

    assert (0, "--deselect=tests/test_shop.py::test_breaks\n") == result[:2]
    assert "the rule for `#2` names no test" in result.stderr
    assert "the rule for `#3` leaves out nothing" in result.stderr
    assert "1 test left out: pytest @FILE" in result.stderr


@pytest.mark.usefixtures("history")
def test_export_to_a_file(run_cli: RunCli) -> None:
    """The hint names the file that was written."""
    result = run_cli(
        "quarantine", "export", "--for", "surefire", "--at", NOON, "-o", "excludes.txt"
    )

    assert (0, "") == result[:2]
    assert "tests/test_shop.java#test_breaks\n" == Path("excludes.txt").read_text("utf-8")
    assert "-Dsurefire.excludesFile=excludes.txt" in result.stderr


@pytest.mark.usefixtures("history")
def test_expired_rules(run_cli: RunCli) -> None:
    """After its last day a rule leaves out nothing, and that is said."""
    result = run_cli("quarantine", "export", "--for", "pytest", "--at", "2025-10-01T00:00:00Z")

    assert (0, "") == result[:2]
    assert "the rule for `#1` expired on 2025-09-30: its tests run" in result.stderr
    assert "no test is left out" in result.stderr


@pytest.mark.usefixtures("history")
def test_what_was_left_out_stays_out(run_cli: RunCli) -> None:
    """A test that is not in the newest run because it was left out is not forgotten by that."""
    run_cli("history", "add", put(shop("test_holds")), "--at", LATER)
    result = run_cli("quarantine", "export", "--for", "pytest", "--at", LATER)

    assert "--deselect=tests/test_shop.py::test_breaks\n" == result.stdout


@pytest.mark.usefixtures("history")
def test_packed_runs(run_cli: RunCli) -> None:
    """Names are kept where months are folded."""
    run_cli("history", "pack", "--before", "2030-01")
    result = run_cli("quarantine", "export", "--for", "pytest", "--at", LATER)

    assert "--deselect=tests/test_shop.py::test_breaks\n" == result.stdout


@pytest.mark.usefixtures("history")
def test_damaged_tables(run_cli: RunCli) -> None:
    """A run whose names cannot be read is named, and the others tell."""
    run_cli("history", "add", put(shop("test_breaks_too", "test_x")), "--at", LATER)
    min(Path("reportgen-history/names").rglob("*.gz")).unlink()
    result = run_cli("quarantine", "export", "--for", "pytest", "--at", LATER)

    assert 0 == result.exit_code
    assert "is left out: the table of tests" in result.stderr


def test_without_a_history(run_cli: RunCli) -> None:
    """Where nothing is recorded, names cannot be told."""
    result = run_cli("quarantine", "export", "--for", "jest")

    assert 2 == result.exit_code
    assert "there is no history" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("--for", "mocha"), ("--for", "jest", "--at", "x")])
def test_wrong_usage(arguments: tuple[str, ...], run_cli: RunCli) -> None:
    """A runner must be named, one that is known; a moment must be one."""
    run_cli("history", "add", put(GREEN), "--at", NOON)

    assert 2 == run_cli("quarantine", "export", *arguments).exit_code


PROJECT = {
    "tests/test_shop.py": """
import pytest
import unittest
def test_holds(): pass
def test_breaks(): assert 0
@pytest.mark.parametrize("coin", [
    "1 €", "$(id); x", "a::b", "-k", "it's", 'a"b', "[x]", "two\\nlines",
])
def test_breaks_with(coin): assert 0
class TestTill:
    def test_holds(self): pass
    def test_breaks(self): assert 0
    class TestInner:
        def test_breaks(self): assert 0
class OldTill(unittest.TestCase):
    def test_breaks(self): assert 0
    def test_holds(self): pass
""",
    "shop_test.py": "def test_breaks_at_the_top(): assert 0\ndef test_holds(): pass\n",
}


@pytest.mark.parametrize("family", ["xunit1", "xunit2"])
def test_pytest_itself(family: str, run_cli: RunCli, tmp_path: Path) -> None:
    """Pytest leaves out what the file of arguments names, whatever it is called, and no more."""
    for name, text in PROJECT.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [
                sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist",
                "--rootdir=.", *arguments, "tests", "shop_test.py",
            ],
            cwd=tmp_path / "project", capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    run("-o", f"junit_family={family}", "--junitxml=../art/junit.xml")
    Path("reportgen.toml").write_text(
        '[[known-issues]]\nissue = "#1"\ntest = "*test_breaks*"\n', encoding="utf-8"
    )
    run_cli("history", "add", "art", "--at", NOON)
    told = run_cli("quarantine", "export", "--for", "pytest", "-o", "project/out.txt")
    lines = (tmp_path / "project" / "out.txt").read_text("utf-8").splitlines()
    done = run("@out.txt")

    assert 13 == len(lines), told.stderr
    assert 0 == done.returncode, done.stdout
    assert "4 passed, 13 deselected" in done.stdout

"""The rules that the tests' own machinery keeps: goldens, skips, and what is left out."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.conftest import DIFF_LINES, ROOT, call, difference

GOLDEN_TEST = """
def test_greeting(golden):
    golden("greeting.txt", "hello\\n")
"""


def run_pytest(
    folder: Path, source: str, *options: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run pytest over a project in *folder* with one test module and the conftest of this one."""
    tests = folder / "tests"
    tests.mkdir(exist_ok=True)
    (tests / "test_it.py").write_text(source, encoding="utf-8")
    shutil.copyfile(ROOT / "tests" / "conftest.py", tests / "conftest.py")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = corpus\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if "REPORTGEN" not in name}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-ra",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            *options,
        ],
        cwd=folder,
        env=kept | dict(env or {}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_golden_that_was_never_accepted_fails_with_the_command(tmp_path: Path) -> None:
    """Who adds a golden test is told the one command that accepts its output."""
    done = run_pytest(tmp_path, GOLDEN_TEST)

    assert 1 == done.returncode
    assert "python3 dev.py golden tests/test_it.py::test_greeting" in done.stdout


def test_accepting_writes_the_golden_that_then_holds(tmp_path: Path) -> None:
    """What `--accept-golden` wrote is what the next run compares with."""
    accepted = run_pytest(tmp_path, GOLDEN_TEST, "--accept-golden")
    compared = run_pytest(tmp_path, GOLDEN_TEST)

    written = (tmp_path / "tests" / "golden" / "greeting.txt").read_bytes()
    assert (0, 0, b"hello\n") == (accepted.returncode, compared.returncode, written)


def test_a_golden_that_differs_fails_with_the_difference(tmp_path: Path) -> None:
    """A change of output is shown line by line, from what was accepted to what came."""
    run_pytest(tmp_path, GOLDEN_TEST, "--accept-golden")

    done = run_pytest(tmp_path, GOLDEN_TEST.replace("hello", "good morning"))

    assert 1 == done.returncode
    assert "-hello\n+good morning\n" in done.stdout


SKIPPING_TESTS = """
import pytest

@pytest.mark.skip(reason="too cold")
def test_marked(): pass

def test_inside(): pytest.skip("too cold")

@pytest.fixture
def sun(): pytest.skip("too cold")

def test_in_the_sun(sun): pass
"""
SKIPPING_MODULE = "import pytest; pytest.skip('too cold', allow_module_level=True)"


@pytest.mark.parametrize(
    ("source", "lenient", "strict"),
    [
        (SKIPPING_TESTS, "3 skipped in", "1 failed, 2 errors in"),
        (SKIPPING_MODULE, "1 skipped in", "1 error in"),
    ],
    ids=["tests", "module"],
)
def test_a_skip_fails_where_nothing_may_be_skipped(
    source: str, lenient: str, strict: str, tmp_path: Path
) -> None:
    """A skip is a pass to no one: each is listed with its reason among what went wrong."""
    usual = run_pytest(tmp_path, source)
    refused = run_pytest(tmp_path, source, env={"REPORTGEN_NO_SKIPS": "1"})

    assert lenient in usual.stdout
    assert strict in refused.stdout
    assert "nothing may be skipped here. Skipped: too cold" in refused.stdout


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\n@pytest.mark.corpus\ndef test_it(): pass\ndef test_other(): pass",
        "def test_it(shared_dir): assert shared_dir.is_dir()\ndef test_other(): pass",
    ],
    ids=["by its marker", "by its fixture"],
)
def test_a_corpus_test_is_left_out_without_the_corpus(source: str, tmp_path: Path) -> None:
    """Files that nobody else has cost nobody else a skip; where they are, the test runs."""
    without = run_pytest(tmp_path, source, env={"REPORTGEN_NO_SKIPS": "1"})
    having = run_pytest(tmp_path, source, env={"REPORTGEN_SHARED": str(tmp_path)})

    assert "1 passed, 1 deselected" in without.stdout
    assert "2 passed" in having.stdout


def test_a_corpus_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    """A folder that was named and does not exist leaves nothing out in silence."""
    source = "def test_other(): pass"

    done = run_pytest(tmp_path, source, env={"REPORTGEN_SHARED": str(tmp_path / "nowhere")})

    assert 0 != done.returncode
    assert "REPORTGEN_SHARED names no folder" in done.stdout + done.stderr


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    """A known fault with a test stays allowed."""
    source = "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False"

    done = run_pytest(tmp_path, source, env={"REPORTGEN_NO_SKIPS": "1"})

    assert 0 == done.returncode
    assert "1 xfailed" in done.stdout


def test_a_long_difference_is_cut() -> None:
    """A golden that changed throughout does not bury the other failures."""
    expected = "".join(f"{number}\n" for number in range(DIFF_LINES))

    lines = difference(expected, "", "long.txt").splitlines()

    assert DIFF_LINES + 1 == len(lines)
    assert "… 3 more lines" == lines[-1]


def test_the_end_of_a_file_shows_in_a_difference() -> None:
    """A last line without its newline still stands on a line of its own."""
    actual = difference("a\nb", "a\nb\n", "end.txt")

    assert ["-b", "+b"] == actual.splitlines()[-2:]


def test_the_streams_of_a_call_take_text_and_bytes() -> None:
    """A command may print either way, as it may in a process of its own."""

    def main(argv: Sequence[str]) -> int:
        sys.stdout.write(f"{' '.join(argv)}\n")
        sys.stdout.flush()
        sys.stdout.buffer.write(sys.stdin.buffer.read())
        sys.stderr.write("é\n")
        return 3

    result = call(main, ["a", "b"], b"\xc3\xbc\r\n")

    assert (3, "a b\nü\r\n", "é\n") == result

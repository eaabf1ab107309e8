"""Held against files that nobody in this project wrote, with the checks that come with them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = f"{sys.executable} -m reportgen"


def check(script: Path, *arguments: str | Path) -> str:
    """Return what the check *script* prints about this installation."""
    done = subprocess.run(
        [sys.executable, script, *arguments, "--command", COMMAND],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return done.stdout + done.stderr


def test_scenarios_are_told_truly(shared_dir: Path) -> None:
    """Every given scenario is told as its evidence shows, and no more."""
    folder = shared_dir / "scenarios"
    said = check(folder / "check.py", folder)
    found = re.search(r"(\d+) of (\d+) scenarios told truly", said)

    assert found, said
    assert found[1] == found[2], said


BY_STATUS = {
    "enricomi/tst__disabled.xml",
    "allure2/TEST-status-attribute.xml",
    "cdash/JUNit_example.xml",
}
"""
Where the list counts by child elements alone.

By the counting rules a status attribute that says failed or not run is a verdict, too:
`junit-dialects` 16 and 17 name these very files.
"""


def test_real_junit_files_are_counted_right(shared_dir: Path) -> None:
    """Every real file is counted as expected, but for verdicts that stand in an attribute."""
    folder = shared_dir / "corpus"
    said = check(folder / "check.py", folder / "junit" / "MANIFEST.json", "--show", "999")
    wrong = set(re.findall(r"^  (\S+): ", said, re.MULTILINE))

    assert "files right" in said, said
    assert wrong <= BY_STATUS, said


def test_samples_of_formats_are_read_right(shared_dir: Path) -> None:
    """Every sample of health, memory and steps says what it says; a file without a byte nothing."""
    folder = shared_dir / "corpus"
    said = check(folder / "check_samples.py", folder / "samples" / "MANIFEST.json", "--show", "999")
    wrong = set(re.findall(r"^  (\S+) \(", said, re.MULTILINE))
    empty = {path for path in wrong if not (folder / "samples" / path).stat().st_size}

    assert "samples right" in said, said
    assert wrong == empty, said


@pytest.mark.xdist_group("hostile")
def test_hostile_files_do_no_harm(shared_dir: Path) -> None:
    """Every hostile input is handled safely, and its good siblings are reported in full."""
    folder = shared_dir / "corpus" / "evil"
    said = check(folder / "check.py", folder / "MANIFEST.json", "--show", "99")
    found = re.search(r"(\d+) of (\d+) hostile inputs handled safely", said)

    assert found, said
    assert found[1] == found[2], said

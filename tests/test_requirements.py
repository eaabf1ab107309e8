"""What users install by hash is what the lock says, and its list is found before it is there."""

import os
import re
import subprocess
import sys
import tomllib
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final

import pytest
import requirements

from reportgen.requirements import PATH, main
from tests.conftest import ROOT

PIN: Final = re.compile(r"^([\w.-]+)==(\S+)(?: ; .+?)?((?: --hash=sha256:[0-9a-f]{64})+)$")


def pins() -> dict[str, tuple[str, set[str]]]:
    """Return what the list names: the version of each package, and the hashes of its files."""
    found = {}
    for line in PATH.read_text("utf-8").replace(" \\\n   ", "").splitlines():
        if not line.startswith("#"):
            pin = PIN.match(line)
            assert pin, line
            found[pin[1]] = (pin[2], set(re.findall(r"sha256:[0-9a-f]+", pin[3])))
    return found


def locked() -> dict[str, tuple[str, set[str]]]:
    """Return the same of all that the package needs by ``uv.lock``, however indirectly."""
    lock: Any = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    packages = {package["name"]: package for package in lock["package"]}
    (ours,) = (p for p in lock["package"] if p["source"] == {"editable": "."})
    wanted, found = list(ours["dependencies"]), {}
    while wanted:
        package = packages[wanted.pop()["name"]]
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
        found[package["name"]] = (package["version"], {file["hash"] for file in files})
        missing = (d for d in package.get("dependencies", ()) if d["name"] not in found)
        wanted += missing
    return found


def test_the_list_is_what_the_lock_says() -> None:
    """Every package that runs for users, in the version that is tested, by the same hashes."""
    assert len(pins()) > 10
    assert locked() == pins()


def test_the_path_is_printed_by_a_bare_python() -> None:
    """Only the standard library is needed: nothing of the list is installed then."""
    code = (
        f"import sys; sys.path[:] = [{str(ROOT)!r}, *sys.path]; import reportgen.requirements as r"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"{code}; sys.exit(r.main())"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert (0, f"{PATH}\n", "") == (done.returncode, done.stdout, done.stderr)


def test_the_line_is_one_for_every_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows ends lines with two signs, of which a shell would keep the first."""
    printed = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(printed, "cp1252", newline="\r\n"))

    assert 0 == main()
    assert os.fsencode(PATH) + b"\n" == printed.getvalue()


def test_an_old_list_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The check ends with 1 and the command that helps; without it the list is written."""
    path = tmp_path / "requirements.txt"
    monkeypatch.setattr(requirements, "PATH", path)
    monkeypatch.setattr(requirements, "ROOT", tmp_path)
    monkeypatch.setattr(requirements, "listed", lambda: "new==2\n")

    assert 1 == requirements.main(["--check"])
    assert "python3 dev.py requirements" in capsys.readouterr().err
    assert 0 == requirements.main([])
    assert "new==2\n" == path.read_text("utf-8")
    assert 0 == requirements.main(["--check"])

"""What ships with the program, and what tells one program from another."""

from pathlib import Path

import pytest

from reportgen import resources


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a small program that takes the place of this one."""
    for name in ("reportgen/a.py", "templates/a.j2", "site/a.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "reportgen")
    return tmp_path


def fingerprint() -> str:
    """Return the fingerprint as a new process would."""
    return resources.fingerprint.__wrapped__()


@pytest.mark.parametrize("name", ["reportgen/a.py", "templates/a.j2", "site/a.css", "site/new.js"])
def test_any_change_makes_another_program(name: str, package: Path) -> None:
    """Be it of code, of a template, or of a file that is handed on as it is."""
    before, again = fingerprint(), fingerprint()
    (package / name).write_text("2", encoding="utf-8")

    assert before == again
    assert before != fingerprint()


def test_what_is_left_of_running_it_does_not(package: Path) -> None:
    """Compiled code is no part of the program."""
    before = fingerprint()
    (package / "reportgen" / "__pycache__").mkdir()
    (package / "reportgen" / "__pycache__" / "a.pyc").write_bytes(b"x")

    assert before == fingerprint()


@pytest.mark.parametrize("what", ["version", "sys"])
def test_what_renders_counts(what: str, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another Jinja or another Python may print another page of the same."""
    before = fingerprint()
    other = {"version": lambda _: "0", "sys": type("sys", (), {"version_info": (9, 9)})}
    monkeypatch.setattr(resources, what, other[what])

    assert package.is_dir()
    assert before != fingerprint()

"""Compiled templates are kept where Python keeps modules, and never stand for another source."""

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from reportgen.render.bytecode import Kept


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Return a store whose folder, which is not there yet, is the test's own."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "prefix"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return Kept()


def rendered(kept: Kept, source: str, *, trim: bool = True) -> str:
    """Return what *source* comes to in a new environment, as in a new process."""
    environment = Environment(
        loader=DictLoader({"page": source}), autoescape=True, trim_blocks=trim, bytecode_cache=kept
    )
    return environment.get_template("page").render(x="<b>")


def files(kept: Kept) -> list[Path]:
    """Return what is kept."""
    return sorted(Path(kept.directory).glob("*"))


def test_kept_where_python_keeps_modules(kept: Kept, tmp_path: Path) -> None:
    """The folder is that of our modules, wherever the user wants those to be."""
    rendered(kept, "{{ x }}")

    (file,) = files(kept)
    assert file.is_relative_to(tmp_path / "prefix")
    assert file.name.endswith(f".{sys.implementation.cache_tag}.template")


def test_compiled_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is used: a second process compiles nothing."""
    first = rendered(kept, "{{ x }}")
    monkeypatch.setattr(Environment, "_compile", None)

    assert "&lt;b&gt;" == first == rendered(kept, "{{ x }}")


def test_another_source(kept: Kept) -> None:
    """A template that has changed is compiled anew."""
    rendered(kept, "{{ x }}")

    assert "-&lt;b&gt;" == rendered(kept, "-{{ x }}")


def test_another_setting(kept: Kept) -> None:
    """A setting that decides what a template compiles to belongs to what is kept."""
    source = "{% if x %}\n{{ x }}{% endif %}"

    assert "&lt;b&gt;" == rendered(kept, source)
    assert "\n&lt;b&gt;" == rendered(kept, source, trim=False)


@pytest.mark.parametrize("length", [0, 5, 20, 80])
@pytest.mark.parametrize("rest", [b"", b"\x80\x02garbage", b"\xff" * 100])
def test_damage_costs_time_alone(kept: Kept, length: int, rest: bytes) -> None:
    """What was cut, and what another program wrote, is as good as nothing."""
    rendered(kept, "{{ x }}")
    (file,) = files(kept)
    file.write_bytes(file.read_bytes()[:length] + rest)

    assert "&lt;b&gt;" == rendered(kept, "{{ x }}")


def test_no_file_at_all(kept: Kept) -> None:
    """A folder in its place changes nothing either."""
    rendered(kept, "{{ x }}")
    (file,) = files(kept)
    file.unlink()
    file.mkdir()

    assert "&lt;b&gt;" == rendered(kept, "{{ x }}")


def test_nothing_is_written_where_it_is_not_wanted(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``PYTHONDONTWRITEBYTECODE`` counts for templates, too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    assert "&lt;b&gt;" == rendered(kept, "{{ x }}")
    assert not Path(kept.directory).exists()


def test_a_folder_that_cannot_be_written(kept: Kept, tmp_path: Path) -> None:
    """An installation that is not ours to write works as ever."""
    (tmp_path / "prefix").write_text("a file")

    assert "&lt;b&gt;" == rendered(kept, "{{ x }}")

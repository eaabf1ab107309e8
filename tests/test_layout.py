"""The house keeps its own rules: what is added in one place is there in the others."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from reportgen import readers
from reportgen.model.report import FindingId
from reportgen.model.run import ProblemKind
from reportgen.readers import DOCUMENTS, LINES, READERS
from reportgen.readers.lines import LineReader
from tests.conftest import ROOT

KINDS = ("health", "memory", "steps", "coverage", "tests")
EVIDENCE = {
    "tests": ("junit", "inventory"),
    "health": ("health",),
    "memory": ("memory",),
    "steps": ("steps",),
    "coverage": ("coverage",),
}


def reader_modules() -> Iterator[str]:
    """Yield the name of every module that reads a format."""
    for kind in KINDS:
        package = importlib.import_module(f"reportgen.readers.{kind}")
        for module in pkgutil.iter_modules(package.__path__):
            full = f"{package.__name__}.{module.name}"
            if hasattr(importlib.import_module(full), "NAME"):
                yield full


MODULES = sorted(reader_modules())


def fixture_formats() -> set[str]:
    """Return the formats that the fixtures are read as."""
    from reportgen.artifacts import discover, read_run  # noqa: PLC0415 - only this test reads

    run = read_run(discover([str(ROOT / "fixtures")]))
    return {artifact.format for artifact in run.artifacts if artifact.status != "rejected"}


def test_there_are_readers() -> None:
    """The search for modules finds some, or the tests below would say nothing."""
    assert len(MODULES) > 5


@pytest.mark.parametrize("name", MODULES)
def test_every_reader_is_listed(name: str) -> None:
    """A module that reads a format is in the tuple, or nobody asks it."""
    assert importlib.import_module(name) in READERS


def test_every_reader_is_listed_once() -> None:
    """The tuples do not overlap, and names tell readers apart."""
    assert (*DOCUMENTS, *LINES) == tuple(READERS)
    assert len(READERS) == len({reader.NAME for reader in READERS})


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_every_reader_describes_itself(reader: readers.Reader | LineReader) -> None:
    """What ``formats`` prints is there, on one line each."""
    words = (reader.NAME, reader.TITLE, reader.HINT)

    assert all(words)
    assert all(text == " ".join(text.split()) for text in words)
    assert reader.__doc__


def test_every_reader_has_a_fixture() -> None:
    """For each format a file made by a real tool lies in the fixtures."""
    assert set() == {reader.NAME for reader in READERS} - fixture_formats()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_tests_and_fixtures(kind: str) -> None:
    """A folder of readers has a folder of tests and of fixtures with expectations."""
    assert (ROOT / "tests" / "readers").is_dir()
    for name in EVIDENCE[kind]:
        folder = ROOT / "fixtures" / name

        assert list(folder.glob("*.expected.json"))


def fixtures() -> list[Path]:
    """Return every expectation among the fixtures."""
    return sorted((ROOT / "fixtures").rglob("*.expected.json"))


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: path.name)
def test_every_expectation_has_its_input(path: Path) -> None:
    """An expectation without its file would test nothing."""
    stem = path.name.removesuffix(".expected.json")
    found = [other for other in path.parent.glob(f"{stem}*") if other != path]

    assert [other for other in found if other.is_dir() or other.stem == stem]


def test_every_finding_can_be_made() -> None:
    """An id that no code names is a promise that nobody keeps."""
    source = "\n".join(
        path.read_text("utf-8") for path in (ROOT / "reportgen" / "analysis").rglob("*.py")
    )
    unused = {name for name in get_args(FindingId) if f'"{name}"' not in source}

    assert set() == unused


def test_every_problem_kind_can_be_made() -> None:
    """A kind of problem that nothing raises is a word too many."""
    source = "\n".join(
        path.read_text("utf-8")
        for folder in ("artifacts", "readers")
        for path in (ROOT / "reportgen" / folder).rglob("*.py")
    )

    assert set() == {kind for kind in get_args(ProblemKind) if f'kind="{kind}"' not in source}


def test_every_file_can_be_checked_out_anywhere() -> None:
    """No name is one that Windows refuses, and none differs from another by its case alone."""
    folders = ("reportgen", "templates", "site", "fixtures", "tests", "docs", "bench", ".github")
    paths = [path for name in folders for path in (ROOT / name).rglob("*")]
    names = [path.relative_to(ROOT).as_posix() for path in paths if "__pycache__" not in path.parts]
    refused = re.compile(
        r'[:<>"|?*\\]|[ .](?:/|$)|(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)(?:[./]|$)', re.IGNORECASE
    )

    assert len(names) > 500
    assert [] == [name for name in names if refused.search(name) or len(name) > 150]
    assert len(names) == len({name.casefold() for name in names})

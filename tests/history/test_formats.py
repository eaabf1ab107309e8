"""Histories of every storage format that was ever written are read, for ever."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.history import Folder, Store, heads, upkeep
from reportgen.render import text
from tests.conftest import ROOT, Golden

HISTORIES = sorted((ROOT / "fixtures" / "stores").glob("format-*"))


def test_the_format_that_is_written_has_a_fixture() -> None:
    """Whoever raises the format adds a history of it, and keeps the older ones."""
    assert [f"format-{n}" for n in range(1, heads.FORMAT + 1)] == [path.name for path in HISTORIES]


@pytest.mark.parametrize("folder", HISTORIES, ids=lambda folder: folder.name)
def test_nothing_of_it_is_damaged(folder: Path) -> None:
    """Every record, table and pack is whole, and there are packed runs among them."""
    store = Store(Folder(folder))

    assert [] == list(upkeep.verify(store))
    assert () == store.heads().damaged
    assert store.runs
    assert store.packed


def runs() -> Iterator[tuple[Path, str]]:
    """Yield every run of every history."""
    for folder in HISTORIES:
        for run_id in Store(Folder(folder)).known:
            yield folder, run_id


@pytest.mark.parametrize(
    ("folder", "run_id"), list(runs()), ids=lambda part: getattr(part, "name", part)
)
def test_what_it_says(folder: Path, run_id: str, golden: Golden) -> None:
    """A run says what it said when it was recorded."""
    report = Store(Folder(folder)).report(run_id)

    assert report is not None

    golden(f"history/{folder.name}/{run_id}.txt", text.render(report))

"""Blocks of months: what is read from them is what the records say, and nothing that is gone."""

from datetime import timedelta
from pathlib import Path

import pytest

from reportgen.history import DamagedRecordError, Folder, Head, Store, upkeep
from reportgen.history.blocks import FEWEST, block_name, decode, runs_in
from reportgen.history.columns import Columns
from reportgen.history.indexing import derive
from reportgen.history.packing import pack
from reportgen.history.store import run_name
from reportgen.model.overtime import Column
from tests.factories import (
    MOMENT,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
)
from tests.history.test_columns import case

SEPTEMBER = "202509"


def stored(folder: Path, runs: int = FEWEST, *, over: bool = True) -> Store:
    """Return a history with so many runs in September and, where that is *over*, one after it."""
    store = Store(Folder(folder))
    for number in range(runs + over):
        when = MOMENT + timedelta(hours=number) + timedelta(days=30 if number == runs else 0)
        letters = ("PF", "RE", "SP", "FF")[number % 4]
        store.record(
            make_report(
                run=make_run(
                    id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}", started_at=when,
                    commit=f"{number:040}", variant={"os": ("linux", "windows")[number % 2]},
                    pull_request=7 if number % 3 else None,
                ),
                cases=[case(name, letter) for name, letter in zip("ab", letters, strict=True)],
                findings=(
                    (make_finding(id="infrastructure-failure", severity="warning", case=1),)
                    if letters == "FF" else ()
                ),
                services=(make_service(),), memory=(make_trend(),), steps=(make_step(),),
            )
        )  # fmt: skip
    derive(store)
    return Store(Folder(folder))


def heads(store: Store) -> tuple[Head, ...]:
    """Return all heads of *store*."""
    return store.heads().heads


def without_times(column: Column) -> Column:
    """Return *column* as a block keeps it: without times, and of memory the numbers alone."""
    bare = [
        trend.model_copy(update={"series": trend.series.model_copy(update={"samples": ()})})
        for trend in column.memory
    ]
    return column._replace(durations_ms=(None,) * len(column.tests), memory=tuple(bare))


def test_a_block_says_what_the_records_say(tmp_path: Path) -> None:
    """Letters, troubles, facts, services, memory and steps are the same; times are not there."""
    store = stored(tmp_path)
    wanted = heads(store)
    records = list(Columns(store).read(wanted))
    found = list(Columns(store, timed=0).read(wanted))

    assert (tmp_path / block_name(SEPTEMBER)).is_file()
    assert [without_times(column) for column in records[:-1]] == found[:-1]
    assert records[-1] == found[-1]
    assert any("I" in column.letters for column in found)
    assert any("R" in column.letters for column in found)


def test_what_a_reader_kept_is_read_as_without_it(tmp_path: Path) -> None:
    """A reader after another says what it would say alone; times that are not wanted are not."""
    store = stored(tmp_path)
    former = Columns(store, keep=True)
    list(former.read(heads(store)[5:]))
    for timed in (0, 3, None):
        alone = list(Columns(store, timed=timed).read(heads(store)))
        after = list(Columns(store, timed=timed, after=former.kept).read(heads(store)))

        assert alone == after


def test_what_a_reader_kept_is_not_read_again(tmp_path: Path) -> None:
    """A record that is kept may break meanwhile; one that is gone is not taken for there."""
    store = stored(tmp_path, over=False)
    known = heads(store)
    former = Columns(store, keep=True)
    before = list(former.read(known))
    for head in known[:2]:
        (tmp_path / run_name(head.run.id)).write_bytes(b"")
    (tmp_path / run_name(known[2].run.id)).unlink()
    reader = Columns(Store(Folder(tmp_path)), after=former.kept)
    after = list(reader.read(known))

    assert before[:2] + before[3:] == after
    assert 1 == len(reader.damaged)
    assert before[0] is after[0]


def test_what_was_not_measured_is_read_again(tmp_path: Path) -> None:
    """A reader that was not to look at services and steps kept nothing for one that is."""
    store = stored(tmp_path, over=False)
    former = Columns(store, measures=False, keep=True)
    list(former.read(heads(store)))
    (first, *_) = Columns(store, after=former.kept).read(heads(store))

    assert first.services


def test_of_the_newest_runs_the_times_are_read(tmp_path: Path) -> None:
    """Each line has the times of as many of its newest runs as are wanted."""
    store = stored(tmp_path)
    found = list(Columns(store, timed=3).read(heads(store)))
    timed = [column for column in found if any(column.durations_ms)]

    assert 6 == len(timed)
    assert found[-6:] == timed


def test_only_months_that_are_over_have_blocks(tmp_path: Path) -> None:
    """The newest month still grows, and a few runs are read as fast without."""
    stored(tmp_path / "open", over=False)
    stored(tmp_path / "few", FEWEST - 1)

    assert not (tmp_path / "open" / "blocks").exists()
    assert not (tmp_path / "few" / "blocks").exists()


def test_a_run_that_is_gone_is_not_taken_from_a_block(tmp_path: Path) -> None:
    """What was pruned stays pruned, before and after the block is made anew."""
    store = stored(tmp_path)
    upkeep.prune(store, upkeep.plan_pruning(store, upkeep.Keep(runs=FEWEST), MOMENT))
    store = Store(Folder(tmp_path))
    before = [column.run.id for column in Columns(store, timed=0).read(heads(store))]
    derive(store)

    assert list(store.runs) == before
    assert FEWEST == len(before)
    assert not (tmp_path / block_name(SEPTEMBER)).exists()


def test_a_late_run_is_read_beside_the_block(tmp_path: Path) -> None:
    """A run that arrives after its month was over is read from its record, then put in."""
    store = stored(tmp_path)
    late = make_report(
        run=make_run(id="20250915T000000Z-ffffffffff", started_at=MOMENT - timedelta(hours=13))
    )
    store.record(late)
    store = Store(Folder(tmp_path))
    before = [column.run.id for column in Columns(store, timed=0).read(heads(store))]
    derive(store)

    assert late.run.id == before[0]
    assert late.run.id in runs_in((tmp_path / block_name(SEPTEMBER)).read_bytes())


@pytest.mark.parametrize(
    "data",
    [b"", b"x", pack({"format": 2, "runs": []}, {}), pack({"format": 1, "runs": []}, {}),
     pack({"format": 1, "runs": []}), pack([])],
)  # fmt: skip
def test_a_broken_block_holds_nothing(data: bytes, tmp_path: Path) -> None:
    """It is no damage: everything is read from the records, and the block made anew."""
    store = stored(tmp_path)
    records = list(Columns(store).read(heads(store)))
    (tmp_path / block_name(SEPTEMBER)).write_bytes(data)
    reader = Columns(store, timed=0)

    assert records == list(reader.read(heads(store)))
    assert [] == reader.damaged
    with pytest.raises(DamagedRecordError):
        decode(data)


def test_a_damaged_record_does_not_keep_a_block_from_being_made(tmp_path: Path) -> None:
    """The block has the others, and is not made anew each time."""
    store = stored(tmp_path)
    first = store.runs[0]
    (tmp_path / block_name(SEPTEMBER)).unlink()
    (tmp_path / run_name(first)).write_bytes(b"\x1f\x8b")
    for path in (tmp_path / "index").iterdir():
        path.unlink()
    derive(Store(Folder(tmp_path)))
    made = (tmp_path / block_name(SEPTEMBER)).stat().st_mtime_ns
    derive(Store(Folder(tmp_path)))
    held = decode((tmp_path / block_name(SEPTEMBER)).read_bytes())

    assert made == (tmp_path / block_name(SEPTEMBER)).stat().st_mtime_ns
    assert first not in {column.run.id for column in held}
    assert FEWEST - 1 == len(held)

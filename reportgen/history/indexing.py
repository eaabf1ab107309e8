"""What is derived from the records so that they need not be read: heads, blocks and briefs."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from reportgen.history import blocks, briefs
from reportgen.history.briefs import Briefs
from reportgen.history.columns import Columns
from reportgen.history.heads import Head
from reportgen.history.packing import DamagedRecordError
from reportgen.history.store import Store

FEWEST: Final = blocks.FEWEST


def derive(store: Store) -> None:
    """
    Write what is derived from the records and not there yet; without it all is only slower.

    Raises:
        OSError: the place cannot be written.

    """
    store.index()
    write_blocks(store)
    write_briefs(store)


def write_blocks(store: Store) -> None:
    """
    Write the block of each month that is over, unless there is one of just its runs.

    The month of the newest run is not over.

    Raises:
        OSError: the place cannot be written.

    """
    over = _over(store)
    _forget(store, blocks.BLOCKS, map(blocks.block_name, over))
    for month, run_ids in over.items():
        name = blocks.block_name(month)
        if not _is_of(store, name, blocks.runs_in, run_ids):
            columns = list(Columns(store).read(_heads(store, run_ids)))
            store.place.replace(name, blocks.encode(columns, run_ids))


def write_briefs(store: Store) -> None:
    """
    Write the briefs of each month that is over, unless there are those of just its runs.

    Raises:
        OSError: the place cannot be written.

    """
    over = _over(store)
    _forget(store, briefs.BRIEFS, map(briefs.briefs_name, over))
    for month, run_ids in over.items():
        name = briefs.briefs_name(month)
        if not _is_of(store, name, briefs.runs_in, run_ids):
            found = list(Briefs(store, lone=True).read(_heads(store, run_ids)))
            store.place.replace(name, briefs.encode(found, run_ids))


def _over(store: Store) -> dict[str, list[str]]:
    """Return the runs of each month that is over and has enough of them."""
    if not store.place.keeps_derived or not store.runs:
        return {}
    months: dict[str, list[str]] = {}
    for run_id in store.runs:
        months.setdefault(run_id[:6], []).append(run_id)
    newest = store.runs[-1][:6]
    return {month: runs for month, runs in months.items() if month < newest and len(runs) >= FEWEST}


def _forget(store: Store, folder: str, wanted: Iterable[str]) -> None:
    """Remove the files of *folder* that are not *wanted* any more."""
    if not store.place.keeps_derived or not store.runs:
        return
    kept = set(wanted)
    for name in list(store.place.names(folder)):
        if name not in kept:
            store.place.remove(name)


def _heads(store: Store, run_ids: Sequence[str]) -> list[Head]:
    wanted = set(run_ids)
    return [head for head in store.heads().heads if head.run.id in wanted]


def _is_of(
    store: Store,
    name: str,
    runs_in: Callable[[bytes], Sequence[str]],
    run_ids: Sequence[str],
) -> bool:
    try:
        return set(run_ids) == set(runs_in(store.file(name)))
    except DamagedRecordError:
        return False

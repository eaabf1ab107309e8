"""What is derived from the records so that they need not be read: heads and blocks of months."""

from collections.abc import Sequence

from reportgen.history.blocks import BLOCKS, FEWEST, block_name, encode, runs_in
from reportgen.history.columns import Columns
from reportgen.history.packing import DamagedRecordError
from reportgen.history.store import Store


def derive(store: Store) -> None:
    """
    Write what is derived from the records and not there yet; without it all is only slower.

    Raises:
        OSError: the place cannot be written.

    """
    store.index()
    write_blocks(store)


def write_blocks(store: Store) -> None:
    """
    Write the block of each month that is over, unless there is one of just its runs.

    The month of the newest run is not over.

    Raises:
        OSError: the place cannot be written.

    """
    if not store.place.keeps_derived or not store.runs:
        return
    months: dict[str, list[str]] = {}
    for run_id in store.runs:
        months.setdefault(run_id[:6], []).append(run_id)
    newest = store.runs[-1][:6]
    over = {month: runs for month, runs in months.items() if month < newest and len(runs) >= FEWEST}
    for name in list(store.place.names(BLOCKS)):
        if name not in map(block_name, over):
            store.place.remove(name)
    for month, run_ids in over.items():
        if _is_known(store, month, run_ids):
            continue
        heads = [head for head in store.heads().heads if head.run.id in set(run_ids)]
        columns = list(Columns(store).read(heads))
        store.place.replace(block_name(month), encode(columns, run_ids))


def _is_known(store: Store, month: str, run_ids: Sequence[str]) -> bool:
    try:
        return set(run_ids) == set(runs_in(store.file(block_name(month))))
    except DamagedRecordError:
        return False

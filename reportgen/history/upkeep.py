"""
Upkeep of a history: hold every file against what it says, and remove what nobody keeps.

Records go before the tables they need, so that a process that is killed in between leaves tables
without records, never records without tables.
A table that no record needs is removed only when it has lain for a day:
a job may be about to add the record that does.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from reportgen.history.heads import Head
from reportgen.history.packing import DamagedRecordError
from reportgen.history.store import NAMES, Store, run_name, table_name
from reportgen.history.tables import parent_of

GRACE: Final = timedelta(days=1)


class Damage(NamedTuple):
    """A file of the history that is not what it should be, and why."""

    name: str
    reason: str


def verify(store: Store) -> Iterator[Damage]:
    """Yield every record and table that cannot be read whole; runs are read one at a time."""
    for key in table_keys(store):
        try:
            store.tables.read(key)
        except DamagedRecordError as error:
            yield Damage(table_name(key), str(error))
    for run_id in store.runs:
        try:
            report = store.report(run_id)
        except DamagedRecordError as error:
            yield Damage(run_name(run_id), str(error))
        else:
            if report is not None and report.run.id != run_id:
                yield Damage(run_name(run_id), f"it is of the run {report.run.id!r:.60}")


class Keep(NamedTuple):
    """What to keep: a run stays if one of the rules keeps it; None is no rule."""

    runs: int | None = None
    days: int | None = None
    per_branch: int | None = None


class Pruning(NamedTuple):
    """What there is too much of, by the names of the files, oldest first."""

    runs: tuple[str, ...]
    tables: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All files to remove, in the order in which they can be."""
        return (*map(run_name, self.runs), *map(table_name, self.tables))


def plan_pruning(store: Store, keep: Keep, now: datetime) -> Pruning:
    """
    Return what *keep* does not keep. Days count back from the newest run, not from now.

    A record that cannot be read is kept: nobody knows what it is, or which tables it needs.
    *now* tells which tables are new.
    """
    heads = store.heads().heads
    kept = _kept(heads, keep)
    gone = {head.run.id for head in heads} - kept
    needed = {head.names for head in heads if head.run.id in kept}
    unreadable = set(store.runs) - {head.run.id for head in heads}
    tables = () if unreadable else tuple(_unneeded(store, needed, now))
    return Pruning(tuple(sorted(gone)), tables)


def prune(store: Store, plan: Pruning) -> None:
    """
    Remove what *plan* names. Stopped at any moment, the history is whole, and a next try goes on.

    Raises:
        OSError: a file cannot be removed.

    """
    for name in plan.names:
        store.place.remove(name)
    store.forget()


def table_keys(store: Store) -> list[str]:
    """Return the keys of all tables, needed or not."""
    names = (name.removeprefix(f"{NAMES}/") for name in store.place.names(NAMES))
    return [name.removesuffix(".json.gz") for name in names if name.endswith(".json.gz")]


def _kept(heads: Sequence[Head], keep: Keep) -> set[str]:
    ordered = sorted(heads, key=lambda head: head.run.id)
    kept: set[str] = set()
    if keep.runs is not None:
        kept |= {head.run.id for head in ordered[len(ordered) - min(keep.runs, len(ordered)) :]}
    moments = [head.run.started_at for head in ordered if head.run.started_at]
    if keep.days is not None and moments:
        first = max(moments) - timedelta(days=keep.days)
        kept |= {h.run.id for h in ordered if h.run.started_at and h.run.started_at >= first}
    if keep.per_branch is not None:
        branches: dict[tuple[object, ...], list[str]] = {}
        for head in ordered:
            run = head.run
            line = (run.project, run.branch, run.job, tuple(sorted(run.variant.items())))
            branches.setdefault(line, []).append(run.id)
        kept |= {
            run_id
            for runs in branches.values()
            for run_id in runs[len(runs) - min(keep.per_branch, len(runs)) :]
        }
    return kept


def _unneeded(store: Store, needed: Collection[str], now: datetime) -> Iterator[str]:
    """Yield the tables that neither a record nor a needed table needs, and that are not new."""
    wanted, pending = set(needed), list(needed)
    while pending:
        try:
            parent = parent_of(store.place.read(table_name(pending.pop())))
        except (OSError, DamagedRecordError):
            continue
        if parent and parent not in wanted:
            wanted.add(parent)
            pending.append(parent)
    for key in table_keys(store):
        if key not in wanted and now - store.place.added(table_name(key)) > GRACE:
            yield key

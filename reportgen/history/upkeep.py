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

from reportgen.history import codec, packs
from reportgen.history.heads import Head, read_head
from reportgen.history.packing import DamagedRecordError
from reportgen.history.store import NAMES, PACKS, Store, run_name, table_name
from reportgen.history.tables import parent_of
from reportgen.wording import phrase

GRACE: Final = timedelta(days=1)


class Damage(NamedTuple):
    """A file of the history that is not what it should be, and why."""

    name: str
    reason: str


def verify(store: Store) -> Iterator[Damage]:
    """Yield every record, pack and table that cannot be read whole; they are read one by one."""
    for name in store.pack_names:
        try:
            store.pack(name)
        except DamagedRecordError as error:
            yield Damage(name, str(error))
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
                stated = f"{report.run.id!r:.60}"
                yield Damage(run_name(run_id), phrase("it is of the run {run}", run=stated))


class Keep(NamedTuple):
    """What to keep: a run stays if one of the rules keeps it; None is no rule."""

    runs: int | None = None
    days: int | None = None
    per_branch: int | None = None


class Pruning(NamedTuple):
    """What there is too much of, by the names of the files, oldest first."""

    runs: tuple[str, ...]
    packs: tuple[str, ...]
    tables: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All files to remove, in the order in which they can be."""
        return (*map(run_name, self.runs), *self.packs, *map(table_name, self.tables))


def plan_pruning(store: Store, keep: Keep, now: datetime) -> Pruning:
    """
    Return what *keep* does not keep. Days count back from the newest run, not from now.

    A pack goes when none of its runs is kept.

    A record that cannot be read is kept: nobody knows what it is, or which tables it needs.
    *now* tells which tables are new.
    """
    heads = store.heads().heads
    kept = _kept(heads, keep)
    known = {head.run.id for head in heads}
    needed = {head.names for head in heads if head.run.id in kept and head.names}
    unreadable = set(store.runs) - known
    held: dict[str, set[str]] = {}
    for run_id, name in store.packed.items():
        held.setdefault(name, set()).add(run_id)
    return Pruning(
        runs=tuple(run_id for run_id in store.runs if run_id in known - kept),
        packs=tuple(name for name, runs in held.items() if not runs & kept),
        tables=() if unreadable else tuple(_unneeded(store, needed, now)),
    )


def prune(store: Store, plan: Pruning) -> None:
    """
    Remove what *plan* names. Stopped at any moment, the history is whole, and a next try goes on.

    Raises:
        OSError: a file cannot be removed.

    """
    for name in plan.names:
        store.place.remove(name)
    store.forget()


class Packing(NamedTuple):
    """The months to pack, and the records that a pack of each will stand for."""

    months: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def runs(self) -> tuple[str, ...]:
        """All runs that lose their records, oldest first."""
        return tuple(run_id for _, runs in self.months for run_id in runs)


def plan_packing(store: Store, before: str) -> Packing:
    """Return what there is to pack of the months before *before* (``202509``)."""
    months: dict[str, list[str]] = {}
    for run_id in store.runs:
        if run_id[:6] < before:
            months.setdefault(run_id[:6], []).append(run_id)
    for month, names in _packs_of_months(store).items():
        if len(names) > 1 and month < before:
            months.setdefault(month, [])  # a packing that was stopped left the former pack
    return Packing(tuple((month, tuple(months[month])) for month in sorted(months)))


def pack(store: Store, plan: Packing) -> Iterator[Damage]:
    """
    Pack the months of *plan*, and yield the records that cannot be read: they stay as they are.

    Raises:
        OSError: a file cannot be written or removed.

    """
    for month, run_ids in plan.months:
        runs, held, damage = _to_be_packed(store, month, run_ids)
        yield from damage
        former = _packs_of_months(store).get(month, [])
        if not runs and (len(former) < 2 or len(held) < len(former)):
            continue
        data = packs.encode(packs.merged(held, runs))
        packs.decode(data)  # what cannot be read back replaces nothing
        name = packs.pack_name(month, data)
        store.place.add(name, data)
        for head, _ in runs:
            store.place.remove(run_name(head.run.id))
        for old in former:
            if old != name:
                store.place.remove(old)
    store.forget()


def unpackable(store: Store, plan: Packing) -> Iterator[Damage]:
    """Yield what `pack` would: the records of *plan* that stay as they are, and why."""
    for month, run_ids in plan.months:
        yield from _to_be_packed(store, month, run_ids)[2]


def _to_be_packed(
    store: Store, month: str, run_ids: Sequence[str]
) -> tuple[list[tuple[Head, codec.Results]], list[packs.Pack], list[Damage]]:
    """
    Return the runs that can be added to the packs of *month*, these, and what is damaged.

    Where a pack is, no run is added: it could not be read with them.
    """
    runs, held, damage = [], [], []
    for run_id in run_ids:
        try:
            runs.append((read_head(store.file(run_name(run_id))), store.results(run_id)))
        except DamagedRecordError as error:
            damage.append(Damage(run_name(run_id), str(error)))
    for name in _packs_of_months(store).get(month, []):
        try:
            held.append(store.pack(name))
        except DamagedRecordError as error:
            why = phrase(
                "the pack of its month, {name}, cannot be read: {error}", name=name, error=error
            )
            damage += [Damage(run_name(head.run.id), why) for head, _ in runs]
            return [], [], [*damage, Damage(name, str(error))]
    return runs, held, damage


def _packs_of_months(store: Store) -> dict[str, list[str]]:
    """Return the names of the packs of each month (``202509``); there should be one."""
    months: dict[str, list[str]] = {}
    for name in store.pack_names:
        year, month, _ = name.removeprefix(f"{PACKS}/").split("-", 2)
        months.setdefault(year + month, []).append(name)
    return months


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

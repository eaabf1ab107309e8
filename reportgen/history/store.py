"""
The records of a history: one immutable file per run, and tables of the names of their tests.

``runs/2025/09/20250915T133402Z-491b8ca13d.json.gz``: names sort by time and never collide,
so that concurrent jobs only ever add. ``names/<key>.json.gz``: see `history.tables`.
Nothing else lasts: ``index/`` holds the heads of each month once more, and can be deleted.

``packs/2025-09-<digest>.json.gz``: old months in brief, see `history.packs`.
A table is written before the record that needs it, and removed after the last one that does.
A damaged record is named and passed over, never taken for none.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from reportgen.history import codec, packs
from reportgen.history.heads import Head, head_from, read_head, results_digest
from reportgen.history.packing import DamagedRecordError, pack, unpack
from reportgen.history.places import Place
from reportgen.history.tables import Tables
from reportgen.model.report import Report
from reportgen.patterns import pattern
from reportgen.wording import phrase

RUNS: Final = "runs"
NAMES: Final = "names"
INDEX: Final = "index"
PACKS: Final = "packs"
SUFFIX: Final = ".json.gz"
_RUN: Final = pattern(r"runs/(\d{4})/(\d{2})/((\d{4})(\d{2})\d{2}T\d{6}Z-[0-9a-f]+)\.json\.gz")
_PACK: Final = pattern(r"packs/\d{4}-\d{2}-[0-9a-f]+\.json\.gz")
_ID: Final = pattern(r"\d{8}T\d{6}Z-[0-9a-f]+")
_INDEX_FORMAT: Final = 1


class History(NamedTuple):
    """What a history holds: reports, oldest first, and a sentence for each damaged record."""

    reports: tuple[Report, ...]
    damaged: tuple[str, ...]


class Heads(NamedTuple):
    """The runs in brief, oldest first, and a sentence for each damaged record."""

    heads: tuple[Head, ...]
    damaged: tuple[str, ...]


class Store:
    """
    The records at one place.

    *tables* are what another store of the same place has read or made; they never change.
    *heads* are runs in brief by their ids, as another store of the place read them; what this one
    reads is added. A record never changes, so that its head is read once.
    """

    def __init__(
        self, place: Place, tables: Tables | None = None, heads: dict[str, Head] | None = None
    ) -> None:
        self.place = place
        self._known = {} if heads is None else heads
        self.tables = tables or Tables(lambda key: place.read(table_name(key)))

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """The ids of all runs that have a record of their own, oldest first, readable or not."""
        found = (_RUN.fullmatch(name) for name in self.place.names(RUNS))
        return tuple(
            sorted(
                match[3] for match in found if match and match[1] + match[2] == match[4] + match[5]
            )
        )

    def record(self, report: Report) -> tuple[str, bool]:
        """
        Record *report*; return the name of its file and whether it is new.

        A run that is recorded already is left as it is.

        Raises:
            OSError: the place cannot be written.

        """
        name = run_name(report.run.id)
        if report.run.id in self.runs:
            return name, False
        if report.run.id in self.packed:
            return self.packed[report.run.id], False
        table = codec.table_of(report)
        key, data = self.tables.make(table, self._newest_table())
        if not self.place.add(table_name(key), data):
            self.tables.forget(key)  # what is there may be broken
        is_new = self.place.add(name, codec.encode(report, table, key))
        self.forget()
        return name, is_new

    def forget(self) -> None:
        """Look again which runs there are: the place has changed."""
        for known in ("runs", "pack_names", "packed", "_pack_heads", "_heads"):
            self.__dict__.pop(known, None)

    @cached_property
    def pack_names(self) -> tuple[str, ...]:
        """The names of the files of all packs, oldest month first."""
        return tuple(name for name in self.place.names(PACKS) if _PACK.fullmatch(name))

    @cached_property
    def packed(self) -> dict[str, str]:
        """The file that holds each run which has no record of its own."""
        runs = set(self.runs)
        return {
            head.run.id: name
            for name, heads in self._pack_heads.items()
            if not isinstance(heads, DamagedRecordError)
            for head in heads
            if head.run.id not in runs
        }

    @cached_property
    def _pack_heads(self) -> dict[str, tuple[Head, ...] | DamagedRecordError]:
        found: dict[str, tuple[Head, ...] | DamagedRecordError] = {}
        for name in self.pack_names:
            try:
                found[name] = packs.heads_in(self.file(name))
            except DamagedRecordError as error:
                found[name] = error
        return found

    @property
    def known(self) -> tuple[str, ...]:
        """The ids of all runs, with a record or packed, oldest first."""
        return tuple(sorted({*self.runs, *self.packed}))

    def pack(self, name: str) -> packs.Pack:
        """
        Return the pack in the file *name*.

        Raises:
            DamagedRecordError: it cannot be read.

        """
        return packs.decode(self.file(name))

    def report(self, run_id: str) -> Report | None:
        """
        Return the run *run_id*, or None where there is no such record.

        Raises:
            DamagedRecordError: there is one, and it cannot be read.

        """
        if not _ID.fullmatch(run_id):
            return None
        if run_id not in self.runs:
            name = self.packed.get(run_id)
            return packs.reduced(self.pack(name), run_id) if name else None
        return codec.decode(self._bytes(run_id), self.tables)

    def results(self, run_id: str) -> codec.Results:
        """
        Return what the tests of the run *run_id* came to.

        Raises:
            DamagedRecordError: it cannot be read.

        """
        return codec.results(self._bytes(run_id), self.tables)

    def reports(self) -> History:
        """Return all runs, whole, or as far as a pack holds them."""
        reports, damaged = [], [*self._damaged_packs()]
        for name in dict.fromkeys(self.packed.values()):
            try:
                content = self.pack(name)
            except DamagedRecordError as error:
                damaged.append(_pack_left_out(name, error))
                continue
            wanted = [run_id for run_id, where in self.packed.items() if where == name]
            reports += [r for run_id in wanted if (r := packs.reduced(content, run_id))]
        for run_id in self.runs:
            try:
                reports.append(codec.decode(self._bytes(run_id), self.tables))
            except DamagedRecordError as error:
                damaged.append(left_out(run_id, error))
        return History(tuple(sorted(reports, key=lambda each: each.run.id)), tuple(damaged))

    def heads(self) -> Heads:
        """Return all runs in brief; what the index does not know is read from the records."""
        return self._heads

    @cached_property
    def _heads(self) -> Heads:
        damaged = [*self._damaged_packs()]
        heads = [
            head
            for found in self._pack_heads.values()
            if not isinstance(found, DamagedRecordError)
            for head in found
            if head.run.id in self.packed
        ]
        heads = list({head.run.id: head for head in heads}.values())
        for month, run_ids in self._months():
            unread = [run_id for run_id in run_ids if run_id not in self._known]
            lines = self._index(month) if unread else {}
            for run_id in unread:
                try:
                    line = lines.get(run_id)
                    head = head_from(line) if line else read_head(self._bytes(run_id))
                    self._known[run_id] = head
                except DamagedRecordError as error:
                    damaged.append(left_out(run_id, error))
            heads += [self._known[run_id] for run_id in run_ids if run_id in self._known]
        return Heads(tuple(sorted(heads, key=lambda head: head.run.id)), tuple(damaged))

    def _damaged_packs(self) -> Iterator[str]:
        for name, found in self._pack_heads.items():
            if isinstance(found, DamagedRecordError):
                yield _pack_left_out(name, found)

    def index(self) -> None:
        """
        Write the index of each month that it does not cover; without one all is only slower.

        Raises:
            OSError: the place cannot be written.

        """
        months = {_index_name(month) for month, _ in self._months()}
        for name in self.place.names(INDEX):
            if name not in months:
                self.place.remove(name)
        for month, run_ids in self._months():
            known = self._index(month)
            if known.keys() == set(run_ids):
                continue
            lines = {}
            for run_id in run_ids:
                try:
                    lines[run_id] = known.get(run_id) or unpack(self._bytes(run_id), 1)[0]
                except DamagedRecordError:
                    continue
            self.place.replace(_index_name(month), pack({"format": _INDEX_FORMAT, "heads": lines}))

    def _index(self, month: str) -> dict[str, object]:
        """Return the heads that the index holds of *month*; a broken index holds none."""
        try:
            (content,) = unpack(self.place.read(_index_name(month)))
        except (OSError, ValueError, DamagedRecordError):
            return {}
        if not isinstance(content, dict) or content.get("format") != _INDEX_FORMAT:
            return {}
        heads = content.get("heads")
        return heads if isinstance(heads, dict) else {}

    def _months(self) -> Iterator[tuple[str, list[str]]]:
        months: dict[str, list[str]] = {}
        for run_id in self.runs:
            months.setdefault(run_id[:6], []).append(run_id)
        yield from months.items()

    def _newest_table(self) -> str | None:
        """Return the table of the newest run that can be read: the next one is most like it."""
        for run_id in reversed(self.runs[-3:]):
            try:
                return read_head(self._bytes(run_id)).names
            except DamagedRecordError:
                continue
        return None

    def _bytes(self, run_id: str) -> bytes:
        return self.file(run_name(run_id))

    def file(self, name: str) -> bytes:
        """
        Return the content of the file *name*.

        Raises:
            DamagedRecordError: it cannot be read.

        """
        try:
            return self.place.read(name)
        except OSError as error:
            raise DamagedRecordError((error.strerror or str(error)).lower()) from error


def run_name(run_id: str) -> str:
    """Return the name of the file of the run *run_id*."""
    return f"{RUNS}/{run_id[:4]}/{run_id[4:6]}/{run_id}{SUFFIX}"


def table_name(key: str) -> str:
    """Return the name of the file of the table *key*."""
    return f"{NAMES}/{key}{SUFFIX}"


def left_out(run_id: str, error: DamagedRecordError) -> str:
    """Return the sentence that names a record that cannot be read."""
    return phrase("the record {name} is left out: {error}", name=run_name(run_id), error=error)


def _pack_left_out(name: str, error: DamagedRecordError) -> str:
    return phrase("the pack {name} is left out: {error}", name=name, error=error)


def _index_name(month: str) -> str:
    return f"{INDEX}/{month[:4]}-{month[4:]}{SUFFIX}"


DEFAULT_BRANCHES: Final = frozenset({"main", "master", "trunk", "develop", "development"})


def comparable(report: Report, heads: Heads) -> tuple[Head | None, bool]:
    """
    Return the run to compare *report* with, and whether it is of the same unmerged branch.

    Of the earlier runs of the same project, job, shard and variant the newest of the branch that
    the change is to be merged into counts, or of a default branch where that is not known;
    on a default branch, the newest of the same.
    Only where there is none, an earlier run of the same branch that is not merged, or not known:
    what was new there is new still.
    Never the same commit, and never the same result files: a run is not its own excuse.
    """
    mine, evidence = report.run, results_digest(report)
    earlier = [
        head
        for head in heads.heads
        if head.run.project == mine.project
        and head.run.variant == mine.variant
        and head.run.job == mine.job
        and head.run.shard_index == mine.shard_index
        and head.counts.tests
        and _is_before(head, report)
        and (mine.commit is None or head.run.commit != mine.commit)
        and head.results != evidence
    ]
    settled = mine.branch in DEFAULT_BRANCHES and mine.pull_request is None
    target = {mine.base_branch} if mine.base_branch else DEFAULT_BRANCHES
    line = {mine.branch} if settled else target
    for branches, same_line in (
        (line, False),
        (DEFAULT_BRANCHES, False),
        ({mine.branch}, not settled),
    ):
        if settled and branches is DEFAULT_BRANCHES:
            continue
        fitting = [head for head in earlier if head.run.branch in branches]
        # A pull request from a fork's own "main" is no run of the default branch, and that of
        # another fork is none of this one's.
        own = {None, mine.pull_request} if same_line else {None}
        if not same_line or mine.pull_request is not None:
            fitting = [head for head in fitting if head.run.pull_request in own]
        if fitting:
            return max(fitting, key=lambda head: (head.run.started_at, head.run.id)), same_line
    return None, False


def _is_before(head: Head, report: Report) -> bool:
    theirs, mine = head.run.started_at, report.run.started_at
    return theirs is not None and mine is not None and theirs < mine

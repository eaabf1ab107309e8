"""
Moving a history: all its files as one tar, and runs taken over from a tar or another history.

Only what can be read whole is taken over, and nothing that is there is changed.
The same history gives the same tar.
"""

import io
import lzma
import re
import tarfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO, Final, NamedTuple

from reportgen.history.heads import read_head
from reportgen.history.packing import DamagedRecordError
from reportgen.history.store import NAMES, PACKS, RUNS, Store, run_name, table_name
from reportgen.history.tables import parent_of
from reportgen.wording import phrase

MAX_FILE: Final = 64 << 20
MAX_FILES: Final = 1_000_000
# What the libraries raise on damaged or unknown data.
_BROKEN: Final = (
    tarfile.TarError, EOFError, OSError, ValueError, RuntimeError, zlib.error, lzma.LZMAError
)  # fmt: skip
_NAME: Final = re.compile(
    r"runs/\d{4}/\d{2}/\d{8}T\d{6}Z-[0-9a-f]+\.json\.gz|names/[0-9a-f]+\.json\.gz"
    r"|packs/\d{4}-\d{2}-[0-9a-f]+\.json\.gz"
)


def export(store: Store, stream: BinaryIO) -> int:
    """
    Write all lasting files of *store* as a tar; return how many.

    Raises:
        OSError: one cannot be read, or the tar cannot be written.

    """
    count = 0
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for folder in (NAMES, PACKS, RUNS):
            for name in sorted(store.place.names(folder)):
                if not _NAME.fullmatch(name):
                    continue
                data = store.place.read(name)
                member = tarfile.TarInfo(name)
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
                count += 1
    return count


class Archive:
    """The files of a tar that `export` wrote, held in memory; a place that cannot be written."""

    keeps_derived: Final = False

    def __init__(self, stream: BinaryIO) -> None:
        """
        Read *stream*.

        Raises:
            DamagedRecordError: it is no such tar.

        """
        self._files: dict[str, bytes] = {}
        try:
            with tarfile.open(fileobj=stream, mode="r:*") as tar:
                for count, member in enumerate(tar):
                    if count >= MAX_FILES or member.size > MAX_FILE:
                        raise DamagedRecordError(phrase("it holds more than is ever read"))
                    content = tar.extractfile(member) if member.isreg() else None
                    if content is not None and _NAME.fullmatch(member.name):
                        self._files[member.name] = content.read()
        except _BROKEN as error:
            raise DamagedRecordError(
                phrase("it is no export of a history: {error}", error=error)
            ) from error

    @property
    def address(self) -> str:
        """What people call it."""
        return "(archive)"

    def where(self, name: str) -> str:
        """Return what people call the file *name*."""
        return name

    def exists(self) -> bool:
        """Return that there is a history: this is one."""
        return True

    def close(self) -> None:
        """Do nothing: the memory is given back by itself."""

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files below *folder*."""
        yield from sorted(name for name in self._files if name.startswith(f"{folder}/"))

    def read(self, name: str) -> bytes:
        """Return the content of the file *name*."""
        if name not in self._files:
            raise FileNotFoundError(2, "No such file or directory", name)
        return self._files[name]

    def add(self, name: str, data: bytes) -> bool:
        """Refuse: an archive is read only."""
        raise PermissionError(13, "an archive is not written", name, len(data))

    def replace(self, name: str, data: bytes) -> None:
        """Refuse: an archive is read only."""
        self.add(name, data)

    def remove(self, name: str) -> None:
        """Refuse: an archive is read only."""
        self.add(name, b"")

    def added(self, name: str) -> datetime:
        """Return a moment that is the same for all: an archive knows none."""
        self.read(name)
        return datetime(2000, 1, 1, tzinfo=UTC)

    def publish(self) -> None:
        """Do nothing: nothing was written."""


class Taken(NamedTuple):
    """What was taken over, what was there already, and what cannot be read."""

    runs: tuple[str, ...]
    known: tuple[str, ...]
    damaged: tuple[str, ...]


def take_over(store: Store, source: Store) -> Taken:
    """
    Add the runs of *source* that *store* does not have, each with the tables it needs.

    Raises:
        OSError: the place cannot be written.

    """
    taken, known, damaged = [], [], []
    there = {*store.runs, *store.packed}
    for run_id in source.runs:
        if run_id in there:
            known.append(run_id)
            continue
        try:
            source.report(run_id)
            data = source.file(run_name(run_id))
            tables = list(_chain(source, read_head(data).names))
        except DamagedRecordError as error:
            damaged.append(f"{run_name(run_id)}: {error}")
            continue
        for key, table in reversed(tables):
            store.place.add(table_name(key), table)
        store.place.add(run_name(run_id), data)
        taken.append(run_id)
    for name in source.pack_names:
        try:
            heads = source.pack(name).heads
        except DamagedRecordError as error:
            damaged.append(f"{name}: {error}")
            continue
        new = [head.run.id for head in heads if head.run.id not in there]
        known += [head.run.id for head in heads if head.run.id in there]
        if new:
            store.place.add(name, source.file(name))
            taken += new
    store.forget()
    return Taken(tuple(taken), tuple(known), tuple(damaged))


def _chain(source: Store, key: str) -> Iterator[tuple[str, bytes]]:
    """Yield the table *key*, then the one it differs from, and so on."""
    wanted: str | None = key
    while wanted is not None:
        data = source.file(table_name(wanted))
        yield wanted, data
        wanted = parent_of(data)

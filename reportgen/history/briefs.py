"""
Runs in brief, for lists of many: read from their records without decoding a test.

``briefs/2025-09.json.gz`` holds those of a month that is over once more, in one file.
It is derived from the records and can be deleted; what it does not hold is read from them, and a
run whose record is gone is not taken from it. Its first line names the runs that were looked at.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Final

from pydantic import TypeAdapter, ValidationError

from reportgen.history import codec, packs
from reportgen.history.heads import Head
from reportgen.history.packing import DamagedRecordError, not_as_agreed, pack, unpack
from reportgen.history.store import Store, left_out, run_name
from reportgen.model.brief import Brief, brief_of
from reportgen.wording import phrase

FORMAT: Final = 1
"""Raised whenever a brief comes to hold something else, or to be made in another way."""
BRIEFS: Final = "briefs"
_DIGEST_BYTES: Final = 12
_BRIEFS: Final = TypeAdapter(tuple[Brief, ...])


def briefs_name(month: str) -> str:
    """Return the name of the file that holds the briefs of *month* (``202509``)."""
    return f"{BRIEFS}/{month[:4]}-{month[4:]}.json.gz"


def encode(briefs: Sequence[Brief], looked_at: Sequence[str]) -> bytes:
    """Return *briefs* as a file; *looked_at* are all runs of the month, readable or not."""
    return pack(
        {"format": FORMAT, "runs": list(looked_at)},
        _BRIEFS.dump_python(tuple(briefs), mode="json"),
    )


def runs_in(data: bytes) -> tuple[str, ...]:
    """
    Return the ids of the runs that were looked at for the briefs *data*.

    Raises:
        DamagedRecordError: they are none.

    """
    (line,) = unpack(data, 1)
    if not isinstance(line, dict) or line.get("format") != FORMAT:
        raise DamagedRecordError(phrase("they are no briefs that this version of reportgen reads"))
    return tuple(line["runs"])


def decode(data: bytes) -> tuple[Brief, ...]:
    """
    Return the briefs in *data*.

    Raises:
        DamagedRecordError: they are broken, or of a format that this version does not know.

    """
    runs_in(data)
    try:
        _, held = unpack(data)
        return _BRIEFS.validate_python(held)
    except (ValidationError, ValueError) as error:
        raise not_as_agreed(type(error).__name__) from error


class Briefs:
    """
    Reads the runs of one history in brief.

    *damaged* has a sentence for each run that cannot be read, by its id. *lone* says that months in
    one file are not to be used.
    """

    def __init__(self, store: Store, *, lone: bool = False) -> None:
        self.damaged: dict[str, str] = {}
        self._store = store
        self._lone = lone

    def read(self, heads: Sequence[Head]) -> Iterator[Brief]:
        """Yield the briefs of *heads*, in their order."""
        runs = set(self._store.runs)
        month, held = "", dict[str, Brief]()
        for head in heads:
            run_id = head.run.id
            if not self._lone and run_id[:6] != month:
                month = run_id[:6]
                held = self._month(month)
            try:
                if run_id in runs:
                    yield held.get(run_id) or self._recorded(run_id)
                else:
                    yield self._packed(head)
            except DamagedRecordError as error:
                self.damaged[run_id] = left_out(run_id, error)

    def _month(self, month: str) -> dict[str, Brief]:
        try:  # a broken one holds nothing
            found = decode(self._store.file(briefs_name(month)))
        except DamagedRecordError:
            return {}
        return {brief.run.id: brief for brief in found}

    def _recorded(self, run_id: str) -> Brief:
        data = self._store.file(run_name(run_id))
        digest = blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()
        return brief_of(codec.outline(data), digest)

    def _packed(self, head: Head) -> Brief:
        name = self._store.packed.get(head.run.id)
        if name is None:
            raise DamagedRecordError(phrase("it is gone"))
        return brief_of(packs.outline(head), name)

"""
Tables of tests: what the tests of a run are called, stored once for all runs that have the same.

``names/<key>.json.gz``: immutable, named by a hash of what it says, so that two jobs that add the
same table add the same file.
A table that differs little from an earlier one holds only the difference.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from itertools import chain, count, pairwise
from typing import Any, Final, NamedTuple, TypeAlias

from reportgen.history.packing import DamagedRecordError, pack, unknown_format, unpack
from reportgen.wording import phrase

FORMAT: Final = 1
DEEPEST: Final = 8
"""How many differences may follow each other before a table is written in full."""
SMALL: Final = 0.2
"""A difference of at most this share of the table is stored as one."""
_KEY_BYTES: Final = 12
_AT_ONCE: Final = 1_000


class CaseName(NamedTuple):
    """What a test is called; the order is the order of the table."""

    suite: str
    class_name: str
    name: str
    file: str


Table: TypeAlias = tuple[CaseName, ...]
"""Names in ascending order, each once."""


def key_of(table: Table) -> str:
    """Return the name of *table*: a hash of all it says."""
    digest = blake2b(digest_size=_KEY_BYTES)
    for at in range(0, len(table), _AT_ONCE):
        text = "".join(["\0".join(row) + "\1" for row in table[at : at + _AT_ONCE]])
        digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class _Stored(NamedTuple):
    table: Table
    depth: int


class Tables:
    """Reads and makes the tables of one history; *fetch* returns a file's bytes by its key."""

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        self._fetch = fetch
        self._known: dict[str, _Stored] = {}

    def read(self, key: str) -> Table:
        """
        Return the table *key*.

        Raises:
            DamagedRecordError: it is missing, broken, or says something else than its name.

        """
        return self._read(key, 0).table

    def forget(self, key: str) -> None:
        """Read the table *key* again when it is asked for."""
        self._known.pop(key, None)

    def _read(self, key: str, nested: int) -> _Stored:
        if key in self._known:
            return self._known[key]
        try:
            (content,) = unpack(self._fetch(key))
        except (OSError, ValueError, DamagedRecordError) as error:
            raise DamagedRecordError(_unread(key, error)) from error
        if nested > DEEPEST or not isinstance(content, dict):
            raise DamagedRecordError(
                phrase("the table of tests {key} is of a format not known here", key=key)
            )
        if (found_format := content.get("format")) != FORMAT:
            why = unknown_format(found_format, FORMAT)
            raise DamagedRecordError(_unread(key, why))
        try:
            found = self._resolved(content, nested)
            says_so = key_of(found.table) == key
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise DamagedRecordError(
                phrase("the table of tests {key} is not as agreed", key=key)
            ) from error
        if not says_so:
            raise DamagedRecordError(
                phrase("the table of tests {key} says something else than its name", key=key)
            )
        self._known[key] = found
        return found

    def _resolved(self, content: dict[str, Any], nested: int) -> _Stored:
        added = table_from(content["strings"], content["rows"])
        if "parent" not in content:
            return _Stored(added, 0)
        parent = self._read(content["parent"], nested + 1)
        gone = set(content["gone"])
        kept = [row for at, row in enumerate(parent.table) if at not in gone]
        return _Stored(tuple(sorted([*kept, *added])), parent.depth + 1)

    def make(self, table: Table, like: str | None) -> tuple[str, bytes]:
        """Return the key and the bytes of *table*, as a difference to *like* where that is less."""
        key = key_of(table)
        like = like if like != key else None
        content = self._difference(table, like) if like else None
        if content is None:
            content = {"format": FORMAT, **columns_of(table)}
            depth = 0
        else:
            depth = self._known[str(like)].depth + 1
        self._known[key] = _Stored(table, depth)
        return key, pack(content)

    def _difference(self, table: Table, like: str) -> dict[str, Any] | None:
        try:
            parent = self._read(like, 0)
        except DamagedRecordError:
            return None
        ours, theirs = set(table), set(parent.table)
        gone = [at for at, row in enumerate(parent.table) if row not in ours]
        added = [row for row in table if row not in theirs]
        if parent.depth >= DEEPEST or len(gone) + len(added) > SMALL * len(table):
            return None
        return {"format": FORMAT, "parent": like, "gone": gone, **columns_of(added)}


def _unread(key: str, why: object) -> str:
    return phrase("the table of tests {key} cannot be read: {why}", key=key, why=why)


def parent_of(data: bytes) -> str | None:
    """Return the key of the table that the table *data* differs from, if it is a difference."""
    (content,) = unpack(data)
    parent = content.get("parent") if isinstance(content, dict) else None
    return parent if isinstance(parent, str) else None


def columns_of(rows: Sequence[CaseName]) -> dict[str, Any]:
    """Return *rows* as columns of numbers against a table of strings."""
    strings = list(dict.fromkeys(chain.from_iterable(rows)))
    places = dict(zip(strings, count()))
    return {
        "strings": strings,
        "rows": [list(map(places.__getitem__, column)) for column in zip(*rows, strict=True)],
    }


def table_from(strings: list[str], columns: list[list[int]]) -> Table:
    """
    Return the table of *columns* against *strings*.

    Raises:
        ValueError: the names are not in order, or an index leads nowhere.

    """
    if not columns:
        return ()
    if any(column and min(column) < 0 for column in columns):
        raise ValueError("an index is negative")
    texts = [map(strings.__getitem__, column) for column in columns]
    rows = tuple(map(CaseName._make, zip(*texts, strict=True)))
    if any(first >= second for first, second in pairwise(rows)):
        raise ValueError("the names are not in order")
    return rows

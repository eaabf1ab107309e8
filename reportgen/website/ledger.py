"""
The ledger of a built site: ``reportgen-build.json`` names its parts, their keys and their files.

The next build keeps the files of each part whose key is the same.
What stands in it was written by us, but lies where others can write: nothing is believed of it that
would lead out of the site, and a file counts only if it is there with the size that is stated.
"""

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from reportgen.website.writing import OutsideError, check_address

URL: Final = "reportgen-build.json"
VERSION: Final = 1


class File(NamedTuple):
    """A file of the site: its address, its size in bytes, and a digest of its content."""

    url: str
    size: int
    digest: str


class Entry(NamedTuple):
    """A part as it was made: the key it had, and its files in their order."""

    key: str
    files: tuple[File, ...]


class Ledger(NamedTuple):
    """
    The parts of a site by their names, in their order.

    *stamp* is a digest of the file that it was read from; empty where it was not.
    """

    parts: Mapping[str, Entry]
    stamp: str = ""

    def files(self) -> Iterator[File]:
        """Yield all files of the site but the ledger."""
        for entry in self.parts.values():
            yield from entry.files


_PARTS: Final = TypeAdapter(dict[str, Entry])


def encode(ledger: Ledger) -> bytes:
    """Return *ledger* as a file: a line for each part."""
    lines = b",\n".join(
        to_json(name) + b":" + to_json(entry) for name, entry in ledger.parts.items()
    )
    return b'{"version":%d,"parts":{\n%s\n}}\n' % (VERSION, lines)


def read(out: Path) -> Ledger:
    """Return the ledger of the site in *out*; without one that can be read, an empty one."""
    try:
        data = _bytes(out)
        held: Any = json.loads(data)
        if not isinstance(held, dict) or held.get("version") != VERSION:
            return Ledger({})
        ledger = Ledger(_PARTS.validate_python(held["parts"]), _stamp(data))
        for file in ledger.files():
            check_address(file.url)
    except (OSError, ValueError, LookupError, ValidationError, OutsideError, RecursionError):
        return Ledger({})
    return ledger


def _bytes(out: Path) -> bytes:
    """Return the file of the ledger in *out*; none, and a link, are `OSError`s."""
    path = out / URL
    if not stat.S_ISREG(path.lstat().st_mode):
        raise FileNotFoundError(2, "there is no ledger", str(path))
    return path.read_bytes()


def _stamp(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def is_still(out: Path, former: Ledger) -> bool:
    """Whether the ledger in *out* is the *former* one, which was read from there."""
    try:
        if former.stamp and _stamp(_bytes(out)) == former.stamp:
            return True  # what is the same need not be understood once more
    except OSError:
        pass
    return read(out).parts == former.parts


class Looked:
    """Looks which files are in the folder *out*, and at each folder on the way to them once."""

    def __init__(self, out: Path) -> None:
        self._root = os.fspath(out)  # thousands of paths are joined faster as text
        self._plain = {"": True}

    def intact(self, files: Iterable[File]) -> bool:
        """Whether all *files* are there with the size that is stated; a link is no file of ours."""
        for url, size, _ in files:
            try:
                found = os.lstat(f"{self._root}/{url}")
            except OSError:
                return False
            if not stat.S_ISREG(found.st_mode) or found.st_size != size:
                return False
            if not self._is_plain(url.rpartition("/")[0]):
                return False
        return True

    def _is_plain(self, folder: str) -> bool:
        """Whether no part of the way to *folder* is a link."""
        known = self._plain.get(folder)
        if known is None:
            path = f"{self._root}/{folder}"
            known = self._is_plain(folder.rpartition("/")[0]) and not os.path.islink(path)  # noqa: PTH114 - there are thousands of folders
            self._plain[folder] = known
        return known

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
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

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
    """The parts of a site by their names, in their order."""

    parts: Mapping[str, Entry]

    def files(self) -> Iterator[File]:
        """Yield all files of the site but the ledger."""
        for entry in self.parts.values():
            yield from entry.files


_PARTS: Final = TypeAdapter(dict[str, Entry])


def encode(ledger: Ledger) -> bytes:
    """Return *ledger* as a file: a line for each part."""
    lines = ",\n".join(
        f"{json.dumps(name)}:{json.dumps(entry, separators=(',', ':'))}"
        for name, entry in ledger.parts.items()
    )
    return f'{{"version":{VERSION},"parts":{{\n{lines}\n}}}}\n'.encode()


def read(out: Path) -> Ledger:
    """Return the ledger of the site in *out*; without one that can be read, an empty one."""
    try:
        if not stat.S_ISREG((out / URL).lstat().st_mode):
            return Ledger({})
        held: Any = json.loads((out / URL).read_bytes())
        if not isinstance(held, dict) or held.get("version") != VERSION:
            return Ledger({})
        found = _PARTS.validate_python(held["parts"])
        ledger = Ledger(found)
        for file in ledger.files():
            check_address(file.url)
    except (OSError, ValueError, LookupError, ValidationError, OutsideError, RecursionError):
        return Ledger({})
    return ledger


def intact(out: Path, files: Iterable[File]) -> bool:
    """Whether all *files* are in *out* with the size that is stated; a link is no file of ours."""
    folders: dict[str, bool] = {}
    root = os.fspath(out)  # a thousand paths are joined faster as text
    for file in files:
        folder = file.url.rpartition("/")[0]
        if folder not in folders:
            folders[folder] = is_plain(out, folder)
        try:
            found = os.lstat(f"{root}/{file.url}")
        except OSError:
            return False
        if not folders[folder] or not stat.S_ISREG(found.st_mode) or found.st_size != file.size:
            return False
    return True


def is_plain(out: Path, folder: str) -> bool:
    """Whether no part of the way from *out* to *folder* is a link."""
    path = os.fspath(out)
    for name in folder.split("/") if folder else ():
        path = f"{path}/{name}"
        if os.path.islink(path):  # noqa: PTH114 - there are thousands of folders
            return False
    return True

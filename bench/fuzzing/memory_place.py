"""A history in memory, with the files of the oldest format: to be read when one of them changed."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from reportgen.history import Store
from reportgen.history.transfer import export as exported

_FOLDER: Final = Path(__file__).resolve().parents[2] / "fixtures" / "stores" / "format-1"
FILES: Final[Mapping[str, bytes]] = {
    path.relative_to(_FOLDER).as_posix(): path.read_bytes()
    for path in sorted(_FOLDER.rglob("*.gz"))
}
NAMES: Final = tuple(FILES)


class MemoryPlace:
    """A place that holds *files* and is lost with the process."""

    keeps_derived: Final = False

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)

    @property
    def address(self) -> str:
        """What people call it."""
        return "(memory)"

    def where(self, name: str) -> str:
        """Return what people call the file *name*."""
        return name

    def exists(self) -> bool:
        """Return that there is a history."""
        return True

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files below *folder*."""
        yield from sorted(name for name in self._files if name.startswith(f"{folder}/"))

    def read(self, name: str) -> bytes:
        """Return the content of the file *name*."""
        if name not in self._files:
            raise FileNotFoundError(2, "No such file or directory", name)
        return self._files[name]

    def add(self, name: str, data: bytes) -> bool:
        """Add the file *name*; return False where it is there already."""
        return self._files.setdefault(name, data) is data

    def replace(self, name: str, data: bytes) -> None:
        """Put *data* at *name*."""
        self._files[name] = data

    def added(self, name: str) -> datetime:
        """Return a moment that is the same for all."""
        self.read(name)
        return datetime(2000, 1, 1, tzinfo=UTC)

    def remove(self, name: str) -> None:
        """Remove the file *name*."""
        self._files.pop(name, None)

    def publish(self) -> None:
        """Do nothing: there is nobody to see it."""

    def close(self) -> None:
        """Do nothing: the memory is given back by itself."""


def text_of(name: str) -> bytes:
    """Return the lines of the file *name*, unpacked."""
    return gzip.decompress(FILES[name])


def packed(lines: bytes) -> bytes:
    """Return *lines* as a file of a history, each packed by itself, whatever they say."""
    return b"".join(_member(line) for line in lines.splitlines(keepends=True))


def _member(line: bytes) -> bytes:
    packer = zlib.compressobj(1, wbits=-15)
    body = packer.compress(line) + packer.flush()
    head = gzip.compress(b"", compresslevel=6, mtime=0)[:10]
    tail = zlib.crc32(line).to_bytes(4, "little") + len(line).to_bytes(4, "little")
    return head + body + tail


def export() -> bytes:
    """Return the whole history as the tar that ``history export`` writes."""
    stream = BytesIO()
    exported(Store(MemoryPlace(FILES)), stream)
    return stream.getvalue()

"""A history in a local folder."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reportgen import files
from reportgen.errors import UnreachableHistoryError
from reportgen.wording import phrase

HIDDEN: Final = "."


class Folder:
    """A history in the local folder *path*."""

    keeps_derived: Final = True

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def address(self) -> str:
        """The path of the folder."""
        return str(self.path)

    def where(self, name: str) -> str:
        """Return the path of the file *name*."""
        return str(self.path / name)

    def exists(self) -> bool:
        """Whether the folder is there."""
        return self.path.is_dir()

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files below *folder*; a folder that is not there has none."""
        root = self.path / folder
        try:
            if not root.is_dir():
                return
            yield from self._walk(folder, root)
        except OSError as error:
            raise UnreachableHistoryError(
                phrase(
                    'cannot read the history "{address}": {error}',
                    address=self.address,
                    error=(error.strerror or str(error)).lower(),
                ),
                phrase("may this job read and write there?"),
            ) from error

    def _walk(self, folder: str, root: Path) -> Iterator[str]:
        pending = [(folder, str(root))]
        while pending:
            name, path = pending.pop()
            with os.scandir(path) as found:
                entries = sorted(found, key=lambda entry: entry.name, reverse=True)
            for entry in entries:
                if entry.name.startswith(HIDDEN):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append((f"{name}/{entry.name}", entry.path))
            yield from sorted(
                f"{name}/{entry.name}"
                for entry in entries
                if entry.is_file(follow_symlinks=False) and not entry.name.startswith(HIDDEN)
            )

    def read(self, name: str) -> bytes:
        """Return the content of the file *name*."""
        return (self.path / name).read_bytes()

    def add(self, name: str, data: bytes) -> bool:
        """Add the file *name*; one that is there already is only made young again."""
        path = self.path / name
        with suppress(FileNotFoundError):
            os.utime(path)
            return False
        files.write(path, data)
        return True

    def replace(self, name: str, data: bytes) -> None:
        """Put *data* at *name*."""
        files.write(self.path / name, data)

    def added(self, name: str) -> datetime:
        """Return when the file *name* was added, by the clock of the disk."""
        return datetime.fromtimestamp((self.path / name).stat().st_mtime, UTC)

    def remove(self, name: str) -> None:
        """Remove the file *name*."""
        (self.path / name).unlink(missing_ok=True)

    def publish(self) -> None:
        """Do nothing: what is written is there."""

    def close(self) -> None:
        """Do nothing: no file is held open."""

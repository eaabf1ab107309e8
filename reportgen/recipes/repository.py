"""A folder as it is looked at: a few named files, each within bounds, whatever they hold."""

import stat
from pathlib import Path, PurePosixPath
from typing import Final

from reportgen.model.text import quote
from reportgen.model.units import size

MAX_FILE: Final = 1 << 20


class Repository:
    """
    What lies in *folder*; nothing outside it is read, and nothing in it is run.

    *notes* tells what is there and could not be looked at, one sentence each.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._texts: dict[str, str | None] = {}

    def has(self, name: str) -> bool:
        """Whether there is anything called *name*: a file, a folder, or a link to nothing."""
        try:
            (self.folder / name).lstat()
        except (OSError, ValueError):
            return False
        return True

    def text(self, name: str) -> str | None:
        """Return the text of the file *name*, or None where there is none that can be read."""
        if name not in self._texts:
            self._texts[name] = self._read(name) if self.has(name) else None
        return self._texts[name]

    def matching(self, pattern: str) -> str | None:
        """Return the first name at the top of the folder that *pattern* matches."""
        try:
            found = sorted(path.name for path in self.folder.glob(pattern))
        except OSError:
            return None
        return found[0] if found else None

    def leads_outside(self, name: str) -> bool:
        """Whether writing the file *name* would write outside the folder, through a link."""
        place = self.folder
        for part in PurePosixPath(name).parts:
            place /= part
            if place.is_symlink():
                return True
        return False

    def _read(self, name: str) -> str | None:
        try:
            return _content(self.folder / name, self.folder)
        except _OddError as odd:
            why = str(odd)
        except UnicodeDecodeError:
            why = "is not UTF-8"
        except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before 3.13
            said = error.strerror if isinstance(error, OSError) else None
            why = f"cannot be read ({(said or 'a loop of links').lower()})"
        self.notes.append(f"{quote(name)} {why}: it was not looked at")
        return None


class _OddError(Exception):
    """A file that is not one to read; the message says why."""


def _content(path: Path, folder: Path) -> str:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _OddError("leads out of the folder")
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise _OddError("is no file")
    if found.st_size > MAX_FILE:
        raise _OddError(f"is larger than {size(MAX_FILE)}")
    with path.open("rb") as stream:
        return stream.read(MAX_FILE).decode("utf-8-sig")

"""
How a folder takes the place of another, and what an ended build leaves of that.

What an ended build leaves is removed by the next one. A build that goes on holds a lock on its
folder, which ends with its process.
"""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Final

from reportgen.website import foreign, ledger, system
from reportgen.website.foreign import LEFT_OVER
from reportgen.website.ledger import Ledger

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

UNFINISHED: Final = ".unfinished"
"""The file in a folder that says that it holds no whole site yet."""
_SET_ASIDE: Final = ".former"


class StandsFastError(OSError):
    """The folder of the site cannot be moved."""


def new_folder(real: Path, *, beside: bool) -> Path:
    """
    Return a new folder to build the site of *real* in, *beside* it or within.

    Raises:
        OSError: nothing can be written there.

    """
    parent, start = (real.parent, _name(real)) if beside else (real, LEFT_OVER)
    parent.mkdir(parents=True, exist_ok=True)
    number = os.getpid()
    while True:
        # Not `tempfile`: its folders are private to the user, and a web server must read this one.
        folder = parent / f"{start}{number}"
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1_000_000  # that of another machine, which has the same numbers
        else:
            return folder


def _name(real: Path) -> str:
    return f".{real.name}{LEFT_OVER}"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """
    Hold the lock on *folder*.

    Raises:
        OSError: another process holds it.

    """
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def remove_left_over(out: Path) -> None:
    """
    Remove what builds of *out* left that were ended.

    One that was ended between two steps of taking the site's place has its last step made.
    """
    real = out.resolve()
    pattern = _name(real)
    found = [
        path
        for parent, start in ((real.parent, pattern), (real, LEFT_OVER))
        if parent.is_dir()
        for path in sorted(parent.iterdir())
        if path.name.startswith(start) and path.is_dir() and not path.is_symlink()
    ]
    for path in found:
        with suppress(OSError), locked(path):
            if not real.exists() and _is_whole(path):
                path.rename(real)  # the new site; what was set aside comes behind it
            elif (path / UNFINISHED).exists() or path.parent == real:
                shutil.rmtree(path)
            else:
                dispose(path, ledger.read(path), real)


def _is_whole(folder: Path) -> bool:
    return not (folder / UNFINISHED).exists() and any(folder.iterdir())


def take_place(folder: Path, out: Path) -> None:
    """
    Let *folder* take the place of *out*, whose former content is there afterwards.

    Raises:
        StandsFastError: *out* cannot be moved; nothing was done.

    """
    if not out.exists():
        folder.rename(out)
        return
    try:
        if system.exchange(folder, out):
            return
        aside = folder.with_name(folder.name + _SET_ASIDE)
        try:
            out.rename(aside)
            folder.rename(out)
        except BaseException:
            if aside.exists():
                aside.rename(out)
            raise
        aside.rename(folder)
    except OSError as error:
        raise StandsFastError(*error.args[:2]) from error


def dispose(former: Path, known: Ledger, out: Path, there: Collection[str] = ()) -> None:
    """
    Remove the *former* site, whose place *out* has taken, but for what others put there late.

    *known* is its ledger, *there* are addresses of which it is known that they are in *out*.
    """
    foreign.carry(former, known, out, there)
    shutil.rmtree(former, ignore_errors=True)

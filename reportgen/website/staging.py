"""
Where a site is made before readers see it, and how it comes to take the place of the former one.

It is made in a folder beside the site's. What is kept is brought there under a second name, and so
is all that is not ours; then the two folders are exchanged in one step. So whoever ends the build,
at whatever moment, leaves the old site or the new one, whole.

Where folders cannot be exchanged (the site's is a disk of its own, somebody stands in it, its
neighbours may not be written) the files are replaced one by one, the ledger last: then a reader may
meet pages of both, and the next build knows what it has to make again.

What an ended build leaves is removed by the next one. A build that goes on holds a lock on its
folder, which ends with its process.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Final

from reportgen.website import foreign, ledger, system
from reportgen.website.foreign import LEFT_OVER
from reportgen.website.ledger import File, Ledger
from reportgen.website.writing import remove, remove_former

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

_UNFINISHED: Final = ".unfinished"
"""The file in a folder that says that it holds no whole site yet."""
_SET_ASIDE: Final = ".former"


class Stage:
    """
    The folder *folder* in which the site of *out* is made.

    *beside* says that it may take the place of the site as a whole.
    """

    def __init__(self, out: Path, folder: Path, *, beside: bool) -> None:
        self.out = out
        self.folder = folder
        self.beside = beside

    def clear(self) -> None:
        """Remove all that was made."""
        for path in self.folder.iterdir():
            if path.name != _UNFINISHED:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def finish(self, former: Ledger, made: Ledger) -> None:
        """
        Let the site *made* take the place of the *former* one.

        Files that are not in the folder are kept. Those that came out the same stay the same files.

        Raises:
            OutsideError: a folder of the site is a link in the former one.
            OSError: the site cannot be written.

        """
        files = list(made.files())
        urls = [*(file.url for file in files), ledger.URL]
        foreign.check_free(self.out, urls)
        same = _same(self.out, former, files)
        for file in same:
            (self.folder / file.url).unlink(missing_ok=True)
        if self.beside:
            try:
                self._exchange(former, made, files)
            except (foreign.OtherDiskError, _StandsFastError):
                pass
            else:
                return
        self._replace(former, made, files)

    def _exchange(self, former: Ledger, made: Ledger, files: list[File]) -> None:
        for file in files:
            path = self.folder / file.url
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                foreign.link(self.out / file.url, path)
        if self.out.exists():
            foreign.carry(self.out, former, self.folder)
            shutil.copystat(self.out, self.folder)
        (self.folder / ledger.URL).write_bytes(ledger.encode(made))
        (self.folder / _UNFINISHED).unlink()
        system.flush(self.folder)
        _take_place(self.folder, self.out)
        if self.folder.exists():
            _dispose(self.folder, self.out)

    def _replace(self, former: Ledger, made: Ledger, files: list[File]) -> None:
        kept = {
            name: entry
            for name, entry in made.parts.items()
            if former.parts.get(name) == entry
            and not any((self.folder / file.url).exists() for file in entry.files)
        }
        self.out.mkdir(parents=True, exist_ok=True)
        _put(self.folder, self.out, ledger.URL, ledger.encode(Ledger(kept)))
        # The front page comes last, so that it does not lead to what is not there yet.
        for file in sorted(files, key=lambda file: file.url == "index.html"):
            if (self.folder / file.url).exists():
                _move(self.folder / file.url, self.out / file.url)
        urls = {file.url for file in files}
        for file in former.files():
            path = self.out / file.url
            if file.url not in urls and path.is_file() and foreign.is_made(path, file.url, file):
                remove(path, self.out)
        remove_former(self.out, urls)
        _put(self.folder, self.out, ledger.URL, ledger.encode(made))


class _StandsFastError(OSError):
    """The folder of the site cannot be moved."""


@contextmanager
def staged(out: Path) -> Iterator[Stage]:
    """
    Make a folder to build the site of *out* in, and remove it in the end, whatever happens.

    What earlier builds left because they were ended is removed, too.

    Raises:
        OSError: nothing can be written beside *out*, nor in it.

    """
    real = out.resolve()
    remove_left_over(out)
    stage = _stage(real)
    (stage.folder / _UNFINISHED).touch()
    with _locked(stage.folder):
        try:
            yield stage
        finally:
            shutil.rmtree(stage.folder, ignore_errors=True)


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
        with suppress(OSError), _locked(path):
            if not real.exists() and not (path / _UNFINISHED).exists():
                if not path.name.endswith(_SET_ASIDE):
                    path.rename(real)
            elif (path / _UNFINISHED).exists() or path.parent == real:
                shutil.rmtree(path)
            else:
                _dispose(path, real)


def _stage(real: Path) -> Stage:
    if _may_move(real):
        with suppress(OSError):
            real.parent.mkdir(parents=True, exist_ok=True)
            return Stage(real, _new_folder(real.parent, _name(real)), beside=True)
    real.mkdir(parents=True, exist_ok=True)
    return Stage(real, _new_folder(real, LEFT_OVER), beside=False)


def _may_move(real: Path) -> bool:
    """Whether another folder may replace that of the site: nobody holds on to this very one."""
    if not real.name or real.is_mount():
        return False
    # Whoever called us from within would stand in a folder that is gone.
    with suppress(OSError):
        return not Path.cwd().is_relative_to(real)
    return True


def _name(real: Path) -> str:
    return f".{real.name}{LEFT_OVER}"


def _new_folder(parent: Path, start: str) -> Path:
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


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
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


def _same(out: Path, former: Ledger, files: list[File]) -> list[File]:
    """Return those of *files* that the *former* site had just so, and has still."""
    known = {file.url: file for file in former.files()}
    return [file for file in files if known.get(file.url) == file and ledger.intact(out, [file])]


def _take_place(folder: Path, out: Path) -> None:
    """
    Let *folder* take the place of *out*, whose former content is there afterwards.

    Raises:
        _StandsFastError: *out* cannot be moved; nothing was done.

    """
    if not out.exists():
        folder.rename(out)
        return
    try:
        if system.exchange(folder, out):
            return
        aside = folder.with_name(folder.name + _SET_ASIDE)
        out.rename(aside)
        try:
            folder.rename(out)
        except OSError:
            aside.rename(out)
            raise
        aside.rename(folder)
    except OSError as error:
        raise _StandsFastError(*error.args[:2]) from error


def _dispose(former: Path, out: Path) -> None:
    """Remove the *former* site, whose place *out* has taken, but for what others put there late."""
    foreign.carry(former, ledger.read(former), out)
    shutil.rmtree(former, ignore_errors=True)


def _put(folder: Path, out: Path, url: str, content: bytes) -> None:
    (folder / url).write_bytes(content)
    _move(folder / url, out / url)


def _move(source: Path, target: Path) -> None:
    """Move a file: a reader of *target* sees the former one or the new one, never a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError:
        neighbour = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            shutil.copyfile(source, neighbour)
            neighbour.replace(target)
        finally:
            neighbour.unlink(missing_ok=True)

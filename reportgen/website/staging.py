"""
Where a site is made before readers see it, and how it comes to take the place of the former one.

It is made in a folder beside the site's. What is kept is brought there under a second name, and so
is all that is not ours; then the two folders are exchanged in one step. So whoever ends the build,
at whatever moment, leaves the old site or the new one, whole.

Where folders cannot be exchanged (the site's is a disk of its own, somebody stands in it, its
neighbours may not be written) the files are replaced one by one, the ledger last: then a reader may
meet pages of both, and the next build knows what it has to make again.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reportgen.website import foreign, ledger, system
from reportgen.website.ledger import File, Ledger
from reportgen.website.placing import (
    UNFINISHED,
    StandsFastError,
    dispose,
    locked,
    new_folder,
    remove_left_over,
    take_place,
)
from reportgen.website.writing import remove, remove_former


class MeanwhileError(OSError):
    """Another build has changed the site since this one looked what it can keep of it."""


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
            if path.name != UNFINISHED:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def finish(self, former: Ledger, made: Ledger) -> None:
        """
        Let the site *made* take the place of the *former* one.

        Files that are not in the folder are kept. Those that came out the same stay the same files.

        Raises:
            OutsideError: a folder of the site is a link in the former one.
            MeanwhileError: the site is no longer the *former* one; nothing was changed.
            OSError: the site cannot be written.

        """
        files = list(made.files())
        fresh = set(_files_in(self.folder))
        # Of what is kept it is known that files are there; folders may be another's by now.
        foreign.check_free(self.out, [*(file.url for file in files), ledger.URL], fresh)
        for file in _same(self.out, former, [file for file in files if file.url in fresh]):
            (self.folder / file.url).unlink()
        if self.beside:
            try:
                self._exchange(former, made, files)
            except (foreign.OtherDiskError, StandsFastError):
                pass
            else:
                return
        self._replace(former, made, files)

    def _exchange(self, former: Ledger, made: Ledger, files: list[File]) -> None:
        self._link_kept(files)
        there = {file.url for file in files}
        if self.out.exists():
            foreign.carry(self.out, former, self.folder, there)
            shutil.copystat(self.out, self.folder)
        (self.folder / ledger.URL).write_bytes(ledger.encode(made))
        (self.folder / UNFINISHED).unlink()
        system.flush(self.folder)
        self._check_former(former)
        take_place(self.folder, self.out)
        if self.folder.exists():
            dispose(self.folder, former, self.out, there)

    def _check_former(self, former: Ledger) -> None:
        # What was brought from there belongs to this ledger, and to no other one.
        if not ledger.is_still(self.out, former):
            raise MeanwhileError(11, "another build has changed the site meanwhile", str(self.out))

    def _link_kept(self, files: list[File]) -> None:
        source, target = os.fspath(self.out), os.fspath(self.folder)
        folders = set[str]()
        fresh = set(_files_in(self.folder))
        for url, _, _ in files:
            if url in fresh:
                continue
            folder = url.rpartition("/")[0]
            if folder not in folders:
                os.makedirs(f"{target}/{folder}", exist_ok=True)  # noqa: PTH103 - of text, see above
                folders.add(folder)
            foreign.link(f"{source}/{url}", f"{target}/{url}")

    def _replace(self, former: Ledger, made: Ledger, files: list[File]) -> None:
        kept = {
            name: entry
            for name, entry in made.parts.items()
            if former.parts.get(name) == entry
            and not any((self.folder / file.url).exists() for file in entry.files)
        }
        self._check_former(former)
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


@contextmanager
def staged(out: Path, within: Path | None = None) -> Iterator[Stage]:
    """
    Make a folder to build the site of *out* in, and remove it in the end, whatever happens.

    Where *within*, the folder that somebody stands in, is that of the site or below it, the site
    does not move: they would stand in a folder that is gone.
    What earlier builds left because they were ended is removed, too.

    Raises:
        OSError: nothing can be written beside *out*, nor in it.

    """
    real = out.resolve()
    remove_left_over(out)
    stage = _stage(real, within)
    with locked(stage.folder):
        (stage.folder / UNFINISHED).touch()
        try:
            yield stage
        finally:
            shutil.rmtree(stage.folder, ignore_errors=True)


def _stage(real: Path, within: Path | None) -> Stage:
    if _may_move(real, within):
        with suppress(OSError):
            return Stage(real, new_folder(real, beside=True), beside=True)
    return Stage(real, new_folder(real, beside=False), beside=False)


def _may_move(real: Path, within: Path | None) -> bool:
    """Whether another folder may replace that of the site: nobody holds on to this very one."""
    if not real.name or real.is_mount():
        return False
    return within is None or not within.resolve().is_relative_to(real)


def _same(out: Path, former: Ledger, files: list[File]) -> list[File]:
    """Return those of *files* that the *former* site had just so, and has still."""
    known = {file.url: file for file in former.files()}
    there = ledger.Looked(out)
    return [file for file in files if known.get(file.url) == file and there.intact([file])]


def _files_in(folder: Path) -> Iterator[str]:
    """Yield the addresses of the files in *folder*."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


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

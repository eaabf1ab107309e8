"""What lies in the folder of a site and is not of the site: it stays, whatever is built."""

import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

from reportgen.website.ledger import URL, File, Ledger
from reportgen.website.writing import OutsideError, is_former

LEFT_OVER: Final = ".build-"
"""What the folder of an unfinished build is called in that of the site."""


class OtherDiskError(OSError):
    """Part of a folder lies on another disk: it cannot move with the folder."""


def check_free(out: Path, urls: Collection[str], fresh: Collection[str]) -> None:
    """
    Check that the files *urls* can be in the folder *out*, with what is there already.

    Those that are not *fresh* have just been seen there; of them only the folders are looked at.

    Raises:
        OutsideError: a folder of the site is a link there, which would lead us out.
        OSError: there is a file where a folder has to be, or the other way round.

    """
    root = os.fspath(out)  # a thousand paths are joined faster as text
    for folder in sorted(_folders(urls)):
        path = f"{root}/{folder}"
        mode = _mode(path)
        if stat.S_ISLNK(mode):
            raise OutsideError(f"{folder!r} leads out of {out.name!r}")
        if mode and not stat.S_ISDIR(mode):
            raise FileExistsError(17, "there is a file in the place of a folder", path)
    for url in (*fresh, URL):
        if stat.S_ISDIR(_mode(f"{root}/{url}")):
            raise IsADirectoryError(21, "there is a folder in the place of a file", f"{root}/{url}")


def _folders(urls: Iterable[str]) -> set[str]:
    """Return the folders in which *urls* are, and those above them."""
    found: set[str] = set()
    for url in urls:
        folder = url.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _mode(path: str) -> int:
    """Return what *path* is, links not followed; 0 where nothing is there."""
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return 0


def link(source: Path | str, target: Path | str) -> None:
    """Let *target* be the file *source* by a second name, or a copy where it can have but one."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def carry(out: Path, ledger: Ledger, target: Path, there: Collection[str] = ()) -> None:
    """
    Bring to *target* what is in *out* and not in *target*, unless a former build made it.

    *ledger* is that of *out*. A file that it states is only then one of that build if it still
    says the same. Links stay links. What is in *target* already is left as it is; of the addresses
    *there* it is known that they are.

    Raises:
        OtherDiskError: a folder in *out* is another disk.
        OSError: something cannot be brought.

    """
    made = {file.url: file for file in ledger.files()}
    root = os.fspath(target)  # a thousand paths are joined faster as text
    for found, url in _entries(out, out.stat().st_dev):
        if url in there or os.path.lexists(f"{root}/{url}"):
            continue
        path, wanted = Path(found), target / url
        if path.is_dir() and not path.is_symlink():
            _like(path, wanted, out)
        elif not is_made(path, url, made.get(url)):
            _like(path.parent, wanted.parent, out)
            link(path, wanted)


def is_made(path: Path, url: str, file: File | None) -> bool:
    """Whether we made the file *path* at *url*; *file* is what the ledger says of it."""
    if url == URL or is_former(path, url):
        return True
    if file is None or path.is_symlink() or path.stat().st_size != file.size:
        return False
    size = len(file.digest) // 2
    return blake2b(path.read_bytes(), digest_size=size).hexdigest() == file.digest


def _like(folder: Path, wanted: Path, out: Path) -> None:
    """Make the folder *wanted* with the rights of *folder*, and so those above it within *out*."""
    if wanted.is_dir():
        return
    if folder != out:
        _like(folder.parent, wanted.parent, out)
    wanted.mkdir(exist_ok=True)
    shutil.copystat(folder, wanted)


def _entries(out: Path, disk: int) -> Iterator[tuple[str, str]]:
    """Yield all files, links and empty folders in *out* with their addresses."""
    pending = [(os.fspath(out), "")]
    while pending:
        folder, above = pending.pop()
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        if not entries and above:
            yield folder, above[:-1]
        for entry in entries:
            url = above + entry.name
            if not above and entry.name.startswith(LEFT_OVER):
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.stat(follow_symlinks=False).st_dev != disk:
                    raise OtherDiskError(18, "it is another disk", entry.path)
                pending.append((entry.path, f"{url}/"))
            else:
                yield entry.path, url

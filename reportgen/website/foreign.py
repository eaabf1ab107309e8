"""What lies in the folder of a site and is not of the site: it stays, whatever is built."""

import os
import shutil
from collections.abc import Collection, Iterator
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Final

from reportgen.website.ledger import URL, File, Ledger, is_plain
from reportgen.website.writing import OutsideError, is_former

LEFT_OVER: Final = ".build-"
"""What the folder of an unfinished build is called in that of the site."""


class OtherDiskError(OSError):
    """Part of a folder lies on another disk: it cannot move with the folder."""


def check_free(out: Path, urls: Collection[str]) -> None:
    """
    Check that the files *urls* can be in the folder *out*, with what is there already.

    Raises:
        OutsideError: a folder of the site is a link there, which would lead us out.
        OSError: there is a file where a folder has to be, or the other way round.

    """
    for folder in sorted({str(parent) for url in urls for parent in PurePosixPath(url).parents}):
        if folder == ".":
            continue
        if not is_plain(out, folder):
            raise OutsideError(f"{folder!r} leads out of {out.name!r}")
        if os.path.lexists(out / folder) and not (out / folder).is_dir():
            raise FileExistsError(17, "there is a file in the place of a folder", str(out / folder))
    for url in urls:
        path = out / url
        if path.is_dir() and not path.is_symlink():
            raise IsADirectoryError(21, "there is a folder in the place of a file", str(path))


def link(source: Path | str, target: Path | str) -> None:
    """Let *target* be the file *source* by a second name, or a copy where it can have but one."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def carry(out: Path, ledger: Ledger, target: Path) -> None:
    """
    Bring to *target* what is in *out* and not in *target*, unless a former build made it.

    *ledger* is that of *out*. A file that it states is only then one of that build if it still
    says the same. Links stay links. What is in *target* already is left as it is.

    Raises:
        OtherDiskError: a folder in *out* is another disk.
        OSError: something cannot be brought.

    """
    made = {file.url: file for file in ledger.files()}
    disk = out.stat().st_dev
    root = os.fspath(target)  # a thousand paths are joined faster as text
    for entry, url in _entries(out, disk):
        if os.path.lexists(f"{root}/{url}"):
            continue
        path, there = Path(entry.path), target / url
        if entry.is_dir(follow_symlinks=False):
            if not any(path.iterdir()):
                _like(path, there, out)
        elif not is_made(path, url, made.get(url)):
            _like(path.parent, there.parent, out)
            link(path, there)


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


def _entries(out: Path, disk: int) -> Iterator[tuple["os.DirEntry[str]", str]]:
    """Yield all files, links and folders in *out* with their addresses, folders before theirs."""
    pending = [(os.fspath(out), "")]
    while pending:
        folder, above = pending.pop()
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            url = above + entry.name
            if not above and entry.name.startswith(LEFT_OVER):
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.stat(follow_symlinks=False).st_dev != disk:
                    raise OtherDiskError(18, "it is another disk", entry.path)
                pending.append((entry.path, f"{url}/"))
            yield entry, url

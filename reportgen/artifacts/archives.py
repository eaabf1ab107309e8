"""
Zip and tar archives, read member by member. Nothing is ever unpacked to the disk.

Limits hold against bombs; links, absolute names and names that climb out are refused by name.
Zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT · tar: POSIX.1-2001 pax.
"""

import io
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Final, NamedTuple

from reportgen.config.limits import Limits, amount, raised_by
from reportgen.errors import ReadError
from reportgen.wording import phrase

# What the libraries raise on damaged or unknown data; none of it is a fault of ours.
_BROKEN: Final = (
    OSError, EOFError, ValueError, LookupError, RuntimeError, zlib.error, lzma.LZMAError,
    zipfile.BadZipFile, tarfile.TarError,
)  # fmt: skip
_SMALL: Final = 1 << 20
_MOST_OPEN: Final = 8
_BLOCK: Final = 512
_TAR_NAMES: Final = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")


class Member(NamedTuple):
    """A file inside an archive, or the reason why it is not read."""

    name: str
    size: int
    opener: Callable[[], BinaryIO]
    refusal: str | None = None


def is_archive(path: Path, *, named: bool) -> bool:
    """
    Whether *path* is an archive to look into, by its name.

    One that was *named* by the user is told by its first bytes, too. Found in a folder it is not:
    programs and documents (.jar, .whl, .docx) are zip files that hold no results.
    """
    if path.name.lower().endswith((".zip", *_TAR_NAMES)):
        return True
    if not named:
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(512)
    except OSError:
        return False
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) or head[257:262] == b"ustar"


class Holding:
    """What is held of all archives together: the files of tars, and zips that were opened last."""

    def __init__(self, limits: Limits) -> None:
        self.left = limits.tar_total
        """How many bytes of tars there is still room for."""
        self._open: dict[Path, zipfile.ZipFile] = {}
        self._process = os.getpid()

    def zip_at(self, path: Path) -> zipfile.ZipFile:
        """
        Return the zip at *path*.

        To open it anew for each file would read the list of all of them each time; to leave each
        one open would run out of handles.
        """
        if self._process != os.getpid():
            # A copy of a process shares the places at which its files are read.
            self._process = os.getpid()
            self._open = {}
        archive = self._open.pop(path, None) or zipfile.ZipFile(path)
        self._open[path] = archive
        while len(self._open) > _MOST_OPEN:
            # A stream that somebody still reads keeps the file open until it is closed.
            self._open.pop(next(iter(self._open))).close()
        return archive


def members(path: Path, limits: Limits, holding: Holding) -> Iterator[Member]:
    """
    Yield the files of the archive at *path*, in its order; what is wrong with it is the last.

    A tar takes of the room in *holding* what its files need.
    """
    total, number = 0, -1
    try:
        opened = _zip if zipfile.is_zipfile(path) else _tar
        for number, member in enumerate(opened(path, limits, holding)):
            total += member.size
            if number >= limits.archive_files:
                what = phrase(
                    "the archive holds more files than the limit of {limit:,}: the others are not "
                    "read; {raised}",
                    limit=limits.archive_files,
                    raised=raised_by("archive-files"),
                )
                yield _refused("", what)
                return
            if total > limits.archive_total:
                what = phrase(
                    "the files of the archive are larger than the limit of {limit}: the others are "
                    "not read; {raised}",
                    limit=amount(limits.archive_total),
                    raised=raised_by("archive-total"),
                )
                yield _refused("", what)
                return
            yield member
        if number < 0:
            yield _refused("", phrase("an archive without a file in it"))
    except _BROKEN as error:
        yield _refused("", phrase("the archive is broken: {error}", error=error))


class _Stream(io.RawIOBase):
    """What is read of a member, piece by piece; what is broken there costs this member alone."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except _BROKEN as error:
            raise ReadError(phrase("the archive is broken here: {error}", error=error)) from error

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _zip(path: Path, limits: Limits, holding: Holding) -> Iterator[Member]:
    for info in holding.zip_at(path).infolist():
        if info.is_dir():
            continue
        mode = info.external_attr >> 16
        if reason := _refusal(info.filename, info.file_size, info.compress_size, limits):
            yield _refused(info.filename, reason)
        elif info.flag_bits & 0x1:
            yield _refused(info.filename, phrase("encrypted; reportgen asks for no password"))
        elif mode & 0o170000 == 0o120000:
            yield _refused(info.filename, phrase("a link; it is not followed"))
        else:
            yield Member(info.filename, info.file_size, _zip_opener(path, info, holding))


def _zip_opener(path: Path, info: zipfile.ZipInfo, holding: Holding) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        try:
            # By its entry, not its name: an archive may hold one name twice.
            return _Stream(holding.zip_at(path).open(info))  # type: ignore[return-value]  # reads like one
        except _BROKEN as error:
            raise ReadError(phrase("the archive is broken here: {error}", error=error)) from error

    return opener


def _tar(path: Path, limits: Limits, holding: Holding) -> Iterator[Member]:
    kept, most = 0, max(_SMALL, path.stat().st_size * limits.archive_ratio)
    with tarfile.open(path) as archive:
        for info in archive:
            if info.isdir():
                continue
            if reason := _refusal(info.name, info.size, info.size, limits):
                yield _refused(info.name, reason)
            elif not info.isfile():
                yield _refused(info.name, phrase("a link or a device; it is not followed"))
            elif info.issparse():
                yield _refused(info.name, phrase("a file with holes; it is not read"))
            elif (kept := kept + info.size) > most:
                yield _refused("", _bomb(limits))
                return
            elif info.size > holding.left:
                what = phrase(
                    "the files of all tars are larger than the limit of {limit}: the others are "
                    "not read; {raised}",
                    limit=amount(limits.tar_total),
                    raised=raised_by("tar-total"),
                )
                yield _refused("", what)
                return
            else:
                # A compressed tar cannot be read at random: what fits is kept while passing by.
                stream = archive.extractfile(info)
                data = stream.read(info.size) if stream else b""
                holding.left -= info.size
                yield Member(info.name, info.size, lambda data=data: io.BytesIO(data))  # type: ignore[misc]  # binds this member
        # A whole tar ends with blocks of zeros; one that was cut at a block just stops.
        if archive.fileobj.tell() < archive.offset + _BLOCK:
            yield _refused("", phrase("the archive ends too early: what followed is lost"))


def _bomb(limits: Limits) -> str:
    return phrase(
        "compressed more than {times} times: taken for a bomb and not read; {raised}",
        times=limits.archive_ratio,
        raised=raised_by("archive-ratio"),
    )


def _refusal(name: str, size: int, packed: int, limits: Limits) -> str | None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or (len(name) > 1 and name[1] == ":"):
        return phrase("its name leads out of the archive; it is not read")
    if size > limits.archive_file:
        most = amount(limits.archive_file)
        return phrase(
            "larger than the limit of {limit}; {raised}",
            limit=most,
            raised=raised_by("archive-file"),
        )
    if size > _SMALL and size > packed * limits.archive_ratio:
        return _bomb(limits)
    return None


def _refused(name: str, reason: str) -> Member:
    return Member(name, 0, io.BytesIO, reason)

"""
Zip and tar archives, read member by member. Nothing is ever unpacked to the disk.

Limits hold against bombs; links, absolute names and names that climb out are refused by name.
Zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT · tar: POSIX.1-2001 pax.
"""

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Final, NamedTuple

from reportgen.errors import ReadError

MAX_MEMBERS: Final = 20_000
MAX_MEMBER: Final = 256 << 20
MAX_TOTAL: Final = 1 << 30
MAX_RATIO: Final = 200
MAX_KEPT: Final = 256 << 20
"""How much of a tar is held in memory: it is read once, from its beginning to its end."""
# What the libraries raise on damaged or unknown data; none of it is a fault of ours.
_BROKEN: Final = (
    OSError, EOFError, ValueError, LookupError, RuntimeError, zlib.error, lzma.LZMAError,
    zipfile.BadZipFile, tarfile.TarError,
)  # fmt: skip
_SMALL: Final = 1 << 20
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


def members(path: Path) -> Iterator[Member]:
    """Yield the files of the archive at *path*, in its order; what is wrong with it is the last."""
    total, number = 0, -1
    try:
        for number, member in enumerate(_zip(path) if zipfile.is_zipfile(path) else _tar(path)):
            total += member.size
            if number >= MAX_MEMBERS or total > MAX_TOTAL:
                limit = f"the archive is larger than the limit ({MAX_MEMBERS:,} files, 1 GiB)"
                yield _refused("", f"{limit}: the others are not read")
                return
            yield member
        if number < 0:
            yield _refused("", "an archive without a file in it")
    except _BROKEN as error:
        yield _refused("", f"the archive is broken: {error}")


class _Stream(io.RawIOBase):
    """What is read of a member, piece by piece; what is broken there costs this member alone."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except _BROKEN as error:
            raise ReadError(f"the archive is broken here: {error}") from error

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _zip(path: Path) -> Iterator[Member]:
    # It stays open for the members that are read later: to open it anew for each would read the
    # list of all members once for each of them.
    archive = zipfile.ZipFile(path)
    for info in archive.infolist():
        if info.is_dir():
            continue
        mode = info.external_attr >> 16
        if reason := _refusal(info.filename, info.file_size, info.compress_size):
            yield _refused(info.filename, reason)
        elif info.flag_bits & 0x1:
            yield _refused(info.filename, "encrypted; reportgen asks for no password")
        elif mode & 0o170000 == 0o120000:
            yield _refused(info.filename, "a link; it is not followed")
        else:
            yield Member(info.filename, info.file_size, _zip_opener(archive, info))


def _zip_opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        try:
            # By its entry, not its name: an archive may hold one name twice.
            return _Stream(archive.open(info))  # type: ignore[return-value]  # reads like one
        except _BROKEN as error:
            raise ReadError(f"the archive is broken here: {error}") from error

    return opener


def _tar(path: Path) -> Iterator[Member]:
    kept, most = 0, max(_SMALL, path.stat().st_size * MAX_RATIO)
    with tarfile.open(path) as archive:
        for info in archive:
            if info.isdir():
                continue
            if reason := _refusal(info.name, info.size, info.size):
                yield _refused(info.name, reason)
            elif not info.isfile():
                yield _refused(info.name, "a link or a device; it is not followed")
            elif info.issparse():
                yield _refused(info.name, "a file with holes; it is not read")
            elif (kept := kept + info.size) > most:
                yield _refused("", f"compressed more than {MAX_RATIO} times: taken for a bomb")
                return
            elif kept > MAX_KEPT:
                limit = f"the files of a tar are larger than the limit of {MAX_KEPT >> 20} MiB"
                yield _refused("", f"{limit}: the others are not read")
                return
            else:
                # A compressed tar cannot be read at random: what fits is kept while passing by.
                stream = archive.extractfile(info)
                data = stream.read(MAX_MEMBER) if stream else b""
                yield Member(info.name, info.size, lambda data=data: io.BytesIO(data))  # type: ignore[misc]  # binds this member
        # A whole tar ends with blocks of zeros; one that was cut at a block just stops.
        if archive.fileobj.tell() < archive.offset + _BLOCK:
            yield _refused("", "the archive ends too early: what followed is lost")


def _refusal(name: str, size: int, packed: int) -> str | None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or (len(name) > 1 and name[1] == ":"):
        return "its name leads out of the archive; it is not read"
    if size > MAX_MEMBER:
        return f"larger than the limit of {MAX_MEMBER >> 20} MiB"
    if size > _SMALL and size > packed * MAX_RATIO:
        return f"compressed more than {MAX_RATIO} times: taken for a bomb and not read"
    return None


def _refused(name: str, reason: str) -> Member:
    return Member(name, 0, io.BytesIO, reason)

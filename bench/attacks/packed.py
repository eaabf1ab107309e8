"""Attacks by archives: names that lead out, links, bombs, and entries that lie."""

import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from attacks.attack import CANARY, READ, REFUSED, Attack

_ONE: Final = b'<testsuite name="s"><testcase classname="c" name="n" time="1"/></testsuite>'
_MIB: Final = 1 << 20
_OUT: Final = "leads out of the archive"


def _zip(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        with zipfile.ZipFile(folder / "bad.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, data in entries:
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)

    return build


def _tar(*entries: tuple[tarfile.TarInfo, bytes], mode: str = "") -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        name = f"bad.tar.{mode}" if mode else "bad.tar"
        with tarfile.open(folder / name, f"w:{mode}") as archive:  # type: ignore[call-overload]  # the mode is made up
            for entry, data in entries:
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))

    return build


def _entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


def _zip_link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("bad.xml")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry


def _changed(
    build: Callable[[Path], None], change: Callable[[bytes], bytes]
) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        build(folder)
        path = folder / "bad.zip"
        (folder / "many.zip").write_bytes(change(path.read_bytes()))
        path.unlink()

    return changed


def _encrypted(data: bytes) -> bytes:
    """Set the flag of encryption in both headers of the only entry."""
    central = data.index(b"PK\x01\x02")
    return data[:6] + b"\x01" + data[7 : central + 8] + b"\x01" + data[central + 9 :]


def _lying(data: bytes) -> bytes:
    """Let the entry say that it is small."""
    central = data.index(b"PK\x01\x02")
    return data[: central + 24] + struct.pack("<I", 100) + data[central + 28 :]


def _overlapping(data: bytes) -> bytes:
    """Let 30,000 entries stand for the same bytes."""
    central, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, count = data[central:end], 30_000
    tail = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, central, 0
    )
    return data[:central] + entry * count + tail


def _zeros(sizes: Iterable[int]) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        with tarfile.open(folder / "bad.tar.gz", "w:gz", compresslevel=1) as archive:
            for number, size in enumerate(sizes):
                entry = _entry(f"{number}.log")
                entry.size = size
                archive.addfile(entry, _Blanks(size))

    return build


class _Blanks(io.RawIOBase):
    """As many blanks as are asked for, without holding them."""

    def __init__(self, size: int) -> None:
        self._left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        length = min(self._left, size if size >= 0 else self._left)
        self._left -= length
        return b" " * length


def _sparse(folder: Path) -> None:
    """Write eight entries of a byte that say they are files of 200 MiB full of holes."""
    with tarfile.open(folder / "bad.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        for number in range(8):
            entry = _entry(f"{number}.log")
            size = str(200 * _MIB)
            entry.pax_headers = {"GNU.sparse.size": size, "GNU.sparse.map": f"0,1,{size},0"}
            entry.size = 1
            archive.addfile(entry, io.BytesIO(b"x"))


def _large_member(folder: Path) -> None:
    line = b"%09d connection to the database was opened by a worker of the pool\n"
    with (
        zipfile.ZipFile(folder / "bad.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("large.log", "w") as stream,
    ):
        for number in range(0, 3_000_000, 1000):
            stream.write(b"".join(line % (number + n) for n in range(1000)))


def _many(folder: Path) -> None:
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        for number in range(21_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"x")


def _attack(
    name: str,
    build: Callable[[Path], None],
    says: str = "",
    *,
    also_read: bool = False,
    longest_s: float = 10,
) -> Attack:
    return Attack(
        "archives", name, build, REFUSED | READ if also_read else REFUSED, says, longest_s
    )


PACKED: Final[tuple[Attack, ...]] = (
    *(
        _attack(f"a name that leads out: {name}", _zip((zipfile.ZipInfo(name), _ONE)), _OUT)
        for name in ("../../escaped.xml", "/tmp/escaped.xml", "a/../../../escaped.xml",  # noqa: S108 - never written
                     "..\\..\\escaped.xml", "C:\\escaped.xml")
    ),
    _attack("the same in a tar", _tar((_entry("../../escaped.xml"), _ONE)), _OUT),
    _attack("a link in a zip", _zip((_zip_link(), b"../outside.txt")), "a link"),
    _attack("a link in a tar", _tar((_entry("bad.xml", tarfile.SYMTYPE, "../outside.txt"), b"")),
            "a link"),
    _attack("a hard link in a tar",
            _tar((_entry("bad.xml", tarfile.LNKTYPE, "../outside.txt"), b"")), "a link"),
    _attack("a device in a tar", _tar((_entry("bad.xml", tarfile.CHRTYPE), b"")), "a device"),
    _attack("a pipe in a tar", _tar((_entry("bad.xml", tarfile.FIFOTYPE), b"")), "a device"),
    _attack("blanks that were compressed 1,000 times", _zip(("bad.xml", b" " * (64 * _MIB))),
            "bomb"),
    _attack("five times 200 MiB in a packed tar", _zeros([200 * _MIB] * 5),
            "limit of 256 MiB", also_read=True),
    _attack("eight files of 200 MiB that are holes", _sparse, "", also_read=True),
    _attack("entries of the same bytes, 30,000 times",
            _changed(_zip(("a.log", b"x" * 1000)), _overlapping), "the limit", also_read=True,
            longest_s=30),
    _attack("21,000 files in a zip", _many, "the limit", also_read=True, longest_s=30),
    _attack("an entry that says it is smaller", _changed(_zip(("a.xml", _ONE * 99)), _lying),
            also_read=True),
    _attack("an encrypted entry", _changed(_zip(("a.xml", _ONE)), _encrypted), "encrypted"),
    _attack("a zip in a zip", _zip(("inner.zip", b"PK\x03\x04" + CANARY.encode()))),
    _attack("a log of 200 MB in a zip", _large_member, "", also_read=True),
)  # fmt: skip

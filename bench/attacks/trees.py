"""Attacks by what lies in a folder: links, loops, pipes, sockets, names, depth, numbers."""

import os
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from attacks.attack import READ, REFUSED, Attack

_ONE: Final = b'<testsuite name="s"><testcase classname="c" name="n" time="1"/></testsuite>'


def _link(target: str, name: str = "bad.xml") -> Callable[[Path], None]:
    return lambda folder: (folder / name).symlink_to(target)


def _socket(folder: Path) -> None:
    # The path of a socket is short; a relative one always is.
    before = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as listening:  # its name stays when it is closed
            listening.bind("bad.xml")
    finally:
        os.chdir(before)


def _deep(levels: int) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        before = Path.cwd()
        os.chdir(folder)
        try:
            for _ in range(levels):
                Path("a").mkdir()
                os.chdir("a")
            Path("bad.xml").write_bytes(_ONE)
        finally:
            os.chdir(before)

    return build


def _named(name: bytes) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        with open(os.fsencode(folder) + b"/" + name, "wb") as stream:  # noqa: PTH123 - a name that is no text
            stream.write(_ONE)

    return build


def _many(folder: Path) -> None:
    # Their names come before that of the good file, which they must not push out.
    for number in range(25_000):
        (folder / f"a{number:05}.txt").touch()


def _zips(folder: Path) -> None:
    for number in range(1_100):
        with zipfile.ZipFile(folder / f"a{number:04}.zip", "w") as archive:
            archive.writestr("bad.bin", b"\0")


def _closed_folder(folder: Path) -> None:
    (folder / "closed").mkdir()
    (folder / "closed" / "bad.xml").write_bytes(_ONE)
    (folder / "closed").chmod(0)


def _attack(
    name: str, build: Callable[[Path], None], says: str = "", *, also_read: bool = False
) -> Attack:
    return Attack("files and folders", name, build, REFUSED | READ if also_read else REFUSED, says)


_OUT: Final = "a link that leads out"
TREES: Final[tuple[Attack, ...]] = (
    _attack("a link to a file outside", _link("../outside.txt"), _OUT),
    _attack("a link to a file of the system", _link("/etc/passwd"), _OUT),
    _attack("a link to a folder outside", _link("..", "up"), _OUT),
    _attack("a link to what never ends", _link("/dev/zero"), _OUT),
    _attack("a link to itself", _link("bad.xml"), ""),
    _attack("a link to its own folder", _link(".", "again"), "", also_read=True),
    _attack("a pipe", lambda folder: os.mkfifo(folder / "bad.xml"), "not a regular file"),
    _attack("a socket", _socket, "not a regular file"),
    _attack("a folder called bad.xml", lambda folder: (folder / "bad.xml").mkdir(), "",
            also_read=True),
    _attack("a folder that may not be opened", _closed_folder, "", also_read=True),
    _attack("300 folders deep", _deep(300), "", also_read=True),
    _attack("1,500 folders deep", _deep(1500), "", also_read=True),
    _attack("5,000 folders deep, more than a path can be", _deep(5000), "", also_read=True),
    _attack("25,000 files", _many, "the limit", also_read=True),
    _attack("more zips than a process may have files open", _zips, also_read=True),
    _attack("a name with a line end and a command", _named(b"a\n::error::x.xml"), also_read=True),
    _attack("a name that is no UTF-8", _named(b"a\xff\xfe.xml"), also_read=True),
    _attack("a name that turns the direction", _named("a\u202egnp.xml".encode()), also_read=True),
    _attack("a name that is markup", _named(b"<img src=x onerror=alert(1)>.xml"), also_read=True),
)  # fmt: skip

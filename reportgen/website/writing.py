"""Write the planned pages: late, whole, and only where something changed."""

import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath
from typing import Final

_OURS: Final = (b'<meta name="generator" content="reportgen">', b'{"generator":"reportgen",')
_HEAD: Final = 4_096
_FORMER: Final = (
    "runs/*/index.html",
    "runs/*.html",
    "failures/*.html",
    "services/*.html",
    "memory/*.html",
    "data/*.js*",
    "data/*/*.js*",
)
_SAFE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


class OutsideError(Exception):
    """A planned address would lead out of the site's folder: a fault of ours."""


def check_address(url: str) -> None:
    """Raise `OutsideError` unless *url* names a file below the site's folder and nothing else."""
    parts = PurePosixPath(url).parts
    if not parts or "/".join(parts) != url or not all(_SAFE.fullmatch(part) for part in parts):
        raise OutsideError(f"{url!r} does not name a file of the site")


def write(files: Iterable[tuple[str, str]], out: Path) -> list[Path]:
    """
    Write *files* (url and text) below *out*, and return their paths in the same order.

    A reader sees the former file or the new one, never a part.
    Files that hold the same bytes already are not touched.
    """
    out.mkdir(parents=True, exist_ok=True)
    root = out.resolve()
    paths = []
    for url, text in files:
        check_address(url)
        path = out / url
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.parent.resolve().is_relative_to(root):  # a link planted among the folders
            raise OutsideError(f"{url!r} leads out of {out.name!r}")
        _replace(path, text.encode("utf-8"))
        paths.append(path)
    return paths


def _replace(path: Path, content: bytes) -> None:
    try:
        if path.read_bytes() == content:
            return
    except FileNotFoundError:
        pass
    # Not `tempfile`: its files are private to the user, and a web server must read these.
    neighbour = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with neighbour.open("wb") as file:
            file.write(content)
            file.flush()
        neighbour.replace(path)
    finally:
        neighbour.unlink(missing_ok=True)


def remove_former(out: Path, urls: Collection[str]) -> list[Path]:
    """
    Remove the pages of former builds that are not among *urls*, and return their paths.

    Only what we recognise as ours goes: pages in the folders of our lists that say who made them.
    """
    removed = []
    for path in sorted(path for pattern in _FORMER for path in out.glob(pattern)):
        url = path.relative_to(out).as_posix()
        if url in urls or path.is_symlink() or path.parent.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            start = file.read(_HEAD)
            if not any(mark in start for mark in _OURS):
                continue
        path.unlink()
        removed.append(path)
        if path.name == "index.html" and not any(path.parent.iterdir()):
            path.parent.rmdir()
    return removed

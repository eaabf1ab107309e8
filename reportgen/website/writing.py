"""Which files are ours: addresses that a page may have, and pages that former builds made."""

import re
from collections.abc import Collection
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
_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9.-]*"
_SAFE: Final = re.compile(rf"{_NAME}(?:/{_NAME})*")


class OutsideError(Exception):
    """A planned address would lead out of the site's folder: a fault of ours."""


def check_address(url: str) -> None:
    """Raise `OutsideError` unless *url* names a file below the site's folder and nothing else."""
    if not _SAFE.fullmatch(url):
        raise OutsideError(f"{url!r} does not name a file of the site")


def remove_former(out: Path, urls: Collection[str]) -> list[Path]:
    """
    Remove the pages of former builds that are not among *urls*, and return their paths.

    Only what we recognise as ours goes: pages in the folders of our lists that say who made them.
    """
    removed = []
    for path in sorted(path for pattern in _FORMER for path in out.glob(pattern)):
        url = path.relative_to(out).as_posix()
        if url not in urls and not path.parent.is_symlink() and is_former(path, url):
            remove(path, out)
            removed.append(path)
    return removed


def is_former(path: Path, url: str) -> bool:
    """Whether *path* at *url* is a page of ours, as every build knows it, with a ledger or not."""
    if not any(PurePosixPath(url).match(pattern) for pattern in _FORMER if _deep(pattern, url)):
        return False
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(_HEAD)
    return any(mark in start for mark in _OURS)


def _deep(pattern: str, url: str) -> bool:
    return pattern.count("/") == url.count("/")


def remove(path: Path, out: Path) -> None:
    """Remove the file *path*, and the folders below *out* that are empty then."""
    path.unlink()
    folder = path.parent
    while folder != out and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent

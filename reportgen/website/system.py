"""What the C library offers for folders and Python does not: exchange two, flush a file system."""

import ctypes
import errno
import os
from functools import cache
from pathlib import Path
from typing import Any, Final

_HERE: Final = -100
"""``AT_FDCWD``: a path is meant as it is given."""
_EXCHANGE: Final = 2
"""``RENAME_EXCHANGE``, https://man7.org/linux/man-pages/man2/rename.2.html."""
_CANNOT: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})


@cache
def _function(name: str) -> Any:  # noqa: ANN401 - whatever the library has
    try:
        return getattr(ctypes.CDLL(None, use_errno=True), name, None)
    except (OSError, TypeError):  # Windows
        return None


def exchange(first: Path, second: Path) -> bool:
    """
    Let two folders take each other's place in one step; return False where the system cannot.

    Raises:
        OSError: it can, and did not: they are on different disks, or one of them is one.

    """
    rename = _function("renameat2")
    if rename is None:
        return False
    one, other = os.fsencode(first), os.fsencode(second)
    if rename(_HERE, one, _HERE, other, ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(first), None, str(second))


def flush(folder: Path) -> None:
    """Have all that was written to the file system of *folder* reach the disk, if that is known."""
    sync = _function("syncfs")
    if sync is None:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        os.close(handle)

"""Write files whole or not at all."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write(path: Path, data: bytes | Iterable[bytes]) -> None:
    """
    Put *data*, whole or in pieces, at *path*.

    It is written to a neighbour, flushed to the disk, and renamed; then the folder is flushed.

    A reader sees the old file or the new one, never a part.
    After a crash at most a neighbour is left, whose name begins with a dot and ends in ``.tmp``.

    Raises:
        OSError: it cannot be written; what was there before is untouched.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with neighbour.open("wb") as stream:
            stream.writelines((data,) if isinstance(data, bytes) else data)
            stream.flush()
            os.fsync(stream.fileno())
        neighbour.replace(path)
    except BaseException:
        with suppress(OSError):
            neighbour.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Make a rename durable; where folders cannot be opened (Windows) the system does it itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""Where a history lies: a local folder, a file system that fsspec knows, or a branch in git."""

from collections.abc import Mapping
from pathlib import Path

from reportgen.errors import UsageError
from reportgen.history.places.addresses import GIT, local_path, scheme_of, without_credentials
from reportgen.history.places.filesystem import Filesystem
from reportgen.history.places.folder import Folder
from reportgen.history.places.git import Git
from reportgen.history.places.place import ChangedMeanwhileError, Place
from reportgen.wording import phrase

__all__ = [
    "ChangedMeanwhileError", "Filesystem", "Folder", "Git", "Place", "open_place",
    "without_credentials",
]  # fmt: skip


def open_place(address: str, environ: Mapping[str, str]) -> Place:
    """
    Return the place at *address*; nothing is asked there before it is used.

    *environ* is what git is started with.

    Raises:
        UsageError: it is no address.

    """
    if address.startswith(GIT):
        return Git(address, environ)
    scheme = scheme_of(address)
    if scheme == "file":
        return Folder(local_path(address))
    if scheme:
        return Filesystem(address)
    if not address or "::" in address:
        raise UsageError(
            phrase('"{address}" is no place for a history', address=without_credentials(address)),
            phrase(
                "name a folder, a URL as in s3://bucket/folder, or git+https://host/repo.git#branch"
            ),
        )
    return Folder(Path(address))

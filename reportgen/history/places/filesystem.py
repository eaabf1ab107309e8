"""
A history in a store that fsspec knows by its URL: ``s3://``, ``gs://``, ``az://``, ``sftp://``.

https://filesystem-spec.readthedocs.io; how to log in is a matter of the store's own package and of
its variables and files.

An object store shows an object whole or not at all, and most can be told to write only what is not
there yet. Other stores show a file while it is written: there it gets its name at the end.
Where a store cannot write on a condition, a name that was free a moment ago is overwritten. Names
are unique and files immutable, so it is the same file that is written twice.
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

from reportgen.errors import UnreachableHistoryError, UsageError
from reportgen.history.places.addresses import scheme_of, without_credentials
from reportgen.model.text import clean, one_line
from reportgen.wording import phrase

HIDDEN: Final = "."
_PACKAGES: Final = {
    "s3": "s3fs", "s3a": "s3fs",
    "gs": "gcsfs", "gcs": "gcsfs",
    "az": "adlfs", "abfs": "adlfs", "abfss": "adlfs",
    "sftp": "paramiko", "ssh": "paramiko", "sshfs": "sshfs",
    "smb": "smbprotocol", "webdav": "webdav4", "oss": "ossfs", "oci": "ocifs",
}  # fmt: skip
_OBJECT_STORES: Final = frozenset(
    {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss", "oci", "memory"}
)
_UNKNOWN_AGE: Final = datetime.max.replace(tzinfo=UTC)


class _Opened(NamedTuple):
    """A file system of fsspec, and the folder in it."""

    system: Any
    root: str


class Filesystem:
    """A history at a URL."""

    keeps_derived: Final = True

    def __init__(self, url: str) -> None:
        self._url = url
        self.address = without_credentials(url).rstrip("/")

    def where(self, name: str) -> str:
        """Return the URL of the file *name*."""
        return f"{self.address}/{name}"

    def exists(self) -> bool:
        """Whether anything is there; object stores know no empty folder."""
        with self._reaching():
            return self._is_there(self._opened.root)

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files below *folder*; a folder that is not there has none."""
        root = self._opened.root
        with self._reaching():
            self._system.invalidate_cache()
            try:
                found = self._system.find(f"{root}/{folder}")
            except FileNotFoundError:
                found = []
        names = (str(path).removeprefix(root).lstrip("/") for path in found)
        for name in sorted(names):
            if name.startswith(f"{folder}/") and not any(
                part.startswith(HIDDEN) for part in name.split("/")
            ):
                yield name

    def read(self, name: str) -> bytes:
        """Return the content of the file *name*."""
        with self._translated():
            return bytes(self._system.cat_file(self._path(name)))

    def add(self, name: str, data: bytes) -> bool:
        """Add the file *name*; one that is there already is only made young again."""
        path = self._path(name)
        with self._translated():
            if self._is_there(path):
                self._touch(path)
                return False
            if not self._is_object_store:
                self._write_aside(path, data)
                return True
            try:
                self._system.pipe_file(path, data, mode="create")
            except FileExistsError:
                return False
            except Exception:  # noqa: BLE001 - some stores know no condition; each package has its own errors
                if self._is_there(path):
                    return False
                self._system.pipe_file(path, data)
        return True

    def replace(self, name: str, data: bytes) -> None:
        """Put *data* at *name*."""
        with self._translated():
            if self._is_object_store:
                self._system.pipe_file(self._path(name), data)
            else:
                self._write_aside(self._path(name), data)

    def added(self, name: str) -> datetime:
        """Return when the file *name* was added; where nobody knows, a moment yet to come."""
        try:
            with self._translated():
                self._system.invalidate_cache()
                found = self._system.modified(self._path(name))
        except FileNotFoundError:
            raise
        except OSError:
            return _UNKNOWN_AGE
        if not isinstance(found, datetime):
            return _UNKNOWN_AGE
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def remove(self, name: str) -> None:
        """Remove the file *name*."""
        with self._translated(), suppress(FileNotFoundError):
            self._system.rm_file(self._path(name))

    def publish(self) -> None:
        """Do nothing: what is written is there."""

    def close(self) -> None:
        """Do nothing: fsspec closes its connections itself."""

    @property
    def _is_object_store(self) -> bool:
        return scheme_of(self._url) in _OBJECT_STORES

    @property
    def _system(self) -> Any:  # noqa: ANN401 - fsspec has no types
        return self._opened.system

    @cached_property
    def _opened(self) -> _Opened:
        try:
            # Imported late, and optional: most histories lie in a folder.
            from fsspec import available_protocols  # noqa: PLC0415
            from fsspec.core import url_to_fs  # noqa: PLC0415
        except ImportError as error:
            raise UsageError(self._lacks("fsspec"), "pip install 'reportgen-ci[remote]'") from error
        scheme = scheme_of(self._url)
        try:
            system, root = url_to_fs(self._url, skip_instance_cache=True)
        except ImportError as error:
            package = _PACKAGES.get(scheme)
            raise UsageError(
                self._lacks(package or self._text(error)),
                f"pip install {package}" if package else phrase("install what the message names"),
            ) from error
        except Exception as error:
            # Some packages log in when they open: only a slip in the scheme is one for sure.
            stop = UnreachableHistoryError if scheme in available_protocols() else UsageError
            raise stop(
                phrase(
                    'cannot open the history "{address}": {error}',
                    address=self.address,
                    error=self._text(error),
                ),
                phrase(
                    "is the address right, and does this job have the credentials that the package "
                    "for {scheme}:// addresses looks for?",
                    scheme=scheme,
                ),
            ) from error
        return _Opened(system, str(root).rstrip("/"))

    def _lacks(self, package: str) -> str:
        return phrase(
            'the history "{address}" needs a package that is not installed: {package}',
            address=self.address,
            package=package,
        )

    def _path(self, name: str) -> str:
        return f"{self._opened.root}/{name}"

    def _is_there(self, path: str) -> bool:
        self._system.invalidate_cache()
        with suppress(FileNotFoundError):
            return bool(self._system.exists(path))
        return False

    def _touch(self, path: str) -> None:
        """Write the file at *path* as it is once more, so that it is not taken for left over."""
        data = bytes(self._system.cat_file(path))
        if self._is_object_store:
            self._system.pipe_file(path, data)
        else:
            self._write_aside(path, data)

    def _write_aside(self, path: str, data: bytes) -> None:
        """Write to a neighbour that gets the name *path* when it is whole."""
        folder, _, name = path.rpartition("/")
        neighbour = f"{folder}/{HIDDEN}{name}.{platform.node()}-{os.getpid()}.tmp"
        self._system.makedirs(folder, exist_ok=True)
        try:
            self._system.pipe_file(neighbour, data)
            self._system.mv(neighbour, path)
        except BaseException:
            with suppress(Exception):
                self._system.rm_file(neighbour)
            raise

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """
        Turn what stands in the way into a message about the whole history.

        Raises:
            UnreachableHistoryError: it cannot be reached.

        """
        try:
            with self._translated():
                yield
        except OSError as error:
            raise UnreachableHistoryError(
                phrase(
                    'cannot read the history "{address}": {error}',
                    address=self.address,
                    error=error.strerror or error,
                ),
                phrase(
                    "is the address right, and may this job read and write there? Credentials come "
                    "from where the store's own package looks for them"
                ),
            ) from error

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """
        Turn the errors of the many packages into those of a disk.

        Raises:
            OSError: something else than a missing file.

        """
        try:
            yield
        except (FileNotFoundError, UsageError):
            raise
        except Exception as error:
            raise OSError(self._text(error)) from error

    def _text(self, error: BaseException) -> str:
        """Return what *error* says, and its name where it says little."""
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        text = one_line(clean(without_credentials(said)))
        name = type(error).__name__
        return f"{name}: {text}" if text else name

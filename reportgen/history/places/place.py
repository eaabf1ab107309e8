"""What a store needs of the place where its files lie, whatever kind of place that is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol


class ChangedMeanwhileError(OSError):
    """Others changed the place in a way that what was to be published no longer fits."""


class Place(Protocol):
    """
    Files by name that are added, read and removed, and never changed.

    Names use forward slashes.
    """

    @property
    def address(self) -> str:
        """What people call the place: the address as given, without credentials."""

    @property
    def keeps_derived(self) -> bool:
        """Whether what is put there by `replace` is there the next time the place is opened."""

    def where(self, name: str) -> str:
        """Return what people call the file *name*."""

    def exists(self) -> bool:
        """
        Whether there is a history, be it an empty one.

        Raises:
            UsageError: the place cannot be reached.

        """

    def names(self, folder: str) -> Iterator[str]:
        """
        Yield the names of all files below *folder*, in order; unfinished ones are not there.

        Raises:
            UsageError: the place cannot be reached.

        """

    def read(self, name: str) -> bytes:
        """
        Return the content of the file *name*.

        Raises:
            OSError: it cannot be read.

        """

    def add(self, name: str, data: bytes) -> bool:
        """
        Add the file *name*, whole or not at all; return False where it is there already.

        Raises:
            OSError: it cannot be written.

        """

    def replace(self, name: str, data: bytes) -> None:
        """
        Put *data* at *name*, whatever is there: for what can be derived again.

        Raises:
            OSError: it cannot be written.

        """

    def added(self, name: str) -> datetime:
        """
        Return when the file *name* was added, or added again.

        Raises:
            OSError: it is not there.

        """

    def remove(self, name: str) -> None:
        """
        Remove the file *name*; it is no error that it is gone.

        Raises:
            OSError: it cannot be removed.

        """

    def publish(self) -> None:
        """
        Let others see what was added and removed, where that is a step of its own.

        Raises:
            ChangedMeanwhileError: it has to be done anew, on what the others made of the place.
            OSError: nothing was published.

        """

    def close(self) -> None:
        """Give back what the place holds on to; what was not published is lost."""

"""What is held open while one command runs: the places of its histories, each opened once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from reportgen.history import Place

Places: TypeAlias = "dict[str, Place]"
_places: ContextVar[Places] = ContextVar("places")


@contextmanager
def one_command() -> Iterator[None]:
    """Close in the end what the command has opened, however it ends."""
    places: Places = {}
    token = _places.set(places)
    try:
        yield
    finally:
        _places.reset(token)
        for place in places.values():
            place.close()


def open_places() -> Places:
    """Return the places that the command has opened, by their addresses, to add to."""
    return _places.get()

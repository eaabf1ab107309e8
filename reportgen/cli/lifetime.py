"""What lasts while one command runs: histories, warnings, what it looked up, its language."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeAlias

from reportgen.wording import speaking

if TYPE_CHECKING:
    from reportgen.history import Place

Places: TypeAlias = "dict[str, Place]"
_places: ContextVar[Places] = ContextVar("places")
_told: ContextVar[set[str]] = ContextVar("told")
_looked_up: ContextVar[dict[str, Any]] = ContextVar("looked_up")


@contextmanager
def one_command() -> Iterator[None]:
    """Close in the end what the command has opened, however it ends."""
    places: Places = {}
    token, told, looked_up = _places.set(places), _told.set(set()), _looked_up.set({})
    try:
        with speaking(None):
            yield
    finally:
        _looked_up.reset(looked_up)
        _places.reset(token)
        _told.reset(told)
        for place in places.values():
            place.close()


def open_places() -> Places:
    """Return the places that the command has opened, by their addresses, to add to."""
    return _places.get()


def is_news(sentence: str) -> bool:
    """Whether the command has not been told of *sentence* before; by now it has."""
    told = _told.get()
    is_new = sentence not in told
    told.add(sentence)
    return is_new


def looked_up() -> dict[str, Any]:
    """Return what the command has looked up and does not look up again; it is there to add to."""
    return _looked_up.get({})

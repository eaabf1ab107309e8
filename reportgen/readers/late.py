"""Modules that are imported when they are first asked for: most runs need few of many."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, TypeVar, overload

_R = TypeVar("_R")


class Modules(Sequence[_R]):
    """Modules of this package by their *names*, in order; each is imported when it is asked for."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, at: int) -> _R: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_R]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return Modules[_R](*self.names[at])
        return import_module(f"{__package__}.{self.names[at]}")

    def __iter__(self) -> Iterator[_R]:
        return (self[at] for at in range(len(self.names)))

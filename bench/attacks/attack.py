"""What an attack is."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

CANARY: Final = "canary-5d1f0e"
"""Stands in what an attack tries to reach, and must be in nothing that is written."""
REFUSED: Final = frozenset({"rejected", "ignored"})
READ: Final = frozenset({"read", "partial"})


class Attack(NamedTuple):
    """
    Hostile input: *build* puts it into a folder, which lies beside a file that holds `CANARY`.

    Every artifact of it has to end in one of *statuses*, and a problem of one has to say *says*.
    """

    kind: str
    name: str
    build: Callable[[Path], None]
    statuses: frozenset[str]
    says: str = ""
    longest_s: float = 10
    """How much time of the CPU it may cost."""


def file(name: str, *pieces: bytes) -> Callable[[Path], None]:
    """Return what writes a file of *pieces*."""

    def build(folder: Path) -> None:
        with (folder / name).open("wb") as stream:
            stream.writelines(pieces)

    return build

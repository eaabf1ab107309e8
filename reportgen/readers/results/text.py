"""Text that may be of any length, kept within bounds."""

from typing import Final

KEPT_HEAD: Final = 48 << 10
KEPT_TAIL: Final = 16 << 10
"""Characters kept of one text: its first lines name the fault, its last ones the place."""


class BoundedText:
    """Text that comes in pieces: its head and its tail, the middle counted."""

    __slots__ = ("_dropped", "_head", "_size", "_tail")

    def __init__(self) -> None:
        self._head: list[str] = []
        self._size = 0
        self._tail = ""
        self._dropped = 0

    def add(self, text: str) -> None:
        """Take the next piece."""
        room = KEPT_HEAD - self._size
        if room > 0:
            self._head.append(text[:room])
            self._size += min(room, len(text))
            text = text[room:]
        if text:
            joined = self._tail + text
            self._tail = joined[-KEPT_TAIL:]
            self._dropped += len(joined) - len(self._tail)

    def __str__(self) -> str:
        middle = f"\n[+{self._dropped} characters]\n" if self._dropped else ""
        return "".join(self._head) + middle + self._tail

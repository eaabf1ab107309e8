"""Text that may be of any length, kept within bounds."""

from typing import Final

from reportgen.patterns import pattern

KEPT_HEAD: Final = 48 << 10
KEPT_TAIL: Final = 16 << 10
"""Characters kept of one text: its first lines name the fault, its last ones the place."""

_LONGEST_LINE: Final = 4 << 10
_WORDS: Final = pattern(r"(?:\S*\s+){4}")


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
        head = "".join(self._head)
        if not self._dropped:
            return head + self._tail
        shown, rest = head[: _last_break(head)], self._tail[_first_break(self._tail) :]
        dropped = self._dropped + len(head) - len(shown) + len(self._tail) - len(rest)
        return f"{shown}\n[+{dropped} characters]\n{rest}"


# Half a line may be half a secret, or the value of a name that is gone: nobody could tell.
def _last_break(head: str) -> int:
    """Return where the last line of *head* ends that is there as a whole, or its last word."""
    least = max(0, len(head) - _LONGEST_LINE)
    at = head.rfind("\n", least)
    if at < 0:
        at = max(head.rfind(sign, least) for sign in " \t,")
    return at if at >= 0 else len(head)


def _first_break(tail: str) -> int:
    """
    Return where the first line of *tail* begins that is there as a whole.

    A line that is too long for that is one of JSON or the like: there, a further member begins at a
    comma or a brace. In prose a few words are left out.
    """
    if at := tail.find("\n", 0, _LONGEST_LINE) + 1:
        return at
    members = [at for sign in ",{}" if (at := tail.find(sign, 0, _LONGEST_LINE)) >= 0]
    if members:
        return min(members)
    words = _WORDS.match(tail, 0, _LONGEST_LINE)
    return words.end() if words else 0

"""
Which texts may hold a secret: found out for many of them at once, because nearly all hold none.

Texts are looked at line by line, each different line once, in lower case and without digits:
no sign of a secret has a digit, and lines that differ in numbers alone are then the same.
Thousands of failures have most of their lines in common, and names most of their words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

from reportgen.redaction import keys
from reportgen.redaction.kinds import KINDS
from reportgen.redaction.kinds.kind import CUT_SIGNS, is_cut

_BLOCK: Final = 1 << 20
_SHORT: Final = 300
_MOST_CLEAR: Final = 50_000
"""Lines that are remembered to hold nothing."""
_FEW: Final = 1 << 15
"""Characters in which each sign is looked for by itself."""
_DIGITS: Final = str.maketrans("", "", "0123456789")


def fold(text: str) -> str:
    """Return *text* as signs are looked for in it."""
    return text.lower().translate(_DIGITS)


class Sieve:
    """
    Tells texts that may hold a secret from those that cannot.

    *known* are beginnings of known values; a text that has one of them may hold a value, and one
    of which something was left out may hold the end of one.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        folded = {each: fold(each) for each in known}
        self._known = bool(folded)
        # What is nearly all digits would be found everywhere without them.
        self._folded = tuple({each for each in folded.values() if len(each) >= _LEAST_FOLDED})
        self._plain = tuple(b for b, each in folded.items() if len(each) < _LEAST_FOLDED)
        self._clear: set[str] = set()

    def held(self, texts: Iterable[str]) -> set[str]:
        """Return those of *texts* that may hold a secret."""
        found: set[str] = set()
        for block in _blocks(texts):
            found |= self._held(block)
        return found

    def _held(self, texts: list[str]) -> set[str]:
        whole = "\n".join(texts)
        found: set[str] = set()
        if any(plain in whole for plain in self._plain):
            found.update(text for text in texts if any(plain in text for plain in self._plain))
        if self._known and any(sign in whole for sign in CUT_SIGNS):
            found.update(filter(is_cut, texts))
        lines = fold(whole).split("\n")
        unknown = set(lines) - self._clear
        if not unknown:
            return found
        joined = "\n".join(unknown)
        looked_for = _signs(joined)
        has_signs = looked_for is not None and looked_for.search(joined) is not None
        if has_signs or self._has_known(joined):
            signs = {
                line
                for line in unknown
                if (has_signs and looked_for and _has_sign(line, looked_for))
                or self._has_known(line)
            }
            unknown -= signs
            ends = list(accumulate(text.count("\n") + 1 for text in texts)) if signs else []
            rows = (row for row, line in enumerate(lines) if line in signs)
            found.update(texts[bisect_right(ends, row)] for row in rows if ends)
        if len(self._clear) < _MOST_CLEAR:
            self._clear.update(line for line in unknown if len(line) <= _SHORT)
        return found

    def _has_known(self, folded: str) -> bool:
        return any(beginning in folded for beginning in self._folded)


def _has_sign(line: str, looked_for: re.Pattern[str]) -> bool:
    found = looked_for.search(line)
    is_looked_at = False
    while found is not None:
        # Tests are called after passwords and tokens far more often than they say one.
        if found[0] not in _NAMES or (not is_looked_at and keys.SIGN.search(line) is not None):
            return True
        is_looked_at = True
        found = looked_for.search(line, found.start() + 1)
    return False


_LEAST_FOLDED: Final = 5


def _blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield *texts* in lists that are large enough to be worth a search, and no larger."""
    every = list(texts)
    if sum(map(len, every)) <= _BLOCK:
        if every:
            yield every
        return
    block: list[str] = []
    size = 0
    for text in every:
        block.append(text)
        size += len(text)
        if size > _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _tree(signs: Iterable[tuple[str, str]]) -> str:
    """
    Return a regular expression for *signs*, texts with what follows, that looks at each way once.

    With a hundred of them that is several times as fast as one after the other.
    """
    following: dict[str, list[tuple[str, str]]] = {}
    ends: list[str] = []
    for text, then in sorted(set(signs)):
        if text:
            following.setdefault(text[0], []).append((text[1:], then))
        elif then:
            ends.append(then)
        else:
            return ""
    alike: dict[str, list[str]] = {}
    for first, rests in following.items():
        alike.setdefault(_tree(rests), []).append(re.escape(first))
    parts = [
        (firsts[0] if len(firsts) == 1 else f"[{''.join(firsts)}]") + rest
        for rest, firsts in alike.items()
    ]
    parts += ends
    return parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"


_NAMES: Final = frozenset(map(fold, keys.ANCHORS))
_ALL: Final = (
    *(
        sign
        for kind in KINDS
        for sign in kind.signs or [(fold(anchor), "") for anchor in kind.anchors]
    ),
    *((name, "") for name in _NAMES),
)
"""Texts of which one stands in every text that holds a secret, each with what follows it."""


def _signs(text: str) -> re.Pattern[str] | None:
    """
    Return what finds all signs that are in *text*, or None where none of them can be.

    To make the expression for all signs takes longer than to look for each in what is short.
    """
    if len(text) > _FEW:
        return _every()
    present = tuple(sign for sign in _ALL if sign[0] in text)
    return _compiled(present) if present else None


@cache
def _every() -> re.Pattern[str]:
    return _compiled(_ALL)


@lru_cache(maxsize=64)
def _compiled(signs: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile(_tree(signs), re.MULTILINE | re.ASCII)

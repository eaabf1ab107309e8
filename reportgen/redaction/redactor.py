"""The engine: text in, the same text without its secrets out, and a count of each kind."""

import re
from collections import Counter
from collections.abc import Iterable
from copy import copy
from typing import Final

from reportgen.redaction import keys
from reportgen.redaction.kinds import KINDS
from reportgen.redaction.kinds.kind import Place
from reportgen.redaction.known import Known
from reportgen.redaction.sieve import Sieve

KNOWN: Final = "known"
NAMED: Final = "named"
CONFIGURED: Final = "configured"
_MARK: Final = "[redacted:"
_LONGEST_LINE: Final = 4_096
_SHORTEST: Final = 8
"""No secret is shorter, with what tells it."""


class Redactor:
    """
    Takes secrets out of text and counts them in *counts*, by kind; their values are not kept.

    *known* are values that are secret wherever they stand, *patterns* further regular expressions,
    *allow* those that a whole secret matches where it is none.
    """

    def __init__(
        self, known: Iterable[str] = (), patterns: Iterable[str] = (), allow: Iterable[str] = ()
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._known = Known(known)
        self._sieve = Sieve(self._known.beginnings)
        self._patterns = tuple(map(re.compile, patterns))
        self._allow = tuple(map(re.compile, allow))

    def apart(self) -> "Redactor":
        """Return one that takes out the same, and counts what it takes out for itself."""
        other = copy(self)
        other.counts = Counter()
        return other

    def suspect(self, texts: Iterable[str]) -> set[str]:
        """Return those of *texts* that may hold a secret; few do, and the others cost little."""
        return set(texts) if self._patterns else self._sieve.held(texts)

    def text(self, text: str, *, strict: bool = False, keep_lines: bool = False) -> str:
        """
        Return *text* without secrets.

        *strict* leaves what a test may be called; *keep_lines* leaves the line ends of a secret.
        """
        if len(text) < _SHORTEST or not self.suspect((text,)):
            return text
        if self._known:
            text = self._replaced(text, self._known.find(text), KNOWN, keep_lines=keep_lines)
        folded = text.lower()
        for kind in KINDS:
            if any(anchor in folded for anchor in kind.anchors):
                text = self._replaced(text, kind.find(text), kind.name, keep_lines=keep_lines)
        if any(anchor in folded for anchor in keys.ANCHORS):
            text = self._replaced(
                text, keys.find(text, strict=strict), NAMED, keep_lines=keep_lines
            )
        if self._patterns:
            text = "\n".join(self._without_configured(line) for line in text.split("\n"))
        return text

    def under(self, name: str, value: str) -> str:
        """Return *value* as it may be shown under *name*."""
        shown = self.text(value)
        if shown != value or not value or not keys.is_secret_name(name):
            return shown
        return value if self._allows(value) else self._mark(NAMED)

    def _mark(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"{_MARK}{kind}]"

    def _allows(self, secret: str) -> bool:
        return any(allowed.fullmatch(secret) for allowed in self._allow)

    def _without_configured(self, line: str) -> str:
        pieces = [line[at : at + _LONGEST_LINE] for at in range(0, len(line), _LONGEST_LINE)]
        for pattern in self._patterns:
            pieces = [
                self._replaced(piece, (m.span() for m in pattern.finditer(piece)), CONFIGURED)
                for piece in pieces
            ]
        return "".join(pieces)

    def _replaced(
        self, text: str, places: Iterable[Place], kind: str, *, keep_lines: bool = False
    ) -> str:
        """Return *text* with the name of *kind* at *places*, which are in order."""
        made: list[str] = []
        at = 0
        for start, end in places:
            secret = text[start:end]
            if start < at or start == end or secret.startswith(_MARK) or self._allows(secret):
                continue
            made += [text[at:start], self._mark(kind)]
            if keep_lines:
                made.append("\n" * secret.count("\n"))
            at = end
        return "".join([*made, text[at:]]) if made else text

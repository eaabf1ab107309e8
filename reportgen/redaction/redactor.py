"""The engine: text in, the same text without its secrets out, and a count of each kind."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from reportgen.redaction import keys
from reportgen.redaction.kinds import KINDS, Kind
from reportgen.redaction.known import forms

KNOWN: Final = "known"
NAMED: Final = "named"
CONFIGURED: Final = "configured"
_ANCHORS: Final = (*dict.fromkeys(a for kind in KINDS for a in kind.anchors), *keys.ANCHORS)
_MARK: Final = "[redacted:"
_LONGEST_LINE: Final = 4_096
_CUT_SIGNS: Final = ("…", "\n[+")
_LEAST_OF_CUT: Final = 8
_SHORT: Final = 200
_MOST_CLEAR: Final = 10_000
"""Lines that are known to hold nothing."""


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
        values = tuple(known)
        self._values = values
        self._forms = forms(values)
        self._known = re.compile("|".join(map(re.escape, self._forms))) if self._forms else None
        self._patterns = tuple(map(re.compile, patterns))
        self._allow = tuple(map(re.compile, allow))
        self._clear: set[str] = set()

    def may_hold(self, text: str) -> bool:
        """Whether *text* has anything that a secret begins with; most texts have not."""
        folded = text.lower()
        for anchor in _ANCHORS:  # not `any`: a generator would cost more than what it looks at
            if anchor in folded:
                return True
        return (
            bool(self._patterns)
            or any(form in text for form in self._forms)
            or (bool(self._values) and any(sign in text for sign in _CUT_SIGNS))
        )

    def _may_hold(self, text: str) -> bool:
        """
        Return `may_hold` of *text*, and remember the lines that hold nothing.

        Thousands of failures have most of their lines in common, and no sign goes over two lines
        but that of a cut.
        """
        if self._values and any(sign in text for sign in _CUT_SIGNS):
            return True
        unknown = [line for line in text.split("\n") if line not in self._clear]
        if not unknown:
            return False
        if self.may_hold("\n".join(unknown)):
            return True
        if len(self._clear) < _MOST_CLEAR:
            self._clear.update(line for line in unknown if len(line) <= _SHORT)
        return False

    def text(self, text: str, *, strict: bool = False, keep_lines: bool = False) -> str:
        """
        Return *text* without secrets.

        *strict* leaves what a test may be called; *keep_lines* leaves the line ends of a secret.
        """
        if len(text) < _LEAST_OF_CUT or text in self._clear or not self._may_hold(text):
            return text
        if self._known is not None:
            text = self._known.sub(self._known_value, text)
            text = self._without_cut(text)
        folded = text.lower()
        for kind in KINDS:
            if any(anchor in folded for anchor in kind.anchors):
                text = self._without(kind, text, keep_lines=keep_lines)
        if any(anchor in folded for anchor in keys.ANCHORS):
            text = self._without_named(text, strict=strict)
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

    def _known_value(self, found: "re.Match[str]") -> str:
        return found[0] if self._allows(found[0]) else self._mark(KNOWN)

    def _without_cut(self, text: str) -> str:
        """Return *text* without the beginning of a known value that a reader cut."""
        for sign in _CUT_SIGNS:
            end = text.find(sign)
            if end < 0:
                continue
            for value in self._values:
                longest = min(len(value) - 1, end)
                for length in range(longest, _LEAST_OF_CUT - 1, -1):
                    if text.endswith(value[:length], 0, end):
                        text = text[: end - length] + self._mark(KNOWN) + text[end:]
                        break
        return text

    def _without(self, kind: Kind, text: str, *, keep_lines: bool) -> str:
        def place(found: "re.Match[str]") -> tuple[int, int]:
            groups = kind.form.groupindex if kind.form.groups else {}
            return next((found.span(g) for g in groups if found[g] is not None), found.span())

        return self._replaced(
            text, map(place, kind.form.finditer(text)), kind.name, keep_lines=keep_lines
        )

    def _without_named(self, text: str, *, strict: bool) -> str:
        return self._replaced(text, keys.find(text, strict=strict), NAMED)

    def _without_configured(self, line: str) -> str:
        pieces = [line[at : at + _LONGEST_LINE] for at in range(0, len(line), _LONGEST_LINE)]
        for pattern in self._patterns:
            pieces = [
                self._replaced(piece, (m.span() for m in pattern.finditer(piece)), CONFIGURED)
                for piece in pieces
            ]
        return "".join(pieces)

    def _replaced(
        self,
        text: str,
        places: Iterable[tuple[int, int]],
        kind: str,
        *,
        keep_lines: bool = False,
    ) -> str:
        made: list[str] = []
        at = 0
        for start, end in places:
            secret = text[start:end]
            if start == end or secret.startswith(_MARK) or self._allows(secret):
                continue
            made += [text[at:start], self._mark(kind)]
            if keep_lines:
                made.append("\n" * secret.count("\n"))
            at = end
        return "".join([*made, text[at:]]) if made else text

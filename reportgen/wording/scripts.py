"""
What scripts say: the sentences of their calls, which are literals.

``phrase("…")``, ``phraseMany("…", "…", n)`` and ``plural(n, "noun")`` are looked up by
`site/assets/data.js`, in words that a script of the site hands over.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

_LITERAL: Final = r'"(?:[^"\\\n]|\\.)*"'
_TEXT: Final = rf"{_LITERAL}(?:\s*\+\s*{_LITERAL})*"
_CALL: Final = re.compile(
    rf"\bphrase\(\s*(?P<text>{_TEXT})"
    rf"|\bphraseMany\(\s*(?P<one>{_TEXT})\s*,\s*(?P<many>{_TEXT})"
    rf"|\bplural\([^\"`]{{0,160}}?,\s*(?P<noun>{_LITERAL})\)"
)
_PIECE: Final = re.compile(_LITERAL)


def said_in_script(source: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence for one, and that for many, empty where there is no number."""
    for call in _CALL.finditer(source):
        if call["text"]:
            yield _joined(call["text"]), ""
        elif call["noun"]:
            noun = _joined(call["noun"])
            yield f"{{n:,}} {noun}", f"{{n:,}} {noun}s"
        else:
            yield _joined(call["one"]), _joined(call["many"])


def _joined(literals: str) -> str:
    return "".join(json.loads(piece) for piece in _PIECE.findall(literals))

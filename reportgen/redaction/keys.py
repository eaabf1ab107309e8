"""
Values that are secret for the name they stand under: ``PASSWORD=…``, ``"token": "…"``.

A name counts only where it ends in one of the words, directly before the sign.
What reads as code, as a placeholder or as prose is left: ``token == expected``, ``${TOKEN}``,
``password: must not be empty``.
Of the name of a test less is taken, because its parameters are what it is known by.
"""

import re
from typing import Final

from reportgen.patterns import pattern

ANCHORS: Final = (
    "password", "passwd", "passphrase", "secret", "token", "credential", "pwd", "api_key",
    "api-key", "apikey", "access_key", "access-key", "accesskey", "secret_key", "private_key",
    "private-key", "privatekey", "signing_key", "encryption_key", "auth_key", "_auth",
)  # fmt: skip
"""Of which one is in every text that holds such a name, in lower case."""

WORDS: Final = (
    r"(?:password|passwd|passphrase|secret|token|credentials?|(?<=[;_])pwd"
    r"|(?:api|access|secret|private|signing|encryption|auth)[_-]?key|(?<=[:_])_auth)"
)
_NAME: Final = pattern(rf"(?:{WORDS}|(?:^|[._-])key)\Z", re.IGNORECASE | re.ASCII)
_PAIR: Final = pattern(
    rf"(?:--)?(?P<key>{WORDS})(?P<closed>\\?[\"']\]?)?"
    r"(?P<sign>[ \t]{0,3}(?::(?!:)|=(?![=>~]))[ \t]{0,3}|(?<=[a-z])[ ](?=[^\s-]))"
    r"(?:\\?\"(?P<double>[^\"\\\n]{4,4096})|'(?P<single>[^'\n]{4,4096})'"
    r"|(?P<bare>[^\s\"'<>,;&()\]}|\\]{6,4096}))",
    re.IGNORECASE | re.ASCII,
)
_PLACEHOLDER: Final = pattern(
    r"\[redacted|[\[{<%]|\*{2,}|\.{3}|\$[A-Z_{(]|(?:none|null|true|false|undefined|required|missing"
    r"|invalid|expired|unknown|empty)\b",
    re.IGNORECASE,
)
_WORD: Final = pattern(r"[A-Za-z_][A-Za-z_.]*")
_STRICT: Final = 12


def is_secret_name(name: str) -> bool:
    """Whether what stands under *name* is secret."""
    return _NAME.search(name) is not None


def find(text: str, *, strict: bool) -> list[tuple[int, int]]:
    """Return the places of the secret values in *text*; *strict* is for names of tests."""
    return [
        place for found in _PAIR.finditer(text) if (place := _secret(found, text, strict=strict))
    ]


def _secret(found: "re.Match[str]", text: str, *, strict: bool) -> tuple[int, int] | None:
    group = next(name for name in ("double", "single", "bare") if found[name] is not None)
    value, sign = found[group], found["sign"].strip()
    if not sign and not found[0].startswith("--"):
        return None
    if _PLACEHOLDER.match(value) or value.casefold() == found["key"].casefold():
        return None
    is_mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    if strict and not (is_mixed and len(value) >= _STRICT):
        return None
    if group == "bare":
        after = text[found.end() : found.end() + 1]
        # A call, a subscript, or an argument that hands on a name.
        if after == "(" or (_WORD.fullmatch(value) and after in {",", ")"} and after):
            return None
        if (sign == ":" or found["sign"] != sign) and not is_mixed:
            return None
    elif sign == ":" and not found["closed"] and not is_mixed and len(value) < _STRICT:
        return None
    return found.span(group)

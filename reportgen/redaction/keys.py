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
from reportgen.redaction.kinds.kind import CUT, Place

ANCHORS: Final = (
    "password", "passwd", "passphrase", "secret", "token", "credential", "pwd", "api_key",
    "api-key", "apikey", "access_key", "access-key", "accesskey", "secret_key", "private_key",
    "private-key", "privatekey", "signing_key", "encryption_key", "auth_key", "_auth", '"auth',
)  # fmt: skip
"""Of which one is in every text that holds such a name, in lower case."""

WORDS: Final = (
    r"(?:password|passwd|passphrase|secret|token|credentials?|(?<=[;_])pwd"
    r"|(?:api|access|secret|private|signing|encryption|auth)[_-]?key|(?<=[:_])_auth)"
)
SIGN: Final = pattern(
    rf"{WORDS}\\?[\"']?\]?[ \t]*[:=]|--[a-z-]{{0,40}}{WORDS} "
    # A pair of a name and a value, perhaps on two lines: `name: DB_PASSWORD`, `value: …`.
    rf"|(?:name|key)\\?[\"']?[ \t]*[:=][ \t]*\\?[\"']?[\w.-]{{0,60}}{WORDS}|\"auth\\?\"[ \t]*:",
    re.ASCII,
)
"""Matches in each line with such a name and its sign, in lower case and without its digits."""
_NAME: Final = pattern(rf"(?:{WORDS}|(?:^|[._-])key)\Z", re.IGNORECASE | re.ASCII)
_PAIR: Final = pattern(
    rf"(?:--[\w-]{{0,40}}?(?=[a-z]))?(?P<key>{WORDS})(?P<closed>\\?[\"']\]?)?"
    r"(?P<sign>[ \t]{0,3}(?::(?!:)|=(?![=>~]))[ \t]{0,3}|(?<=[a-z])[ ](?=[^\s-]))"
    r"(?:\\?\"(?:(?P<double>[^\"\\\n…]{4,4096})|(?P<double_cut>[^\"\\\n…]{1,3}" + CUT + r"))"
    r"|\\?'(?:(?P<single>[^'\n\\…]{4,4096})|(?P<single_cut>[^'\n\\…]{1,3}" + CUT + r"))"
    r"|(?P<bare>[^\s\"'<>,;&()\]}|\\…]{6,4096})"
    r"|(?P<bare_cut>[^\s\"'<>,;&()\]}|\\…]{1,5}" + CUT + r"))",
    re.IGNORECASE | re.ASCII,
)
_LISTED: Final = pattern(
    rf"(?:name|key)\\?[\"']?[ \t]{{0,3}}[:=][ \t]{{0,3}}\\?[\"']?[\w.-]{{0,60}}{WORDS}\\?[\"']?"
    r"[\s,]{1,40}\\?[\"']?value\\?[\"']?[ \t]{0,3}[:=][ \t]{0,3}"
    r"(?:\\?[\"'](?P<quoted>[^\"'\\\n…]{4,4096})|(?P<plain>[^\s\"'<>,;&()\]}|\\…]{6,4096})"
    rf"|\\?[\"']?(?P<cut>[^\s\"'<>,;&()\]}}|\\…]{{1,5}}{CUT}))",
    re.IGNORECASE | re.ASCII,
)
_DOCKER: Final = pattern(
    r"\"auth\\?\"[ \t]{0,3}:[ \t]{0,3}\\?\"(?P<auth>[A-Za-z0-9+/]{8,1024}={0,2})", re.ASCII
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


def find(text: str, *, strict: bool) -> list[Place]:
    """Return the places of the secret values in *text*; *strict* is for names of tests."""
    places = [
        place for found in _PAIR.finditer(text) if (place := _secret(found, text, strict=strict))
    ]
    if not strict:
        more = [*_LISTED.finditer(text), *_DOCKER.finditer(text)]
        places += [
            found.span(found.lastgroup or 0)
            for found in more
            if not _PLACEHOLDER.match(found[found.lastgroup or 0])
        ]
    return sorted(places)


def _secret(found: "re.Match[str]", text: str, *, strict: bool) -> Place | None:
    group = found.lastgroup or ""
    value, sign = found[group], found["sign"].strip()
    if not sign and not found[0].startswith("--"):
        return None
    if _PLACEHOLDER.match(value) or value.casefold() == found["key"].casefold():
        return None
    is_cut = group.endswith("_cut") or text.startswith(("…", "\n[+"), found.end())
    is_mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    if is_cut:
        return found.span(group)
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

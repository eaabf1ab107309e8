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
from reportgen.redaction.kinds.kind import CUT, CUT_SIGNS, Place

ANCHORS: Final = (
    "password", "passwd", "passphrase", "secret", "token", "credential", "pwd", "api_key",
    "api-key", "apikey", "access_key", "access-key", "accesskey", "secret_key", "private_key",
    "private-key", "privatekey", "signing_key", "encryption_key", "auth_key", "_auth", '"auth',
)  # fmt: skip
"""Of which one is in every text that holds such a name, in lower case."""

WORDS: Final = (
    # A token of a page is a place in a list.
    r"(?:password|passwd|passphrase|secret|(?<!page)(?<!page[_-])(?<!next)(?<!next[_-])token"
    r"|credentials?|(?<=[;_])pwd"
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
    r"|invalid|expired|unknown|empty)\b|(?:string|boolean|number|str|bool)\??\Z",
    re.IGNORECASE,
)
# A part of something (`creds["token"`), or a name within a module: code, not what it stands for.
_CODE: Final = pattern(r"[A-Za-z_][\w.]*\[|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\Z", re.ASCII)
_CALLED: Final = pattern(r"[A-Za-z]+(?:_[A-Za-z]+)+\Z", re.ASCII)
_BEFORE: Final = 64
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
    if _PLACEHOLDER.match(value) or _hands_on(found, text, value):
        return None
    if group.endswith("_cut") or text.startswith(CUT_SIGNS, found.end()):
        return found.span(group)
    is_mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    if strict and not (is_mixed and len(value) >= _STRICT):
        return None
    if group == "bare":
        is_loose = sign == ":" or found["sign"] != sign
        is_other = (is_loose and not is_mixed) or _is_code(value, text, found.end(), loose=is_loose)
    else:
        is_prose = sign == ":" and not found["closed"] and not is_mixed and len(value) < _STRICT
        is_other = is_prose or _is_called(value)
    return None if is_other else found.span(group)


def _is_code(value: str, text: str, end: int, *, loose: bool) -> bool:
    """Whether *value*, which ends at *end*, is a call, a part of something, or hands on a name."""
    after = text[end : end + 1]
    if after == "(" or (_WORD.fullmatch(value) and after in {",", ")"} and after):
        return True
    return _CODE.match(value) is not None and (loose or "[" in value)


def _is_called(value: str) -> bool:
    """Whether *value* is what the variable of a secret is called: ``AWS_SECRET_ACCESS_KEY``."""
    is_secret = is_secret_name(value) or value.lower().endswith(("_id", "_token"))
    return is_secret and _CALLED.match(value) is not None


def _hands_on(found: "re.Match[str]", text: str, value: str) -> bool:
    """Whether *value* is the name itself, as in ``new_token=new_token``."""
    name = value.casefold()
    if not name.endswith(found["key"].casefold()):
        return False
    return text[max(0, found.start() - _BEFORE) : found.end("key")].casefold().endswith(name)

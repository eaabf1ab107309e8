"""What goes with requests: authorization, cookies, and the tokens in them."""

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Final

from reportgen.patterns import pattern
from reportgen.redaction.kinds.kind import CUT, START, Kind, Place, by

_I: Final = re.IGNORECASE | re.ASCII
_DONE: Final = r"(?!\[redacted)"
# A header in a list of pairs of name and value, as HAR and many HTTP clients write them.
_VALUE: Final = (
    r"\\?[\"']?[ \t]{0,3}(?:[:=][ \t]{0,3}\\?[\"']?"
    r"|,[ \t]{0,3}(?:\\?[\"']value\\?[\"'][ \t]{0,3}:[ \t]{0,3})?\\?[\"'])"
)
_AUTHORIZATION: Final = pattern(
    rf"authorization{_VALUE}"
    r"(?:(?:bearer|basic|token|digest|negotiate|apikey|aws4-hmac-sha256)[ \t]{1,3}"
    rf"(?:(?P<scheme>{_DONE}[^\"'\\\r\n…]{{4,4096}})|(?P<cut>{_DONE}[^\"'\r\n…]{{1,3}}{CUT}))"
    rf"|(?P<bare>{_DONE}[^\s\"'\\…]{{8,4096}})|(?P<short>{_DONE}[^\s\"'…]{{1,7}}{CUT}))"
    r"|\bbearer[ \t]{1,3}(?:(?P<bearer>[A-Za-z0-9._~+/-]{16,4096}={0,2})"
    rf"|(?P<begun>[A-Za-z0-9._~+/-]{{1,15}}{CUT}))",
    _I,
)
_CODE: Final = pattern(r"[A-Za-z_][A-Za-z_.]*(?:[\[({,;)\]}].*)?\Z")
_LONG: Final = 40
_BASIC: Final = pattern(r"\bbasic[ \t]{1,3}([A-Za-z0-9+/]{8,1024}={0,2})(?![A-Za-z0-9+/=])", _I)


def _authorization(text: str) -> Iterator[Place]:
    for found in _AUTHORIZATION.finditer(text):
        bare = found["bare"]
        # Without a scheme it may be code, which hands one on.
        if bare is None or (len(bare) >= _LONG or not _CODE.match(bare)):
            yield found.span(found.lastgroup or 0)


def _basic(text: str) -> Iterator[Place]:
    """Yield what stands after ``Basic`` where it says a user and a password (RFC 7617)."""
    for found in _BASIC.finditer(text):
        data = found[1]
        try:
            said = b64decode(data + "=" * (-len(data) % 4)).decode("utf-8")
        except ValueError:
            continue
        if ":" in said and said.isprintable():
            yield found.span(1)


KINDS: Final = (
    Kind(
        "authorization", "authorization header", "authorization headers",
        ("authorization", "bearer"), _authorization,
        "https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2",
        (("authorization", r"\\?[\"']?[ \t]*[:=,]"), ("bearer", r"[ \t]+[a-z._~+/…-]")),
    ),
    Kind(
        "basic-auth", "basic authentication", "basic authentications", ("basic",), _basic,
        "https://www.rfc-editor.org/rfc/rfc7617",
        (("basic", r"[ \t]+[a-z+/]{4}"),),
    ),
    Kind(
        "cookie", "cookie", "cookies", ("cookie",),
        by(pattern(
            rf"\b(?:set-)?cookie{_VALUE}"
            rf"(?:(?P<cookie>{_DONE}[^\s=;\"',]{{1,256}}=[^\"'\\\r\n…]{{4,4096}})"
            rf"|(?P<cut>{_DONE}[^\s=;\"',]{{1,256}}=[^\"'\r\n…]{{1,3}}{CUT}))",
            _I,
        )),
        "https://www.rfc-editor.org/rfc/rfc6265",
        (("cookie", r"\\?[\"']?[ \t]*[:=,]"),),
    ),
    Kind(
        "jwt", "JWT", "JWTs", ("eyj",),
        by(pattern(
            rf"{START}eyJ(?:[A-Za-z0-9_-]{{8,8192}}\.eyJ[A-Za-z0-9_-]{{4,8192}}"
            rf"(?:\.[A-Za-z0-9_-]{{0,8192}})?|[A-Za-z0-9_-]{{1,8192}}(?:\.[A-Za-z0-9_-]{{0,8192}})?"
            rf"{CUT})"
        )),
        "https://www.rfc-editor.org/rfc/rfc7519",
        (("eyj", r"[a-z_-]+(?:\.eyj|\.?[a-z_-]*(?:…|$))"),),
    ),
)  # fmt: skip

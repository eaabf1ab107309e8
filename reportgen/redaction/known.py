"""Values that are known to be secret, in every form that they are met in."""

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

from reportgen.patterns import pattern

LEAST: Final = 8
"""Shorter values are met everywhere by chance."""
_NAMES: Final = pattern(
    r"TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|(?:^|_|API|ACCESS|PRIVATE)KEY(?:_|$)",
    re.IGNORECASE,
)
_PLACES: Final = pattern(r"_(?:FILE|PATH|DIR|NAME|SOCK)$", re.IGNORECASE)
# How many characters of base64 depend on what stood before, by how many bytes it stood there.
_SHARED: Final = {0: 0, 1: 2, 2: 3}


def known_in(environ: Mapping[str, str], listed: Iterable[str] = ()) -> tuple[str, ...]:
    """
    Return the values of *environ* whose names say that they are secret, and those *listed*.

    A variable that names a place holds no secret. What is shorter than `LEAST` is left out.
    """
    named = (
        value for name, value in environ.items() if _NAMES.search(name) and not _PLACES.search(name)
    )
    stripped = {value.strip() for value in (*named, *listed)}
    return tuple(sorted(value for value in stripped if len(value) >= LEAST))


def forms(values: Iterable[str]) -> tuple[str, ...]:
    """
    Return *values* as they stand, and as base64, URLs, JSON and HTML write them, longest first.

    Base64 (RFC 4648) is looked for in its three alignments, without what its neighbours decide.
    """
    found: set[str] = set()
    for value in values:
        found |= {
            value, quote(value, safe=""), quote(value), quote_plus(value),
            json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1],
            html.escape(value), html.escape(value, quote=False),
            *(html.escape(value).replace("&#x27;", other) for other in ("&#39;", "&apos;")),
            quote(value, safe="").replace("%2F", "%2f"),
        }  # fmt: skip
        lines = [line.strip() for line in value.splitlines()]
        found |= {line for line in lines if len(line) >= 2 * LEAST}
        data = value.encode("utf-8", "surrogateescape")
        for before, shared in _SHARED.items():
            whole = (before + len(data)) * 8 // 6
            text = b64encode(bytes(before) + data).decode("ascii")[shared:whole]
            found |= {text, text.replace("+", "-").replace("/", "_")}
    return tuple(sorted((form for form in found if len(form) >= LEAST), key=lambda f: (-len(f), f)))

"""Values that are known to be secret, in every form that they are met in."""

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

from reportgen.patterns import pattern
from reportgen.redaction.kinds.kind import Place

LEAST: Final = 8
"""Shorter values are met everywhere by chance."""
_LEAST_AT_CUT: Final = 6
_LEAST_AT_END: Final = 12
_LEAST_WRAPPED: Final = 16
_NAMES: Final = pattern(
    r"TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|(?:^|_|API|ACCESS|PRIVATE)KEY(?:_|$)",
    re.IGNORECASE,
)
_PLACES: Final = pattern(r"_(?:FILE|PATH|DIR|NAME|SOCK)$", re.IGNORECASE)
_LEFT_OUT: Final = pattern(r"…|\n\[\+[^\]\n]{0,40}\](?:\n|\Z)")
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


class Known:
    """Finds *values*, in every form, also where a reader cut one or a terminal broke its line."""

    def __init__(self, values: Iterable[str]) -> None:
        self._forms = forms(values)
        self._whole = re.compile("|".join(map(re.escape, self._forms)))
        long = [form for form in self._forms if len(form) >= _LEAST_WRAPPED and "\n" not in form]
        self._wrapped = "|".join(r"(?:\n[ \t]*)?".join(map(re.escape, form)) for form in long)
        # By these one look tells whether what stands at an edge may be a part of a value, of which.
        self._parts: dict[str, list[str]] = {}
        for form in self._forms:
            for at in range(len(form) - _LEAST_AT_CUT + 1):
                self._parts.setdefault(form[at : at + _LEAST_AT_CUT], []).append(form)

    def __bool__(self) -> bool:
        """Whether there is any value to find."""
        return bool(self._forms)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """One of which is in every text that holds a value, or the beginning of one."""
        return tuple(sorted({form[:LEAST] for form in self._forms}))

    def find(self, text: str) -> list[Place]:
        """Return the places of the values in *text*, and of what is left of one at an edge."""
        places = [found.span() for found in self._whole.finditer(text)]
        if "\n" in text and self._wrapped:
            places += [found.span() for found in re.finditer(self._wrapped, text)]
        return sorted({*places, *self._at_edges(text)})

    def _at_edges(self, text: str) -> Iterator[Place]:
        for found in _LEFT_OUT.finditer(text):
            if begun := self._before(text, found.start(), _LEAST_AT_CUT):
                yield found.start() - begun, found.start()
            if left := self._after(text, found.end()):
                yield found.end(), found.end() + left
        if begun := self._before(text, len(text), _LEAST_AT_END):
            yield len(text) - begun, len(text)

    def _before(self, text: str, end: int, least: int) -> int:
        """Return how many characters before *end* are the beginning of a value, 0 if too few."""
        lengths = (
            length
            for form in self._parts.get(text[max(0, end - _LEAST_AT_CUT) : end], ())
            for length in range(least, min(len(form), end) + 1)
            if text.startswith(form[:length], end - length)
        )
        return max(lengths, default=0)

    def _after(self, text: str, start: int) -> int:
        """Return how many characters from *start* on are the end of a value."""
        lengths = (
            length
            for form in self._parts.get(text[start : start + _LEAST_AT_CUT], ())
            for length in range(_LEAST_AT_CUT, len(form) + 1)
            if text.startswith(form[-length:], start)
        )
        return max(lengths, default=0)

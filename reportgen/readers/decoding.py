"""Bytes → text, whatever wrote them: byte-order marks, UTF-8, and stray bytes of windows-1252."""

import codecs
from typing import Final, Literal

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


STRAY: Final = "reportgen-stray-bytes"
"""How a codec is told to read what is no UTF-8 as windows-1252, byte by byte."""
codecs.register_error(STRAY, _as_windows_1252)


def decode(data: bytes, *, errors: Literal["strict", "replace", "fallback"]) -> str:
    """
    Return *data* as text by its byte-order mark, else as UTF-8.

    ``fallback`` reads each byte that is no UTF-8 as windows-1252: one stray byte changes no other.
    """
    encoding = encoding_of(data)
    if errors != "fallback":
        return data.decode(encoding or "utf-8", errors)
    return data.decode(encoding or "utf-8", "replace" if encoding else STRAY)


def encoding_of(data: bytes) -> str | None:
    """Return the encoding that the beginning of *data* shows, or None where it shows none."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if data[:200:2].count(0) > len(data[:200]) // 4:
        return "utf-16-be"
    if data[1:200:2].count(0) > len(data[:200]) // 4:
        return "utf-16-le"
    return None

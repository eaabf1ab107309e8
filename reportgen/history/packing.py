"""
Bytes of the history: JSON lines, each compressed by itself, one after the other (gzip members).

So the first can be read without the others, ``zcat`` shows them all,
and every byte is covered by a checksum or is always the same, but for the bits that fill up the
last byte of each, and the byte that names the system (RFC 1952): they say nothing.
"""

import json
import zlib
from collections.abc import Iterator
from typing import Any, Final

from pydantic_core import from_json

from reportgen.wording import phrase

MAX_BYTES: Final = 512 << 20
# Ours, not that of `gzip`: what that writes depends on the version of Python and on the system.
_HEADER: Final = b"\x1f\x8b\x08\0\0\0\0\0\0"
_SYSTEM: Final = b"\x03"
_LARGE: Final = 1 << 20
"""A run of twenty thousand tests, or the names of as many."""
_LEVEL: Final = 6
_LEVEL_OF_LARGE: Final = 4
"""Takes a seventh more room than 6 and a third of its time, which is much where a run is large."""
_SYSTEMS: Final = frozenset(b"\x03\x0a\x13\xff")
"""Unix, Windows, macOS, and none: what Python writes on these, from 3.13 on anywhere."""


class DamagedRecordError(Exception):
    """A record cannot be read; the text says why."""


def unknown_format(found: object, ours: int) -> str:
    """Return why what states the format *found* is not read where *ours* is the newest known."""
    if type(found) is int and found > ours:
        return phrase(
            "it has format {found}, this version of reportgen reads {ours}: a newer one wrote it; "
            "upgrade to read it",
            found=found,
            ours=ours,
        )
    shown = f"{found!r:.20}"
    return phrase(
        "it has format {found}, this version of reportgen reads {ours}", found=shown, ours=ours
    )


def not_as_agreed(what: object) -> DamagedRecordError:
    """Return the error of a file of which *what*, or what led to an error of that name, is odd."""
    return DamagedRecordError(phrase("its content is not as agreed: {what}", what=what))


def pack(*documents: object) -> bytes:
    """Return *documents* as bytes that depend on nothing else."""
    return b"".join(_packed(_text(document)) for document in documents)


def _text(document: object) -> bytes:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"{text}\n".encode("utf-8", "surrogatepass")


def _packed(text: bytes) -> bytes:
    level = _LEVEL if len(text) < _LARGE else _LEVEL_OF_LARGE
    packer = zlib.compressobj(level=level, wbits=-15)
    tail = zlib.crc32(text).to_bytes(4, "little") + (len(text) & 0xFFFFFFFF).to_bytes(4, "little")
    return _HEADER + _SYSTEM + packer.compress(text) + packer.flush() + tail


def unpack(data: bytes, most: int | None = None, passed_over: int | None = None) -> list[Any]:
    """
    Return the documents of *data*, at most the first *most*; None stands for that *passed_over*.

    Raises:
        DamagedRecordError: one is cut off, changed, or larger than the limit.

    """
    documents = []
    for place, text in enumerate(_members(data)):
        documents.append(None if place == passed_over else _parsed(text))
        if len(documents) == most:
            return documents
    return documents


def _parsed(text: bytes) -> Any:  # noqa: ANN401 - JSON is anything
    """Return what *text* says; the parser that is twice as fast refuses lone surrogates."""
    try:
        return from_json(text)
    except ValueError:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DamagedRecordError(phrase("it is broken: {error}", error=error)) from error


def _members(data: bytes) -> Iterator[bytes]:
    if not data:
        raise DamagedRecordError(phrase("it is empty"))
    while data:
        if not data.startswith(_HEADER[: len(data)]) or not _SYSTEMS.issuperset(data[9:10]):
            raise DamagedRecordError(phrase("it is no record of a run"))
        unpacker = zlib.decompressobj(wbits=31)
        try:
            text = unpacker.decompress(data, MAX_BYTES)
        except zlib.error as error:
            raise DamagedRecordError(phrase("it is broken: {error}", error=error)) from error
        if not unpacker.eof:
            raise DamagedRecordError(phrase("it is cut off or larger than the limit"))
        yield text
        data = unpacker.unused_data

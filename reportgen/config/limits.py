"""
How much of what a job left is read: sizes, numbers, depth, compression, time.

Every limit holds against input that was made to take memory or time; none is met by what tools
write. One that is reached is a problem of the report, which names the key that raises it.
The defaults are what `docs/hardening.md` was measured with.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from reportgen.config.quantities import parse_bytes, parse_duration
from reportgen.config.section import Section
from reportgen.model.units import size
from reportgen.wording import phrase

_KIB: Final = 1 << 10
_MIB: Final = 1 << 20
_GIB: Final = 1 << 30
_TIB: Final = 1 << 40


def amount(count: int) -> str:
    """Return a number of bytes as a limit is written: ``256 MiB``, and ``1.5 KiB`` where uneven."""
    for unit, name in ((_TIB, "TiB"), (_GIB, "GiB"), (_MIB, "MiB"), (_KIB, "KiB")):
        if count >= unit and count % unit == 0:
            return f"{count // unit} {name}"
    return size(count)


def _between(least: int, most: int, shown: Callable[[int], str]) -> AfterValidator:
    def check(value: int) -> int:
        if not least <= value <= most:
            raise ValueError(f"{shown(value)} is not between {shown(least)} and {shown(most)}")
        return value

    return AfterValidator(check)


def _grouped(value: int) -> str:
    return f"{value:,}"


def _seconds(value: timedelta) -> timedelta:
    if not timedelta(seconds=1) <= value <= timedelta(days=1):
        raise ValueError(f"{value.total_seconds():g} s is not between 1 s and 86400 s")
    return value


_Bytes: TypeAlias = Annotated[
    int, BeforeValidator(parse_bytes), Field(strict=True), _between(_KIB, _TIB, amount)
]
_Count: TypeAlias = Annotated[int, Field(strict=True), _between(1, 100_000_000, _grouped)]


class Limits(Section):
    """What is read at most; a limit is said in the problem of the file that reached it."""

    files: Annotated[int, Field(strict=True), _between(1, 1_000_000, _grouped)] = 20_000
    """Of all paths together; what is named like results is read first."""
    folder_depth: Annotated[int, Field(strict=True), _between(1, 1_000, _grouped)] = 100
    """How deep folders may lie in each other."""
    file: _Bytes = 256 * _MIB
    """A document, unpacked."""
    log: _Bytes = 4 * _GIB
    """Text that is read line by line."""
    text: _Bytes = 64 * _MIB
    """What is held whole while it is read."""
    json_document: Annotated[_Bytes, Field(alias="json")] = 8 * _MIB
    """A JSON document of a format that is parsed at once."""
    json_nodes: _Count = 500_000
    """Lists and objects: each takes fifty times the memory of the bytes that make it."""
    depth: Annotated[int, Field(strict=True), _between(4, 200, _grouped)] = 64
    """How deep elements of XML, or lists and objects of JSON, may lie in each other."""
    attributes: _Count = 256
    """Of one element."""
    token: Annotated[
        int, BeforeValidator(parse_bytes), Field(strict=True), _between(_MIB, _GIB, amount)
    ] = 4 * _MIB
    """A tag, a comment or an instruction of XML; text may be longer. Files are fed by the MiB."""
    tests: _Count = 2_000_000
    """Test cases of a file."""
    archive_files: _Count = 20_000
    """Files in an archive."""
    archive_file: _Bytes = 256 * _MIB
    """A file in an archive."""
    archive_total: _Bytes = 1 * _GIB
    """All files of an archive."""
    archive_ratio: Annotated[int, Field(strict=True), _between(2, 100_000, _grouped)] = 200
    """How many times smaller a file may have become by being packed."""
    tar_total: _Bytes = 256 * _MIB
    """All files of a tar: they are held in memory."""
    time: Annotated[timedelta, BeforeValidator(parse_duration), AfterValidator(_seconds)] = (
        timedelta(minutes=10)
    )
    """Of the CPU, for a file. It is looked at between pieces of a file, not within one."""


def raised_by(key: str) -> str:
    """Return what raises the limit *key*, for the end of a sentence that says it was reached."""
    return phrase("raise limits.{key} to read more", key=key)

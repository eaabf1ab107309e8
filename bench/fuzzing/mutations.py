"""
Damage: bytes that were a good file, changed at random, by the same chance the same way.

Some changes know nothing of what they change (a bit, a cut, a piece twice).
Others know what a value looks like in most formats, and put an odd one into its place:
those get past the parser and into the reader.
"""

import gzip
import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final, TypeAlias

Change: TypeAlias = Callable[[bytes, Random], bytes]

MOST_BYTES: Final = 1 << 18
"""What a change may grow to."""

TOKENS: Final[tuple[bytes, ...]] = (
    b"", b"\0", b"\n", b"\r\n", b"\t", b" ", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf",
    b"\x1b[31m", b"\x1b]0;title\x07", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xe2\x80\xa8", b"\x85",
    b"<", b">", b"&", b'"', b"'", b"`", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?xml", b"?>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#x1b;", b"&#xD800;", b"&lt;",
    b"<testcase/>", b"<testsuite>", b"</testsuite>", b"<failure/>", b"<skipped>", b"<a b='c'/>",
    b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"{}", b"[]", b'"\\ud800"', b'"\\u0000"',
    b"NaN", b"-Infinity", b"1e999", b"-1", b"0", b"00", b"1e-999", b"9" * 20, b"9" * 400, b"1_0",
    b"0,5", b"1.5.2", b"0x10", b"\xd9\xa3", b"\xc2\xb2", b"\xe2\x85\xa7", b"- 1", b"+1", b"1e308",
    b"99999999999-99-99T99:99:99Z", b"0000-00-00", b"2025-02-30T25:61:61+99:99", b"24:00:00",
    b"::error::x", b"##[group]", b"##vso[a]b", b"<script>alert(1)</script>", b"javascript:alert(1)",
    b"../../etc/passwd", b"C:\\nul", b"{{7*7}}", b"${{ x }}", b"%s%n", b"@everyone", b"/close",
    b"#1", b"__proto__", b"constructor", b"\xf0\x9f\x92\xa9", b"\xcc\x81" * 9, b"kB", b"MiB", b"ms",
    b"%",
)  # fmt: skip
"""What something may trip over, somewhere."""

_VALUE: Final = re.compile(rb'-?\d+(?:\.\d+)?|"[^"\n]{0,200}"|\'[^\'\n]{0,200}\'|[A-Za-z_]\w{0,40}')
_NODES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1.5, -0.0, 1e308, -1e308, 10**20, 10**400, "", "0", "x", "up", "DOWN",
    "NaN", "failed", "passed", "\ud800", "\0", "2025-02-30", "1e999", "9" * 50, "a\nb", [], {},
    [[]], [None], {"": None}, {"status": "up"}, {"name": []}, [1, "a", None, {}],
)  # fmt: skip


def mutated(seed: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """Return *seed* with one change or several; some take a piece of one of *others*."""
    data = seed
    for _ in range(_count(chance)):
        kind = chance.randrange(10)
        if kind == 0:
            data = _spliced(data, chance.choice(others), chance)
        elif kind <= 3:
            data = _odd_value(data, chance)
        elif kind == 4:
            data = _odd_node(data, chance)
        else:
            data = chance.choice(CHANGES)(data, chance)
        data = data[:MOST_BYTES]
    return data


def _count(chance: Random) -> int:
    """Return how many changes to make: mostly few, for what is too broken is refused at once."""
    return 1 + min(chance.randrange(1, 5), chance.randrange(1, 5), chance.randrange(1, 9)) // 2


def _place(data: bytes, chance: Random) -> tuple[int, int]:
    """Return where a piece of *data* begins and ends: mostly a short one."""
    begin = chance.randrange(len(data) + 1)
    length = chance.choice((1, 2, 4, 16, 64, 1024, len(data)))
    return begin, min(len(data), begin + chance.randrange(length + 1))


def _spliced(data: bytes, other: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _odd_value(data: bytes, chance: Random) -> bytes:
    """Put another value into the place of one: of the file's own, or an odd one."""
    found = list(_VALUE.finditer(data))
    if not found:
        return data
    place = chance.choice(found)
    new = chance.choice(found)[0] if chance.random() < 0.3 else chance.choice(TOKENS)
    if place[0][:1] in b"\"'" and new[:1] not in b"\"'":
        new = place[0][:1] + new + place[0][-1:]
    return data[: place.start()] + new + data[place.end() :]


def _odd_node(data: bytes, chance: Random) -> bytes:
    """Change one node of a JSON document; what is none is left to the other changes."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return _odd_value(data, chance)
    holders: list[Any] = []
    _collect(document, holders)
    filled = [holder for holder in holders if holder]
    if not filled:
        return json.dumps(chance.choice(_NODES)).encode()
    holder = chance.choice(filled)
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    key = chance.choice(keys)
    match chance.randrange(5):
        case 0:
            del holder[key]
        case 1:
            holder[key] = [holder[key]]
        case 2:
            holder[key] = {str(chance.choice(keys)): holder[key]}
        case 3:
            other = chance.choice(filled)
            holder[key] = next(iter(other.values())) if isinstance(other, dict) else other[0]
            return _dumped(document) or data
        case _:
            holder[key] = chance.choice(_NODES)
    return _dumped(document) or data


def _dumped(document: object) -> bytes | None:
    """Return *document* as JSON, or None where a node was put into itself."""
    try:
        return json.dumps(document).encode()
    except (ValueError, RecursionError):
        return None


def _collect(node: object, into: list[Any]) -> None:
    if isinstance(node, dict | list):
        into.append(node)
        for each in node.values() if isinstance(node, dict) else node:
            _collect(each, into)


def _bit(data: bytes, chance: Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _dropped(data: bytes, chance: Random) -> bytes:
    begin, end = _place(data, chance)
    return data[:begin] + data[end:]


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _inserted(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TOKENS) + data[at:]


def _overwritten(data: bytes, chance: Random) -> bytes:
    begin, end = _place(data, chance)
    return data[:begin] + chance.choice(TOKENS) + data[end:]


def _repeated(data: bytes, chance: Random) -> bytes:
    begin, end = _place(data, chance)
    piece = data[begin:end]
    times = chance.choice((2, 2, 3, 10, 100, 1000, 10_000))
    times = min(times, MOST_BYTES // max(1, len(piece)))
    return data[:begin] + piece * times + data[end:]


def _moved(data: bytes, chance: Random) -> bytes:
    begin, end = _place(data, chance)
    rest = data[:begin] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[begin:end] + rest[at:]


def _lines(data: bytes, chance: Random) -> bytes:
    """Drop, double or exchange a line."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case _:
            lines[at], lines[other] = lines[other], lines[at]
    return b"".join(lines)


def _wrapped(data: bytes, chance: Random) -> bytes:
    """Nest a piece deeply."""
    begin, end = _place(data, chance)
    depth = chance.choice((2, 60, 70, 1500))
    opening, closing = chance.choice(
        ((b"[", b"]"), (b'{"a":', b"}"), (b"<a>", b"</a>"), (b"(", b")"))
    )
    return data[:begin] + opening * depth + data[begin:end] + closing * depth + data[end:]


def _recoded(data: bytes, chance: Random) -> bytes:
    """Write the same text in another encoding, or packed."""
    text = data.decode("utf-8", "replace")
    match chance.randrange(6):
        case 0:
            return gzip.compress(data, 1, mtime=0)
        case 1:
            return text.encode("utf-16")
        case 2:
            return text.encode("utf-16-be")
        case 3:
            return text.encode("utf-32")
        case 4:
            return text.encode("latin-1", "replace")
        case _:
            return b"\xef\xbb\xbf" + data


CHANGES: Final[tuple[Change, ...]] = (
    _bit, _dropped, _cut, _inserted, _overwritten, _repeated, _moved, _lines, _wrapped, _inserted,
    _bit, _lines, _recoded,
)  # fmt: skip
"""What knows nothing of the format."""

"""
Private keys, whole or in part: what is left of one when a log was cut is still most of it.

Keys are met as PEM (RFC 7468), as OpenSSH and PuTTY write them, on one line with escapes for line
ends, behind the times that CI systems put before lines, and as base64 in Kubernetes files.
Only what looks like the lines of a key goes with its first or last line: a text that just speaks
of keys stays.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reportgen.patterns import pattern
from reportgen.redaction.kinds.kind import CUT_SIGNS, Kind, Place

if TYPE_CHECKING:
    import re

_LONGEST: Final = 1 << 16
_MOST_LINES: Final = 400
_LEAST_OF_LINE: Final = 16
_LOOKED_AT: Final = 240
_BEGIN: Final = r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_END: Final = r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_MARK: Final = pattern(
    # The first characters of an OpenSSH key are always the same, and so is PEM's line in base64.
    rf"(?P<begin>{_BEGIN}|(?<![A-Za-z0-9+/])b3BlbnNzaC1rZXktdjE[A-Za-z0-9+/]{{0,128}}={{0,2}}"
    rf"|Private-Lines: ?\d{{1,3}})|(?P<end>{_END}|Private-MAC: ?[0-9a-f]{{8,128}})"
    r"|(?P<whole>(?<![A-Za-z0-9+/])LS0tLS1CRUdJTi(?:B|BSU0Eg|BFQyB|BEU0Eg|BPUEVOU1NIIF|BFTkNSWVBURUQg)"
    r"[A-Za-z0-9+/]{12,65536}={0,2}"
    r"|AGE-SECRET-KEY-1[A-Z0-9]{4,64})"
)
# What a log puts before a line: a time, a sign of where it comes from, an indentation.
_LEAD: Final = r"(?:[^\n⏎]{0,60}?[ \t|>])?"
_LINE_END: Final = r"(?:(?:\\r)?\\n|[ \t\r]{0,40}[\n⏎]|[ \t]{1,40})"
_AFTER: Final = pattern(
    rf"(?>{_LINE_END}{_LEAD}"
    r"(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash): ?[^\n⏎\\]{0,200}|[A-Za-z0-9+/]{16,}={0,2}))*"
    # The last line, of which little may be left.
    rf"(?:{_LINE_END}{_LEAD}(?!PRIVATE)[A-Za-z0-9+/]{{1,15}}={{0,2}}(?=…|\n\[\+|\Z))?"
)
_LINE: Final = pattern(r"[A-Za-z0-9+/]{16}")
_BEFORE: Final = pattern(
    rf"(?:^|[\s|>⏎]|\\n)(?P<line>[A-Za-z0-9+/]{{1,128}}={{0,2}}){_LINE_END}+{_LEAD}\Z"
)


def find(text: str) -> Iterator[Place]:
    """Yield the places of private keys in *text*, those that were cut among them."""
    marks = list(_MARK.finditer(text))
    at = 0
    for number, mark in enumerate(marks):
        if mark.start() < at:
            continue
        following = marks[number + 1] if number + 1 < len(marks) else None
        if mark.lastgroup == "whole":
            at = mark.end()
            yield mark.span()
        elif mark.lastgroup == "end":
            begun = _back(text, mark.start(), at)
            at = mark.end()
            yield begun, at
        elif following is not None and _belong(text, mark, following):
            at = following.end()
            if _LINE.search(text, mark.end(), following.start()):
                yield mark.start(), at
        else:
            found = _AFTER.match(text, mark.end())
            at = found.end() if found else mark.end()
            # Without a line of a key this is talk of one.
            if at - mark.end() > 1 or "BEGIN" not in mark[0]:
                yield mark.start(), at


def _belong(text: str, begin: "re.Match[str]", end: "re.Match[str]") -> bool:
    """Whether *begin* and *end* are those of one key, with nothing left out between."""
    return (
        end.lastgroup == "end"
        and end.start() - begin.end() <= _LONGEST
        and not any(text.find(sign, begin.end(), end.start()) >= 0 for sign in CUT_SIGNS)
    )


def _back(text: str, at: int, least: int) -> int:
    """Return where the lines begin that lead to the end of a key at *at*, not before *least*."""
    begun = at
    for number in range(_MOST_LINES):
        found = _BEFORE.search(text, max(least, begun - _LOOKED_AT), begun)
        if found is None:
            break
        start = found.start("line")
        # The last line of a key is as long as it has to be, the first one may have been cut.
        if len(found["line"]) < _LEAST_OF_LINE and number:
            return start if _is_cut_before(text, start, least) else begun
        begun = start
    return begun


def _is_cut_before(text: str, at: int, least: int) -> bool:
    return at == least or text.endswith(("]\n", "…"), 0, at)


KIND: Final = Kind(
    "private-key", "private key", "private keys",
    (
        "private key-----", "private key block-----", "b3blbnnzac1rzxktdje", "private-lines",
        "private-mac", "ls0tls1crudjti", "age-secret-key-1",
    ),
    find,
    "https://www.rfc-editor.org/rfc/rfc7468",
)  # fmt: skip

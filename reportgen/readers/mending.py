"""XML that is not quite XML → XML: what may be mended without a guess at its structure."""

import re
from collections.abc import Iterator

from reportgen.model.units import plural
from reportgen.patterns import pattern
from reportgen.readers.decoding import decode
from reportgen.readers.xml import DECLARED
from reportgen.wording import phrase

# Characters that XML 1.0 forbids, https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TERMINAL = pattern("\x1b\\[[0-?]*[ -/]*[@-~]")
_MENDABLE = pattern(
    r"(?P<opaque><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))"
    r"|&#(?:[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<dec>[0-9]{1,10}));"
    r"|(?P<bare>&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);))",
    re.DOTALL,
)
_DECLARATION = pattern(r"<\?xml[^>]*\?>")


def repair(data: bytes) -> tuple[bytes, list[str]]:
    """
    Return *data* as UTF-8 without what XML forbids, and what was done to it.

    Undecodable bytes are read as windows-1252 each; terminal escapes go, other forbidden characters
    and references to them become U+FFFD; blanks before the declaration and bare ampersands are
    mended.
    What stands in a CDATA section or a comment is text and keeps its ampersands.
    The structure is never guessed at.
    """
    done: list[str] = []
    text = _decoded(data, done).removeprefix("\ufeff")
    stripped = text.lstrip()
    if stripped != text and stripped.startswith("<"):
        done.append(phrase("blanks before the declaration were removed"))
        text = stripped
    text, escapes = _TERMINAL.subn("", text)
    text, characters = _FORBIDDEN.subn("\ufffd", text)
    references = ampersands = 0

    def mend(found: "re.Match[str]") -> str:
        nonlocal references, ampersands
        if found["opaque"]:
            return found[0]
        if found["bare"]:
            ampersands += 1
            return "&amp;"
        code = int(found["hex"], 16) if found["hex"] else int(found["dec"])
        if code > 0x10FFFF or _FORBIDDEN.match(chr(code)):
            references += 1
            return "\ufffd"
        return found[0]

    text = _MENDABLE.sub(mend, text)
    if forbidden := escapes + characters + references:
        done.append(
            phrase(
                "{characters} that XML forbids replaced", characters=plural(forbidden, "character")
            )
        )
    if ampersands:
        done.append(phrase("{ampersands} mended", ampersands=plural(ampersands, "bare ampersand")))
    text = _DECLARATION.sub("", text, count=1)
    return text.encode("utf-8"), done


def _decoded(data: bytes, done: list[str]) -> str:
    """Return *data* as text by its mark or its declaration; a stray byte never costs the others."""
    found = DECLARED.match(data[:200])
    declared = found[1].decode("ascii").lower() if found else "utf-8"
    if declared.replace("-", "") not in {"utf8", "utf16", "usascii", "ascii"}:
        return data.decode(declared, "replace")
    text = decode(data, errors="fallback")
    if declared.startswith("utf-8") and text != decode(data, errors="replace"):
        done.append(phrase("bytes that are not UTF-8 read as windows-1252"))
    return text


def pieces(data: bytes, size: int = 1 << 20) -> Iterator[bytes]:
    """Yield *data* in pieces, so that the token guard works on it as on a file."""
    for at in range(0, len(data), size):
        yield data[at : at + size]

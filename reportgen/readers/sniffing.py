"""What a text looks like at first sight: its kind, and the root of its XML."""

import re
from typing import Final, Literal

from reportgen.patterns import pattern
from reportgen.readers.json_text import without_escapes

# Atomic groups: what one comment matched is never tried again with the next one's end.
_HTML = pattern(
    r"\s*(?>(?:(?><!--.*?-->)\s*)*)<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_ROOT = pattern(
    r"\s*(?>(?:(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>)\s*)*)"
    r"<([A-Za-z_][\w.:-]*)",
    re.DOTALL,
)
_XML_START = pattern(r"\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
_BINARY_SHARE = 0.1
_SEEN: Final = 4096

Kind = Literal["empty", "xml", "html", "json", "text", "binary"]


def kind_of(text: str) -> Kind:
    """Return what a file looks like that begins with *text*."""
    start = without_escapes(text).lstrip("\ufeff \t\r\n")
    if not start:
        return "empty"
    if _HTML.match(start):
        return "html"
    if _XML_START.match(start):
        return "xml"
    if start[0] in "{[" and _looks_like_json(start):
        return "json"
    seen = text[:_SEEN]
    strange = sum(seen.count(mark) for mark in ("\0", "\ufffd"))
    return "binary" if strange > len(seen) * _BINARY_SHARE else "text"


def root_of(text: str) -> str | None:
    """Return the local name of the root element of XML that begins with *text*, or None."""
    found = _ROOT.match(text.lstrip("\ufeff"))
    return found[1].rpartition(":")[2] if found else None


_JSON_START = pattern(
    r"""\{\s*(?:"|\}|\Z)|\[\s*(?:[\[{"\]]|\Z"""
    r"""|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*(?:,\s*[-\d.eE]*\s*[,\]\[{"tfn]|\]\s*\Z)"""
    r"|(?:true|false|null)\s*[,\]])"
)


def _looks_like_json(start: str) -> bool:
    """Tell JSON from a log line that begins with a bracket (``[12:30:01] building``)."""
    return _JSON_START.match(start) is not None

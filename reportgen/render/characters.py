"""The characters that a document can hold at all, whatever they are in it."""

import re

# All but what XML 1.0 allows, https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")


def xml_text(text: str) -> str:
    """Return *text* as an XML document can hold it; a carriage return would not come back."""
    if text.isprintable():  # nearly every name is, and it is a pass in C
        return text
    return _LINE_END.sub("\n", _FORBIDDEN.sub("\ufffd", text))

"""
Jira's wiki markup, as Data Center takes it.

Whatever means something is a numeric entity, inside monospaced text too: braces there are still
macros, and sources disagree about backslashes. Blocks are
``{noformat}``, from which only that very word can escape; it is broken up.
https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all
"""

import re
from collections.abc import Sequence
from typing import Final

from reportgen.patterns import pattern
from reportgen.render.markdown.tree import (
    Code,
    Details,
    Fence,
    Heading,
    Items,
    Line,
    Link,
    Node,
    Paragraph,
    Piece,
    Strong,
    Table,
    Words,
)

# Macros, links, images, mentions, emphasis and icons; a hyphen that strikes out or makes an issue's
# key; a colon that makes an icon or an address.
_MEANINGFUL: Final = pattern(
    r"[\\{}\[\]|!*+^~#&<>$%@`]|(?<![^\W_])_|_(?![^\W_])|[?](?=[?])|(?<=[?])[?]"
    r"|(?<!\w)-|-(?!\w)|(?<=[A-Za-z])-(?=\d)|:(?=[^\s\d])|;(?=\))|\((?=\W|\w{1,4}\))"
    r"|(?i:(?<=www)\.)"
)
_NOFORMAT: Final = pattern(r"\{(?=noformat)", re.IGNORECASE)


def write(nodes: Sequence[Node]) -> str:
    """Return *nodes* as wiki markup, a blank line between two."""
    return "\n\n".join(_node(node) for node in nodes)


def _node(node: Node) -> str:
    match node:
        case Heading(level, line):
            return f"h{level}. {_line(line)}"
        case Paragraph(line):
            return _line(line)
        case Items(first, lines):
            mark = "*" if first is None else "#"
            return "\n".join(f"{mark} {_line(line)}" for line in lines)
        case Table(head, rows):
            said = ["||" + "||".join(_cell(cell) for cell in head) + "||"]
            said += ["|" + "|".join(_cell(cell) for cell in row) + "|" for row in rows]
            return "\n".join(said)
        case Fence(text):
            return f"{{noformat}}\n{_NOFORMAT.sub('{ ', text)}\n{{noformat}}"
        case Details(title, inside):
            return "\n\n".join([f"h5. {_line(title)}", *(_node(each) for each in inside)])


def _cell(line: Line) -> str:
    """Return *line*; an empty cell holds a space, else it would end the row."""
    return _line(line) or " "


def _line(line: Line) -> str:
    return "".join(map(_piece, line)).strip()


def _piece(piece: Piece) -> str:
    match piece:
        case Words(text):
            return _MEANINGFUL.sub(_entity, text)
        case Strong(text):
            return f"*{_MEANINGFUL.sub(_entity, text)}*"
        case Code(text):
            return f"{{{{{_MEANINGFUL.sub(_entity, text)}}}}}"
        case Link(text, url, _):
            return f"[{_MEANINGFUL.sub(_entity, text)}|{_address(url)}]"


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _address(url: str) -> str:
    """Return *url* without what would end its link or begin another mark."""
    return re.sub(r"[|\[\]{}!*^~]", lambda found: f"%{ord(found[0]):02X}", url)

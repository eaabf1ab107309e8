"""
Discord's Markdown, and the message that forbids it to mention anybody.

Marks are escaped with backslashes, a backtick is shown as its look-alike ˋ; what could mention
stands in code, and the message allows no mention whatever the text says.
https://docs.discord.com/developers/resources/message#allowed-mentions-object
"""

import json
import re
from collections.abc import Sequence
from typing import Final

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

_TITLE: Final = 3
_SPECIAL: Final = re.compile(r"[\\*_~|<>\[\]()`]|^[#-]")
_SUPPRESS_EMBEDS: Final = 1 << 2


def wrap(text: str) -> str:
    """Return the message whose content is *text*: without mentions and without previews."""
    message = {"content": text, "allowed_mentions": {"parse": []}, "flags": _SUPPRESS_EMBEDS}
    return json.dumps(message, ensure_ascii=False) + "\n"


def unwrap(message: str) -> str:
    """Return the content of *message*."""
    content: str = json.loads(message)["content"]
    return content


def write(nodes: Sequence[Node]) -> str:
    """Return *nodes* as Discord's Markdown."""
    return "\n".join(_node(node) for node in nodes)


def _node(node: Node) -> str:
    match node:
        case Heading(level, line):
            return f"### {_line(line)}" if level == _TITLE else _line(_bold(line))
        case Paragraph(line):
            return _line(line)
        case Items():
            return "\n".join(f"{mark} {_line(line)}" for mark, line in node.marked("-"))
        case Table(head, rows):
            return "\n".join(" · ".join(map(_line, row)) for row in (head, *rows))
        case Fence(text):
            return f"```\n{text.replace('`', 'ˋ')}\n```"
        case Details(title, inside):
            return "\n".join([_line(title), *(_node(each) for each in inside)])


def _bold(line: Line) -> Line:
    return tuple(Strong(piece.text) if isinstance(piece, Words) else piece for piece in line)


def _line(line: Line) -> str:
    return "".join(map(_piece, line)).strip()


def _piece(piece: Piece) -> str:
    match piece:
        case Words(text):
            return _escaped(text)
        case Strong(text):
            inside = text.strip()
            before, _, after = text.partition(inside) if inside else (text, "", "")
            return f"{before}**{_escaped(inside)}**{after}" if inside else text
        case Code(text):
            return f"`{text.replace('`', 'ˋ')}`"
        case Link(text, url, _):
            return f"[{_escaped(text)}](<{url}>)"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)

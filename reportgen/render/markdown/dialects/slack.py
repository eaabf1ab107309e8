"""
Slack's mrkdwn: three characters are escaped, and there is no way to escape the marks of emphasis.

So words that hold such a mark are shown as code, and a backtick as its look-alike ˋ.
https://docs.slack.dev/messaging/formatting-message-text/
"""

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

_ESCAPED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL: Final = re.compile("[&<>]")
_MARKS: Final = frozenset("*_~`")
_WORD: Final = re.compile(r"\S+")


def write(nodes: Sequence[Node]) -> str:
    """Return *nodes* as mrkdwn, a blank line between two."""
    return "\n\n".join(_node(node) for node in nodes)


def escaped(text: str) -> str:
    """Return *text* in which nothing is a mention, a link or an entity."""
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], text)


def _node(node: Node) -> str:
    match node:
        case Heading(_, line):
            return "".join(_bold(piece) for piece in line).strip()
        case Paragraph(line):
            return _line(line)
        case Items():
            return "\n".join(f"{mark} {_line(line)}" for mark, line in node.marked("•"))
        case Table(head, rows):
            return "\n".join(" · ".join(map(_line, row)) for row in (head, *rows))
        case Fence(text):
            return f"```\n{escaped(text.replace('`', 'ˋ'))}\n```"
        case Details(title, inside):
            return "\n\n".join([_line(title), *(_node(each) for each in inside)])


def _line(line: Line) -> str:
    return "".join(map(_piece, line)).strip()


def _piece(piece: Piece) -> str:
    match piece:
        case Words(text):
            return _WORD.sub(_as_code_where_marked, escaped(text))
        case Strong(text):
            return f"*{escaped(text)}*"
        case Code(text):
            return _code(escaped(text))
        case Link(text, url, _):
            return f"<{escaped(url)}|{escaped(text.translate(_LABEL))}>"


def _as_code_where_marked(word: re.Match[str]) -> str:
    return word[0] if _MARKS.isdisjoint(word[0]) else _code(word[0])


_LABEL: Final = str.maketrans("`*_~|", "ˋ·-–¦")
"""A label has no code in it: other characters keep it from being emphasis."""


def _code(text: str) -> str:
    return f"`{text.replace('`', 'ˋ')}`"


def _bold(piece: Piece) -> str:
    if not isinstance(piece, Words) or not piece.text.strip() or not _MARKS.isdisjoint(piece.text):
        return _piece(piece)
    inside = piece.text.strip()
    before, _, after = piece.text.partition(inside)
    return f"{before}*{escaped(inside)}*{after}"

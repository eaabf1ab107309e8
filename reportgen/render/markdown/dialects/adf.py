"""
Atlassian Document Format, as Jira Cloud takes it: JSON in which text is text and nothing else.

Only the nodes and marks that the format's own pages describe are written:
https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/.
There is no markup to escape from; an address in a text node stays text.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

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
    words_of,
)

Json: TypeAlias = dict[str, Any]

BEGIN: Final = '{"version":1,"type":"doc","content":['
END: Final = "]}\n"


def write(nodes: Sequence[Node]) -> str:
    """Return *nodes* as elements of the ``content`` of a document, parted by commas."""
    return ",".join(
        json.dumps(_node(node), ensure_ascii=False, separators=(",", ":")) for node in nodes
    )


def _node(node: Node) -> Json:
    match node:
        case Heading(level, line):
            return {"type": "heading", "attrs": {"level": level}, "content": list(_texts(line))}
        case Paragraph(line):
            return _paragraph(line)
        case Items(None, lines):
            return {"type": "bulletList", "content": [_item(line) for line in lines]}
        case Items(first, lines):
            return {
                "type": "orderedList",
                "attrs": {"order": first},
                "content": [_item(line) for line in lines],
            }
        case Table(head, rows):
            return {
                "type": "table",
                "content": [
                    _row("tableHeader", head),
                    *(_row("tableCell", row) for row in rows),
                ],
            }
        case Fence(text):
            return {"type": "codeBlock", "content": [{"type": "text", "text": text or " "}]}
        case Details(title, inside):
            return {
                "type": "expand",
                "attrs": {"title": words_of(title)},
                "content": [_node(each) for each in inside] or [_paragraph(())],
            }


def _paragraph(line: Line) -> Json:
    return {"type": "paragraph", "content": list(_texts(line))}


def _item(line: Line) -> Json:
    return {"type": "listItem", "content": [_paragraph(line)]}


def _row(kind: str, cells: Sequence[Line]) -> Json:
    return {
        "type": "tableRow",
        "content": [{"type": kind, "attrs": {}, "content": [_paragraph(cell)]} for cell in cells],
    }


def _texts(line: Line) -> Iterator[Json]:
    for piece in line:
        if piece.text:  # an empty text node makes the whole document invalid
            marks = list(_marks(piece))
            yield {"type": "text", "text": piece.text} | ({"marks": marks} if marks else {})


def _marks(piece: Piece) -> Iterator[Json]:
    match piece:
        case Words():
            return
        case Strong():
            yield {"type": "strong"}
        case Code():
            yield {"type": "code"}
        case Link(_, url, code):
            yield {"type": "link", "attrs": {"href": url}}
            if code:
                yield {"type": "code"}

"""
An Adaptive Card for Microsoft Teams.

All text stands in runs of rich text, which know no Markdown; text blocks do, so there are none.
https://adaptivecards.io/explorer/RichTextBlock.html
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
)

Json: TypeAlias = dict[str, Any]

BEGIN: Final = (
    '{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive",'
    '"content":{"$schema":"http://adaptivecards.io/schemas/adaptive-card.json",'
    '"type":"AdaptiveCard","version":"1.4","msteams":{"width":"Full"},"body":['
)
END: Final = "]}}]}\n"

_TITLE: Final = 3


def write(nodes: Sequence[Node]) -> str:
    """Return *nodes* as elements of a card's body, parted by commas."""
    return ",".join(
        json.dumps(element, ensure_ascii=False, separators=(",", ":"))
        for element in _elements(nodes)
    )


def _elements(nodes: Sequence[Node]) -> Iterator[Json]:
    for node in nodes:
        match node:
            case Details(title, inside):
                yield _block(_runs(title))
                yield from _elements(inside)
            case _:
                for at, runs in enumerate(_rows(node)):
                    yield _block(runs, close=at > 0)


def _rows(node: Heading | Paragraph | Items | Table | Fence) -> list[list[Json]]:
    """Return the runs of each line of *node*."""
    match node:
        case Heading(level, line):
            look = {"weight": "Bolder"} | ({"size": "Large"} if level == _TITLE else {})
            return [[run | look for run in _runs(line)]]
        case Paragraph(line):
            return [_runs(line)]
        case Items():
            return [_runs((Words(f"{mark} "), *line)) for mark, line in node.marked("•")]
        case Table(head, rows):
            return [_runs(tuple(_parted(row))) for row in (head, *rows)]
        case Fence(text):
            return [[_run(line or " ") | {"fontType": "Monospace"}] for line in text.split("\n")]


def _parted(cells: Sequence[Line]) -> Iterator[Piece]:
    for at, cell in enumerate(cells):
        if at:
            yield Words(" · ")
        yield from cell


def _block(runs: Sequence[Json], *, close: bool = False) -> Json:
    return {"type": "RichTextBlock", "inlines": list(runs) or [_run(" ")]} | (
        {"spacing": "None"} if close else {}
    )


def _run(text: str) -> Json:
    return {"type": "TextRun", "text": text}


def _runs(line: Line) -> list[Json]:
    return [_run(piece.text) | _look(piece) for piece in line if piece.text]


def _look(piece: Piece) -> Json:
    match piece:
        case Words():
            return {}
        case Strong():
            return {"weight": "Bolder"}
        case Code():
            return {"fontType": "Monospace"}
        case Link(_, url, _):
            return {"selectAction": {"type": "Action.OpenUrl", "url": url}}

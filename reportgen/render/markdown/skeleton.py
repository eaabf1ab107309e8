"""
Reading the skeleton of a template as a tree.

Templates are written once, in Markdown. For a dialect that is none, the doors put a reference where
text would stand, so that what a template prints is its own few marks (headings, lists, tables,
folded sections) around references, and nothing that came from elsewhere. That is read here, line
by line, and the references are resolved: text of an artifact is never parsed.
"""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from reportgen.render.markdown.tree import (
    Details,
    Fence,
    Heading,
    Items,
    Line,
    Node,
    Paragraph,
    Piece,
    Table,
    Words,
    joined,
)

Held: TypeAlias = Line | Fence
"""What a reference stands for."""

_BEGIN, _END = "\ue000", "\ue001"
_REFERENCE: Final = re.compile(f"{_BEGIN}([0-9]+){_END}")
_HEADING: Final = re.compile(r"(#{3,4}) (.*)")
_ITEM: Final = re.compile(r"(?:-|(\d+)\.) (.*)")
_FOLD: Final = re.compile(r"<details><summary>(.*)</summary>")
_UNFOLD: Final = "</details>"
_DELIMITER: Final = re.compile(r"\|(?:---\|)+")


def reference(at: int) -> str:
    """Return what stands in the skeleton for what is held at *at*."""
    return f"{_BEGIN}{at}{_END}"


def read(skeleton: str, held: Sequence[Held]) -> tuple[Node, ...]:
    """
    Return the blocks of *skeleton*; *held* is what its references stand for.

    Raises:
        ValueError: a section is closed that was not opened, or the other way round.

    """
    levels: list[tuple[Line, list[Node]]] = [((), [])]
    joins = False
    for line in skeleton.split("\n"):
        nodes = levels[-1][1]
        if fold := _FOLD.fullmatch(line):
            levels.append((_line(fold[1], held), []))
        elif line == _UNFOLD:
            title, inside = levels.pop()
            if not levels:
                raise ValueError("a folded section is closed that was not opened")
            levels[-1][1].append(Details(title, tuple(inside)))
        elif line:
            last = nodes.pop() if nodes and joins else None
            nodes += _joined(last, line, held)
        joins = bool(line) and line != _UNFOLD and not fold
    if len(levels) > 1:
        raise ValueError("a folded section is not closed")
    return tuple(levels[0][1])


def _joined(last: Node | None, line: str, held: Sequence[Held]) -> list[Node]:
    """Return *last*, the block right above, and *line*: as one block where they belong together."""
    node = _node(line, held)
    match last, node:
        case Items(first, lines), Items(number, more) if (first is None) == (number is None):
            return [Items(first, lines + more)]
        case Table(head, rows), Table() if _DELIMITER.fullmatch(line):
            return [Table(head, rows)]
        case Table(head, rows), Table(row, _):
            return [Table(head, (*rows, (row + ((),) * len(head))[: len(head)]))]
        case Paragraph(words), Paragraph(more):
            return [Paragraph(joined((*words, Words(" "), *more)))]
        case _:
            return [node] if last is None else [last, node]


def _node(line: str, held: Sequence[Held]) -> Node:
    """Return the block that begins with *line*."""
    if heading := _HEADING.fullmatch(line):
        return Heading(len(heading[1]), _line(heading[2], held))
    if item := _ITEM.fullmatch(line):
        return Items(int(item[1]) if item[1] else None, (_line(item[2], held),))
    if line.startswith("|"):
        return Table(tuple(_line(cell.strip(), held) for cell in line.strip("|").split("|")), ())
    found = _REFERENCE.fullmatch(line)
    single = held[int(found[1])] if found else None
    return single if isinstance(single, Fence) else Paragraph(_line(line, held))


def _line(text: str, held: Sequence[Held]) -> Line:
    pieces: list[Piece] = []
    for at, found in enumerate(_REFERENCE.split(text)):
        if at % 2:
            one = held[int(found)]
            if isinstance(one, Fence):
                raise ValueError("a block of code stands inside a line")
            pieces += one
        elif found:
            pieces.append(Words(found))
    return joined(pieces)

"""A tree of blocks as Markdown, through the doors of a target."""

from collections.abc import Sequence

from reportgen.render.markdown.escaping import Doors
from reportgen.render.markdown.targets import Target
from reportgen.render.markdown.tree import (
    Details,
    Fence,
    Heading,
    Items,
    Line,
    Node,
    Paragraph,
    Table,
)


def write(nodes: Sequence[Node], target: Target) -> str:
    """Return *nodes* as Markdown, a blank line between two."""
    return "\n\n".join(_node(node, target) for node in nodes)


def _node(node: Node, target: Target) -> str:
    text = Doors(target, "text")
    match node:
        case Heading(level, line):
            return f"{'#' * level} {text.line(line)}"
        case Paragraph(line):
            return text.line(line)
        case Items():
            return "\n".join(f"{mark} {text.line(line)}" for mark, line in node.marked("-"))
        case Table(head, rows):
            return _table(head, rows, target)
        case Fence(said):
            return text.block(said)
        case Details(title, inside):
            lead = Doors(target, "summary")
            body = write(inside, target)
            return f"{lead.fold}{lead.line(title)}{lead.folded}\n\n{body}\n{lead.unfold}".rstrip()


def _table(head: Sequence[Line], rows: Sequence[Sequence[Line]], target: Target) -> str:
    cell = Doors(target, "cell")
    if not target.tables:
        return "\n".join(f"- {' · '.join(map(cell.line, row))}" for row in (head, *rows))
    said = [f"| {' | '.join(map(cell.line, row))} |" for row in (head, *rows)]
    return "\n".join([said[0], "|" + "---|" * len(head), *said[1:]])

"""
A person's own words, as Markdown, read into the tree that every target can be written from.

What is kept: headings, paragraphs, lists (those inside others are flattened), tables, code, bold
words, links to http and https. Images become their description, HTML is text. Written again
through the doors a note mentions, closes and commands as little as an artifact does.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from reportgen.model.text import clean
from reportgen.render.markdown.escaping import BLANK, inline
from reportgen.render.markdown.live import address_of, split_prose
from reportgen.render.markdown.tree import (
    Code,
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
    joined,
    words_of,
)

_LEVEL: Final = 4
_SPACE: Final = re.compile(r"\s+")


def read_note(text: str) -> tuple[Node, ...]:
    """Return the blocks of the note *text*."""
    # https://markdown-it-py.readthedocs.io/en/latest/using.html: no HTML, no automatic links.
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return tuple(_blocks(SyntaxTreeNode(parser.parse(clean(text)))))


def _blocks(parent: SyntaxTreeNode) -> Iterator[Node]:
    for node in parent.children:
        match node.type:
            case "heading" | "paragraph":
                if line := _line(node):
                    yield Heading(_LEVEL, line) if node.type == "heading" else Paragraph(line)
            case "bullet_list" | "ordered_list":
                lines = tuple(_items(node))
                first = int(node.attrs.get("start") or 1) if node.type == "ordered_list" else None
                if lines:
                    yield Items(first, lines)
            case "table":
                head, *rows = (tuple(map(_line, row.children)) for row in _rows(node))
                yield Table(head, tuple(rows))
            case "fence" | "code_block":
                yield Fence(node.content.strip("\n"))
            case _:
                yield from _blocks(node)


def _items(parent: SyntaxTreeNode) -> Iterator[Line]:
    """Yield the lines of a list, and of what stands in it."""
    for node in parent.children:
        if node.type == "inline":
            if line := joined(_pieces(node, strong=False)):
                yield line
        elif node.type in {"fence", "code_block"}:
            yield (Code(inline(node.content, None)),)
        else:
            yield from _items(node)


def _rows(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    for child in node.children:
        if child.type == "tr":
            yield child
        else:
            yield from _rows(child)


def _line(node: SyntaxTreeNode) -> Line:
    return joined(piece for child in node.children for piece in _pieces(child, strong=False))


def _pieces(parent: SyntaxTreeNode, *, strong: bool) -> Iterator[Piece]:
    for node in parent.children:
        match node.type:
            case "code_inline":
                yield Code(inline(node.content, None))
            case "softbreak" | "hardbreak":
                yield Words(" ")
            case "link":
                yield from _link(list(_pieces(node, strong=strong)), str(node.attrs["href"]))
            case "image":
                yield from _words(inline(node.content, None), strong=strong)
            case "text" | "text_special":
                yield from _words(node.content, strong=strong)
            case _:
                yield from _pieces(node, strong=strong or node.type == "strong")


def _words(text: str, *, strong: bool) -> Iterator[Piece]:
    for part in split_prose(_SPACE.sub(" ", text)):
        if part.quoted:
            yield Code(part.text)
        else:
            yield Strong(part.text) if strong and part.text.strip() else Words(part.text)


def _link(label: Sequence[Piece], url: str) -> Iterator[Piece]:
    address = address_of(url)
    if address is None:
        yield from label
    else:
        yield Link(inline(words_of(label), None) or BLANK, address)

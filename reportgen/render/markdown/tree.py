"""
The report as a tree of blocks, for trackers that do not take Markdown.

A block holds lines, a line is a tuple of pieces; each piece says whether it is words of ours, text
of an artifact, or a link. What means something in a dialect is up to the module of that dialect.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias


class Words(NamedTuple):
    """Words of ours, in which nothing is to mean anything."""

    text: str


class Code(NamedTuple):
    """Text of an artifact, on one line, shown as code."""

    text: str


class Strong(NamedTuple):
    """Words of ours in bold."""

    text: str


class Link(NamedTuple):
    """*text* that leads to *url*, which is safe to follow; *code* says that it is shown as code."""

    text: str
    url: str
    code: bool = False


Piece: TypeAlias = Words | Code | Strong | Link
Line: TypeAlias = tuple[Piece, ...]


class Heading(NamedTuple):
    """A heading; level 3 is that of the report, level 4 that of its sections."""

    level: int
    line: Line


class Paragraph(NamedTuple):
    """A paragraph of one line."""

    line: Line


class Items(NamedTuple):
    """A list; *first* is its first number, None where it has bullets."""

    first: int | None
    lines: tuple[Line, ...]

    def marked(self, bullet: str) -> Iterator[tuple[str, Line]]:
        """Yield each line behind its number, or behind *bullet*."""
        for at, line in enumerate(self.lines):
            yield (bullet if self.first is None else f"{self.first + at}."), line


class Table(NamedTuple):
    """A table: its head, and rows that are as long as it."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


class Fence(NamedTuple):
    """Text of an artifact on several lines."""

    text: str


class Details(NamedTuple):
    """A section that is folded under its title."""

    title: Line
    inside: tuple["Node", ...]


Node: TypeAlias = Heading | Paragraph | Items | Table | Fence | Details


def words_of(line: Iterable[Piece]) -> str:
    """Return what a reader sees of *line* where there is neither code nor link."""
    return "".join(piece.text for piece in line)


def joined(pieces: Iterable[Piece]) -> Line:
    """Return *pieces* with words that follow words as one, and a space between two of code."""
    line: list[Piece] = []
    for piece in pieces:
        last = line[-1] if line else None
        if isinstance(piece, Words) and isinstance(last, Words):
            line[-1] = Words(last.text + piece.text)
            continue
        if isinstance(piece, Code) and isinstance(last, Code):
            line.append(Words(" "))
        line.append(piece)
    return tuple(line)


def pieces_in(nodes: Sequence[Node]) -> Iterator[Piece]:
    """Yield all pieces of *nodes* in the order of reading."""
    for node in nodes:
        match node:
            case Heading(_, line) | Paragraph(line):
                yield from line
            case Items(_, lines):
                for line in lines:
                    yield from line
            case Table(head, rows):
                for row in (head, *rows):
                    for cell in row:
                        yield from cell
            case Fence(text):
                yield Code(text)
            case Details(title, inside):
                yield from title
                yield from pieces_in(inside)

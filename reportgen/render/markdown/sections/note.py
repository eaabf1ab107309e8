"""A person's own words, set apart as such."""

from collections.abc import Iterator, Sequence

from reportgen.model.units import plural
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.templating import Page
from reportgen.render.markdown.tree import Heading, Node, Paragraph, Strong, Words
from reportgen.wording import phrase


def _title() -> Heading:
    return Heading(4, (Words(phrase("Note · written by hand")),))


def blocks(note: Sequence[Node], page: Page) -> Iterator[Block]:
    """Yield the block of *note*, if there is one; it is shown whole, in part, or said to exist."""
    if note:
        yield Block(
            "note",
            2.5,
            (
                lambda: page.write((_title(), *note)),
                lambda: page.write((_title(), note[0])),
                lambda: _line(note, page),
            ),
            counted=(
                "",
                phrase("1 of {blocks} of the note", blocks=plural(len(note), "block")),
                "",
            ),
        )


def _line(note: Sequence[Node], page: Page) -> Md:

    return page.write(
        (
            Paragraph(
                (
                    Strong(phrase("Note")),
                    Words(
                        phrase(
                            " · {blocks}, left out for length", blocks=plural(len(note), "block")
                        )
                    ),
                )
            ),
        )
    )

"""What templates print for dialects that are no Markdown is read as a tree, and text never is."""

import pytest
from hypothesis import given

from reportgen.render.markdown.references import References
from reportgen.render.markdown.skeleton import Held, read
from reportgen.render.markdown.targets import TARGETS
from reportgen.render.markdown.tree import (
    Code,
    Details,
    Fence,
    Heading,
    Items,
    Line,
    Link,
    Paragraph,
    Strong,
    Table,
    Words,
    joined,
    pieces_in,
    words_of,
)
from tests.render.markdown.renderers import HOSTILE

JIRA = TARGETS["jira"]


def words(text: str) -> Line:
    """Return a line of *text* of ours."""
    return (Words(text),)


def test_every_mark_of_a_template_is_read() -> None:
    """Headings, paragraphs, lists, tables and folded sections become what they mean."""
    skeleton = "\n".join(  # noqa: FLY002 - one line each
        [
            "#### Title · 5", "1. one", "2. two", "", "- a", "- b", "text", "goes on", "",
            "| a | b |", "|---|---|", "| 1 | 2 |", "| 3 |", "",
            "<details><summary>More</summary>", "", "inside", "", "</details>",
        ]
    )  # fmt: skip

    assert read(skeleton, ()) == (
        Heading(4, words("Title · 5")),
        Items(1, (words("one"), words("two"))),
        Items(None, (words("a"), words("b"))),
        Paragraph(words("text goes on")),
        Table((words("a"), words("b")), ((words("1"), words("2")), (words("3"), ()))),
        Details(words("More"), (Paragraph(words("inside")),)),
    )


@pytest.mark.parametrize("skeleton", ["<details><summary>x</summary>", "</details>"])
def test_a_section_that_is_half_is_refused(skeleton: str) -> None:
    """A template that opens what it does not close is a fault of ours, and is not hidden."""
    with pytest.raises(ValueError, match="a folded section is"):
        read(skeleton, ())


def test_a_block_inside_a_line_is_refused() -> None:
    """A block of code stands on a line of its own."""
    held: list[Held] = []
    made = References(JIRA, "text", held).block("trace")

    assert read(made, held) == (Fence("trace"),)
    with pytest.raises(ValueError, match="inside a line"):
        read(f"- {made}", held)


def test_doors_hold_what_goes_through() -> None:
    """Code is code, what is live in prose is code, a link is one only where it is safe."""
    held: list[Held] = []
    doors = References(JIRA, "text", held)
    made = " ".join(
        [
            doors.code("a`b"),
            doors.prose("see @me"),
            doors.sentence("`x` failed"),
            doors.link("run", "https://example.org/1"),
            doors.link("run", "javascript:1"),
            doors.bold("Gate:"),
        ]
    )

    assert read(made, held) == (
        Paragraph(
            (
                Code("a`b"), Words(" see "), Code("@me"), Words(" "), Code("x"),
                Words(" failed "), Link("run", "https://example.org/1"), Words(" run "),
                Strong("Gate:"),
            )
        ),
    )  # fmt: skip


def test_code_beside_code_is_kept_apart() -> None:
    """Two pieces of code do not read as one, and words are joined."""
    assert joined((Code("a"), Code("b"), Words("c"), Words("d"))) == (
        Code("a"), Words(" "), Code("b"), Words("cd"),
    )  # fmt: skip


@given(text=HOSTILE)
def test_text_is_never_parsed(text: str) -> None:
    """Whatever goes through a door comes back as it went in, and changes nothing around it."""
    held: list[Held] = []
    doors = References(JIRA, "cell", held)
    row = f"| a | b |\n|---|---|\n| {doors.code(text)} | x |\n\n{doors.block(text)}"
    table, fence = read(row, held)

    assert isinstance(table, Table)
    assert isinstance(fence, Fence)
    assert [["Code"], ["Words"]] == [
        [type(piece).__name__ for piece in cell] for cell in table.rows[0]
    ]
    assert text.strip("\n") == fence.text
    assert f"ab{words_of(table.rows[0][0])}x{fence.text}" == words_of(pieces_in((table, fence)))

"""A person's Markdown is kept as far as every target can show it, and can do nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.markdown import Own, render
from reportgen.render.markdown.notes import read_note
from reportgen.render.markdown.targets import TARGETS
from reportgen.render.markdown.templating import Page
from reportgen.render.markdown.tree import (
    Code,
    Fence,
    Heading,
    Items,
    Link,
    Paragraph,
    Strong,
    Table,
    Words,
)
from tests.render.markdown import samples
from tests.render.markdown.renderers import COMMAND, HOSTILE, LIVE, RENDERERS, read
from tests.render.markdown.test_render import MARKDOWN, OURS

NOTE = """\
# Why

We **know** `x`, see [docs](https://example.org/a).

3. one
   - inner
4. two

| a | b |
|---|---|
| 1 | *2* |

```
trace
```
"""


def test_what_is_kept() -> None:
    """Headings, paragraphs, lists without their levels, tables, code, bold words and links."""
    assert read_note(NOTE) == (
        Heading(4, (Words("Why"),)),
        Paragraph(
            (
                Words("We "), Strong("know"), Words(" "), Code("x"), Words(", see "),
                Link("docs", "https://example.org/a"), Words("."),
            )
        ),
        Items(3, ((Words("one"),), (Words("inner"),), (Words("two"),))),
        Table(((Words("a"),), (Words("b"),)), (((Words("1"),), (Words("2"),)),)),
        Fence("trace"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("![a picture](http://b.example/x.png)", "a picture"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("[x](javascript:alert)", r"\[x\](javascript:alert)"),
        ("[x](//b.example)", "x"),
        ("<https://b.example/x>", "[https&#x3a;//b.example/x](<https://b.example/x>)"),
        ("closes #12", "closes <code>&#x23;12</code>"),
        ("> /merge", "`/merge`"),
        ("", ""),
        ("\n---\n", ""),
    ],
)
def test_what_is_not(note: str, shown: str) -> None:
    """Pictures are their description, HTML is text, orders are code, odd links lead nowhere."""
    assert shown == Page(TARGETS["github-comment"]).write(read_note(note))


@pytest.mark.parametrize("renderer", RENDERERS)
@given(parts=st.lists(HOSTILE, max_size=6), target=st.sampled_from(MARKDOWN))
def test_any_note_does_nothing(renderer: str, parts: list[str], target: str) -> None:
    """Whatever a person pastes: our elements, no order, and links to http and https alone."""
    made = Page(TARGETS[target]).write(read_note("\n".join(parts)))
    page = read(RENDERERS[renderer](made))

    assert set(page.tags) <= OURS, made
    assert not LIVE.search(page.live), made
    assert not COMMAND.search(made), made
    assert all(re.match("https?://", link) for link in page.links)


def test_a_long_note_is_counted() -> None:
    """Where there is no room, the first block is shown, or none, and that is said."""
    note = "\n\n".join(f"Block {at} {'of words ' * 20}" for at in range(9))
    some = render(samples.seed(), "commonmark", 1_800, own=Own(note=note))
    none = render(samples.seed(), "commonmark", 800, own=Own(note=note))

    assert "shown: 1 of 9 blocks of the note" in some
    assert "**Note** · 9 blocks, left out for length" in none

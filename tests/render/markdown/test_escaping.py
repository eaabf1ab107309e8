"""Whatever comes through a door is shown as it is, and nothing else happens."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.model.text import clean, parts, quote
from reportgen.render.markdown.escaping import BLANK, Doors, Md, guard, inline
from reportgen.render.markdown.targets import TARGETS, Target
from tests.render.markdown.renderers import COMMAND, HOSTILE, LIVE, RENDERERS, Rendered, read

GITHUB = TARGETS["github-comment"]
PLAIN = TARGETS["bitbucket-cloud"]
BARE = TARGETS["commonmark"]
DOORS = ("code", "prose", "sentence", "link")
TARGET = st.sampled_from([GITHUB, PLAIN, BARE])

# A context: the doors to use, the Markdown around, the elements and the text that make it up.
CONTEXTS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "paragraph": ("text", "{}", ("p",), "{}"),
    "inside": ("text", "pre {} post", ("p",), "pre {} post"),
    "heading": ("text", "### a {}", ("h3",), "a {}"),
    "item": ("text", "1. {}", ("ol", "li"), "{}"),
    "cell": (
        "cell",
        "| a | b |\n|---|---|\n| {} | x |",
        ("table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"),
        "ab{}x",
    ),
    "title": (
        "summary",
        "<details><summary>a {}</summary>\n\nbody\n\n</details>",
        ("details", "summary", "p"),
        "a {}body",
    ),
}
INERT = {"code", "a"}


def through(doors: Doors, door: str, text: str) -> str:
    """Return what *door* makes of *text*."""
    if door == "link":
        return doors.link(text, "https://example.org/a?b=1&copy=2")
    made: str = getattr(doors, door)(text)
    return made


def shown(door: str, text: str) -> str:
    """Return the text that a reader must see, without white space."""
    if door == "code":
        return squeeze(inline(text))
    if door == "sentence":
        stretches = parts(" ".join(clean(text).split()))
        return (
            squeeze("".join(p.text if p.text.strip() or not p.quoted else BLANK for p in stretches))
            or BLANK
        )
    return squeeze(inline(text, None if door == "prose" else 300))


def squeeze(text: str) -> str:
    """Return *text* without white space."""
    return "".join(text.split())


def contexts_of(target: Target) -> list[str]:
    """Return the contexts that exist at *target*."""
    return [
        name
        for name in CONTEXTS
        if (target.tables or name != "cell") and (target.details or name != "title")
    ]


def rendered(context: str, made: str, renderer: str) -> Rendered:
    """Return *made* rendered in *context*."""
    frame = CONTEXTS[context][1]
    return read(RENDERERS[renderer](frame.format(made)))


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("door", DOORS)
@given(text=HOSTILE, data=st.data(), target=TARGET)
@example(text="a` | `b", data=None, target=GITHUB)
@example(text="evil.com_", data=None, target=GITHUB)
@example(text="evil.com__x", data=None, target=GITHUB)
def test_any_text_is_shown_as_it_is_and_does_nothing(
    renderer: str, door: str, text: str, data: st.DataObject | None, target: Target
) -> None:
    """Text through a door shows itself, in the structure around it and no other, and is inert."""
    names = contexts_of(target)
    context = data.draw(st.sampled_from(names)) if data else "cell"
    kind, _, tags, frame = CONTEXTS[context]

    made = through(Doors(target, kind), door, text)  # type: ignore[arg-type] # a context by its name
    page = rendered(context, made, renderer)

    assert [tag for tag in page.tags if tag not in INERT] == list(tags), made
    assert squeeze(page.text) == squeeze(frame).replace("{}", shown(door, text)), made
    assert not LIVE.search(page.live), made
    assert page.links == (("https://example.org/a?b=1&copy=2",) if door == "link" else ()), made


@given(text=HOSTILE)
@pytest.mark.parametrize("context", ["text", "cell", "summary"])
@pytest.mark.parametrize("door", DOORS)
def test_raw_text_orders_nothing(door: str, context: str, text: str) -> None:
    """Where HTML works, a program that reads the raw Markdown finds no mention or reference."""
    made = through(Doors(GITHUB, context), door, text)  # type: ignore[arg-type] # a context by its name

    assert "\n" not in made
    assert not COMMAND.search(made)
    assert not re.search(r"@|(?<!&)#\d|\bgh-\d|\[(?:skip|ci) \w+\]", made, re.IGNORECASE), made


@pytest.mark.parametrize("renderer", RENDERERS)
@given(text=HOSTILE, target=TARGET)
def test_a_block_is_one_block(renderer: str, text: str, target: Target) -> None:
    """A trace is one block of code, whatever is in it, and ends before what follows."""
    made = Doors(target, "text").block(text)
    page = read(RENDERERS[renderer](f"before\n\n{made}\n\nafter"))

    defused = page.text.replace("· ", "")
    assert [tag for tag in page.tags if tag != "code"] == ["p", "pre", "p"], made
    assert squeeze(defused) == squeeze(f"before{clean(text).replace('· ', '')}after"), made
    assert squeeze(page.live) == "beforeafter"
    assert not COMMAND.search(made)


@given(text=HOSTILE)
def test_a_block_keeps_every_letter(text: str) -> None:
    """Where HTML works, white space inside a trace is kept, too."""
    made = Doors(GITHUB, "text").block(f"x\n  {text}y")
    page = read(RENDERERS["github"](made))

    assert page.text.strip("\n") == f"x\n  {text}y"
    assert "@" not in made


def test_harmless_text_is_readable_in_the_raw() -> None:
    """A name that can do nothing is a plain code span."""
    doors = Doors(GITHUB, "text")

    assert doors.code("tests/a.py::test_b[1|2]") == "`tests/a.py::test_b[1|2]`"
    assert doors.code("a ` b") == "``a ` b``"
    assert doors.code("`a`") == "`` `a` ``"


def test_text_that_could_order_is_encoded() -> None:
    """A mention is no mention for whoever reads the raw text, nor for whoever reads it rendered."""
    doors = Doors(GITHUB, "text")

    assert doors.code("@dependabot merge") == "<code>&#x40;dependabot merge</code>"
    assert doors.code("fixes #12") == "<code>fixes &#x23;12</code>"
    assert doors.prose("see #12, @me") == "see <code>&#x23;12</code>, <code>&#x40;me</code>"


def test_a_cell_keeps_its_pipes() -> None:
    """A pipe in a cell is encoded where HTML works and escaped where it does not."""
    assert Doors(GITHUB, "cell").code("a|b") == "<code>a&#x7c;b</code>"
    assert Doors(PLAIN, "cell").code("a|b") == r"`a\|b`"
    assert Doors(PLAIN, "cell").code(r"a\|b") == r"`a\ \|b`"
    assert Doors(BARE, "cell").code("a|b") == "`a|b`"


def test_file_names_are_no_hosts() -> None:
    """Renderers that link bare names take test.py for one in Paraguay; in HTML, too."""
    doors = Doors(GITHUB, "text")

    assert doors.prose("see test.py, junit.xml") == "see `test.py`, junit.xml"
    assert doors.code("@a/test.py") == "<code>&#x40;a/test&#x2e;py</code>"


def test_a_trace_makes_no_table() -> None:
    """Some renderers look for tables before they look at HTML."""
    made = Doors(GITHUB, "text").block("a | b\n---|---\n1 | 2")

    assert "|" not in made


def test_only_what_comes_first_on_a_line_can_begin_a_list() -> None:
    """Marks at the beginning are escaped, the same behind a quotation are not."""
    doors = Doors(GITHUB, "text")

    assert doors.prose(": x") == r"\: x"
    assert doors.prose("+++") == r"\+++"
    assert doors.sentence("`a`: x") == "`a`: x"


def test_sentences_quote() -> None:
    """Our words are prose; what they quote is code."""
    text = f"{quote('a*b*')} failed: *no* reason, {quote('x')}{quote('y')}"

    assert Doors(GITHUB, "text").sentence(text) == r"`a*b*` failed: \*no\* reason, `x`<!-- -->`y`"
    assert Doors(BARE, "text").sentence(text) == r"`a*b*` failed: \*no\* reason, `x` `y`"


def test_words_around_an_empty_quotation_are_one() -> None:
    """What is live only when read together is not missed for an empty quotation between."""
    assert Doors(GITHUB, "text").sentence("see www``.example.org") == "see `www.example.org`"


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\t\n "], ids=["empty", "space", "line end", "white space"]
)
def test_blank_text_says_so(text: str) -> None:
    """Nothing is shown as nothing: a test without a name can be seen."""
    doors = Doors(GITHUB, "text")

    assert doors.code(text) == f"`{BLANK}`"
    assert doors.prose(text) == BLANK
    assert doors.sentence(text) == BLANK


def test_long_text_is_counted() -> None:
    """What is left out of a line is counted, before it is encoded."""
    assert Doors(GITHUB, "text").code("x" * 310) == f"`{'x' * 300}… (+10 characters)`"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "//example.org",
        "data:text/html,x",
        "https://user@example.org",
        "https://user:pass@example.org",
        "http://",
        "https://[",
        "example.org",
        "",
    ],
)
def test_only_plain_addresses_are_followed(url: str) -> None:
    """What is not http or https, or hides its host behind a name, is shown and not linked."""
    assert Doors(GITHUB, "text").link("run", url) == "run"


@given(url=HOSTILE.map("https://example.org/{}".format))
@pytest.mark.parametrize("renderer", RENDERERS)
def test_an_address_cannot_leave_its_link(renderer: str, url: str) -> None:
    """Whatever an address holds, there is one link, and it leads to the host it says."""
    made = Doors(GITHUB, "cell").link("run", url)
    page = rendered("cell", made, renderer)

    assert squeeze(page.text) == "abrunx"
    assert len(page.links) == 1
    assert page.links[0].startswith("https://example.org/")


@pytest.mark.parametrize("value", ["raw", None, True, 1.5, ["a"]])
def test_templates_print_nothing_raw(value: object) -> None:
    """What came through no door is refused, so that a template cannot forget."""
    with pytest.raises(TypeError, match="came through no door"):
        guard(value)


@pytest.mark.parametrize("value", [Md("*a*"), 12])
def test_templates_print_what_came_through_a_door(value: Md | int) -> None:
    """Encoded text and whole numbers are printed."""
    assert guard(value) == value

"""Whole blocks are shortened or left out, by priority, and the length is counted exactly."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import UsageError
from reportgen.render.markdown.blocks import Block, Cut, fit, shown
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.targets import TARGETS

GITHUB = TARGETS["github-comment"]


def form(text: str) -> Callable[[], Md]:
    """Return a form that is *text*."""
    return lambda: Md(text)


def block(name: str, priority: int, *forms: str, required: bool = False) -> Block:
    """Return a block with *forms*."""
    return Block(name, priority, tuple(map(form, forms)), required=required)


def footer(cut: Cut) -> Md:
    """Return a footer that says what is not seen."""
    return Md(f"end {' '.join((*cut.left_out, *cut.shown))}".strip())


BLOCKS = (
    block("title", 0, "long title", "title", required=True),
    block("body", 2, "a long body", "body"),
    block("table", 1, "a long table", "table"),
)


def test_everything_is_full_where_there_is_room() -> None:
    """Blocks keep their order, whatever their priority, and take their richest form."""
    assert fit(BLOCKS, footer, GITHUB, 100) == "long title\n\na long body\n\na long table\n\nend\n"


def test_the_important_grows_first() -> None:
    """Room goes to the block with the smallest priority, and what is left to the next."""
    shortest = "title\n\nbody\n\ntable\n\nend\n"

    assert fit(BLOCKS, footer, GITHUB, len(shortest)) == shortest
    assert fit(BLOCKS, footer, GITHUB, len(shortest) + 5) == "long " + shortest
    assert (
        fit(BLOCKS, footer, GITHUB, len(shortest) + 12)
        == "long title\n\nbody\n\na long table\n\nend\n"
    )


def test_what_is_left_out_is_named() -> None:
    """Where not even the shortest forms fit, the least important goes, and the footer says so."""
    assert fit(BLOCKS, footer, GITHUB, 23) == "title\n\ntable\n\nend body\n"


def test_a_block_may_have_an_empty_form() -> None:
    """Where there is no room for more than its empty form, a block is left out, and named."""
    blocks = (block("title", 0, "title", required=True), block("numbers", 9, "1 2 3", ""))

    assert fit(blocks, footer, GITHUB, 100) == "title\n\n1 2 3\n\nend\n"
    assert fit(blocks, footer, GITHUB, 22) == "title\n\nend numbers\n"


def test_the_greedy_grow_last() -> None:
    """A block that fills any room takes its short form in its turn, and more when all have had."""
    blocks = (
        Block("traces", 1, (form("x" * 30), form("x" * 20), form("x" * 5), form("x")), greedy=True),
        block("table", 2, "a long table", "table"),
    )

    assert fit(blocks, footer, GITHUB, 25) == "xxxxx\n\na long table\n\nend\n"
    assert fit(blocks, footer, GITHUB, 40) == f"{'x' * 20}\n\na long table\n\nend\n"
    assert fit(blocks, footer, GITHUB, 50) == f"{'x' * 30}\n\na long table\n\nend\n"


def test_what_is_shown_of_a_block_is_counted() -> None:
    """The footer says how much of a list is shown by the form that was taken, and only then."""
    forms = (form("1 2 3 4 5"), form("1 2"), form("-"))
    blocks = (Block("list", 0, forms, counted=shown(5, (5, 2, 0), "item")),)

    assert ("", "2 of 5 items", "0 of 5 items") == shown(5, (5, 2, 0), "item")
    assert fit(blocks, footer, GITHUB, 50) == "1 2 3 4 5\n\nend\n"
    assert fit(blocks, footer, GITHUB, 23) == "1 2\n\nend 2 of 5 items\n"


def test_a_limit_without_room_for_the_verdict_is_refused() -> None:
    """What is required is never left out; the error says how much it needs."""
    with pytest.raises(UsageError, match="no report fits into 10 codepoints") as caught:
        fit(BLOCKS, footer, GITHUB, 10)

    assert caught.value.hint == "leave the limit out, or give 22 or more"
    assert len(fit(BLOCKS, footer, GITHUB, 22)) == 22


def test_forms_are_rendered_late() -> None:
    """A form poorer than the one that is taken is not rendered, but for the shortest."""
    rendered = []

    def noted(text: str) -> Callable[[], Md]:
        def render() -> Md:
            rendered.append(text)
            return Md(text)

        return render

    blocks = (Block("a", 0, (noted("rich"), noted("middling"), noted("poor"))),)
    text = fit(blocks, footer, GITHUB, 100)

    assert text == "rich\n\nend\n"
    assert rendered == ["poor", "rich"]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5), st.lists(st.text("aé漢🙂", max_size=30), min_size=1, max_size=3)
        ),
        max_size=6,
    ),
    st.integers(60, 200),
    st.sampled_from(["github-comment", "gitea", "azure-pr-comment"]),
)
def test_no_text_is_longer_than_its_budget(
    drawn: list[tuple[int, list[str]]], budget: int, name: str
) -> None:
    """The length holds in the target's own unit, for any blocks."""
    target = TARGETS[name]
    blocks = [block(f"b{at}", priority, *forms) for at, (priority, forms) in enumerate(drawn)]

    assert target.measure(fit(blocks, footer, target, budget)) <= budget

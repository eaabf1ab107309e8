"""Strips: letters grouped by colour, with a text alternative, cut where they are long."""

import re

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.overtime import ABSENT, LETTERS
from reportgen.render.strips import HEIGHT, MOST_CELLS, STEPS, TESTS, drawn, strip


@given(letters=st.text(LETTERS, max_size=200))
def test_nothing_is_lost_but_what_is_counted(letters: str) -> None:
    """What is shown and what is left out make the runs from the first with a result on."""
    found = strip(letters)
    shown = "".join(part.letters for part in found.stretches)
    known = letters.lstrip(ABSENT)

    assert known[-MOST_CELLS:] == shown
    assert len(known) == len(shown) + found.left_out


def test_equal_letters_are_one_stretch() -> None:
    """A strip of a thousand passes is one element."""
    found = strip("PPPFFP")

    assert [("PPP", "good"), ("FF", "bad"), ("P", "good")] == list(map(tuple, found.stretches))


def test_says_what_the_letters_mean() -> None:
    """Who cannot see the strip hears counts and the newest result."""
    assert strip("PPF.").says == (
        "4 runs from oldest to newest: 2 passed, 1 failed, 1 not in the run; "
        "the newest: not in the run"
    )
    assert strip("..").says == "no result"


def test_unknown_letters_say_nothing() -> None:
    """A letter that no table knows is never shown as a success."""
    assert "not in the run" in strip("P<").says


def test_every_letter_has_a_meaning() -> None:
    """The key below a strip lists each, and no two meanings are one word."""
    assert set(LETTERS) == set(TESTS)
    assert len(STEPS) == len({meaning.word for meaning in STEPS.values()})


@given(letters=st.text(LETTERS, max_size=40))
def test_a_course_draws_each_run_that_had_the_test(letters: str) -> None:
    """One cell for each, in its place; a run without the test leaves a gap."""
    course = drawn(letters)
    shown = letters.lstrip(ABSENT)
    if len(shown) < 2:
        assert course is None
        return
    assert course is not None
    cells = {
        int(found[1]): shape.tone
        for shape in course.shapes
        for found in re.finditer(r"M(\d+) ", shape.d)
    }

    assert {
        5 * at: TESTS[letter].tone for at, letter in enumerate(shown) if letter != ABSENT
    } == cells
    assert all(place + 4 <= course.width for place in cells)


def test_a_failure_stands_up_without_colours() -> None:
    """It is as high as the picture, a pass is a stump; both are counted in words."""
    course = drawn("PRF")
    assert course is not None

    assert [
        ("good", "M0 11h4v5h-4z"),
        ("warn", "M5 6h4v10h-4z"),
        ("bad", f"M10 0h4v{HEIGHT}h-4z"),
    ] == list(course.shapes)
    assert (
        "failed in 1 of 3 runs, passed only after a retry in 1 of 3 runs, this one on the right"
        == course.brief
    )
    assert course.says.endswith("the newest: failed")

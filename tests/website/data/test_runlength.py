"""Letters over runs, short and back."""

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.overtime import LETTERS
from reportgen.website.data import runlength


@given(st.text(alphabet=LETTERS))
def test_any_letters_come_back(letters: str) -> None:
    """What was made short says the same, and is never longer than twice a letter."""
    short = runlength.encode(letters)

    assert letters == runlength.decode(short)
    assert len(short) <= 2 * len(letters)


def test_form() -> None:
    """A stretch is its length and its letter; a single letter stands alone."""
    assert "12PF3S." == runlength.encode("P" * 12 + "FSSS.")
    assert "" == runlength.encode("")

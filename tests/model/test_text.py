"""Text of artifacts: harmless after cleaning, told from ours by its quotes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.text import Part, clean, excerpt, one_line, parts, quote

NASTY = st.text(
    st.characters(codec=None)
    | st.sampled_from("\x1b[]0123;mH\x07\x9b\\\r\n\t\u202e\u2066\u2069\u200b\ufeff\ud800`")
)
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(NASTY)
def test_clean_text_is_harmless(text: str) -> None:
    """Nothing is left that a terminal obeys, that turns a line round, or has no encoding."""
    cleaned = clean(text)
    kinds = {unicodedata.category(character) for character in cleaned if character not in "\n\t"}

    assert not kinds & {"Cc", "Cs"}
    assert not {unicodedata.bidirectional(character) for character in cleaned} & BIDI
    assert "\x1b" not in cleaned
    assert cleaned == cleaned.encode().decode()


@given(NASTY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """What is clean stays as it is."""
    assert clean(text) == clean(clean(text))


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_plain_text_is_kept(text: str) -> None:
    """Letters, digits, marks and symbols of any script are left alone."""
    assert text == clean(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("a\x00b", "a\ufffdb"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a\tb"),
        ("\u202eevil", "⟨U+202E⟩evil"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("\ufeffmark", "⟨U+FEFF⟩mark"),
        ("\ud800", "\ufffd"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("\x1b[\x1b[0m31mred", "31mred"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    """Escapes go, controls are replaced, what is invisible is shown."""
    assert cleaned == clean(text)


@given(st.text("ab `\n", max_size=20), NASTY, st.text("ab \n", max_size=20))
def test_quotes_come_back(before: str, text: str, after: str) -> None:
    """In a sentence of ours a quoted text is one part, and ours are the others."""
    ours = before.replace("`", "")
    found = list(parts(f"{ours}{quote(text)}{after}"))
    quoted = [part.text for part in found if part.quoted]

    assert [quote(text)[1:-1]] == (quoted or [""])
    assert ours + after == "".join(part.text for part in found if not part.quoted)


@given(NASTY)
def test_quoted_text_is_one_line(text: str) -> None:
    """A quotation has no line end and no quote of its own."""
    inner = quote(text)[1:-1]

    assert "`" not in inner
    assert [inner] == (inner.splitlines() or [""])


def test_parts() -> None:
    """Our words and theirs alternate; what is empty is left out."""
    assert [Part("the step ", quoted=False), Part("build", quoted=True)] == list(
        parts("the step `build`")
    )
    assert [] == list(parts(""))


@given(st.text(), st.integers(1, 50))
def test_one_line(text: str, limit: int) -> None:
    """A line that is cut says by how much."""
    line = one_line(text, limit)
    whole = one_line(text, len(text) * 4 + 9)

    assert line == whole or line == f"{whole[:limit]}… (+{len(whole) - limit} characters)"
    assert "\n" not in line


@given(st.text(), st.integers(4, 50))
def test_excerpt(text: str, limit: int) -> None:
    """Of a long text the head and the tail stay, with a count of what is between."""
    short = excerpt(text, limit)

    assert short == text or f"[+{len(text) - limit} characters]" in short
    assert len(text) <= limit or (text[:3], text[-1:]) == (short[:3], short[-1:])

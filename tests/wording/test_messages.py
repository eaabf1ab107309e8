"""PO files: what is written is read, and what is no such file is refused with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words.writing import written

from reportgen.wording.messages import Message, TranslationError, messages_in

_TEXTS = st.text(
    st.characters(
        exclude_categories=["Cs"], exclude_characters="\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    )
)
_PLACES = st.lists(st.from_regex(r"[a-z]{1,8}/[a-z_]{1,8}\.py", fullmatch=True), max_size=3)


@st.composite
def _messages(draw: st.DrawFn) -> Message:
    many = draw(_TEXTS)
    forms = draw(st.lists(_TEXTS, min_size=1, max_size=4)) if many else [draw(_TEXTS)]
    return Message(
        draw(_TEXTS),
        many,
        tuple(forms),
        tuple(draw(_PLACES)),
        draw(st.booleans()),
        tuple(draw(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), max_size=2))),
    )


@given(st.lists(_messages(), max_size=5))
def test_what_is_written_is_read(messages: list[Message]) -> None:
    """Whatever is said, a file of it says the same, with places, marks and notes."""
    assert messages == list(messages_in(written(messages)))


def test_the_files_of_other_tools_are_read() -> None:
    """Long texts go over several lines, obsolete messages and unknown comments are passed over."""
    text = (
        '#. for translators\nmsgid ""\n"one "\n"two"\nmsgstr ""\n"eins "\n"zwei"\n'
        '#| msgid "old"\n#~ msgid "gone"\n#~ msgstr "weg"\n\nmsgid "three"\nmsgstr "drei"\n'
    )

    assert [("one two", ("eins zwei",)), ("three", ("drei",))] == [
        (message.text, message.translations) for message in messages_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('msgid "one"\nmsgstr eins\n', 'line 2 is not understood: "msgstr eins"'),
        ('msgid "one\\q"\n', "line 1 is not understood"),
        ('msgstr "eins"\n', "line 1: msgstr does not stand where it may"),
        ('msgid "one"\nmsgid "two"\n', "line 2: msgid does not stand where it may"),
        ('msgid "one"\nmsgstr[0] "eins"\n', "line 2: msgstr[0] does not stand where it may"),
        ('"eins"\n', "line 1: a text of nothing"),
        ('msgid "one"\n', "the last message has no translation"),
        ("<html>\n", "line 1 is not understood"),
    ],
)
def test_no_file_is_half_understood(text: str, why: str) -> None:
    """What no such file holds is refused, and the message says where it stands."""
    with pytest.raises(TranslationError) as caught:
        list(messages_in(text))

    assert why in str(caught.value)

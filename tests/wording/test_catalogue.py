"""Catalogues: what of a translation is spoken, and what is said in English all the same."""

import re

import pytest
from words.writing import written

from reportgen.render.markdown import states
from reportgen.wording import languages, load, phrase, phrase_many, speaking
from reportgen.wording.catalogue import Catalogue, catalogue_of, fields_fit
from reportgen.wording.messages import Message, TranslationError, messages_in

_POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
_PLAIN = re.compile(r"[^\W\d_]+(?:,? [^\W\d_]+)*")
_JOINS = " ,;"
_ENOUGH = 0.95
"""So much of a shipped translation is translated at least: a new sentence breaks no build."""


def _catalogue(*messages: Message, plurals: str = "nplurals=2; plural=n != 1;") -> Catalogue:
    head = Message("", translations=(f"Language: xx\nPlural-Forms: {plurals}\n",))
    return catalogue_of("xx", messages_in(written([head, *messages])))


def test_what_is_not_translated_is_said_in_english() -> None:
    """An empty translation, one that is unsure, and a message that is missing fall back."""
    catalogue = _catalogue(
        Message("one", translations=("eins",)),
        Message("two", translations=("",)),
        Message("three", translations=("drei",), is_unsure=True),
    )
    with speaking(catalogue):
        said = [phrase(text) for text in ("one", "two", "three", "four")]

    assert ["eins", "two", "three", "four"] == said
    assert () == catalogue.refused


def test_a_translation_with_other_fields_is_refused() -> None:
    """It would fail, or leave out what is to be said: English is said, and the text is named."""
    catalogue = _catalogue(
        Message("{failed} of {total}", translations=("{faild} von {total}",)),
        Message("{count:,} left", translations=("{count} übrig",)),
        Message("{what} fell", translations=("gefallen",)),
        Message("open {", translations=("auf {",)),
    )
    with speaking(catalogue):
        said = phrase("{failed} of {total}", failed=1, total=2)

    assert "1 of 2" == said
    assert ("{failed} of {total}", "{count:,} left", "{what} fell", "open {") == catalogue.refused


def test_the_number_may_be_left_out_of_a_plural() -> None:
    """A form may say *one test*; every other field has to stand in it."""
    assert fields_fit(Message("{n} test", "{n} tests", ("ein Test", "{n} Tests")))
    assert not fields_fit(Message("{n} of {x}", "{n} of {x}", ("eines", "{n} von {x}")))


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "1 test"), (3, "3 testy"), (5, "5 testów"), (22, "22 testy")]
)
def test_a_language_has_as_many_forms_as_it_has(number: int, expected: str) -> None:
    """Which form a number asks for is told by the head of the file."""
    catalogue = _catalogue(
        Message("{n:,} test", "{n:,} tests", ("{n:,} test", "{n:,} testy", "{n:,} testów")),
        plurals=_POLISH,
    )
    with speaking(catalogue):
        assert expected == phrase_many("{n:,} test", "{n:,} tests", number)


def test_a_plural_without_all_its_forms_is_refused() -> None:
    """Another number of forms than the head names is a mistake of the translation."""
    catalogue = _catalogue(Message("{n} a", "{n} b", ("{n} c",)))

    assert ("{n} a",) == catalogue.refused


@pytest.mark.parametrize(
    "plurals",
    ["", "nplurals=2", "nplurals=2; plural=n+", "nplurals=1; plural=n!=1", "nplurals=99; plural=0",
     "nplurals=2; plural=1/n", "nplurals=2; plural=__import__('os')"],
)  # fmt: skip
def test_plural_forms_are_stated_in_full(plurals: str) -> None:
    """What cannot be counted with, or could run code, is no rule for plurals."""
    with pytest.raises(TranslationError):
        _catalogue(plurals=plurals)


@pytest.mark.parametrize("language", languages())
def test_a_shipped_translation_fits(language: str) -> None:
    """No sentence of it has other fields than the English, and next to all are translated."""
    catalogue = load(language)
    done = len(catalogue.messages) + len(catalogue.plurals)
    file = (load.__wrapped__.__globals__["FOLDER"] / f"{language}.po").read_text("utf-8")
    total = sum(bool(message.text) for message in messages_in(file))

    assert () == catalogue.refused
    assert done >= _ENOUGH * total


@pytest.mark.parametrize("language", languages())
def test_a_shipped_translation_keeps_quotes_and_spaces(language: str) -> None:
    """Backticks quote artifacts, and spaces or commas at the ends join sentences: they are kept."""
    odd = [
        text
        for text, said in load(language).messages.items()
        if text.count("`") != said.count("`")
        or (text[:1] in _JOINS) != (said[:1] in _JOINS)
        or (text[-1:] == " ") != (said[-1:] == " ")
    ]

    assert [] == odd


@pytest.mark.parametrize("language", languages())
def test_the_words_of_states_are_plain(language: str) -> None:
    """They stand in Markdown as they are, beside their icons: letters, blanks and commas alone."""
    shown = [
        state.word
        for table in (
            states.CHANGE, states.ENVIRONMENT, states.EVIDENCE, states.DECISION, states.SEVERITY,
            states.SERVICE, states.STEP, states.CLAIM, states.MEMORY, states.ARTIFACT, states.GATE,
        )
        for state in table.values()
    ]  # fmt: skip
    with speaking(load(language)):
        odd = [
            word
            for word in map(phrase, shown)
            if not word.replace(",", "").replace(" ", "").isalpha()
        ]

    assert [] == odd

"""Speaking: English without a catalogue, another language as long as a context lasts."""

import sys
from collections.abc import Callable

import pytest
from jinja2 import Environment

from reportgen.artifacts.sharing import side_by_side
from reportgen.model.units import listing, plural
from reportgen.render.environment import html_environment, table_words
from reportgen.render.markdown.templating import environment
from reportgen.wording import language, phrase, speak, speaking
from reportgen.wording.catalogue import Catalogue

_OTHER = Catalogue(
    "xx",
    {"{a} and {b}": "{b} und {a}", "{names} and {last}": "{names} und {last}"},
    {("{n:,} test", "{n:,} tests"): ("{n:,} Probe", "{n:,} Proben")},
    lambda n: int(n != 1),
)


def test_english_needs_no_catalogue() -> None:
    """A sentence is said as it stands, its fields filled in, and without fields to the letter."""
    assert "1 and 2" == phrase("{a} and {b}", a=1, b=2)
    assert "${{ … }}" == phrase("${{ … }}")
    assert "en" == language()


def test_a_translation_may_turn_fields_around() -> None:
    """Fields have names, so another language may have another order."""
    with speaking(_OTHER):
        assert "2 und 1" == phrase("{a} and {b}", a=1, b=2)
        assert "xx" == language()


def test_what_fields_hold_is_not_looked_at() -> None:
    """Text of artifacts is filled in as it is, whatever it says."""
    with speaking(_OTHER):
        assert "{a} and {b} und {x" == phrase("{a} and {b}", a="{x", b="{a} and {b}")


def test_pages_escape_what_fields_hold() -> None:
    """In a page a field is text, unless it is markup of ours, and control characters are gone."""
    page = html_environment().from_string(
        '{% set b %}<b>{{ x }}</b>{% endset %}{{ phrase("{a} & {b}", a=x, b=b) }}'
    )

    assert "&lt;i&gt;� &amp; <b>&lt;i&gt;�</b>" == page.render(x="<i>\x00")


@pytest.mark.parametrize("made", [html_environment, environment])
def test_a_sentence_of_a_template_reaches_into_nothing(made: Callable[[], Environment]) -> None:
    """A template of a user's is rendered in a sandbox, and no field gets around that."""
    page = made().from_string('{{ phrase("{a.__class__}", a=x) }}')

    with pytest.raises(ValueError, match="names alone"):
        page.render(x=1)


def test_numbers_with_nouns_are_spoken() -> None:
    """Counts and lists, of which nearly all sentences are made, are looked up, too."""
    with speaking(_OTHER):
        assert "1 Probe, 2,000 Proben" == f"{plural(1, 'test')}, {plural(2000, 'test')}"
        assert "a, b und c" == listing(["a", "b", "c"])


def test_a_language_ends_with_its_context() -> None:
    """What was spoken within is not spoken behind it, whoever began it."""
    with speaking(None):
        speak(_OTHER)

        assert "xx" == language()
    assert "en" == language()


@pytest.mark.skipif(sys.platform != "linux", reason="only there processes are copied")
def test_copies_of_this_process_speak_its_language() -> None:
    """Whoever takes a part of the work says what this process would."""
    with speaking(_OTHER):
        said = dict(
            side_by_side([1] * 8, lambda at: plural(at, "test"), str.encode, bytes.decode, 2)
        )

    assert {at: f"{at} {'Probe' if at == 1 else 'Proben'}" for at in range(8)} == said


def test_the_table_of_all_tests_gets_its_words() -> None:
    """Its script has no catalogue: the page hands over what it says, and nothing else."""
    catalogue = _OTHER._replace(messages={"{part} tests": "{part} Proben", "About": "Über"})
    with speaking(catalogue):
        assert '{"{part} tests": "{part} Proben"}' == table_words()
    assert "{}" == table_words()

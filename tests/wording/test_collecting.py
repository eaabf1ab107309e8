"""The collection of sentences for translators: nothing is missing, nothing is old."""

from typing import Any, Final, get_args

import pytest
import wording
from words.collecting import said_in_code, said_in_templates
from words.writing import written

from reportgen.config.categories.category import CategoryName
from reportgen.model.memory import MemoryVerdict
from reportgen.model.run import ArtifactStatus, Severity
from reportgen.model.steps import StepCategory, StepStatus
from reportgen.model.tests import OutcomeName
from reportgen.wording.messages import Message, messages_in
from reportgen.wording.scripts import said_in_script

_SHOWN: Final[tuple[Any, ...]] = (
    ArtifactStatus, CategoryName, MemoryVerdict, OutcomeName, Severity, StepCategory, StepStatus,
)  # fmt: skip
_HEAD: Final = Message("", translations=("Plural-Forms: nplurals=2; plural=n != 1;\n",))


def test_no_file_is_old() -> None:
    """What is committed is what the code says; `python3 dev.py wording` brings it up to date."""
    old = [path.name for path, text in wording.fresh().items() if path.read_text("utf-8") != text]

    assert [] == old, "python3 dev.py wording"


def test_scripts_are_read() -> None:
    """Literals are found, also where they are joined; a text that is made is passed over."""
    source = (
        'phrase("a {b}", { b: 1 });\nphrase(x);\nphrase("c "\n  + "d");\n'
        'phraseMany("{n} e", "{n} f", k);\nplural(g.filter((h) => h > 1).length, "test");\n'
        "function plural(count, noun) { return phraseMany(`{n:,} ${noun}`, `{n:,} ${noun}s`, n); }"
    )

    assert [
        ("a {b}", ""), ("c d", ""), ("{n} e", "{n} f"), ("{n:,} test", "{n:,} tests"),
    ] == list(said_in_script(source))  # fmt: skip


def test_code_is_read() -> None:
    """Sentences, plurals, marks and nouns are found; a value that is not known is passed over."""
    source = (
        'phrase("a {b}", b=1)\nphrase(x)\nphrase_many("{n} c", "{n} d", k)\nmarked("e")\n'
        'units.plural(k, "test")\nplural(k, "series", "series")\nphrase("f" if x else "g", h=1)\n'
        'print("no sentence")\n'
    )

    assert [
        ("a {b}", ""), ("{n} c", "{n} d"), ("e", ""), ("{n:,} test", "{n:,} tests"),
        ("{n:,} series", "{n:,} series"), ("f", ""), ("g", ""),
    ] == list(said_in_code(source))  # fmt: skip


def test_templates_are_read() -> None:
    """Sentences are found in values, statements and filters, line by line."""
    source = (
        '{{ phrase("a") }}\n{% if x %}<p title="{{ phrase("b {c}", c=d) }}">{% endif %}\n'
        '{{ k | plural("run") }}\n{% call m.table(phrase("e")) %}{% endcall %}\n'
    )

    assert [("a", ""), ("b {c}", ""), ("{n:,} run", "{n:,} runs"), ("e", "")] == list(
        said_in_templates(source)
    )


def test_a_translation_is_kept_up_to_date() -> None:
    """What was translated stays, what is new is empty or unsure, what is gone is gone."""
    theirs = written(
        [
            _HEAD,
            Message("one", translations=("eins",), notes=("by hand",)),
            Message("the lazy dog sleeps all day", translations=("Hund",)),
            Message("gone", translations=("weg",)),
        ]
    )
    ours = [
        Message("the lazy dog slept all day", places=("a.py",)),
        Message("one", places=("b.py",)),
        Message("{n} cat", "{n} cats", ("", "")),
    ]

    assert [
        _HEAD,
        Message("the lazy dog slept all day", "", ("Hund",), ("a.py",), is_unsure=True),
        Message("one", "", ("eins",), ("b.py",), notes=("by hand",)),
        Message("{n} cat", "{n} cats", ("", "")),
    ] == list(messages_in(wording.merged(theirs, ours)))


@pytest.mark.parametrize("values", _SHOWN)
def test_values_that_pages_show_are_collected(values: object) -> None:
    """A page says the state of a thing; each of them can be said in another language."""
    known = {message.text for message in wording.collected()}

    assert [] == [value for value in get_args(values) if value not in known]

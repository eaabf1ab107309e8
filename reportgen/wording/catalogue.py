"""A translation as sentences by their English, and which translations there are."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final, NamedTuple

from reportgen.wording.messages import Message, TranslationError, messages_in
from reportgen.wording.plurals import Form, form_of

FOLDER: Final = Path(__file__).parent / "translations"
_PLURALS: Final = "plural-forms"
_MOST_FORMS: Final = 6
"""No language that is known asks for more."""
_MOST_TRIED: Final = 1_000
_PLAIN: Final = re.compile(r"[a-z_]+")


class Catalogue(NamedTuple):
    """
    What is said instead of the English: of a sentence, and of a pair of one and many.

    *form* tells which form of the second a number asks for.
    *refused* are the sentences whose translation has other fields than they have.
    """

    language: str
    messages: Mapping[str, str]
    plurals: Mapping[tuple[str, str], tuple[str, ...]]
    form: Form
    refused: tuple[str, ...] = ()


def languages() -> tuple[str, ...]:
    """Return the languages that there is a translation for, in order; English needs none."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.po")))


@cache
def load(language: str) -> Catalogue:
    """
    Return the translation to *language*, one of `languages`.

    Raises:
        TranslationError: its file cannot be understood.

    """
    try:
        text = (FOLDER / f"{language}.po").read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TranslationError(f"{language}.po is not UTF-8 text") from error
    return catalogue_of(language, messages_in(text))


def catalogue_of(language: str, messages: Iterable[Message]) -> Catalogue:
    """
    Return *messages* as a catalogue; what is not translated, or unsure, is not in it.

    The first message, whose English is empty, is the head of the file and names the plural forms.

    Raises:
        TranslationError: there are plurals, and nothing that can be understood says how many.

    """
    single: dict[str, str] = {}
    plurals: dict[tuple[str, str], tuple[str, ...]] = {}
    refused: list[str] = []
    count = 2
    form: Form = _germanic
    for message in messages:
        if not message.text:
            count, form = _plural_forms(message.translations[0])
        elif message.is_unsure or not all(message.translations):
            continue
        elif not fields_fit(message) or (message.many and len(message.translations) != count):
            refused.append(message.text)
        elif message.many:
            plurals[message.text, message.many] = message.translations
        else:
            single[message.text] = message.translations[0]
    return Catalogue(language, single, plurals, form, tuple(refused))


def fields_fit(message: Message) -> bool:
    """
    Whether the translations of *message* have its fields, written as they are there.

    A form of a plural may leave the number out, as in *one test*.
    """
    original = _fields(message.text)
    if original is None:
        return False
    original |= _fields(message.many) or set() if message.many else set()
    may_lack = {field for field in original if field[0] == "n"} if message.many else set()
    for translation in message.translations:
        theirs = _fields(translation)
        if theirs is None or not original - may_lack <= theirs <= original:
            return False
    return True


@cache
def names_values_alone(text: str) -> bool:
    """Whether the fields of *text* are names, and do not reach into what they name."""
    fields = _fields(text)
    return fields is not None and all(_PLAIN.fullmatch(name) for name, _, _ in fields)


def _fields(text: str) -> set[tuple[str, str, str]] | None:
    """Return the fields of *text*: name, form and conversion; None where it is no format."""
    try:
        return {
            (name, form or "", conversion or "")
            for _, name, form, conversion in Formatter().parse(text)
            if name is not None
        }
    except ValueError:
        return None


def _germanic(n: int) -> int:
    return int(n != 1)


def _plural_forms(head: str) -> tuple[int, Form]:
    """
    Return how many plural forms the *head* of a file names, and which of them a number asks for.

    https://www.gnu.org/software/gettext/manual/html_node/Plural-forms.html
    """
    lines = dict(line.partition(":")[::2] for line in head.splitlines())
    stated = {name.strip().lower(): value for name, value in lines.items()}.get(_PLURALS, "")
    parts = dict(part.strip().partition("=")[::2] for part in stated.split(";"))
    try:
        count = int(parts["nplurals"])
        form = form_of(parts["plural"])
        highest = max(form(n) for n in range(_MOST_TRIED))
    except (KeyError, ValueError, ArithmeticError, RecursionError) as error:
        raise TranslationError(f'the head states no plural forms: "{stated.strip()}"') from error
    if not 0 < count <= _MOST_FORMS or highest >= count:
        raise TranslationError(f'the plural forms do not fit their number: "{stated.strip()}"')
    return count, form

"""
What reportgen says, in the language that is spoken.

A sentence stands in the code in English, with named fields, and is its own key: `phrase` looks for
it in the catalogue in use and fills the fields in. Without a catalogue it is said as it stands.

Which catalogue is in use is a value of the context, which a command sets from its configuration
and which ends with the command; processes that are copies of this one speak as this one does.
Ids of findings, values of enumerations, keys, commands and options are no sentences: they are the
interface. Text of artifacts never is; it comes in fields.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from reportgen.wording.catalogue import Catalogue, languages, load, names_values_alone

__all__ = [
    "ENGLISH",
    "Catalogue",
    "form_for",
    "language",
    "languages",
    "load",
    "lowered",
    "marked",
    "phrase",
    "phrase_many",
    "refuse_reaching",
    "speak",
    "speaking",
    "spoken",
]

ENGLISH: Final = "en"
_spoken: ContextVar[Catalogue | None] = ContextVar("catalogue", default=None)


def phrase(text: str, /, **fields: object) -> str:
    """
    Return the sentence *text* in the language that is spoken, its fields filled in.

    What has no *fields* is taken as it stands, braces and all.
    """
    spoken = _spoken.get()
    if spoken is not None:
        text = spoken.messages.get(text, text)
    return text.format(**fields) if fields else text


def phrase_many(one: str, many: str, n: int, /, **fields: object) -> str:
    """
    Return *one* or *many*, as the number *n* asks for in the language that is spoken.

    Both may name it as the field ``n``, next to *fields*.
    """
    return form_for(one, many, n).format(n=n, **fields)


def refuse_reaching(text: str) -> None:
    """
    Refuse a *text* of a template whose fields reach into values, past whatever guards those.

    Raises:
        ValueError: a field is more than a name.

    """
    if not names_values_alone(text):
        raise ValueError(f'the fields of a sentence are names alone: "{text[:80]}"')


def form_for(one: str, many: str, n: int) -> str:
    """Return *one* or *many* in the language that is spoken, with its fields as they are."""
    spoken = _spoken.get()
    if spoken is not None and (forms := spoken.plurals.get((one, many))):
        return forms[spoken.form(n)]
    return one if n == 1 else many


def marked(text: str) -> str:
    """Return *text* as it is, which marks it as a sentence that `phrase` gets later, by a name."""
    return text


def lowered(title: str) -> str:
    """Return *title* as it stands within a line: in English small, elsewhere that may be wrong."""
    return title.lower() if language() == ENGLISH else title


def language() -> str:
    """Return the language that is spoken, as in ``<html lang>`` (BCP 47)."""
    spoken = _spoken.get()
    return spoken.language if spoken is not None else ENGLISH


def spoken() -> Catalogue | None:
    """Return what is spoken, for those that hand words over; None for English."""
    return _spoken.get()


def speak(catalogue: Catalogue | None) -> None:
    """Speak *catalogue*, None for English, until the innermost `speaking` ends."""
    _spoken.set(catalogue)


@contextmanager
def speaking(catalogue: Catalogue | None) -> Iterator[None]:
    """Speak *catalogue*, None for English, as long as the context lasts."""
    token = _spoken.set(catalogue)
    try:
        yield
    finally:
        _spoken.reset(token)

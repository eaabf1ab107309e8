"""
One cell of the table of CI systems: where a fact stands, and what is done to its text.

A variable that is empty is not set. What a variable holds is as hostile as any artifact: a branch
is called as its author likes.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import quote

from reportgen.model.text import clean, one_line
from reportgen.patterns import pattern

Environ = Mapping[str, str]

MAX_TEXT: Final = 1000
MAX_DIGITS: Final = 9
_OFF: Final = frozenset({"false", "0", "no", "off"})
_NO_NAME: Final = frozenset({"false", "HEAD", "detached", "(no branch)", "<default>"})
_URL = pattern(r"https?://[^\s\"'<>`\\]+", re.IGNORECASE)
_FIELD = pattern(r"\{(\w+)(?:\|([^{}]*))?\}")


class Var(NamedTuple):
    """
    A variable that may hold the fact.

    *strip* are prefixes that are taken off one after another, *plus* is added to a number.
    *path_part* takes a part between slashes, counted as Python does.
    It counts only where *given* is set (or ``NAME=value`` holds), and where none of *without* does:
    what a tag's build calls its branch is the tag, what a pull request's build calls so may be the
    branch to merge into.
    """

    name: str
    strip: tuple[str, ...] = ()
    path_part: int | None = None
    plus: int = 0
    given: str = ""
    without: tuple[str, ...] = ()


class Link(NamedTuple):
    """
    An address made of variables, all of which must be set or have a default: ``{NAME|default}``.

    A variable at its beginning is an address by itself; what stands further on is encoded.
    It counts only where the number in *above_one* is more than one.
    """

    template: str
    above_one: str = ""


def is_on(environ: Environ, name: str) -> bool:
    """Whether the variable *name* is set to something that is no refusal."""
    return environ.get(name, "").strip().casefold() not in _OFF | {""}


def text_of(environ: Environ, cells: tuple[Var, ...]) -> str | None:
    """Return the first text among *cells*, on one line."""
    return next((text for cell in cells if (text := _text(environ, cell))), None)


def name_of(environ: Environ, cells: tuple[Var, ...]) -> str | None:
    """Return the first name of a branch among *cells*; other references are none."""
    names = (text for cell in cells if (text := _text(environ, cell)))
    return next((n for n in names if n not in _NO_NAME and not n.startswith("refs/")), None)


def number_of(environ: Environ, cells: tuple[Var, ...], least: int = 1) -> int | None:
    """Return the first whole number among *cells* that is *least* or more."""
    numbers = (_number(_text(environ, cell), cell.plus) for cell in cells)
    return next((n for n in numbers if n is not None and n >= least), None)


def url_of(environ: Environ, cells: tuple[Var | Link, ...]) -> str | None:
    """Return the first web address among *cells*."""
    for cell in cells:
        text = _text(environ, cell) if isinstance(cell, Var) else _linked(environ, cell)
        if text and _URL.fullmatch(text):
            return text
    return None


def _text(environ: Environ, cell: Var) -> str | None:
    if not _holds(environ, cell.given) or any(_holds(environ, name) for name in cell.without):
        return None
    text = environ.get(cell.name, "").strip()
    if not text or len(text) > MAX_TEXT:
        return None
    for prefix in cell.strip:
        text = text.removeprefix(prefix)
    if cell.path_part is not None:
        parts = text.strip("/").split("/")
        text = parts[cell.path_part] if -len(parts) <= cell.path_part < len(parts) else ""
    return one_line(clean(text), MAX_TEXT) or None


def _number(text: str | None, plus: int) -> int | None:
    if not text or not text.isascii() or not text.isdigit() or len(text) > MAX_DIGITS:
        return None
    return int(text) + plus


def _holds(environ: Environ, condition: str) -> bool:
    name, equals, value = condition.partition("=")
    if equals:
        return environ.get(name) == value
    return not name or is_on(environ, name)


def _linked(environ: Environ, link: Link) -> str | None:
    if link.above_one and (number_of(environ, (Var(link.above_one),)) or 0) <= 1:
        return None
    fields = _FIELD.findall(link.template)
    values = {name: text_of(environ, (Var(name),)) or default for name, default in fields}

    def value(found: re.Match[str]) -> str:
        text = values[found[1]].rstrip("/")
        return quote(text, safe="/") if found.start() else text

    return _FIELD.sub(value, link.template) if all(values.values()) else None

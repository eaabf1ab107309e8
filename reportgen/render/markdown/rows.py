"""Rows like those of `targets` that somebody else wrote, and what may be wrong with them."""

from typing import Final, get_args

from reportgen.model.text import clean, one_line
from reportgen.patterns import pattern
from reportgen.render.markdown.targets import (
    TARGETS,
    DialectName,
    Fold,
    Known,
    Style,
    Target,
    Unit,
)
from reportgen.wording import phrase

_NAME: Final = pattern(r"[a-z0-9][a-z0-9-]{0,49}")
_MOST_WORDS: Final = 200


def mistake_in(row: object) -> str:
    """Return what is wrong with a *row* that somebody else wrote, or nothing."""
    if type(row) is Target:
        return _mistake(*row)
    return phrase("a {kind} is no row", kind=type(row).__name__)


def _mistake(  # noqa: PLR0913, PLR0917 - the fields of a row, of which nothing is known
    name: object, title: object, limit: object, unit: object, budget: object, known: object,
    source: object, note: object, dialect: object, html: object, fold: object, tables: object,
    hides: object, style: object,
) -> str:  # fmt: skip
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in TARGETS:
        return phrase("its name is taken, or not of lower case, digits and hyphens")
    if not all(_is_a_line(text) for text in (title, source, note)):
        return phrase("title, source and note are lines of text")
    chosen = (
        (unit, get_args(Unit)),
        (known, get_args(Known)),
        (dialect, get_args(DialectName)),
        (fold, (None, *get_args(Fold))),
        (style, get_args(Style)),
    )
    if not all(value in choices for value, choices in chosen):
        return phrase("unit, known, dialect, fold or style is none that there is")
    if not all(isinstance(flag, bool) for flag in (html, tables, hides)):
        return phrase("html, tables and hides are True or False")
    if not _is_amount(budget) or not (limit is None or _is_amount(limit)):
        return phrase("limit and budget are numbers above 0")
    return ""


def _is_amount(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_a_line(text: object) -> bool:
    return isinstance(text, str) and bool(text) and one_line(clean(text), _MOST_WORDS) == text

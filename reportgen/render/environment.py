"""
The Jinja environment of everything that a browser shows.

Every value that a template prints goes through `clean` and is then escaped.
`sentence` and `breakable` are the filters that return markup; they escape each part themselves.
"""

import json
import re
from datetime import datetime
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reportgen.model import units
from reportgen.model.text import clean, one_line, parts
from reportgen.render.partials import NO_PARTIALS, Partials
from reportgen.resources import folder
from reportgen.wording import form_for, language, lowered, phrase, refuse_reaching

_LONG: Final = 30
_DIVIDED: Final = re.compile(r"(?<=[._/\\:,\]-])(?=[^._/\\:,\]-])")


def breakable(text: str) -> Markup:
    """Return *text*, where a long name may break after what divides it, not within a word."""
    text = clean(text)
    if len(text) < _LONG:
        return escape(text)
    return Markup("<wbr>").join(_DIVIDED.split(text))


def sentence(text: str) -> Markup:
    """Return a sentence of ours as HTML: what it quotes from artifacts stands in ``<code>``."""
    return Markup("").join(
        Markup('<code dir="auto">{}</code>').format(breakable(part.text))
        if part.quoted
        else clean(part.text)
        for part in parts(text)
    )


def plain(text: str) -> str:
    """Return a sentence of ours without its quotation marks, for titles and text alternatives."""
    return "".join(part.text for part in parts(text))


def web_address(url: str | None) -> str | None:
    """Return *url* if a reader may follow it: http or https, to a named host; None otherwise."""
    if not url or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        split = urlsplit(url)
        host = split.hostname
    except ValueError:  # for example an unclosed bracket around a host
        return None
    return url if split.scheme in {"http", "https"} and host else None


def short(text: str, limit: int = 120) -> str:
    """Return *text* on one line, cut where a page must stay small whatever it is called."""
    return one_line(text, limit)


def day(when: datetime) -> str:
    """Return the day of *when*: ``2025-09-15``."""
    return f"{when:%Y-%m-%d}"


def capitalized(title: str) -> str:
    """Return *title* with a capital letter at its beginning, and all others as they are."""
    return title[:1].upper() + title[1:]


def number(count: int) -> str:
    """Return *count* with its thousands set apart."""
    return f"{count:,}"


def _finalize(value: object) -> object:
    """Clean what is about to be printed; markup comes from templates and from `sentence` alone."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _phrase(text: str, /, **fields: object) -> Markup:
    """Return a sentence of ours; what its *fields* hold is escaped, unless it is markup already."""
    return _filled(phrase(text), fields)


def _phrase_many(one: str, many: str, n: int, /, **fields: object) -> Markup:
    """Return *one* or *many*, as the number *n* asks for, likewise."""
    return _filled(form_for(one, many, n), {"n": n, **fields})


def _filled(text: str, fields: dict[str, object]) -> Markup:
    said = escape(clean(text))
    if not fields:
        return said
    refuse_reaching(text)
    return said.format(**{name: _finalize(value) for name, value in fields.items()})


def table_words() -> str:
    """Return what the script of the table of all tests says in the language that is spoken."""
    # A report in English, or a short one, does not ask for it.
    from reportgen.wording.scripts import said_in_script  # noqa: PLC0415

    source = (folder("site") / "assets/table.js").read_text(encoding="utf-8")
    said = {text: phrase(text) for text, many in said_in_script(source) if not many}
    return json.dumps(
        {text: words for text, words in said.items() if words != text}, ensure_ascii=False
    )


@cache
def html_environment(partials: Partials = NO_PARTIALS) -> Environment:
    """
    Return the environment over ``templates/`` and then ``site/``, made on first use.

    *partials* come before both.
    """
    ours = FileSystemLoader([folder("templates"), folder("site")])
    environment = partials.kind(
        loader=partials.loaded("", ours),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=partials.kept,
    )
    environment.globals.update(
        language=language, phrase=_phrase, phrase_many=_phrase_many, table_words=table_words
    )
    environment.filters.update(
        breakable=breakable,
        capitalized=capitalized,
        day=day,
        duration=units.duration,
        instant=units.instant,
        latency=units.latency,
        lowered=lowered,
        moment=units.moment,
        number=number,
        percent=units.percent,
        plain=plain,
        plural=units.plural,
        sentence=sentence,
        short=short,
        signed_percent=units.signed_percent,
        size=units.size,
        web_address=web_address,
    )
    return environment

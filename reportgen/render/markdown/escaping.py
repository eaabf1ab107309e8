"""
The doors through which text enters Markdown. There is no other way in: see `marks.guard`.

Text from artifacts is shown as code, letter by letter as it is, and can do nothing: it cannot end
its cell, close its section, mention, refer, close an issue, command a bot, link or load.
Backslashes and entities do not stop a tracker's mentions, because trackers look for them in the
rendered text; code does. Tools that read the raw text do not know code spans; entities stop those.
So harmless text becomes a readable code span, and all other text ``<code>`` with entities.
"""

import re
from collections.abc import Iterable
from functools import partial
from html import escape
from typing import Final

from reportgen.model.text import clean, one_line
from reportgen.patterns import pattern
from reportgen.render.markdown.live import (
    DOMAIN,
    RAW_TRIGGER,
    address_of,
    defused,
    split_prose,
    stretches,
    unlogged,
)
from reportgen.render.markdown.marks import Context, Marks, Md, guard
from reportgen.render.markdown.tree import Code, Line, Link, Strong, Words

__all__ = ["BLANK", "Context", "Doors", "Md", "guard", "inline"]

BLANK: Final = "(blank)"


def inline(text: str, most: int | None = 300) -> str:
    """
    Return *text* as the doors show it on one line.

    Line ends become ⏎, any white space one space; what is beyond *most* characters is counted;
    blank text says so.
    """
    text = clean(text)
    return " ".join(one_line(text, len(text) if most is None else most).split()) or BLANK


_BACKTICKS = pattern("`+")
_CELL_TRIGGER = pattern(r"[|`\\]")

# Every character that means something in a Markdown line or to an autolinker; the underscore only
# outside words, the dot only where it makes an address, the hyphen where a reference.
_MEANINGFUL = pattern(
    r"[&<>#@|\\`*\[\]{}~!:$^]|(?<![^\W_])_|_(?![^\W_])|(?i:(?<=www)\.|(?<=GH|ip)-|" + DOMAIN + ")"
)


def _entity(found: re.Match[str]) -> str:
    return f"&#x{ord(found[0]):x};"


def _inline_entity(found: re.Match[str]) -> str:
    """Return the entity; autolinkers look around a decoded @, so a comment parts the text."""
    inside = found[0] == "@" and found.start() and found.string[found.start() - 1] != " "
    return f"<!-- -->{_entity(found)}" if inside else _entity(found)


def _entities(line: str) -> str:
    return _MEANINGFUL.sub(_inline_entity, line)


def _longest_run(text: str) -> int:
    return max(map(len, _BACKTICKS.findall(text)), default=0)


def _span(line: str) -> str:
    """Return *line* as a code span whose delimiter no part of it can close."""
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"


_PROSE_SPECIAL = pattern(r"[\\`*_{}\[\]~|^]")
# What would begin a list (of definitions, too), a rule or an underlined heading if it came first on
# a line.
_PROSE_START = pattern(r"\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:\s|$|[-+]))|(?=[=:])")
_HTML_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_HTML = pattern("[&<>]")


def _plain(text: str) -> str:
    """Return words of prose in which nothing means anything."""
    escaped = _HTML.sub(lambda found: _HTML_SPECIAL[found[0]], text)
    return _PROSE_SPECIAL.sub(r"\\\g<0>", escaped)


# In <pre>: whatever could end it, mention, refer, command, or make a table, which some renderers
# look for first; and the first letter of each line.
_PRE_MEANINGFUL = pattern(r"""[&<>@#/\\`"'|]|(?i:(?<=GH)-)|(?:^([^\S\n]*)([\w:]))""", re.MULTILINE)


def _pre_entity(found: re.Match[str]) -> str:
    if found[2]:
        return f"{found[1]}&#x{ord(found[2]):x};"
    return _entity(found)


_NO_WORD: Final = pattern("[^a-z0-9-]+|-(?=-)")


class Doors(Marks):
    """
    The doors of one target in one context.

    Text that a door returns shows exactly ``inline(text)`` (for `block`: the text itself),
    in the structure that the template around it means.
    """

    def code(self, text: str, most: int = 300) -> Md:
        """Return *text* of an artifact as code on one line."""
        return Md(self._code(inline(text, most)))

    def _code(self, line: str) -> str:
        if self._target.html and (
            self._summary or RAW_TRIGGER.search(line) or (self._cell and _CELL_TRIGGER.search(line))
        ):
            return f"<code>{_entities(line)}</code>"
        line = unlogged(line)
        if not self._cell:
            return _span(line)
        # Renderers disagree about a backslash before an escaped pipe, so none stands there.
        return _span(line.replace("\\|", "\\ |")).replace("|", r"\|")

    def block(self, text: str) -> Md:
        """Return *text* of several lines, a trace for example, as a block of code."""
        text = clean(text).strip("\n")
        if self._target.html:
            # A first line that is blank for HTML would be dropped, so there is none.
            return Md(f"<pre>{_PRE_MEANINGFUL.sub(_pre_entity, text)}</pre>")
        fence = "`" * max(3, _longest_run(text) + 1)
        return Md(f"{fence}\n{defused(text)}\n{fence}")

    def prose(self, text: str) -> Md:
        """Return *text* of ours or of the configuration as words that nothing interprets."""
        return Md(self._prose(inline(text, None)))

    def _prose(self, line: str, *, first: bool = True) -> str:
        """Return *line* as words; *first* says that it may come first on its line."""
        plain = partial(escape, quote=False) if self._summary else _plain
        shown = self._together(
            self._code(part.text) if part.quoted else plain(part.text) for part in split_prose(line)
        )
        if first and not self._summary and (start := _PROSE_START.match(shown)):
            shown = f"{shown[: start.end()]}\\{shown[start.end() :]}"
        return shown

    def _together(self, pieces: Iterable[str]) -> str:
        """Return *pieces* side by side, kept apart where two code spans would read as one."""
        shown = ""
        for piece in pieces:
            if shown.endswith("`") and piece.startswith("`"):
                shown += "<!-- -->" if self._target.html else " "
            shown += piece
        return shown

    def sentence(self, text: str) -> Md:
        """Return one of the model's sentences: our words as prose, what they quote as code."""
        pieces: list[str] = []
        for words, quoted in stretches(" ".join(clean(text).split())):
            if quoted:
                pieces.append(self._code(inline(words, None)))
            else:
                body = words.strip()
                pieces += (
                    " " if words[0] == " " else "",
                    self._prose(body, first=not "".join(pieces).strip()) if body else "",
                    " " if body and words[-1] == " " else "",
                )
        return Md(self._together(filter(None, pieces)).strip() or self._prose(BLANK))

    def link(self, text: str, url: str) -> Md:
        """
        Return *text* leading to *url*, or *text* alone where the address cannot be trusted.

        Only http and https without a user name are followed.
        """
        address = address_of(url)
        if address is None:
            return self.prose(text)
        label = _entities(inline(text))
        if self._summary:
            return Md(f'<a href="{escape(address)}">{label}</a>')
        if not self._target.html:
            # Entities are CommonMark; the comment that parts an e-mail address is HTML.
            label = label.replace("<!-- -->", "")
        return Md(f"[{label}](<{address.replace('&', '&amp;')}>)")

    def place(self, text: str, url: str | None) -> Md:
        """Return a place as code, leading to *url* where there is one."""
        address = address_of(url) if url else None
        code = self._code(inline(text))
        if address is None:
            return Md(code)
        if self._summary:
            return Md(f'<a href="{escape(address)}">{code}</a>')
        return Md(f"[{code}](<{address.replace('&', '&amp;')}>)")

    def line(self, line: Line) -> Md:
        """Return a line of pieces that a person wrote: words as prose, the rest as what it is."""
        pieces: list[str] = []
        for piece in line:
            match piece:
                case Code(text):
                    pieces.append(self._code(inline(text, None)))
                case Link(text, url, code):
                    pieces.append(self.place(text, url) if code else self.link(text, url))
                case Words(text) | Strong(text):
                    body = text.strip()
                    before, _, after = text.partition(body) if body else (" ", "", "")
                    marks = self._bold if body and isinstance(piece, Strong) else ("", "")
                    words = self._prose(body, first=not "".join(pieces).strip()) if body else ""
                    said = f"{marks[0]}{words}{marks[1]}"
                    pieces += before and " ", said, after and " "
        return Md(self._together(filter(None, pieces)).strip())

    @property
    def _bold(self) -> tuple[str, str]:
        return ("<strong>", "</strong>") if self._summary else ("**", "**")

    def marker(self, word: str) -> Md:
        """Return *word*, of which only letters, digits and hyphens are left, in a comment."""
        return Md(f"<!-- {_NO_WORD.sub('', word)} -->" if self._target.hides else "")

    def bold(self, text: str) -> Md:
        """Return words of ours in bold."""
        return Md(f"<strong>{escape(text)}</strong>" if self._summary else f"**{_plain(text)}**")

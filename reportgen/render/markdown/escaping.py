"""
The doors through which text enters Markdown. There is no other way in: see `guard`.

Text from artifacts is shown as code, letter by letter as it is, and can do nothing: it cannot end
its cell, close its section, mention, refer, close an issue, command a bot, link or load.
Backslashes and entities do not stop a tracker's mentions, because trackers look for them in the
rendered text; code does. Tools that read the raw text do not know code spans; entities stop those.
So harmless text becomes a readable code span, and all other text ``<code>`` with entities.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from html import escape
from typing import Final, Literal, TypeAlias
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from reportgen.model.text import Part, clean, one_line, parts
from reportgen.render.markdown.targets import Target
from reportgen.render.markdown.tree import Code, Line, Link, Strong, Words

Context: TypeAlias = Literal["text", "cell", "summary"]
"""Running text (paragraph, heading, list item), a table cell, or the title of a folded section."""

BLANK: Final = "(blank)"


class Md(str):
    """Markdown that may be printed as it is. Only the doors make it."""

    __slots__ = ()


def guard(value: object) -> Md | int:
    """
    Return *value* if a template may print it, else raise.

    Jinja calls this for every expression of every template, so that no text is printed
    that did not come through a door.
    """
    if isinstance(value, Md | int) and not isinstance(value, bool):
        return value
    raise TypeError(
        f"a template prints {type(value).__name__} that came through no door: {value!r}"
    )


def inline(text: str, most: int | None = 300) -> str:
    """
    Return *text* as the doors show it on one line.

    Line ends become ⏎, any white space one space; what is beyond *most* characters is counted;
    blank text says so.
    """
    text = clean(text)
    return " ".join(one_line(text, len(text) if most is None else most).split()) or BLANK


# What a program that reads the raw text may take for an order, even inside a code span:
# mentions; references; closing words before an address; words that make CI skip a commit;
# commands in the log of a runner, where the text is printed.
_RAW_TRIGGER = re.compile(
    r"""@
    |[#]\d
    |GH-\d
    |\b(?:clos|fix|resolv|implement)\w*:?\s+\S*://
    |\[(?:skip|ci|no)[ -]\w+\]
    |skip-checks
    |<[!/?a-z]
    |[#][#]\w*\[|^::""",
    re.IGNORECASE | re.VERBOSE,
)
# Runners of GitHub, Azure and TeamCity take such for a command anywhere in a line of a log.
_LOG_COMMAND = re.compile(r"#(?=#\w*\[)")
_BACKTICKS = re.compile("`+")
_CELL_TRIGGER = re.compile(r"[|`\\]")

# Every character that means something in a Markdown line or to an autolinker; the underscore only
# outside words, the dot only where it makes an address, the hyphen where a reference.
_DOMAIN = (
    r"\.(?=(?:[a-z]{2}|biz|com|edu|gov|net|org|pro|web|xxx|aero|asia|coop|info|museum|name|shop"
    r"|xn--|[^\W\d_a-z])\b)"
)
"""A dot that renderers with eager linkers take for one of a host, https://github.com/markdown-it/linkify-it."""
_MEANINGFUL = re.compile(
    r"[&<>#@|\\`*\[\]{}~!:$^]|(?<![^\W_])_|_(?![^\W_])|(?i:(?<=www)\.|(?<=GH|ip)-|" + _DOMAIN + ")"
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


# Words of prose that a tracker would turn into something: mentions, references of the several
# trackers (of Jira, Linear and YouTrack by their keys, of Redmine by its words), addresses, commit
# hashes, emoji names, formulas, macros, commands. They are shown as code.
_WORD = re.compile(r"\S+")
_WORD_TRIGGER = re.compile(
    r"""[@#$]|://|www\.|\S"""
    + _DOMAIN
    + r"""
    |GH-\d|[!&]\d|~\w|%\w|[*]\w+:|\[\w+:
    |:[\w+-]+:
    |^/\w|^::|^bors$
    |\{\{|\[\[|\br\d+\b
    |\b(?:commit|source|export|document|version|attachment|forum|message|project|news|user):\S
    |(?-i:\b[A-Z][A-Z0-9]+-\d)
    |\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OPENING = "([\"'"
_CLOSING = ")]\"'.,;:!?"
_PROSE_SPECIAL = re.compile(r"[\\`*_{}\[\]~|^]")
# What would begin a list (of definitions, too), a rule or an underlined heading if it came first on
# a line.
_PROSE_START = re.compile(r"\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:\s|$|[-+]))|(?=[=:])")
_HTML_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_HTML = re.compile("[&<>]")


def _plain(text: str) -> str:
    """Return words of prose in which nothing means anything."""
    escaped = _HTML.sub(lambda found: _HTML_SPECIAL[found[0]], text)
    return _PROSE_SPECIAL.sub(r"\\\g<0>", escaped)


# At the start of a line in a fence, what a bot may take for an order; no entity works there.
_COMMAND_LINE = re.compile(r"^(?=[^\S\n]*(?:[/@]\w|bors\s|::|\+{3}))", re.MULTILINE)
# In <pre>: whatever could end it, mention, refer, command, or make a table, which some renderers
# look for first; and the first letter of each line.
_PRE_MEANINGFUL = re.compile(
    r"""[&<>@#/\\`"'|]|(?i:(?<=GH)-)|(?:^([^\S\n]*)([\w:]))""", re.MULTILINE
)


def _pre_entity(found: re.Match[str]) -> str:
    if found[2]:
        return f"{found[1]}&#x{ord(found[2]):x};"
    return _entity(found)


def unlogged(text: str) -> str:
    """Return *text* in which a runner that reads the log finds no command of the old kind."""
    return _LOG_COMMAND.sub("# ", text)


def defused(text: str) -> str:
    """Return *text* of several lines in which no line is an order to a bot or to a runner."""
    return unlogged(_COMMAND_LINE.sub("· ", text))


def split_prose(line: str) -> Iterator[Part]:
    """Yield the stretches of *line*: words, and what a tracker would make something of."""
    at = 0
    for word in _WORD.finditer(line):
        if _WORD_TRIGGER.search(word[0]):
            begin = word.start() + len(word[0]) - len(word[0].lstrip(_OPENING))
            end = word.start() + len(word[0].rstrip(_CLOSING))
            if begin >= end or not _WORD_TRIGGER.search(line[begin:end]):
                begin, end = word.span()
            if at < begin:
                yield Part(line[at:begin], quoted=False)
            yield Part(line[begin:end], quoted=True)
            at = end
    if at < len(line):
        yield Part(line[at:], quoted=False)


def stretches(sentence: str) -> Iterator[Part]:
    """Yield the parts of *sentence*; our words around an empty quotation are one stretch."""
    ours = ""
    for part in parts(sentence):
        if part.quoted:
            if ours:
                yield Part(ours, quoted=False)
            ours = ""
            yield part
        else:
            ours += part.text
    if ours:
        yield Part(ours, quoted=False)


class Marks:
    """The marks of tables, or of lists where there are no tables: no text goes through them."""

    def __init__(self, target: Target, context: Context) -> None:
        self._target = target
        self._cell = context == "cell" and target.tables
        self._fold = target.fold or ""
        self._summary = context == "summary" and target.details

    def header(self, *titles: str) -> Md:
        """Return the head of a table of ours and a line end; nothing where there are no tables."""
        if not self._cell:
            return Md("")
        return Md(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}\n")

    @property
    def fold(self) -> Md:
        """What begins the title of a section that folds; nothing where sections do not."""
        return Md({"details": "<details><summary>", "plus": "+++ "}.get(self._fold, ""))

    @property
    def folded(self) -> Md:
        """What ends that title."""
        return Md("</summary>" if self._fold == "details" else "")

    @property
    def unfold(self) -> Md:
        """What ends the section."""
        return Md({"details": "\n</details>", "plus": "\n+++"}.get(self._fold, ""))

    @property
    def begin(self) -> Md:
        """What begins a row: of a table, or of a list where there are no tables."""
        return Md("| " if self._cell else "- ")

    @property
    def next(self) -> Md:
        """What stands between two cells."""
        return Md(" | " if self._cell else " · ")

    @property
    def skip(self) -> Md:
        """What stands for an empty cell and what comes before it."""
        return Md(" |" if self._cell else "")

    @property
    def end(self) -> Md:
        """What ends a row."""
        return Md(" |" if self._cell else "")


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
            self._summary
            or _RAW_TRIGGER.search(line)
            or (self._cell and _CELL_TRIGGER.search(line))
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


_NO_WORD: Final = re.compile("[^a-z0-9-]+|-(?=-)")
_URL_SAFE: Final = "!$&'()*+,-./:;=?#_~%"


def address_of(url: str) -> str | None:
    """Return *url* with unusual characters percent-encoded, or None if it is not to be followed."""
    address = percent_encode(clean(url).strip(), safe=_URL_SAFE)
    try:
        split = urlsplit(address)
    except ValueError:
        return None
    if split.scheme not in {"http", "https"} or not split.hostname or "%" in split.netloc:
        return None
    return address
